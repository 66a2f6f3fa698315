-- title.az: Bir şəxsin razılıq tarixçəsi
-- title.en: One person's answers over time
-- title.ru: История согласий одного лица
-- about.az: Bir psevdonimin bütün cavabları, verildiyi ardıcıllıqla. Yalnız hesabat gününün pozuntularında göstərilən psevdonim üzrə cavab verilir.
-- about.en: Every answer of one pseudonym, in the order they were given. Only a pseudonym that a violation of the as-of day names is answered for.
-- about.ru: Все ответы одного псевдонима в том порядке, в каком они даны. Ответ даётся только по псевдониму, указанному в нарушениях отчётного дня.
-- grain: one answer
-- basis: policy 3.1, 3.3, 3.5, 8.2
-- roles: dpo auditor
-- version: 2
-- sources: consent_events
-- exclusions: people whom no violation names
-- exclusions.az: heç bir pozuntuda göstərilməyən şəxslər
-- exclusions.ru: лица, не указанные ни в одном нарушении
select
    subject,
    occurred_on,
    purpose,
    state,
    method,
    policy_version as version,
    actor as answered_by,
    event_id,
    occurred_at,
from answers
where subject = $subject
  and occurred_on <= $as_of
  and ($known_at is null or recorded_on <= $known_at)
  and exists (
      select 1
      from control_rows
      where subject = $subject
        and violated_from <= $as_of
        and violated_until > $as_of
  )
order by occurred_at, event_id
