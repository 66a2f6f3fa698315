-- level: warn
select dataset, key
from quarantine
