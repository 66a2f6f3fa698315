-- title.az: Gec bağlanmış müraciət
-- title.en: Request closed late
-- title.ru: Обращение закрыто с опозданием
-- about.az: Hər bağlanmış müraciət, qərarından asılı olmayaraq; son tarixdən sonra bağlanıbsa, pozuntudur.
-- about.en: Every closed request, whatever the decision; it is a violation when it was closed after its due day.
-- about.ru: Каждое закрытое обращение, независимо от решения; нарушение, если оно закрыто после срока.
-- grain: one closed request
-- basis: policy 1.3, 3.5, 7.1; the article stands in each row
-- clause: 1.3 3.5 7.1
-- severity: medium
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
        greatest(received_on, closed_on) as examined_from,
        coalesce(extended_due_on, first_due_on) as due_on,
        rule_article,
        case when extended_due_on is not null then extended_confidence else confidence end as confidence,
    from request_days
    where regime = (select value from settings where name = 'regime')
      and first_due_on is not null
      and closed_on < date '9999-12-31'
      and ($known_at is null or registered_on <= $known_at)
)

select
    request_id as ref,
    subject,
    received_on as occurred_on,
    type || ', due on ' || due_on || ', closed on ' || closed_on || '; ' || rule_article || '; ' || confidence as detail,
    examined_from,
    null::date as examined_until,
    case when closed_on > due_on then examined_from end as violated_from,
    null::date as violated_until,
from due
