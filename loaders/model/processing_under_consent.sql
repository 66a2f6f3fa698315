-- needs: test_accounts consent_purposes in_force
-- processing_under_consent: the events that the controls of policy 3.1 and 3.5 examine, as recorded by the end of
-- known_at: allowed, on the ground of consent, about a known id, for a purpose of the policy, for no request.
-- in_force: consent to the purpose was in force then. withdrawn: the governing answer to the policy or to the purpose's
-- own scope was a withdrawal. Ids that point to nobody are here too.
create macro processing_under_consent(known_at) as table
with spans as (
    select standing, subject, scope, from_at, until_at
    from consent_spans_as_known(known_at)
),

examined as (
    select
        events.event_id,
        events.subject,
        events.category,
        events.purpose,
        purpose_scopes.scope,
        events.occurred_at,
        events.occurred_on,
        spans.subject is not null as in_force,
        -- Who is in force is looked up no further: null finds no withdrawal.
        case when spans.subject is null then events.subject end as lacking,
    from access_log as events
    join purpose_scopes on purpose_scopes.purpose = events.purpose
    left join test_accounts on test_accounts.subject = events.subject
    left join spans
        on spans.standing = 'in_force'
        and spans.subject = events.subject
        and spans.scope = purpose_scopes.scope
        and spans.from_at <= events.occurred_at
        and spans.until_at > events.occurred_at
    where events.outcome = 'allowed'
      and events.legal_basis = 'consent'
      and events.subject is not null
      and not events.for_request
      and test_accounts.subject is null
      and (known_at is null or events.recorded_on <= known_at)
)

select
    examined.event_id,
    examined.subject,
    examined.category,
    examined.purpose,
    examined.occurred_on,
    examined.in_force,
    by_scope.subject is not null or by_policy.subject is not null as withdrawn,
from examined
left join spans as by_scope
    on by_scope.standing = 'withdrawn'
    and by_scope.subject = examined.lacking
    and by_scope.scope = examined.scope
    and by_scope.from_at <= examined.occurred_at
    and by_scope.until_at > examined.occurred_at
left join spans as by_policy
    on by_policy.standing = 'withdrawn'
    and by_policy.scope = 'policy'
    and by_policy.subject = examined.lacking
    and by_policy.from_at <= examined.occurred_at
    and by_policy.until_at > examined.occurred_at;
