-- title.az: Gec bildirilmiş imtina
-- title.en: Notice of refusal sent late
-- title.ru: Уведомление об отказе направлено с опозданием
-- about.az: İmtina ilə bağlanmış hər müraciət; əsaslandırılmış imtina müddətdən gec bildirilibsə və ya müddət keçdiyi halda hələ bildirilməyibsə, pozuntudur.
-- about.en: Every request closed by a refusal; it is a violation when the notice was sent later than the limit, or not yet and the limit has passed.
-- about.ru: Каждое обращение, закрытое отказом; нарушение, если уведомление о мотивированном отказе направлено позже срока или срок истёк, а уведомления нет.
-- grain: one request
-- basis: policy 7.1; the article stands in each row
-- clause: 7.1
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- exclusions: requests of test accounts; requests without a rule for the day they came
-- exclusions.az: sınaq hesablarının müraciətləri; daxil olduğu gün üçün qayda olmayan müraciətlər
-- exclusions.ru: обращения тестовых учётных записей; обращения, на день поступления которых нет правила
-- sources: privacy_requests, deadlines.csv, calendar_az.csv
with refused as (
    select
        requests.request_id,
        requests.subject,
        requests.type,
        requests.received_on,
        requests.refusal_notified_on,
        greatest(requests.received_on, requests.closed_on) as examined_from,
        limits.limit_on,
        limits.article,
        limits.confidence,
    from requests
    join obligation_limits as limits
        on limits.regime = (select value from settings where name = 'regime')
        and limits.obligation = 'refusal_notice'
        and limits.type = requests.decision
        and limits.rule_on = requests.received_on
        and limits.day_0 = requests.received_on
    left join test_accounts on test_accounts.subject = requests.subject
    where test_accounts.subject is null
      and limits.limit_on is not null
      and requests.decision = 'refused'
      and requests.closed_on is not null
)

select
    request_id as ref,
    subject,
    received_on as occurred_on,
    -- Nothing of a later notice here: it may come after the day that is asked about.
    type || ', limit ' || limit_on || '; ' || article || '; ' || confidence as detail,
    examined_from,
    null::date as examined_until,
    case
        when refusal_notified_on is null or refusal_notified_on > limit_on then greatest(examined_from, limit_on + 1)
    end as violated_from,
    null::date as violated_until,
from refused
