-- needs: test_accounts
-- access_uses: each way of using data gets a number, for all the kinds of rows that are that way: people are counted by
-- it, several times faster than by five words.
create table access_uses as
select
    dense_rank() over (order by actor_role, category, purpose, operation, outcome)::integer as use_no,
    kind_no,
    actor_role,
    category,
    purpose,
    operation,
    outcome,
from access_log_kinds
order by use_no, kind_no;

-- What was done with people's data, by day. What was done with test accounts is left out of every table of access.
create temp table access_cells as
select
    occurred_on as day,
    kind_no,
    count(*) as events,
    sum(case when subject is null then subject_count else 0 end) as bulk_subjects,
from access_log_rows
where subject is null or subject not in (select subject from test_accounts)
group by occurred_on, kind_no;

-- access_days: by day and way of using, with how many people it touched.
create table access_days as
with words as (
    select distinct use_no, actor_role, category, purpose, operation, outcome
    from access_uses
),

use_days as (
    select
        access_uses.use_no,
        access_cells.day,
        sum(access_cells.events) as events,
        sum(access_cells.bulk_subjects) as bulk_subjects,
    from access_cells
    join access_uses on access_uses.kind_no = access_cells.kind_no
    group by access_uses.use_no, access_cells.day
),

named as (
    select distinct access_uses.use_no, access_log_rows.occurred_on as day, access_log_rows.subject
    from access_log_rows
    join access_uses on access_uses.kind_no = access_log_rows.kind_no
    where access_log_rows.subject is not null
      and access_log_rows.subject not in (select subject from test_accounts)
),

people_named as (
    select use_no, day, count(*) as subjects
    from named
    group by use_no, day
)

select
    use_days.day,
    words.actor_role,
    words.category,
    words.purpose,
    words.operation,
    words.outcome,
    use_days.events::bigint as events,
    coalesce(people_named.subjects, 0)::bigint as subjects,
    use_days.bulk_subjects::bigint as bulk_subjects,
from use_days
join words on words.use_no = use_days.use_no
left join people_named
    on people_named.use_no = use_days.use_no
    and people_named.day = use_days.day
order by use_days.day, use_days.use_no;

-- matrix_bases: the first day on which a category was used for a purpose on a legal basis, in a system.
create table matrix_bases as
select
    kinds.category,
    kinds.purpose,
    kinds.legal_basis,
    kinds.system,
    min(access_cells.day) as first_on,
from access_cells
join access_log_kinds as kinds on kinds.kind_no = access_cells.kind_no
where kinds.outcome = 'allowed'
group by kinds.category, kinds.purpose, kinds.legal_basis, kinds.system
order by kinds.category, kinds.purpose, kinds.legal_basis, kinds.system;

drop table access_cells;
