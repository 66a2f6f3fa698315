-- title.az: Müraciətsiz kütləvi giriş
-- title.en: Bulk access without a request
-- title.ru: Массовый доступ без запроса
-- about.az: Rədd edilmişlər də daxil olmaqla hər giriş hadisəsi; bir hadisə müəyyən edilmiş həddən çox şəxsə toxunursa və arxasında müraciət yoxdursa, pozuntudur.
-- about.en: Every access event, denied ones too; it is a violation when one event touches more people than the set limit and names no request.
-- about.ru: Каждое обращение, включая отклонённые; нарушение, если одно событие затрагивает больше людей, чем задано, и не ссылается на запрос.
-- grain: one access event
-- basis: policy 7.2
-- clause: 7.2
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts
-- exclusions.az: sınaq hesabları
-- exclusions.ru: тестовые учётные записи
-- sources: access_log, the settings
select
    event_id as ref,
    subject,
    occurred_on,
    concat_ws(', ', operation || ' of ' || category, 'people: ' || subject_count) as detail,
    occurred_on as examined_from,
    null::date as examined_until,
    case
        when not for_request
            and subject_count > (select cast(value as integer) from settings where name = 'bulk_access_subjects')
            then occurred_on
    end as violated_from,
    null::date as violated_until,
from access_log
where subject is null
   or subject not in (select subject from test_accounts)
