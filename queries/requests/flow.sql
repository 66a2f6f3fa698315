-- title.az: Müraciətlərin axını həftələr üzrə
-- title.en: Flow of requests by week
-- title.ru: Поток обращений по неделям
-- about.az: Hər həftə neçə müraciətin daxil olduğu, neçəsinin bağlandığı və həftənin sonuna neçəsinin açıq qaldığı.
-- about.en: How many requests came and were closed in each week, and how many were open when it ended.
-- about.ru: Сколько обращений поступило и закрыто за каждую неделю и сколько оставалось открытыми на её конец.
-- grain: one week, called by its Monday
-- basis: policy 1.3, 3.5, 7.1
-- roles: management dpo auditor
-- version: 1
-- chart: line x=week y=open_at_end
-- numerator: open at the end: received by the end of the week (of the as-of day in the running week) and not closed by then
-- numerator.az: dövrün sonunda açıq: həftənin (cari həftədə hesabat gününün) sonunadək daxil olmuş və bağlanmamış müraciətlər
-- numerator.ru: открыто на конец: поступившие до конца недели (в текущей — отчётного дня) и не закрытые к этому времени
-- exclusions: requests of test accounts
-- exclusions.az: sınaq hesablarının müraciətləri
-- exclusions.ru: обращения тестовых учётных записей
-- sources: privacy_requests
with received as (
    select request_id, received_on, closed_on
    from requests_on($as_of, $regime, $known_at)
    where ($person_role is null or role = $person_role)
      and ($building_id is null or building_id = $building_id)
),

period as (
    select
        date_trunc('week', coalesce($from_day::date, min(received_on)))::date as first_week,
        date_trunc('week', least(coalesce($to_day::date, $as_of::date), $as_of::date))::date as last_week,
    from received
    having count(*) > 0
),

weeks as (
    select unnest(generate_series(first_week::timestamp, last_week::timestamp, interval 7 day))::date as week
    from period
),

-- A request is open from the day it came, even if its closing bears an earlier day.
events as (
    select date_trunc('week', received_on)::date as week, 1 as received, 0 as closed, 0 as open
    from received
    union all
    select date_trunc('week', closed_on)::date, 0, 1, 0
    from received
    where closed_on is not null
    union all
    select date_trunc('week', received_on)::date, 0, 0, 1
    from received
    union all
    select date_trunc('week', greatest(closed_on, received_on))::date, 0, 0, -1
    from received
    where closed_on is not null
),

-- What came before the period is only in what is open.
by_week as (
    select
        greatest(events.week, period.first_week) as week,
        sum(case when events.week >= period.first_week then events.received else 0 end) as received,
        sum(case when events.week >= period.first_week then events.closed else 0 end) as closed,
        sum(events.open) as open,
    from events
    cross join period
    group by greatest(events.week, period.first_week)
)

select
    weeks.week,
    coalesce(by_week.received, 0)::bigint as received,
    coalesce(by_week.closed, 0)::bigint as closed,
    (sum(coalesce(by_week.open, 0)) over (
        order by weeks.week
        rows between unbounded preceding and current row
    ))::bigint as open_at_end,
from weeks
left join by_week on by_week.week = weeks.week
order by weeks.week
