-- needs: test_accounts
-- What each actor did on each day, and how many people they met for the first time.
create table actor_days as
with by_day as (
    select
        actor,
        actor_role,
        occurred_on as day,
        count(*) as events,
        count(case when outcome = 'denied' then 1 end) as denied,
        count(case when purpose is null then 1 end) as without_purpose,
    from access_log
    where subject is null or subject not in (select subject from test_accounts)
    group by actor, actor_role, occurred_on
),

first_days as (
    select actor, actor_role, subject, min(occurred_on) as day
    from access_log
    where subject is not null
      and subject not in (select subject from test_accounts)
    group by actor, actor_role, subject
),

newcomers as (
    select actor, actor_role, day, count(*) as new_subjects
    from first_days
    group by actor, actor_role, day
)

select
    actor,
    actor_role,
    day,
    events,
    denied,
    without_purpose,
    coalesce(new_subjects, 0)::bigint as new_subjects,
from by_day
left join newcomers using (actor, actor_role, day)
order by day, actor_role, actor;

-- The same, added up to the start of a month, so that any day needs one line an actor and the days of one month.
create table actor_totals as
with by_month as (
    select
        actor,
        actor_role,
        date_trunc('month', day)::date as month_start,
        count(*) as days,
        sum(events) as events,
        sum(denied) as denied,
        sum(without_purpose) as without_purpose,
        sum(new_subjects) as subjects,
    from actor_days
    group by actor, actor_role, month_start
)

select
    actor,
    actor_role,
    (month_start + interval 1 month)::date as from_on,
    coalesce(
        (lead(month_start) over months + interval 1 month)::date,
        date '9999-12-31'
    ) as until_on,
    (sum(days) over months)::bigint as days,
    (sum(events) over months)::bigint as events,
    (sum(denied) over months)::bigint as denied,
    (sum(without_purpose) over months)::bigint as without_purpose,
    (sum(subjects) over months)::bigint as subjects,
from by_month
window months as (partition by actor, actor_role order by month_start)
order by from_on, actor_role, actor;
