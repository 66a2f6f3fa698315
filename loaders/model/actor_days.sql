-- needs: test_accounts
-- What each actor did on each day, and how many people they met for the first time.
create table actor_days as
with roles as (
    select
        kind_no,
        dense_rank() over (order by actor_role)::integer as role_no,
        actor_role,
        (outcome = 'denied')::integer as is_denied,
        (purpose is null)::integer as lacks_purpose,
    from access_log_kinds
),

by_day as (
    select
        access_log_rows.actor,
        roles.role_no,
        access_log_rows.occurred_on as day,
        count(*) as events,
        sum(roles.is_denied)::bigint as denied,
        sum(roles.lacks_purpose)::bigint as without_purpose,
    from access_log_rows
    join roles on roles.kind_no = access_log_rows.kind_no
    where access_log_rows.subject is null
       or access_log_rows.subject not in (select subject from test_accounts)
    group by access_log_rows.actor, roles.role_no, access_log_rows.occurred_on
),

first_days as (
    select access_log_rows.actor, roles.role_no, access_log_rows.subject, min(access_log_rows.occurred_on) as day
    from access_log_rows
    join roles on roles.kind_no = access_log_rows.kind_no
    where access_log_rows.subject is not null
      and access_log_rows.subject not in (select subject from test_accounts)
    group by access_log_rows.actor, roles.role_no, access_log_rows.subject
),

newcomers as (
    select actor, role_no, day, count(*) as new_subjects
    from first_days
    group by actor, role_no, day
),

role_words as (
    select distinct role_no, actor_role
    from roles
)

select
    by_day.actor,
    role_words.actor_role,
    by_day.day,
    by_day.events,
    by_day.denied,
    by_day.without_purpose,
    coalesce(newcomers.new_subjects, 0)::bigint as new_subjects,
from by_day
join role_words on role_words.role_no = by_day.role_no
left join newcomers
    on newcomers.actor = by_day.actor
    and newcomers.role_no = by_day.role_no
    and newcomers.day = by_day.day
order by by_day.day, by_day.role_no, by_day.actor;

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
