-- needs: test_accounts people obligation_limits
-- request_days: the days of each request of everybody but test accounts, once per regime. What is due, and when.
-- extended_due_on stands only if every word of the extension's condition holds (a notice has to be sent on or before
-- first_due_on), and counts from extension_known_on. Without a rule for the day received no day is due.
-- closed_on is 9999-12-31 while open. An index is the number of working days up to and including a day.
create table request_days as
with ruled as (
    select
        requests.request_id,
        requests.subject,
        people.role,
        people.building_id,
        requests.type,
        regimes.regime,
        requests.received_on,
        requests.registered_on,
        coalesce(requests.closed_on, date '9999-12-31') as closed_on,
        requests.decision,
        limits.limit_on as first_due_on,
        case
            when limits.needs_third_party and not requests.third_party_consulted then null
            when not limits.needs_notice then limits.extended_on
            when requests.extension_notified_on <= limits.limit_on then limits.extended_on
        end as extended_due_on,
        case
            when limits.needs_notice then requests.extension_notified_on
            else requests.received_on
        end as extension_known_on,
        limits.article as rule_article,
        limits.confidence,
        limits.extended_confidence,
    from requests
    cross join (select distinct regime from deadlines) as regimes
    left join test_accounts on test_accounts.subject = requests.subject
    left join people on people.subject = requests.subject
    left join obligation_limits as limits
        on limits.regime = regimes.regime
        and limits.obligation = 'answer'
        and limits.type = requests.type
        and limits.rule_on = requests.received_on
        and limits.day_0 = requests.received_on
    where test_accounts.subject is null
)

select
    ruled.request_id,
    ruled.subject,
    ruled.role,
    ruled.building_id,
    ruled.type,
    ruled.regime,
    ruled.received_on,
    ruled.registered_on,
    ruled.closed_on,
    ruled.decision,
    ruled.first_due_on,
    ruled.extended_due_on,
    case when ruled.extended_due_on is not null then ruled.extension_known_on end as extension_known_on,
    ruled.rule_article,
    ruled.confidence,
    ruled.extended_confidence,
    received.working_index as received_index,
    closed.working_index as closed_index,
    first_due.working_index as first_due_index,
    extended_due.working_index as extended_due_index,
from ruled
left join calendar as received on received.day = ruled.received_on
left join calendar as closed on closed.day = ruled.closed_on
left join calendar as first_due on first_due.day = ruled.first_due_on
left join calendar as extended_due on extended_due.day = ruled.extended_due_on
order by ruled.regime, ruled.closed_on, ruled.request_id;

-- requests_on: the requests received by the end of as_of as they stood then, of those registered by the end of known_at.
-- What had not happened by then is null. working_days_left and urgency are of open requests, on_time and working_days
-- (after the received day up to the closed day) of closed ones.
create macro requests_on(as_of, chosen_regime, known_at) as table
with standing as (
    select
        request_id,
        subject,
        role,
        building_id,
        type,
        received_on,
        case when closed_on <= as_of then closed_on end as closed_on,
        case when closed_on <= as_of then decision end as decision,
        first_due_on,
        case when extension_known_on <= as_of then extended_due_on else first_due_on end as due_on,
        case when extension_known_on <= as_of then extended_due_index else first_due_index end as due_index,
        rule_article,
        case when extension_known_on <= as_of then extended_confidence else confidence end as confidence,
        received_index,
        closed_index,
    from request_days
    where regime = chosen_regime
      and received_on <= as_of
      and (known_at is null or registered_on <= known_at)
),

seen as (
    select
        calendar.working_index,
        cast(settings.value as integer) as due_soon,
    from calendar
    join settings on settings.name = 'due_soon_working_days'
    where calendar.day = as_of
)

select
    standing.request_id,
    standing.subject,
    standing.role,
    standing.building_id,
    standing.type,
    standing.received_on,
    standing.closed_on,
    standing.closed_on is null as is_open,
    standing.decision,
    standing.first_due_on,
    standing.due_on,
    standing.rule_article,
    standing.confidence,
    case
        when standing.closed_on is not null then null
        when as_of > standing.due_on then least(-1, standing.due_index - seen.working_index)
        else standing.due_index - seen.working_index
    end as working_days_left,
    case
        when standing.closed_on is not null then null
        when standing.due_on is null then 'not_measurable'
        when as_of > standing.due_on then 'overdue'
        when standing.due_index - seen.working_index <= seen.due_soon then 'due_soon'
        else 'on_track'
    end as urgency,
    standing.closed_on <= standing.due_on as on_time,
    case
        when standing.closed_on is not null then greatest(0, standing.closed_index - standing.received_index)
    end as working_days,
from standing
cross join seen;
