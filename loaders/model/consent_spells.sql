-- needs: people versions answers
-- The state of a person for a purpose at the end of D, of those in the population: from_on <= D < until_on, as recorded
-- by the end of known_at. Nobody's `pending` is stored: it is the population less all others. The last answer of a day is
-- the day's. `answered_at` is kept for refusals only, the one state that asks what came after it.
create macro consent_spells_known(known_at) as table
with answered as (
    select
        subject,
        purpose,
        state,
        method,
        policy_version,
        occurred_at,
        occurred_on,
        lead(occurred_on, 1, date '9999-12-31') over (
            partition by subject, purpose
            order by occurred_at, event_id
        ) as next_on,
    from answers
    where known_at is null or recorded_on <= known_at
),

members as (
    select
        answered.subject,
        people.role,
        people.building_id,
        answered.purpose,
        answered.state,
        answered.method,
        answered.policy_version,
        answered.occurred_at,
        greatest(answered.occurred_on, people.registered_on) as from_on,
        least(answered.next_on, people.closed_on) as until_on,
        case
            when answered.purpose <> 'policy' or answered.state <> 'given' then date '9999-12-31'
            else coalesce(versions.outdated_on, date '0001-01-01')
        end as outdated_on,
    from answered
    join people on people.subject = answered.subject
    left join versions on versions.version = answered.policy_version
    where answered.next_on > answered.occurred_on
),

-- A grant to the policy has two pieces: until it is outdated, and from then on.
spells as (
    select
        members.subject,
        members.role,
        members.building_id,
        members.purpose,
        case
            when pieces.is_outdated then 'outdated'
            when members.state <> 'given' then members.state
            when members.method = 'continued_use' then 'implied'
            else 'explicit'
        end as state,
        case when members.purpose = 'policy' and members.state = 'given' then members.policy_version end as version,
        case when members.state = 'refused' then members.occurred_at end as answered_at,
        case
            when pieces.is_outdated then greatest(members.from_on, members.outdated_on)
            else members.from_on
        end as from_on,
        case
            when pieces.is_outdated then members.until_on
            else least(members.until_on, members.outdated_on)
        end as until_on,
    from members
    cross join (values (false), (true)) as pieces (is_outdated)
    where not pieces.is_outdated
       or members.outdated_on < members.until_on
)

select subject, role, building_id, purpose, state, version, answered_at, from_on, until_on
from spells
where from_on < until_on;

-- consent_spells: the same with all that was recorded by the load.
create table consent_spells as
select subject, role, building_id, purpose, state, version, answered_at, from_on, until_on
from consent_spells_known(null::date)
order by purpose, building_id, subject, from_on;

-- consent_spells_as_known: the stored spells, or those of a day of knowledge.
create macro consent_spells_as_known(known_at) as table
select subject, role, building_id, purpose, state, version, answered_at, from_on, until_on
from consent_spells
where known_at is null
union all
select subject, role, building_id, purpose, state, version, answered_at, from_on, until_on
from consent_spells_known(known_at)
where known_at is not null;
