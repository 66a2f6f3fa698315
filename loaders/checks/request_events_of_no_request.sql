-- level: warn
select event_id
from request_events
where request_id is null
    or request_id not in (select request_id from requests where request_id is not null)
