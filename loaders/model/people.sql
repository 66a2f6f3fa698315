-- needs:
-- people: everybody whom figures count, with the days of being in the population: registered_on <= D < closed_on.
create view people as
select
    subject,
    role,
    case when status <> 'erased' then building_id end as building_id,
    registered_on,
    coalesce(closed_on, date '9999-12-31') as closed_on,
    last_login_at,
    last_login_on,
from users
where not is_test;
