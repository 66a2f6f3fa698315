-- One row a day of history: how many people arrive and how many accesses happen, with the week's and the year's rhythm.
create table days as
with rhythm as (
    select
        day,
        day - getvariable('first_day') as n,
        case
            when is_working then 1.0
            when isodow(day) = 6 then 0.45
            when isodow(day) = 7 then 0.35
            else 0.25
        end * (0.9 + 0.2 * draw(1, day - getvariable('first_day'))) as activity,
    from calendar
    where day between getvariable('first_day') and getvariable('today') - 1
),

arriving as (
    select
        day,
        n,
        activity,
        -- a launch that brings the first buildings, then steady growth
        sum(activity * (0.5 + 1.2 * n / 730 + 9 * exp(-n / 9.0))) over (order by n) as so_far,
    from rhythm
),

arrivals as (
    select
        day,
        n,
        activity,
        round(getvariable('people') * so_far / max(so_far) over ())::bigint as people_after,
    from arriving
),

people as (
    select
        day,
        n,
        activity,
        coalesce(lag(people_after) over (order by n), 0) as people_before,
        people_after,
    from arrivals
)

select
    day,
    n,
    activity,
    people_before,
    people_after - people_before as arrivals,
    sum(activity * (people_before + 1)) over (order by n) as access_so_far,
from people
order by n;
