-- level: warn
select request_id
from requests
where closed_at is not null
    and decision is null
