-- title.az: Girişlər günlər üzrə
-- title.en: Access by day
-- title.ru: Доступ по дням
-- about.az: Hər gün hansı rolda olanların hansı məlumata, hansı məqsədlə və hansı əməliyyatla giriş etdiyi, nəticə, hadisələrin sayı, konkret göstərilən şəxslər və konkret şəxs göstərilməyən əməliyyatların əhatə etdiyi şəxslər.
-- about.en: What was done each day: by which role, on which category, for which purpose, by which operation and with which result; events, people named, and people in operations that name nobody.
-- about.ru: События доступа за каждый день: роль исполнителя, категория данных, цель, операция и результат; число событий, прямо указанные лица и лица, затронутые операциями, в которых лицо не указано.
-- grain: one day, actor role, category, purpose, operation and outcome
-- basis: policy 2.3, 3.2, 5
-- roles: management dpo auditor
-- version: 1
-- people: subjects bulk_subjects
-- chart: small_multiples x=day y=events by=actor_role
-- exclusions: test accounts
-- exclusions.az: sınaq hesabları
-- exclusions.ru: тестовые учётные записи
-- sources: access_log
with of_some as (
    -- a role or a building is asked of the log itself
    select
        access_log.occurred_on as day,
        access_log.actor_role,
        access_log.category,
        access_log.purpose,
        access_log.operation,
        access_log.outcome,
        count(*) as events,
        count(distinct access_log.subject) as subjects,
        0 as bulk_subjects,
    from access_log
    join people using (subject)
    where ($person_role is not null or $building_id is not null)
      and ($person_role is null or people.role = $person_role)
      and ($building_id is null or people.building_id = $building_id)
      and access_log.occurred_on <= $as_of
    group by
        access_log.occurred_on,
        access_log.actor_role,
        access_log.category,
        access_log.purpose,
        access_log.operation,
        access_log.outcome
),

used as (
    select day, actor_role, category, purpose, operation, outcome, events, subjects, bulk_subjects
    from access_days
    where $person_role is null
      and $building_id is null
      and day <= $as_of
    union all
    select day, actor_role, category, purpose, operation, outcome, events, subjects, bulk_subjects
    from of_some
)

select
    day,
    actor_role,
    category,
    purpose,
    operation,
    outcome,
    events,
    subjects,
    bulk_subjects::bigint as bulk_subjects,
from used
where ($from_day is null or day >= $from_day)
  and ($to_day is null or day <= $to_day)
order by day, actor_role, category, purpose, operation, outcome
