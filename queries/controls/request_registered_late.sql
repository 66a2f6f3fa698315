-- title.az: Gec qeydiyyata alınmış müraciət
-- title.en: Request registered late
-- title.ru: Обращение зарегистрировано с опозданием
-- about.az: Daxil olmuş hər müraciət; müddətdən gec qeydiyyata alınıbsa və ya müddət keçdiyi halda hələ qeydiyyata alınmayıbsa, pozuntudur.
-- about.en: Every request received; it is a violation when it was registered later than the time limit allows, or not yet and the limit has passed.
-- about.ru: Каждое поступившее обращение; нарушение, если оно зарегистрировано позже срока или срок истёк, а регистрации нет.
-- grain: one request
-- basis: policy 2.4; the article stands in each row
-- clause: 2.4
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- exclusions: requests of test accounts; requests without a rule for the day they came
-- exclusions.az: sınaq hesablarının müraciətləri; daxil olduğu gün üçün qayda olmayan müraciətlər
-- exclusions.ru: обращения тестовых учётных записей; обращения, на день поступления которых нет правила
-- sources: privacy_requests, deadlines.csv, calendar_az.csv
select
    requests.request_id as ref,
    requests.subject,
    requests.received_on as occurred_on,
    -- Nothing of the registration here: it may come after the day that is asked about.
    'limit ' || limits.limit_on || '; ' || limits.article || '; ' || limits.confidence as detail,
    requests.received_on as examined_from,
    null::date as examined_until,
    case when requests.registered_on > limits.limit_on then limits.limit_on + 1 end as violated_from,
    null::date as violated_until,
from requests
join obligation_limits as limits
    on limits.regime = (select value from settings where name = 'regime')
    and limits.obligation = 'registration'
    and limits.type = requests.type
    and limits.rule_on = requests.received_on
    and limits.day_0 = requests.received_on
left join test_accounts on test_accounts.subject = requests.subject
where test_accounts.subject is null
  and limits.limit_on is not null
