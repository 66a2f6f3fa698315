-- title.az: Son tarixlər təqvimi
-- title.en: Calendar of due days
-- title.ru: Календарь сроков
-- about.az: Hansı gün hansı növdən neçə açıq müraciətin son tarixidir; son tarixi müəyyən edilə bilməyənlərdə gün boşdur.
-- about.en: How many open requests of which type fall due on which day; those for which no rule gives a day have none.
-- about.ru: Сколько открытых обращений какого вида имеют срок в какой день; если правила нет, день не указан.
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
