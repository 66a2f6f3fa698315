-- level: warn
select request_id
from requests
where closed_at < received_at
