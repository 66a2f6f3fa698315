-- needs: test_accounts
-- The days on which a person's data of a category is held on a legal ground; holds that touch or overlap are one span.
create table hold_spans as
with held as (
    select
        subject,
        category,
        placed_on as from_on,
        coalesce(released_on, date '9999-12-31') as until_on,
    from holds
    where subject not in (select subject from test_accounts)
),

covered as (
    select
        subject,
        category,
        from_on,
        until_on,
        max(until_on) over (
            partition by subject, category
            order by from_on, until_on
            rows between unbounded preceding and 1 preceding
        ) as covered_until,
    from held
    where from_on < until_on
),

runs as (
    select
        subject,
        category,
        from_on,
        until_on,
        sum(case when covered_until >= from_on then 0 else 1 end) over (
            partition by subject, category
            order by from_on, until_on
        ) as run,
    from covered
)

select
    subject,
    category,
    min(from_on) as from_on,
    max(until_on) as until_on,
from runs
group by subject, category, run
order by subject, category, from_on;
