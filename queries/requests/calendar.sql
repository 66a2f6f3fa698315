-- title.az: Son tarixlər təqvimi
-- title.en: Calendar of due days
-- title.ru: Календарь сроков
-- about.az: Hansı günün neçə açıq müraciətin son tarixi olduğu; növləri cədvəldə göstərilib. Qayda olmadığından son tarixi müəyyən edilə bilməyənlər təqvimdə yoxdur, cədvəldə isə günsüz göstərilir.
-- about.en: How many open requests fall due on which day; their types stand in the table. Those to which no rule gives a day are not in the calendar and stand in the table without one.
-- about.ru: У скольких открытых обращений срок наступает в какой день; их виды указаны в таблице. Обращений, для которых правила нет, в календаре нет, а в таблице они стоят без дня.
-- grain: one due day and type
-- basis: policy 1.3, 3.5, 7.1
-- roles: management dpo auditor
-- version: 1
-- chart: calendar x=due_on y=requests
-- exclusions: requests of test accounts
-- exclusions.az: sınaq hesablarının müraciətləri
-- exclusions.ru: обращения тестовых учётных записей
-- sources: privacy_requests, deadlines.csv, calendar_az.csv
select due_on, type, count(*) as requests
from requests_on($as_of, $regime, $known_at)
where is_open
  and ($person_role is null or role = $person_role)
  and ($building_id is null or building_id = $building_id)
group by due_on, type
order by due_on nulls last, type
