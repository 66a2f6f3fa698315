-- level: warn
-- Logs outlive accounts, so this is no mistake by itself; many at once may be.
select distinct subject
from consent_events
where subject not in (select subject from users where subject is not null)
