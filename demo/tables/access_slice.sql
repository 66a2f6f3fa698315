-- The access log from one day to another, in the order of recording; event_id follows on from the slice before.
create or replace temp table access_slice as
with moments as (
    select day, people_before, events_before, events, events_before + unnest(range(events)) as k,
    from access_days
    where day >= $from_day and day < $until_day
),

recorded as (
    select
        k,
        people_before,
        day,
        utc(day + seconds(second_of((k - events_before + draw(220, k)) / events))) as recorded_at,
    from moments
),

drawn as (
    select
        recorded.*,
        if(hour(baku(recorded_at)) between 8 and 18 and is_working, 'office', 'night') as hours,
        if(people_before > 0, pick(221, k, people_before), null) as i,
    from recorded
    join calendar using (day)
),

used as (
    select
        drawn.*,
        slots.* exclude (hours, slot),
    from drawn
    join slots on slots.hours = drawn.hours
        and slots.slot = pick(222, k, if(drawn.hours = 'office', getvariable('office_slots'), getvariable('night_slots')))
),

met as (
    select
        used.*,
        access_people.user_id,
        access_people.building_id,
        case
            when purpose = '3.3' then recorded_at >= contact_from and recorded_at < least(contact_until, policy_until)
            when purpose = '5.3' then recorded_at >= research_from and recorded_at < least(research_until, policy_until)
            when purpose = '5.7' then recorded_at >= offers_from and recorded_at < least(offers_until, policy_until)
            else recorded_at >= policy_from and recorded_at < policy_until
        end as is_agreed,
        coalesce(recorded_at < ends_at, false) as is_there,
    from used
    left join access_people on access_people.i = used.i
),

ordinary as (
    select
        k,
        recorded_at - seconds(0.5 * draw(223, k)) as occurred_at,
        recorded_at,
        case
            when not is_there or actor_role = 'service' then 8000000001 + actor_no
            when actor_role = 'komendant' and building_id is not null then 1001 + (building_id - 1) * 40
            when actor_role = 'partner' and people_before > 7
            then 1008 + 100 * pick(224, k, (people_before + 92) // 100)
            else 9000000001 + floor(power(draw(225, k), 2) * getvariable('staff'))::bigint
        end as actor_id,
        case
            when not is_there then 'service'
            when actor_role = 'komendant' and building_id is null then 'staff'
            when actor_role = 'partner' and people_before <= 7 then 'staff'
            else actor_role
        end as actor_role,
        case when is_there then user_id end as user_id,
        -- who has gone is not touched any more: the work of the night counts people, by the hundred
        case when is_there then 1 else 2 + pick(226, k, 900) end as subject_count,
        if(is_there, operation, 'combine') as operation,
        if(is_there, category, 'page_sequence') as category,
        case
            when not is_there then '3.2.2'
            when legal_basis = 'consent' and is_agreed is distinct from true and purpose in ('3.3', '5.3', '5.7') then '5.4'
            else purpose
        end as purpose,
        case
            when not is_there or (legal_basis = 'consent' and is_agreed is distinct from true) then 'contract'
            else legal_basis
        end as legal_basis,
        null::varchar as request_id,
        if(is_there, system, 'analytics') as system,
        if(draw(227, k) < 0.012, 'denied', 'allowed') as outcome,
        is_there and actor_role = 'staff' and draw(228, k) < 0.004 as break_glass,
        case when is_there and actor_role = 'staff' and draw(228, k) < 0.004
            then happened(recorded_at + seconds(3600 + 100000 * draw(229, k))) end as reviewed_at,
        null::varchar as mark,
    from met
),

once as (
    select *
    from access_once
    where on_baku(recorded_at) >= $from_day and on_baku(recorded_at) < $until_day
),

everything as (
    from ordinary
    union all by name
    from once
)

select row_number() over (order by recorded_at, k, mark) + $events_so_far as event_id, *,
from everything
order by event_id;
