-- title.az: Məlumatlara müraciət edənlər
-- title.en: Actors
-- title.ru: Кто обращался к данным
-- about.az: Hər icraçı (psevdonim) seçilmiş günə qədər: hadisələr, müxtəlif şəxslər, günlər, rədd edilmiş və məqsədi göstərilməyən müraciətlər, öz rolunun medianı ilə müqayisə.
-- about.en: Every actor up to the chosen day, by pseudonym: events, different people, days, denied events, events without a purpose, and events compared with the median of the actor's role.
-- about.ru: Каждый исполнитель (псевдоним) до выбранного дня: события, разные люди, дни, отклонённые обращения, обращения без цели и сравнение с медианой своей роли.
-- grain: one actor and actor role
-- basis: policy 7.2
-- roles: dpo auditor
-- version: 1
-- people: subjects
-- numerator: events of the actor (times_role_median)
-- denominator: median of the events of the actors of the same role
-- exclusions: what was done with test accounts
-- exclusions.az: sınaq hesabları ilə edilənlər
-- exclusions.ru: действия с тестовыми учётными записями
-- sources: access_log
with counted as (
    select actor, actor_role, events, subjects, days, denied, without_purpose
    from actor_totals
    where $person_role is null
      and $building_id is null
      and from_on <= date_trunc('month', $as_of::date)
      and until_on > date_trunc('month', $as_of::date)
    union all
    select actor, actor_role, events, new_subjects, 1, denied, without_purpose
    from actor_days
    where $person_role is null
      and $building_id is null
      and day >= date_trunc('month', $as_of::date)
      and day <= $as_of
    union all
    -- a role or a building is asked of the log itself
    select
        access_log.actor,
        access_log.actor_role,
        count(*),
        count(distinct access_log.subject),
        count(distinct access_log.occurred_on),
        count(*) filter (access_log.outcome = 'denied'),
        count(*) filter (access_log.purpose is null),
    from access_log
    join people using (subject)
    where ($person_role is not null or $building_id is not null)
      and ($person_role is null or people.role = $person_role)
      and ($building_id is null or people.building_id = $building_id)
      and access_log.occurred_on <= $as_of
    group by access_log.actor, access_log.actor_role
),

actors as (
    select
        actor,
        actor_role,
        sum(events) as events,
        sum(subjects) as subjects,
        sum(days) as days,
        sum(denied) as denied,
        sum(without_purpose) as without_purpose,
    from counted
    group by actor, actor_role
),

roles as (
    select actor_role, median(events) as median_events
    from actors
    group by actor_role
)

select
    actor,
    actor_role,
    events::bigint as events,
    subjects::bigint as subjects,
    days::bigint as days,
    denied::bigint as denied,
    without_purpose::bigint as without_purpose,
    events / nullif(median_events, 0) as times_role_median,
from actors
join roles using (actor_role)
order by actor, actor_role
