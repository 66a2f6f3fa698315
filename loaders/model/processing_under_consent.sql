-- needs: test_accounts consent_purposes in_force
-- consent_kinds: the kinds of access events that the controls of policy 3.1 and 3.5 examine, with the scope of consent
-- that governs each: allowed, on the ground of consent, for a purpose of the policy, for no request.
create table consent_kinds as
select
    kinds.kind_no,
    kinds.category,
    kinds.purpose,
    purpose_scopes.scope,
from access_log_kinds as kinds
join purpose_scopes on purpose_scopes.purpose = kinds.purpose
where kinds.outcome = 'allowed'
  and kinds.legal_basis = 'consent'
  and not kinds.for_request;

-- Of these events, about a known id or an id that points to nobody, as recorded by the end of known_at: those at whose
-- instant consent was not in force. withdrawn: the governing answer to the policy or to the scope was a withdrawal.
create macro processing_lapses_known(known_at) as table
with spans as materialized (
    select standing, subject, scope, from_at, until_at
    from consent_spans_as_known(known_at)
),

lacking as materialized (
    select
        events.event_id,
        events.subject,
        consent_kinds.scope,
        events.occurred_at,
    from access_log_rows as events
    join consent_kinds on consent_kinds.kind_no = events.kind_no
    left join spans
        on spans.standing = 'in_force'
        and spans.subject = events.subject
        and spans.scope = consent_kinds.scope
        and spans.from_at <= events.occurred_at
        and spans.until_at > events.occurred_at
    where spans.subject is null
      and events.subject is not null
      and (known_at is null or events.recorded_on <= known_at)
)

select
    lacking.event_id,
    by_scope.subject is not null or by_policy.subject is not null as withdrawn,
from lacking
left join spans as by_scope
    on by_scope.standing = 'withdrawn'
    and by_scope.subject = lacking.subject
    and by_scope.scope = lacking.scope
    and by_scope.from_at <= lacking.occurred_at
    and by_scope.until_at > lacking.occurred_at
left join spans as by_policy
    on by_policy.standing = 'withdrawn'
    and by_policy.scope = 'policy'
    and by_policy.subject = lacking.subject
    and by_policy.from_at <= lacking.occurred_at
    and by_policy.until_at > lacking.occurred_at;

-- processing_lapses: the same with all that was recorded by the load.
create table processing_lapses as
select event_id, withdrawn
from processing_lapses_known(null::date)
order by event_id;

create macro processing_lapses_as_known(known_at) as table
select event_id, withdrawn
from processing_lapses
where known_at is null
union all
select event_id, withdrawn
from processing_lapses_known(known_at)
where known_at is not null;

-- processing_under_consent: the events that those controls examine, of everybody but test accounts.
create macro processing_under_consent(known_at) as table
select
    events.event_id,
    events.subject,
    consent_kinds.category,
    consent_kinds.purpose,
    events.occurred_on,
    lapses.event_id is null as in_force,
    coalesce(lapses.withdrawn, false) as withdrawn,
from access_log_rows as events
join consent_kinds on consent_kinds.kind_no = events.kind_no
left join processing_lapses_as_known(known_at) as lapses on lapses.event_id = events.event_id
where events.subject is not null
  and events.subject not in (select subject from test_accounts)
  and (known_at is null or events.recorded_on <= known_at);
