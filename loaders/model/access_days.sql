-- needs: test_accounts
-- What was done with people's data, by day, and how many people it touched. What was done with test accounts is left
-- out of every table of access.
create temp table access_cells as
select
    occurred_on as day,
    actor_role,
    category,
    purpose,
    operation,
    outcome,
    legal_basis,
    system,
    count(*) as events,
    sum(case when subject is null then subject_count else 0 end) as bulk_subjects,
from access_log
where subject is null or subject not in (select subject from test_accounts)
group by occurred_on, actor_role, category, purpose, operation, outcome, legal_basis, system;

-- Each way of using data gets a number: people are counted by it, several times faster than by five words.
create table access_kinds as
select
    row_number() over (order by actor_role, category, purpose, operation, outcome)::integer as kind,
    actor_role,
    category,
    purpose,
    operation,
    outcome,
from access_cells
group by actor_role, category, purpose, operation, outcome;

create table access_days as
with kind_days as (
    select
        kind,
        day,
        sum(events) as events,
        sum(bulk_subjects) as bulk_subjects,
    from access_cells
    join access_kinds
        on access_kinds.actor_role = access_cells.actor_role
        and access_kinds.category = access_cells.category
        and access_kinds.purpose is not distinct from access_cells.purpose
        and access_kinds.operation = access_cells.operation
        and access_kinds.outcome = access_cells.outcome
    group by kind, day
),

named as (
    select distinct kind, occurred_on as day, subject
    from access_log
    join access_kinds
        on access_kinds.actor_role = access_log.actor_role
        and access_kinds.category = access_log.category
        and access_kinds.purpose is not distinct from access_log.purpose
        and access_kinds.operation = access_log.operation
        and access_kinds.outcome = access_log.outcome
    where subject is not null
      and subject not in (select subject from test_accounts)
),

people_named as (
    select kind, day, count(*) as subjects
    from named
    group by kind, day
)

select
    kind_days.day,
    access_kinds.actor_role,
    access_kinds.category,
    access_kinds.purpose,
    access_kinds.operation,
    access_kinds.outcome,
    kind_days.events::bigint as events,
    coalesce(people_named.subjects, 0)::bigint as subjects,
    kind_days.bulk_subjects::bigint as bulk_subjects,
from kind_days
join access_kinds using (kind)
left join people_named using (kind, day)
order by kind_days.day, kind_days.kind;

-- The first day on which a category was used for a purpose on a legal basis, in a system.
create table matrix_bases as
select
    category,
    purpose,
    legal_basis,
    system,
    min(day) as first_on,
from access_cells
where outcome = 'allowed'
group by category, purpose, legal_basis, system
order by category, purpose, legal_basis, system;

drop table access_cells;
