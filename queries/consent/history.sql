-- title.az: Bir şəxsin razılıq tarixçəsi
-- title.en: One person's consent over time
-- title.ru: История согласий одного человека
-- about.az: Seçilmiş gündə pozuntu sətirlərində adı keçən hər psevdonimin bütün cavabları, verildiyi ardıcıllıqla.
-- about.en: Every answer of each pseudonym that a violation of the chosen day names, in the order they were given.
-- about.ru: Все ответы каждого псевдонима, который назван в нарушениях выбранного дня, в том порядке, как они даны.
-- grain: one answer
-- basis: policy 3.1 3.3 3.5 8.2
-- roles: dpo auditor
-- version: 1
-- sources: consent_events
-- exclusions: people whom no violation names
with named as (
    select distinct subject
    from control_rows
    where violated_from <= $as_of
      and violated_until > $as_of
      and subject is not null
)

select
    answers.subject,
    answers.occurred_on,
    answers.purpose,
    answers.state,
    answers.method,
    answers.policy_version as version,
    answers.actor as answered_by,
    answers.event_id,
from answers
join named on named.subject = answers.subject
where answers.occurred_on <= $as_of
  and ($known_at is null or answers.recorded_on <= $known_at)
order by answers.subject, answers.occurred_at, answers.event_id
