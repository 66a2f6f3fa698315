-- needs: hold_spans
-- How many people's data of a category is past its retention period and under no hold, from day to day.
create table retention_spans as
with changes as (
    select category, date '0001-01-01' as day, 0 as change
    from retention
    union all
    select category, passes_on, owners
    from retention_passing
    union all
    select category, passes_on, 1
    from retention_held
    union all
    select
        category,
        greatest(hold_spans.from_on, retention_held.passes_on),
        -1,
    from retention_held
    join hold_spans using (category, subject)
    where hold_spans.until_on > retention_held.passes_on
    union all
    select category, hold_spans.until_on, 1
    from retention_held
    join hold_spans using (category, subject)
    where hold_spans.until_on > retention_held.passes_on
      and hold_spans.until_on < date '9999-12-31'
),

days as (
    select category, day, sum(change) as change
    from changes
    group by category, day
)

select
    category,
    day as from_on,
    coalesce(lead(day) over days_in_order, date '9999-12-31') as until_on,
    (sum(change) over days_in_order)::bigint as subjects,
from days
window days_in_order as (partition by category order by day)
order by category, from_on;
