-- needs: access_days
-- What was allowed, by category and purpose: events of the day, and people named for the first time.
create table matrix_days as
with pairs as (
    select
        kind_no,
        dense_rank() over (order by category, purpose)::integer as pair,
        category,
        purpose,
    from access_log_kinds
    where outcome = 'allowed'
),

first_days as (
    select pairs.pair, access_log_rows.subject, min(access_log_rows.occurred_on) as day
    from access_log_rows
    join pairs on pairs.kind_no = access_log_rows.kind_no
    where access_log_rows.subject is not null
      and access_log_rows.subject not in (select subject from test_accounts)
    group by pairs.pair, access_log_rows.subject
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
