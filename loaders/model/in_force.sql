-- needs: answers consent_purposes
-- The governing answer of a scope at an instant t, as recorded by the end of known_at: from_at <= t < until_at.
-- A grant at t governs t itself; a refusal or a withdrawal at t governs only what comes after t, from the next microsecond.
create macro governing_answers_known(known_at) as table
with answered as (
    select
        subject,
        purpose,
        state,
        event_id,
        occurred_at,
        lead(occurred_at) over (
            partition by subject, purpose
            order by occurred_at, event_id
        ) as next_at,
    from answers
    where known_at is null or recorded_on <= known_at
),

-- At one instant every grant counts, and of the others the last one.
effective as (
    select
        subject,
        purpose,
        state,
        event_id,
        occurred_at,
        case when state = 'given' then occurred_at else occurred_at + interval 1 microsecond end as from_at,
        lag(state) over (
            partition by subject, purpose
            order by occurred_at, event_id
        ) as state_before,
    from answered
    where state = 'given'
       or next_at is null
       or next_at > occurred_at
)

select
    subject,
    purpose as scope,
    state,
    from_at,
    lead(from_at, 1, timestamp '9999-12-31') over (
        partition by subject, purpose
        order by occurred_at, event_id
    ) as until_at,
from effective
where state_before is null
   or state_before <> state;

-- Where consent is in force (the policy and the scope are both given; scope 3.3 is any of its channels), and where the
-- governing answer of a scope is `withdrawn`; spans of one scope do not overlap. Ids that point to nobody are here too.
create macro consent_spans_known(known_at) as table
with governing as materialized (
    select subject, scope, state, from_at, until_at
    from governing_answers_known(known_at)
    where state in ('given', 'withdrawn')
),

both_given as (
    select
        own.subject,
        own.scope,
        greatest(own.from_at, policy.from_at) as from_at,
        least(own.until_at, policy.until_at) as until_at,
    from governing as own
    join governing as policy
        on policy.subject = own.subject
        and policy.scope = 'policy'
        and policy.state = 'given'
        and policy.from_at < own.until_at
        and own.from_at < policy.until_at
    where own.state = 'given'
),

channels as (
    select
        subject,
        scope,
        from_at,
        until_at,
        max(until_at) over (
            partition by subject
            order by from_at, scope
            rows between unbounded preceding and 1 preceding
        ) as reached_at,
    from both_given
    where scope in (select purpose from consent_purposes where is_channel)
),

in_force_by_a_channel as (
    select
        subject,
        from_at,
        until_at,
        sum(case when reached_at >= from_at then 0 else 1 end) over (
            partition by subject
            order by from_at, scope
            rows between unbounded preceding and current row
        ) as run,
    from channels
),

-- Scope 3.3 is withdrawn while a channel is and none is given, whatever became of the policy.
channel_changes as (
    select subject, from_at as changed_at, state, 1 as change
    from governing
    where scope in (select purpose from consent_purposes where is_channel)
    union all
    select subject, until_at, state, -1
    from governing
    where scope in (select purpose from consent_purposes where is_channel)
),

channel_counts as (
    select
        subject,
        changed_at,
        sum(case when state = 'given' then change else 0 end) as given_change,
        sum(case when state = 'withdrawn' then change else 0 end) as withdrawn_change,
    from channel_changes
    where subject in (
        select governing.subject
        from governing
        join consent_purposes on consent_purposes.purpose = governing.scope
        where consent_purposes.is_channel
          and governing.state = 'withdrawn'
    )
    group by subject, changed_at
),

channel_moments as (
    select
        subject,
        changed_at as from_at,
        lead(changed_at, 1, timestamp '9999-12-31') over (partition by subject order by changed_at) as until_at,
        sum(given_change) over (
            partition by subject
            order by changed_at
            rows between unbounded preceding and current row
        ) as given_channels,
        sum(withdrawn_change) over (
            partition by subject
            order by changed_at
            rows between unbounded preceding and current row
        ) as withdrawn_channels,
    from channel_counts
)

select 'in_force' as standing, subject, scope, from_at, until_at
from both_given
union all
select 'in_force', subject, '3.3', min(from_at), max(until_at)
from in_force_by_a_channel
group by subject, run
union all
select 'withdrawn', subject, scope, from_at, until_at
from governing
where state = 'withdrawn'
union all
select 'withdrawn', subject, '3.3', from_at, until_at
from channel_moments
where given_channels = 0
  and withdrawn_channels > 0;

-- consent_spans: the same with all that was recorded by the load. What never ends stands together: it costs no space.
create table consent_spans as
select standing, subject, scope, from_at, until_at
from consent_spans_known(null::date)
order by standing, scope, until_at = timestamp '9999-12-31', subject, from_at;

-- consent_spans_as_known: the stored spans, or those of a day of knowledge.
create macro consent_spans_as_known(known_at) as table
select standing, subject, scope, from_at, until_at
from consent_spans
where known_at is null
union all
select standing, subject, scope, from_at, until_at
from consent_spans_known(known_at)
where known_at is not null;

create view in_force as
select subject, scope, from_at, until_at
from consent_spans
where standing = 'in_force';
