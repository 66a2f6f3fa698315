-- What the access log's slices look up: the ways of use by slot, and how many events each day has.
create table slots as
with numbered as (
    select uses.*, sum(weight) over (partition by hours order by line) as until_slot, weight as size,
    from uses
)

select hours, until_slot - size + unnest(range(size)) as slot, * exclude (hours, weight, size, until_slot, line),
from numbered;

-- What happens once to a person, request or actor and must be in the log.
create table access_once as
with events as (
    select
        user_id * 4 as k, registered_at + interval 45 second as recorded_at, 8000000001 as actor_id,
        'service' as actor_role, user_id, 'collect' as operation, 'fin' as category, '5.1' as purpose,
        'contract' as legal_basis, null as request_key, 'identity' as system,
    from people
    where has_fin
    union all by name
    select
        user_id * 4 + 1 as k, registered_at + interval 46 second as recorded_at, 8000000001 as actor_id,
        'service' as actor_role, user_id, 'collect' as operation, 'id_number' as category, '3.2.3' as purpose,
        'contract' as legal_basis, null as request_key, 'identity' as system,
    from people
    where has_id
    union all by name
    select
        user_id * 4 + 2 as k, answered_at as recorded_at, 8000000005 as actor_id, 'service' as actor_role, user_id,
        'erase' as operation, 'first_name' as category, '5.1' as purpose, 'law' as legal_basis,
        request_id as request_key, 'back_office' as system,
    from privacy_requests
    join request_plans using (k, user_id)
    where privacy_requests.decision in ('fulfilled', 'partly_fulfilled') and privacy_requests.type = 'erasure'
        and closed_at is not null
    union all by name
    select
        k, first_response_at as recorded_at, 9000000001 as actor_id, 'staff' as actor_role, user_id,
        'consult' as operation, 'first_name' as category, '5.10' as purpose, 'law' as legal_basis,
        request_id as request_key, 'back_office' as system,
    from privacy_requests
    where mark is null and user_id is not null and type = 'access' and first_response_at is not null
    union all by name
    select
        user_id * 4 + 3 as k,
        along(getvariable('version_1_0') + interval 11 day, getvariable('ends_at'), draw(311, user_id)) as recorded_at,
        8000000004 as actor_id, 'service' as actor_role, user_id, 'consult' as operation, 'transactions' as category,
        '5.9' as purpose, 'law' as legal_basis, null as request_key, 'billing' as system,
    from removed
)

select
    k,
    recorded_at - interval 20 millisecond as occurred_at,
    recorded_at,
    actor_id,
    actor_role,
    user_id,
    1 as subject_count,
    operation,
    category,
    purpose,
    legal_basis,
    request_key as request_id,
    system,
    'allowed' as outcome,
    false as break_glass,
    null::timestamp as reviewed_at,
    null::varchar as mark,
from events
union all by name
select -row_number() over (order by planted.mark) as k, planted.* exclude (request_id),
    coalesce(privacy_requests.request_id, planted.request_id) as request_id,
from planted_access_log as planted
left join privacy_requests on privacy_requests.mark = planted.request_id;

create table access_days as
with shares as (
    select
        day,
        people_before,
        round((getvariable('people') * 20 - (select count(*) from access_once where mark is null)) * access_so_far
            / max(access_so_far) over ())::bigint as events_after,
    from days
)

select
    day,
    people_before,
    coalesce(lag(events_after) over (order by day), 0) as events_before,
    events_after - coalesce(lag(events_after) over (order by day), 0) as events,
from shares
order by day;

-- The person's side of an event, as narrow as it can be: this is joined to every row of the log.
create table access_people as
select
    people.i,
    people.user_id,
    people.building_id,
    people.ends_at,
    people.policy_from + interval 1 minute as policy_from,
    people.policy_until,
    contact.in_force_from as contact_from,
    contact.in_force_until as contact_until,
    research.in_force_from as research_from,
    research.in_force_until as research_until,
    offers.in_force_from as offers_from,
    offers.in_force_until as offers_until,
from people
left join scopes as contact on contact.i = people.i and contact.purpose = '3.3.email' and contact.is_given
left join scopes as research on research.i = people.i and research.purpose = '5.3' and research.is_given
left join scopes as offers on offers.i = people.i and offers.purpose = '5.7' and offers.is_given
order by people.i;
