-- needs: access_days
-- What was allowed, by category and purpose: events of the day, and people named for the first time.
create table matrix_days as
with pairs as (
    select
        kind,
        dense_rank() over (order by category, purpose)::integer as pair,
        category,
        purpose,
    from access_kinds
    where outcome = 'allowed'
),

first_days as (
    select pair, subject, min(occurred_on) as day
    from access_log
    join access_kinds
        on access_kinds.actor_role = access_log.actor_role
        and access_kinds.category = access_log.category
        and access_kinds.purpose is not distinct from access_log.purpose
        and access_kinds.operation = access_log.operation
        and access_kinds.outcome = access_log.outcome
    join pairs using (kind)
    where subject is not null
      and subject not in (select subject from test_accounts)
    group by pair, subject
),

newcomers as (
    select pair, day, count(*) as new_subjects
    from first_days
    group by pair, day
),

pair_words as (
    select distinct pair, category, purpose
    from pairs
),

named as (
    select category, purpose, day, new_subjects
    from newcomers
    join pair_words using (pair)
),

by_day as (
    select category, purpose, day, sum(events) as events
    from access_days
    where outcome = 'allowed'
    group by category, purpose, day
)

select
    by_day.category,
    by_day.purpose,
    by_day.day,
    by_day.events::bigint as events,
    coalesce(named.new_subjects, 0)::bigint as new_subjects,
from by_day
left join named
    on named.category = by_day.category
    and named.purpose is not distinct from by_day.purpose
    and named.day = by_day.day
order by by_day.day, by_day.category, by_day.purpose;
