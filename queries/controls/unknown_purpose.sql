-- title.az: Məqsədi göstərilməyən və ya naməlum olan giriş
-- title.en: Access without a known purpose
-- title.ru: Доступ без цели или с неизвестной целью
-- about.az: İcazə verilmiş hər giriş; məqsəd göstərilməyibsə və ya siyasətdə yoxdursa, pozuntudur.
-- about.en: Every allowed access; it is a violation when its purpose is empty or not one of the policy's.
-- about.ru: Каждый разрешённый доступ; нарушение, если цель не указана или её нет в политике.
-- grain: one access event
-- basis: policy 5, 2.3
-- clause: 5 2.3
-- severity: high
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts
-- exclusions.az: sınaq hesabları
-- exclusions.ru: тестовые учётные записи
-- sources: access_log
select
    event_id as ref,
    subject,
    occurred_on,
    category || ' for ' || coalesce(purpose, 'no purpose') as detail,
    occurred_on as examined_from,
    null::date as examined_until,
    case
        when purpose is null or purpose not in (select purpose from purposes) then occurred_on
    end as violated_from,
    null::date as violated_until,
from access_log
where (subject is null or subject not in (select subject from test_accounts))
  and outcome = 'allowed'
