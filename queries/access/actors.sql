-- title.az: Məlumatlara giriş edənlər
-- title.en: Who accessed the data
-- title.ru: Кто получал доступ к данным
-- about.az: Hesabat gününün sonunadək məlumatlara giriş edən hər kəs psevdonimlə: hadisələr, müxtəlif şəxslər, günlər, rədd edilmiş və məqsədi göstərilməyən girişlər, öz rolunun medianı ilə müqayisə.
-- about.en: Everybody who accessed data up to the as-of day, by pseudonym: events, different people, days, denied events, events without a purpose, and events compared with the median of the same role.
-- about.ru: Все, кто получал доступ к данным по отчётный день, под псевдонимами: события, разные лица, дни, отклонённые события, события без цели и сравнение с медианой своей роли.
-- grain: one actor and actor role
-- basis: policy 7.2
-- roles: dpo auditor
-- version: 1
-- people: subjects
-- numerator: events of the person or service (in the multiple of the role's median)
-- numerator.az: giriş edənin hadisələri (rolun medianına nisbət üçün)
-- numerator.ru: события исполнителя (для отношения к медиане роли)
-- denominator: the median of events of those with the same role
-- denominator.az: eyni rolda olanların hadisələrinin medianı
-- denominator.ru: медиана событий исполнителей той же роли
-- exclusions: what was done with test accounts
-- exclusions.az: sınaq hesabları ilə edilən girişlər
-- exclusions.ru: доступ с тестовых учётных записей
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
