-- needs: test_accounts
-- When data is used: the hour of the day in Baku, which has been UTC+4 since the end of 2015.
create table access_hours as
with by_hour as (
    select
        occurred_on as day,
        case
            when occurred_at >= timestamp '2016-01-01' then extract(hour from occurred_at + interval 4 hour)
            else extract(hour from timezone('Asia/Baku', timezone('UTC', occurred_at)))
        end::integer as hour,
        kind_no,
        count(*) as events,
    from access_log_rows
    where subject is null or subject not in (select subject from test_accounts)
    group by day, hour, kind_no
)

select
    by_hour.day,
    extract(isodow from by_hour.day)::integer as weekday,
    by_hour.hour,
    kinds.actor_role,
    sum(by_hour.events)::bigint as events,
from by_hour
join access_log_kinds as kinds on kinds.kind_no = by_hour.kind_no
group by by_hour.day, by_hour.hour, kinds.actor_role
order by by_hour.day, by_hour.hour, kinds.actor_role;
