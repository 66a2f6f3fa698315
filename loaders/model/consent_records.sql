-- needs: test_accounts people versions
-- answer_kinds: what each kind of consent event says, and what the record of such an event lacks.
create table answer_kinds as
select
    kinds.kind_no,
    kinds.purpose,
    kinds.state,
    kinds.policy_version is null as lacks_version,
    kinds.policy_version is not null and versions.version is null as names_unknown_version,
    kinds.method is null as lacks_method,
    kinds.actor is null as lacks_actor,
from consent_events_kinds as kinds
left join versions on versions.version = kinds.policy_version
order by kinds.kind_no;

-- Each consent event of everybody but test accounts, as recorded by the end of known_at: whose it is (`is_known`: the id
-- points to a user), and its kind.
create macro consent_records_known(known_at) as table
select
    people.building_id,
    people.role,
    people.subject is not null as is_known,
    events.occurred_on as day,
    events.kind_no,
from consent_events_rows as events
left join test_accounts on test_accounts.subject = events.subject
left join people on people.subject = events.subject
where test_accounts.subject is null
  and (known_at is null or events.recorded_on <= known_at);

-- consent_records: the same with all that was recorded by the load, a building's together.
create table consent_records as
select building_id, role, is_known, day, kind_no
from consent_records_known(null::date)
order by building_id, day;

create macro consent_records_as_known(known_at) as table
select building_id, role, is_known, day, kind_no
from consent_records
where known_at is null
union all
select building_id, role, is_known, day, kind_no
from consent_records_known(known_at)
where known_at is not null;

-- How many such events a day brought, of one building (null: of all); what is lacking is counted of grants.
create macro consent_days_counted(known_at, one_building) as table
with counted as (
    select day, role, is_known, kind_no, count(*) as events
    from consent_records_as_known(known_at)
    where one_building is null
       or building_id = one_building
    group by day, role, is_known, kind_no
)

select
    counted.day,
    answer_kinds.purpose,
    counted.role,
    counted.is_known,
    sum(counted.events)::bigint as events,
    sum(case when state <> 'requested' then events else 0 end)::bigint as answers,
    sum(case when state = 'withdrawn' then events else 0 end)::bigint as withdrawals,
    sum(case when state = 'given' then events else 0 end)::bigint as grants,
    sum(case when state = 'given' and lacks_version then events else 0 end)::bigint as lacking_version,
    sum(case when state = 'given' and names_unknown_version then events else 0 end)::bigint as naming_unknown_version,
    sum(case when state = 'given' and lacks_method then events else 0 end)::bigint as lacking_method,
    sum(case when state = 'given' and lacks_actor then events else 0 end)::bigint as lacking_actor,
from counted
join answer_kinds on answer_kinds.kind_no = counted.kind_no
group by counted.day, answer_kinds.purpose, counted.role, counted.is_known;

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
