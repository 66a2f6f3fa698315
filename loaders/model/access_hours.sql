-- needs: test_accounts
-- When data is used: the hour of the day in Baku, which has been UTC+4 since the end of 2015.
create table access_hours as
select
    occurred_on as day,
    extract(isodow from occurred_on)::integer as weekday,
    case
        when occurred_at >= timestamp '2016-01-01' then extract(hour from occurred_at + interval 4 hour)
        else extract(hour from timezone('Asia/Baku', timezone('UTC', occurred_at)))
    end::integer as hour,
    actor_role,
    count(*) as events,
from access_log
where subject is null or subject not in (select subject from test_accounts)
group by day, weekday, hour, actor_role
order by day, hour, actor_role;
