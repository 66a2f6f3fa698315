-- title.az: Gecikmiş müraciət
-- title.en: Request overdue
-- title.ru: Просроченное обращение
-- about.az: Hər açıq müraciət; son tarixi hesabat günündən əvvəldirsə, pozuntudur.
-- about.en: Every open request; it is a violation when its due day has passed.
-- about.ru: Каждое открытое обращение; нарушение, если его срок истёк.
-- grain: one open request
-- basis: policy 1.3, 3.5, 7.1; the article stands in each row
-- clause: 1.3 3.5 7.1
-- severity: high
-- roles: dpo auditor
-- version: 1
-- exclusions: requests of test accounts; requests without a rule for the day they came
-- exclusions.az: sınaq hesablarının müraciətləri; daxil olduğu gün üçün qayda olmayan müraciətlər
-- exclusions.ru: обращения тестовых учётных записей; обращения, на день поступления которых нет правила
-- sources: privacy_requests, deadlines.csv, calendar_az.csv
with due as (
    select
        request_id,
        subject,
        type,
        received_on,
        closed_on,
        coalesce(extended_due_on, first_due_on) as due_on,
        rule_article,
        case when extended_due_on is not null then extended_confidence else confidence end as confidence,
    from request_days
    where regime = (select value from settings where name = 'regime')
      and first_due_on is not null
      and ($known_at is null or registered_on <= $known_at)
)

select
    request_id as ref,
    subject,
    received_on as occurred_on,
    type || ', due on ' || due_on || '; ' || rule_article || '; ' || confidence as detail,
    received_on as examined_from,
    closed_on as examined_until,
    due_on + 1 as violated_from,
    closed_on as violated_until,
from due
