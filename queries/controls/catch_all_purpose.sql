-- title.az: Qeyri-müəyyən məqsəd (5.8)
-- title.en: The catch-all purpose (5.8)
-- title.ru: Неопределённая цель (5.8)
-- about.az: İcazə verilmiş hər giriş; məqsəd kimi “yeni biznes fəaliyyətləri” (5.8) göstərilibsə, pozuntudur.
-- about.en: Every allowed access; it is a violation when it names the open-ended purpose of new business activities (5.8).
-- about.ru: Каждый разрешённый доступ; нарушение, если указана неопределённая цель — новые виды деятельности (5.8).
-- grain: one access event
-- basis: policy 5.8
-- clause: 5.8
-- severity: low
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
    operation || ' of ' || category as detail,
    occurred_on as examined_from,
    null::date as examined_until,
    case when purpose = '5.8' then occurred_on end as violated_from,
    null::date as violated_until,
from access_log
where (subject is null or subject not in (select subject from test_accounts))
  and outcome = 'allowed'
