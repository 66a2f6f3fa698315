-- level: warn
-- An empty register of people: every share would be one of nobody.
select people
from (select count(*) as people from users)
where people = 0
