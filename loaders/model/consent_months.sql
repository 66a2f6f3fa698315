-- needs: people in_force consent_purposes
-- months: the instant (UTC) at which each month begins in Baku.
create table months as
select
    day as month_on,
    day::timestamp at time zone 'Asia/Baku' at time zone 'UTC' as starts_at,
from calendar
where day = date_trunc('month', day)
order by day;

-- How many people of the population enter (+) and leave (-) being in force at the starts of months, so that a running
-- sum is the number at 00:00 in Baku on the 1st; as recorded by the end of known_at.
-- The first start at or after an instant is that of the next month by UTC, or of the one after it: Baku is ahead of UTC.
create macro in_force_changes_known(known_at) as table
with spans as (
    select
        spans.subject,
        spans.scope,
        people.role,
        people.building_id,
        spans.from_at,
        spans.until_at,
        (date_trunc('month', spans.from_at) + interval 1 month)::date as from_next_on,
        (date_trunc('month', spans.until_at) + interval 1 month)::date as until_next_on,
        (date_trunc('month', people.registered_on) + interval 1 month)::date as member_from_on,
        case
            when people.closed_on < date '9999-12-31'
                then (date_trunc('month', people.closed_on) + interval 1 month)::date
            else date '9999-12-31'
        end as member_until_on,
    from consent_spans_as_known(known_at) as spans
    join people on people.subject = spans.subject
    where spans.standing = 'in_force'
      and spans.scope <> '3.3'
),

month_spans as (
    select
        spans.scope,
        spans.role,
        spans.building_id,
        greatest(
            spans.member_from_on,
            case
                when spans.from_at <= from_next.starts_at then spans.from_next_on
                else (spans.from_next_on + interval 1 month)::date
            end
        ) as from_on,
        least(
            spans.member_until_on,
            case
                when spans.until_at = timestamp '9999-12-31' then date '9999-12-31'
                when spans.until_at <= until_next.starts_at then spans.until_next_on
                else (spans.until_next_on + interval 1 month)::date
            end
        ) as until_on,
    from spans
    left join months as from_next on from_next.month_on = spans.from_next_on
    left join months as until_next on until_next.month_on = spans.until_next_on
),

entered_and_left as (
    select from_on as month_on, scope, role, building_id, 1 as change
    from month_spans
    where from_on < until_on
    union all
    select until_on, scope, role, building_id, -1
    from month_spans
    where from_on < until_on
      and until_on < date '9999-12-31'
)

select month_on, scope as purpose, role, building_id, sum(change)::bigint as change
from entered_and_left
group by month_on, scope, role, building_id;

-- buildings_in_force_changes: the same with all that was recorded by the load; in_force_changes: of all buildings.
create table buildings_in_force_changes as
select month_on, purpose, role, building_id, change
from in_force_changes_known(null::date)
where change <> 0
order by building_id, purpose, role, month_on;

create table in_force_changes as
select month_on, purpose, role, sum(change)::bigint as change
from buildings_in_force_changes
group by month_on, purpose, role
order by month_on, purpose, role;

create macro in_force_changes_as_known(known_at, one_building) as table
select month_on, purpose, role, change
from in_force_changes
where known_at is null
  and one_building is null
union all
select month_on, purpose, role, change
from buildings_in_force_changes
where known_at is null
  and building_id = one_building
union all
select month_on, purpose, role, change
from in_force_changes_known(known_at)
where known_at is not null
  and (one_building is null or building_id = one_building);
