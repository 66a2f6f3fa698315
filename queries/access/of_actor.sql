-- title.az: Məlumatlara giriş edənlərdən biri, günbəgün
-- title.en: One actor, day by day
-- title.ru: Один исполнитель по дням
-- about.az: Məlumatlara giriş edənlərdən birinin (psevdonimlə göstərilən şəxsin və ya xidmətin) hər gün hansı rolda, hansı məlumata, hansı məqsədlə və hansı əməliyyatla giriş etdiyi, nəticə, hadisələrin sayı, konkret göstərilən şəxslər və konkret şəxs göstərilməyən əməliyyatların əhatə etdiyi şəxslər. “Məlumatlara giriş edənlər” cədvəlində həmin psevdonim üzrə sayılan hadisələr bunlardır; dövr seçildikdə yalnız həmin dövrün günləri göstərilir.
-- about.en: What one pseudonym, a person or a service, did each day: in which role, on which category, for which purpose, by which operation and with which result; events, people named, and people in operations that name nobody. These are the events that “Who accessed the data” counts for it; of a chosen period, those of its days.
-- about.ru: События доступа одного исполнителя (лица или службы, под псевдонимом) за каждый день: роль, категория данных, цель, операция и результат; число событий, прямо указанные лица и лица, затронутые операциями, в которых лицо не указано. Это те же события, которые для этого псевдонима учтены в таблице «Кто получал доступ к данным»; если выбран период, показаны только его дни.
-- grain: one day, actor role, category, purpose, operation and outcome
-- basis: policy 7.2
-- roles: dpo auditor
-- version: 1
-- people: subjects bulk_subjects
-- exclusions: what was done with test accounts
-- exclusions.az: sınaq hesabları ilə edilən girişlər
-- exclusions.ru: доступ с тестовых учётных записей
-- sources: access_log
select
    actor,
    actor_role,
    occurred_on as day,
    category,
    purpose,
    operation,
    outcome,
    count(*) as events,
    count(distinct subject) as subjects,
    coalesce(sum(subject_count) filter (subject is null), 0)::bigint as bulk_subjects,
from access_log
where actor = $actor
  and occurred_on <= $as_of
  and ($from_day is null or occurred_on >= $from_day)
  and ($to_day is null or occurred_on <= $to_day)
  and (subject is null or subject not in (select subject from test_accounts))
  and (
      ($person_role is null and $building_id is null)
      or subject in (
          select subject
          from people
          where ($person_role is null or role = $person_role)
            and ($building_id is null or building_id = $building_id)
      )
  )
group by actor, actor_role, occurred_on, category, purpose, operation, outcome
order by day desc, actor_role, category, purpose, operation, outcome
