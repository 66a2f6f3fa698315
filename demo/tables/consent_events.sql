create table consent_events as
with answers as (
    select
        user_id, 'policy' as purpose, 'requested' as state, null as method,
        registered_at + interval 5 second as occurred_at,
    from people
    union all by name
    select
        user_id, 'policy' as purpose, first_answer as state,
        case when draw(70, i) < 0.96 then 'checkbox' when draw(70, i) < 0.98 then 'esignature' else 'paper' end as method,
        answered_at as occurred_at,
    from people
    where first_answer is not null
    union all by name
    select
        user_id, 'policy' as purpose, 'requested' as state, null as method,
        along(
            getvariable('version_2_0'),
            least(getvariable('version_2_0') + interval 20 hour, ends_at),
            draw(71, i)
        ) as occurred_at,
    from people
    where is_asked_again
    union all by name
    select
        user_id, 'policy' as purpose, if(second_how = 'refused', 'refused', 'given') as state,
        if(second_how = 'continued_use', 'continued_use', 'checkbox') as method, second_at as occurred_at,
    from people
    where second_at is not null
    union all by name
    select
        user_id, 'policy' as purpose, 'withdrawn' as state,
        if(withdraws_by_request, 'support', 'toggle') as method, withdrawn_at as occurred_at,
    from people
    where withdrawn_at is not null
    union all by name
    select
        user_id, purpose, if(is_given, 'given', 'refused') as state, 'toggle' as method, given_at as occurred_at,
    from scopes
    union all by name
    select user_id, purpose, 'withdrawn' as state, 'toggle' as method, withdrawn_at as occurred_at,
    from scopes
    where withdrawn_at is not null
    union all by name
    select
        user_id, 'policy' as purpose, 'given' as state, 'checkbox' as method,
        getvariable('version_1_0') + interval 1 day + seconds(60000 * draw(310, user_id)) as occurred_at,
    from removed
),

recorded as (
    select
        *,
        version_at(occurred_at) as policy_version,
        if(method = 'support', 'on_behalf', 'self') as actor,
        -- a withdrawal may wait in a phone without a network; a grant counts here only once it is stored
        occurred_at + case
            when state = 'withdrawn' and method = 'toggle' and draw(73, user_id) < 0.06
            then seconds(100000 * draw(74, user_id))
            else seconds(0.2 + 3 * draw(72, user_id + epoch_us(occurred_at)))
        end as recorded_at,
        null::varchar as mark,
    from answers
    union all by name
    from planted_consent_events
)

select
    row_number() over (order by recorded_at, user_id, purpose, state, mark) as event_id,
    user_id,
    purpose,
    state,
    method,
    policy_version,
    actor,
    occurred_at,
    recorded_at,
    mark,
from recorded
where recorded_at < getvariable('ends_at')
order by event_id;
