-- title.az: Girişlər həftənin günləri və saatlar üzrə
-- title.en: Access by weekday and hour
-- title.ru: Доступ по дням недели и часам
-- about.az: Hesabat gününün sonunadək bütün giriş hadisələri həftənin günləri və Bakı vaxtı ilə saatlar üzrə, hər rol üçün ayrıca.
-- about.en: All access events up to the as-of day by weekday and hour in Baku, for each role.
-- about.ru: Все события доступа по отчётный день по дням недели и часам бакинского времени, отдельно по ролям.
-- grain: one weekday, hour and actor role
-- basis: policy 7.2
-- roles: management dpo auditor
-- version: 1
-- chart: heatmap x=hour y=weekday value=events by=actor_role
-- exclusions: test accounts
-- exclusions.az: sınaq hesabları
-- exclusions.ru: тестовые учётные записи
-- sources: access_log
with used as (
    select day, weekday, hour, actor_role, events
    from access_hours
    where $person_role is null
      and $building_id is null
    union all
    -- a role or a building is asked of the log itself
    select
        access_log.occurred_on,
        extract(isodow from access_log.occurred_on)::integer,
        case
            when access_log.occurred_at >= timestamp '2016-01-01' then extract(hour from access_log.occurred_at + interval 4 hour)
            else extract(hour from timezone('Asia/Baku', timezone('UTC', access_log.occurred_at)))
        end::integer,
        access_log.actor_role,
        1,
    from access_log
    join people using (subject)
    where ($person_role is not null or $building_id is not null)
      and ($person_role is null or people.role = $person_role)
      and ($building_id is null or people.building_id = $building_id)
)

select
    weekday,
    hour,
    actor_role,
    sum(events)::bigint as events,
from used
where day <= $as_of
  and ($from_day is null or day >= $from_day)
  and ($to_day is null or day <= $to_day)
group by weekday, hour, actor_role
order by weekday, hour, actor_role
