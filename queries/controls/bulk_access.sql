-- title.az: Müraciət olmadan kütləvi giriş
-- title.en: Bulk access without a request
-- title.ru: Массовый доступ без обращения
-- about.az: Rədd edilmişlər də daxil olmaqla hər giriş hadisəsi; bir hadisə müəyyən edilmiş həddən çox şəxsin məlumatını əhatə edirsə və heç bir müraciətə istinad etmirsə, pozuntudur.
-- about.en: Every access event, denied ones too; it is a violation when one event concerns more people than the set limit and names no request.
-- about.ru: Каждое событие доступа, включая отклонённые; нарушение, если одно событие затрагивает больше лиц, чем установлено порогом, и не ссылается на обращение.
-- grain: one access event
-- basis: policy 7.2
-- clause: 7.2
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts
-- exclusions.az: sınaq hesabları
-- exclusions.ru: тестовые учётные записи
-- sources: access_log, settings.toml
select
    event_id as ref,
    subject,
    occurred_on,
    concat_ws(', ', operation || ' of ' || category, 'people: ' || subject_count, actor_role, 'actor: ' || actor) as detail,
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
