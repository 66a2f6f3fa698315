-- needs: test_accounts versions
-- answers: what people said, of everybody but test accounts, known or not. To be asked (`requested`) is no answer.
create view answers as
select
    consent_events.event_id,
    consent_events.subject,
    consent_events.purpose,
    consent_events.state,
    consent_events.method,
    consent_events.policy_version,
    versions.version is not null as known_version,
    consent_events.actor,
    consent_events.occurred_at,
    consent_events.occurred_on,
    consent_events.recorded_on,
from consent_events
left join test_accounts on test_accounts.subject = consent_events.subject
left join versions on versions.version = consent_events.policy_version
where test_accounts.subject is null
  and consent_events.state in ('given', 'refused', 'withdrawn');
