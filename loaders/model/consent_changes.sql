-- needs: people consent_purposes consent_spells
-- How many people enter (+) and leave (-) a state on a day, so that a running sum is the state of a day; of one building
-- (null: of all), as recorded by the end of known_at. The population stands here as purpose and state `population`; who
-- of it gave no answer to a purpose is `pending`, so that the states of a purpose add up to it. The version is the one
-- that a grant to the policy names.
create macro consent_changes_counted(known_at, one_building) as table
with spells as (
    select purpose, state, version, role, from_on, until_on
    from consent_spells_as_known(known_at)
    where one_building is null
       or building_id = one_building
    union all
    select 'population', 'population', null, role, registered_on, closed_on
    from people
    where registered_on < closed_on
      and (one_building is null or building_id = one_building)
),

entered_and_left as (
    select from_on as day, purpose, state, version, role, 1 as change from spells
    union all
    select until_on, purpose, state, version, role, -1 from spells where until_on < date '9999-12-31'
),

counted as (
    select day, purpose, state, version, role, sum(change)::bigint as change
    from entered_and_left
    group by day, purpose, state, version, role
),

pending as (
    select counted.day, consent_purposes.purpose, counted.role, counted.change
    from counted
    cross join consent_purposes
    where counted.purpose = 'population'
    union all
    select day, purpose, role, -change
    from counted
    where purpose <> 'population'
)

select day, purpose, state, version, role, change
from counted
union all
select day, purpose, 'pending', null, role, sum(change)::bigint
from pending
group by day, purpose, role;

-- consent_changes: the same of all buildings, with all that was recorded by the load.
create table consent_changes as
select day, purpose, state, version, role, change
from consent_changes_counted(null::date, null::bigint)
order by day, purpose, state, version, role;

create macro consent_changes_as_known(known_at, one_building) as table
select day, purpose, state, version, role, change
from consent_changes
where known_at is null
  and one_building is null
union all
select day, purpose, state, version, role, change
from consent_changes_counted(known_at, one_building)
where known_at is not null
   or one_building is not null;

-- consent_states_on: how many people of the population are in each state at the end of as_of, of one role and building
-- (null: any).
create macro consent_states_on(as_of, known_at, one_role, one_building) as table
with counted as (
    select purpose, state, sum(change)::bigint as subjects
    from consent_changes_as_known(known_at, one_building)
    where day <= as_of
      and (one_role is null or role = one_role)
    group by purpose, state
)

select
    consent_states.purpose_position,
    consent_states.purpose,
    consent_states.state_position,
    consent_states.state,
    coalesce(counted.subjects, 0) as subjects,
    coalesce(population.subjects, 0) as population,
from consent_states
left join counted
    on counted.purpose = consent_states.purpose
    and counted.state = consent_states.state
left join counted as population on population.purpose = 'population';
