create table page_views as
with visits as (
    select
        user_id,
        i * 16 + unnest(range(10)) as k,
        greatest(registered_at, getvariable('ends_at') - interval 330 day) as visits_from,
        last_login_at as visits_until,
    from people
    where last_login_at > getvariable('ends_at') - interval 329 day
),

views as (
    select
        user_id,
        ['home', 'payments', 'announcements', 'chat', 'complaints', 'profile', 'neighbours', 'policy'][1 + pick(100, k, 8)]
            as page,
        along(visits_from, visits_until, draw(101, k)) as viewed_at,
        null::varchar as mark,
    from visits
    where visits_from < visits_until and draw(102, k) < 0.5
    union all by name
    from planted_page_views
)

select row_number() over (order by viewed_at, user_id, page) as view_id, *,
from views
order by view_id;
