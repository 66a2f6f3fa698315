-- title.az: Razılığın vəziyyəti günlər üzrə
-- title.en: State of consent by day
-- title.ru: Состояние согласия по дням
-- about.az: Dövrün hər gününün sonuna hər məqsəd üzrə hər vəziyyətdə neçə şəxsin olduğu.
-- about.en: How many people were in each state for each purpose at the end of every day of the period.
-- about.ru: Сколько лиц находилось в каждом состоянии по каждой цели на конец каждого дня периода.
-- grain: one day, purpose and state
-- basis: policy 3.1, 3.3, 3.5, 8.2
-- roles: management dpo auditor
-- version: 1
-- people: subjects
-- people_total: day purpose
-- people_elsewhere: state explicit implied
-- chart: area x=day y=subjects color=state
-- numerator: people of the population whose latest answer by the end of the day puts them in the state
-- numerator.az: günün sonunadək verdiyi son cavaba görə həmin vəziyyətdə olan şəxslər
-- numerator.ru: лица, отнесённые к этому состоянию по последнему ответу к концу дня
-- denominator: population of that day
-- denominator.az: həmin günün aktiv istifadəçiləri
-- denominator.ru: активные пользователи этого дня
-- exclusions: test accounts; ids that point to nobody
-- exclusions.az: sınaq hesabları; heç bir istifadəçiyə aid olmayan nömrələr
-- exclusions.ru: тестовые учётные записи; номера, не принадлежащие ни одному пользователю
-- sources: users, consent_events, policy_versions
with first_event as (
    select min(day) as day
    from consent_days_as_known($known_at, $building_id)
    where day <= $as_of
      and ($person_role is null or role = $person_role)
),

period as (
    select
        coalesce($from_day::date, first_event.day) as first_on,
        least(coalesce($to_day::date, $as_of::date), $as_of::date) as last_on,
    from first_event
),

days as (
    select unnest(generate_series(first_on::timestamp, last_on::timestamp, interval 1 day))::date as day
    from period
),

-- What changed before the period is there on its first day.
changes as (
    select
        greatest(changes.day, period.first_on) as day,
        changes.purpose,
        changes.state,
        sum(changes.change) as change,
    from consent_changes_as_known($known_at, $building_id) as changes
    cross join period
    where changes.day <= period.last_on
      and ($person_role is null or changes.role = $person_role)
    group by greatest(changes.day, period.first_on), changes.purpose, changes.state
),

counted as (
    select
        days.day,
        consent_states.purpose_position,
        consent_states.purpose,
        consent_states.state_position,
        consent_states.state,
        sum(coalesce(changes.change, 0)) over (
            partition by consent_states.purpose_position, consent_states.state_position
            order by days.day
            rows between unbounded preceding and current row
        ) as subjects,
    from days
    cross join consent_states
    left join changes
        on changes.day = days.day
        and changes.purpose = consent_states.purpose
        and changes.state = consent_states.state
)

select day, purpose, state, subjects::bigint as subjects
from counted
order by day, purpose_position, state_position
