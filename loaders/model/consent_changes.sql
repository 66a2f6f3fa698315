-- needs: people consent_spells
-- consent_changes: how many people enter (+) and leave (-) a state on a day, so that a running sum is the state of a day.
-- The population itself stands here as purpose and state `population`.
create table consent_changes as
with entered_and_left as (
    select from_on as day, purpose, state, role, 1 as change from consent_spells
    union all
    select until_on, purpose, state, role, -1 from consent_spells
    union all
    select registered_on, 'population', 'population', role, 1 from people where registered_on < closed_on
    union all
    select closed_on, 'population', 'population', role, -1 from people where registered_on < closed_on
)

select day, purpose, state, role, sum(change)::bigint as change
from entered_and_left
where day < date '9999-12-31'
group by day, purpose, state, role
order by day, purpose, state, role;
