-- Every request of the base is registered, answered and notified in time, under both regimes.
create table request_plans as
with chances as (
    select day, people_before, n * 65536 + unnest(range(floor(getvariable('requests') * activity * people_before
        / sum(activity * people_before) over () + draw(149, n))::bigint)) as k,
    from days
),

asked as (
    select
        chances.k,
        people.user_id,
        people.i,
        case
            when draw(150, k) < 0.34 then 'access'
            when draw(150, k) < 0.5 then 'information'
            when draw(150, k) < 0.66 then 'correction'
            when draw(150, k) < 0.74 then 'objection'
            when draw(150, k) < 0.82 then 'restriction'
            when draw(150, k) < 0.88 then 'portability'
            when draw(150, k) < 0.96 then 'complaint'
            else 'erasure'
        end as type,
        utc(day + interval 8 hour + seconds(43200 * draw(151, k))) as received_at,
        draw(152, k) as luck,
        people.ends_at,
    from chances
    join people on people.i = pick(153, k, people_before)
),

ordinary as (
    select
        1000000000 + k as k,
        if(type <> 'erasure' and luck > 0.98, null, user_id) as user_id,
        type,
        received_at,
        case
            -- an account that goes on was not erased
            when type = 'erasure' or luck < 0.08 then 'refused'
            when luck < 0.14 then 'partly_fulfilled'
            when luck < 0.17 then 'withdrawn'
            when luck < 0.2 then 'duplicate'
            when luck > 0.98 then 'unidentifiable'
            else 'fulfilled'
        end as decision,
        type <> 'erasure' and luck between 0.5 and 0.58 as is_extended,
        case
            when type = 'erasure' or luck < 0.08 then 1 + pick(154, k, 4)
            when luck between 0.5 and 0.58 then 8 + pick(154, k, 6)
            else 1 + floor(power(draw(154, k), 1.3) * 7)::bigint
        end as answered_after,
    from asked
    where received_at < ends_at
),

withdrawals as (
    select
        2000000000 + i as k, user_id, 'withdrawal' as type, withdrawn_at as received_at, 'fulfilled' as decision,
        false as is_extended, 0 as answered_after,
    from people
    where withdrawn_at is not null and withdraws_by_request
),

erasures as (
    select
        3000000000 + i as k, user_id, 'erasure' as type, ends_at as received_at,
        if(leaves_in_part, 'partly_fulfilled', 'fulfilled') as decision, false as is_extended,
        leaves_after as answered_after,
    from people
    where status = 'erased'
),

all_requests as (
    from ordinary
    union all by name
    from withdrawals
    union all by name
    from erasures
)

select
    *,
    case
        when answered_after = 0 then received_at + seconds(1200 + 9000 * draw(155, k))
        else utc(workday(on_baku(received_at), answered_after) + office_time(
            -- an erasure was planned with the person: the account closes at the same moment
            if(k >= 3000000000, draw(16, k - 3000000000), draw(156, k))
        ))
    end as answered_at,
    case
        when type <> 'withdrawal' and draw(157, k) < 0.25
        then utc(workday(on_baku(received_at), 1) + interval 9 hour + seconds(3000 * draw(158, k)))
        else received_at + seconds(20 + 300 * draw(158, k))
    end as registered_at,
    case when is_extended then utc(workday(on_baku(received_at), 4 + pick(159, k, 4)) + office_time(draw(160, k))) end
        as extended_at,
from all_requests;

create table privacy_requests as
with known as (
    select
        k,
        user_id,
        type,
        case
            when type = 'withdrawal' then 'app'
            else ['email', 'app', 'app', 'paper', 'phone'][1 + pick(161, k, 5)]
        end as channel,
        received_at,
        registered_at,
        case when user_id is not null then registered_at + seconds(60 + 240 * draw(162, k)) end as identity_verified_at,
        is_extended as third_party_consulted,
        extended_at as extension_notified_at,
        case when type = 'withdrawal' then answered_at else greatest(registered_at + interval 6 minute,
            along(registered_at, answered_at, 0.5 * draw(163, k))) end as first_response_at,
        decision,
        case when decision = 'refused' then if(type = 'erasure', 'Qanun saxlamağı tələb edir', 'Üçüncü şəxsin hüququ') end
            as refusal_ground,
        case when decision = 'refused' then answered_at - interval 2 minute end as refusal_notified_at,
        answered_at as closed_at,
        type in ('erasure', 'correction', 'restriction') and draw(164, k) < 0.5 as recipients_to_notify,
        case when type in ('erasure', 'correction', 'restriction') and draw(164, k) < 0.5
            and decision in ('fulfilled', 'partly_fulfilled') then answered_at + seconds(7200 * draw(165, k)) end
            as recipients_notified_at,
        ['privacy', 'support', 'legal'][1 + pick(166, k, 3)] as handler,
        null::varchar as reopened_from,
        null::varchar as mark,
    from request_plans
    where registered_at < getvariable('ends_at')
),

-- what lies after the end has not happened
so_far as (
    select * replace (
        happened(identity_verified_at) as identity_verified_at,
        happened(extension_notified_at) as extension_notified_at,
        happened(first_response_at) as first_response_at,
        if(closed_at < getvariable('ends_at'), decision, null) as decision,
        if(closed_at < getvariable('ends_at'), refusal_ground, null) as refusal_ground,
        happened(refusal_notified_at) as refusal_notified_at,
        happened(closed_at) as closed_at,
        happened(recipients_notified_at) as recipients_notified_at
    ),
    from known
    union all by name
    select 4000000000 + row_number() over (order by mark) as k, *,
    from planted_privacy_requests
),

numbered as (
    select
        *,
        upper(left(type, 3)) || '-' || year(on_baku(received_at)) || '-' || lpad(
            row_number() over (partition by type, year(on_baku(received_at)) order by received_at, k)::varchar,
            greatest(4, length(count(*) over ()::varchar))::integer, '0') as request_id,
    from so_far
)

select *
from numbered
order by received_at, k;

create table privacy_request_events as
with steps as (
    select k, request_id, 'received' as status, received_at as occurred_at, 0 as step,
    from privacy_requests
    where mark is null
    union all by name
    select k, request_id, 'identity_pending' as status, registered_at + interval 10 second as occurred_at, 1 as step,
    from privacy_requests
    where mark is null and draw(170, k) < 0.2 and type <> 'withdrawal'
    union all by name
    select k, request_id, 'in_progress' as status, coalesce(identity_verified_at, registered_at + interval 5 minute)
        as occurred_at, 2 as step,
    from privacy_requests
    where mark is null
    union all by name
    select k, request_id, 'waiting_third_party' as status, extension_notified_at - interval 1 minute as occurred_at,
        3 as step,
    from privacy_requests
    where mark is null and extension_notified_at is not null
    union all by name
    select k, request_id, 'extended' as status, extension_notified_at as occurred_at, 4 as step,
    from privacy_requests
    where mark is null and extension_notified_at is not null
    union all by name
    select k, request_id, if(decision = 'unidentifiable', 'failed', decision) as status, closed_at as occurred_at,
        5 as step,
    from privacy_requests
    where mark is null and closed_at is not null
    union all by name
    select 4000000000 as k, privacy_requests.request_id, planted.status, planted.occurred_at, planted.step,
    from planted_privacy_request_events as planted
    join privacy_requests on privacy_requests.mark = planted.request_id
)

select
    row_number() over (order by occurred_at, request_id, step) as event_id,
    request_id,
    status,
    occurred_at,
from steps
where occurred_at < getvariable('ends_at')
order by event_id;
