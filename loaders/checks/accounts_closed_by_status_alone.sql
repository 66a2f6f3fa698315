-- level: warn
-- The population follows closed_at; an account that only its status calls closed still counts.
select subject
from users
where status <> 'active'
    and closed_on is null
