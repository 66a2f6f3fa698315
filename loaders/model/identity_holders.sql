-- needs: people
-- Members of the population who left a FIN or an ID number, and the day from which each number held has been used for
-- identification or for the account.
create table identity_holders as
with reasons as (
    select
        subject,
        min(case when category = 'fin' then occurred_on end) as fin_on,
        min(case when category = 'id_number' then occurred_on end) as id_number_on,
    from access_log
    where outcome = 'allowed'
      and category in ('fin', 'id_number')
      and purpose in ('3.2.3', '5.1')
      and subject is not null
    group by subject
)

select
    people.subject,
    people.registered_on,
    people.closed_on,
    profiles.has_fin,
    profiles.has_id_number,
    greatest(
        case when profiles.has_fin then coalesce(reasons.fin_on, date '9999-12-31') else date '0001-01-01' end,
        case when profiles.has_id_number then coalesce(reasons.id_number_on, date '9999-12-31') else date '0001-01-01' end
    ) as reason_on,
from people
join profiles using (subject)
left join reasons using (subject)
where profiles.has_fin or profiles.has_id_number
order by people.subject;
