-- level: warn
-- A clock that runs ahead: these rows count only from their own day on.
with days as (
    select 'consent_events' as dataset, event_id as key, occurred_on as day from consent_events
    union all
    select 'access_log', event_id, occurred_on from access_log
    union all
    select 'contact_messages', message_id, sent_on from contact_messages
    union all
    select 'disclosures', disclosure_id, disclosed_on from disclosures
    union all
    select 'request_events', event_id, occurred_on from request_events
    union all
    select 'incidents', incident_id, discovered_on from incidents
)

select dataset, key
from days
where day > (select loaded_on from load)
