-- level: warn
select request_id
from requests
where subject not in (select subject from users where subject is not null)
