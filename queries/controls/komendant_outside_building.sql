-- title.az: Komendantın başqa binanın məlumatına girişi
-- title.en: Komendant accessing another building
-- title.ru: Доступ коменданта к данным другого здания
-- about.az: Komendantların icazə verilmiş hər girişi, hər iki şəxsin binası məlum olduqda; binalar fərqlidirsə, pozuntudur.
-- about.en: Every allowed access of a komendant where both people's buildings are known; it is a violation when they are different buildings.
-- about.ru: Каждый разрешённый доступ коменданта, когда известны здания обоих лиц; нарушение, если здания разные.
-- grain: one access event
-- basis: policy 7.2
-- clause: 7.2
-- severity: high
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts as the person seen; people whose building is unknown or who are erased
-- exclusions.az: məlumatına giriş edilən sınaq hesabları; binası məlum olmayan və ya silinmiş şəxslər
-- exclusions.ru: тестовые учётные записи, к данным которых получен доступ; лица, чьё здание неизвестно, и удалённые лица
-- sources: access_log, users
with housed as (
    select subject, building_id
    from users
    where status <> 'erased'
      and building_id is not null
)

select
    access_log.event_id as ref,
    access_log.subject,
    access_log.occurred_on,
    concat_ws(
        ', ',
        access_log.operation || ' of ' || access_log.category,
        'actor: ' || access_log.actor,
        'of building ' || actors.building_id,
        'data of building ' || people.building_id
    ) as detail,
    access_log.occurred_on as examined_from,
    null::date as examined_until,
    case when actors.building_id <> people.building_id then access_log.occurred_on end as violated_from,
    null::date as violated_until,
from access_log
join housed as actors on actors.subject = access_log.actor
join housed as people on people.subject = access_log.subject
where access_log.actor_role = 'komendant'
  and access_log.outcome = 'allowed'
  and access_log.subject not in (select subject from test_accounts)
