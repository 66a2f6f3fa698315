-- title.az: Dərcdən əvvəlki razılıq
-- title.en: Consent before publication
-- title.ru: Согласие до публикации
-- about.az: Məlum versiyanı göstərən hər razılıq; versiya razılıqdan sonra dərc edilibsə, pozuntudur.
-- about.en: Every consent that names a known version; it is a violation when the version was published after the consent was given.
-- about.ru: Каждое согласие, называющее известную версию; нарушение, если версия опубликована позже, чем дано согласие.
-- grain: one consent event
-- basis: policy 8.1
-- clause: 8.1
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts
-- exclusions.az: sınaq hesabları
-- exclusions.ru: тестовые учётные записи
-- sources: consent_events, policy_versions
select
    consent_events.event_id as ref,
    consent_events.subject,
    consent_events.occurred_on,
    case
        when versions.published_at > consent_events.occurred_at
            then consent_events.purpose || ', version ' || versions.version || ' published on ' || versions.published_on
    end as detail,
    consent_events.occurred_on as examined_from,
    null::date as examined_until,
    case when versions.published_at > consent_events.occurred_at then consent_events.occurred_on end as violated_from,
    null::date as violated_until,
from consent_events
join versions on versions.version = consent_events.policy_version
left join test_accounts on test_accounts.subject = consent_events.subject
where test_accounts.subject is null
