create table user_devices as
with devices as (
    select
        user_id,
        ['Galaxy A15', 'Galaxy S23', 'Redmi Note 13', 'iPhone 13', 'iPhone 15', 'Honor X8', 'Tecno Spark'][1 + pick(90, k, 7)]
            as model,
        if(pick(90, k, 7) in (3, 4), 'iOS ' || 16 + pick(91, k, 3), 'Android ' || 12 + pick(91, k, 4)) as os,
        ['Chrome 142', 'Safari 18', 'Samsung Internet 27', 'WebView'][1 + pick(92, k, 4)] as browser,
        ['192.0.2.', '198.51.100.', '203.0.113.'][1 + pick(93, k, 3)] || 1 + pick(94, k, 254) as ip,
        registered_at as first_seen_at,
        along(last_login_at, registered_at, if(n = 0, 0, 0.1 * draw(95, k))) as last_seen_at,
        null::varchar as mark,
    from (select *, unnest(range(if(draw(96, i) < 0.25, 2, 1))) as n, i * 2 + n as k from people)
    where last_login_at is not null
    union all by name
    from planted_user_devices
)

-- what has not been seen for a year has been deleted: retention.csv
select
    row_number() over (order by first_seen_at, user_id, model, ip) as device_id,
    *,
from devices
where last_seen_at > getvariable('ends_at') - interval 330 day or mark is not null
order by device_id;
