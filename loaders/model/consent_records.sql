-- needs: test_accounts people versions
-- Each consent event of everybody but test accounts, as recorded by the end of known_at: whose (`is_known`: the id points
-- to a user), and what its record lacks.
create macro consent_records_known(known_at) as table
select
    people.building_id,
    people.role,
    people.subject is not null as is_known,
    events.occurred_on as day,
    events.purpose,
    events.state,
    events.policy_version is null as lacks_version,
    events.policy_version is not null and versions.version is null as names_unknown_version,
    events.method is null as lacks_method,
    events.actor is null as lacks_actor,
from consent_events as events
left join test_accounts on test_accounts.subject = events.subject
left join people on people.subject = events.subject
left join versions on versions.version = events.policy_version
where test_accounts.subject is null
  and (known_at is null or events.recorded_on <= known_at);

-- consent_records: the same with all that was recorded by the load, a building's together.
create table consent_records as
select
    building_id,
    role,
    is_known,
    day,
    purpose,
    state,
    lacks_version,
    names_unknown_version,
    lacks_method,
    lacks_actor,
from consent_records_known(null::date)
order by building_id, day;

create macro consent_records_as_known(known_at) as table
select
    building_id,
    role,
    is_known,
    day,
    purpose,
    state,
    lacks_version,
    names_unknown_version,
    lacks_method,
    lacks_actor,
from consent_records
where known_at is null
union all
select
    building_id,
    role,
    is_known,
    day,
    purpose,
    state,
    lacks_version,
    names_unknown_version,
    lacks_method,
    lacks_actor,
from consent_records_known(known_at)
where known_at is not null;

-- How many such events a day brought, of one building (null: of all); what is lacking is counted of grants.
create macro consent_days_counted(known_at, one_building) as table
select
    day,
    purpose,
    role,
    is_known,
    count(*) as events,
    count(case when state <> 'requested' then 1 end) as answers,
    count(case when state = 'withdrawn' then 1 end) as withdrawals,
    count(case when state = 'given' then 1 end) as grants,
    count(case when state = 'given' and lacks_version then 1 end) as lacking_version,
    count(case when state = 'given' and names_unknown_version then 1 end) as naming_unknown_version,
    count(case when state = 'given' and lacks_method then 1 end) as lacking_method,
    count(case when state = 'given' and lacks_actor then 1 end) as lacking_actor,
from consent_records_as_known(known_at)
where one_building is null
   or building_id = one_building
group by day, purpose, role, is_known;

-- consent_days: the same of all buildings, with all that was recorded by the load.
create table consent_days as
select
    day,
    purpose,
    role,
    is_known,
    events,
    answers,
    withdrawals,
    grants,
    lacking_version,
    naming_unknown_version,
    lacking_method,
    lacking_actor,
from consent_days_counted(null::date, null::bigint)
order by day, purpose, role, is_known;

create macro consent_days_as_known(known_at, one_building) as table
select
    day,
    purpose,
    role,
    is_known,
    events,
    answers,
    withdrawals,
    grants,
    lacking_version,
    naming_unknown_version,
    lacking_method,
    lacking_actor,
from consent_days
where known_at is null
  and one_building is null
union all
select
    day,
    purpose,
    role,
    is_known,
    events,
    answers,
    withdrawals,
    grants,
    lacking_version,
    naming_unknown_version,
    lacking_method,
    lacking_actor,
from consent_days_counted(known_at, one_building)
where known_at is not null
   or one_building is not null;
