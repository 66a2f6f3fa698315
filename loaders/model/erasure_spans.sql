-- needs: test_accounts hold_spans
-- The erasures that were carried out, wholly or in part.
create table erasures as
select
    request_id,
    subject,
    decision,
    received_on,
    registered_on,
    closed_on,
    greatest(received_on, closed_on) as from_on,
from requests
where type = 'erasure'
  and decision in ('fulfilled', 'partly_fulfilled')
  and closed_on is not null
  and (subject is null or subject not in (select subject from test_accounts))
order by request_id;

-- What an erasure left, from its closing on: rows under a hold in force are kept, the others are residue. The rows are
-- those of the load; holds come and go.
create table erasure_spans as
with left_rows as (
    select
        erasures.request_id,
        erasures.subject,
        erasures.from_on,
        residue.category,
        residue.rows as left_rows,
    from erasures
    join residue using (subject)
),

kept as (
    select
        left_rows.request_id,
        greatest(left_rows.from_on, hold_spans.from_on) as from_on,
        hold_spans.until_on,
        left_rows.left_rows,
    from left_rows
    join hold_spans
        on hold_spans.subject = left_rows.subject
        and hold_spans.category = left_rows.category
        and hold_spans.until_on > left_rows.from_on
),

changes as (
    select request_id, from_on as day, 0 as left_change, 0 as kept_change
    from erasures
    where subject is not null
    union all
    select request_id, from_on, left_rows, 0 from left_rows
    union all
    select request_id, from_on, 0, left_rows from kept
    union all
    select request_id, until_on, 0, -left_rows from kept where until_on < date '9999-12-31'
),

days as (
    select
        request_id,
        day,
        sum(left_change) as left_change,
        sum(kept_change) as kept_change,
    from changes
    group by request_id, day
),

totals as (
    select
        request_id,
        day as from_on,
        coalesce(lead(day) over changes_in_order, date '9999-12-31') as until_on,
        sum(left_change) over changes_in_order as left_rows,
        sum(kept_change) over changes_in_order as kept_rows,
    from days
    window changes_in_order as (partition by request_id order by day)
)

select
    request_id,
    from_on,
    until_on,
    (left_rows - kept_rows)::bigint as residual_rows,
    kept_rows::bigint as kept_on_hold,
from totals
order by request_id, from_on;
