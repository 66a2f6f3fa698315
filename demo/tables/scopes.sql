-- One row a person and optional purpose that was asked about: when it was given, until when it is in force.
create table scopes as
with asked as (
    select i, user_id, answered_at, policy_until, purpose, n, draw(40 + n, i) < share as is_given
    from people
    cross join (
        values ('3.3.email', 0, 0.58), ('3.3.sms', 1, 0.46), ('3.3.phone', 2, 0.2),
            ('5.3', 3, 0.24), ('5.7', 4, 0.3), ('5.8', 5, 0.04)
    ) as optional (purpose, n, share)
    where first_answer = 'given' and draw(40 + n, i) < share + 0.03
),

answered as (
    select
        *,
        -- most answer while they register, some find the switch later
        case
            when draw(46 + n, i) < 0.7 or not is_given then answered_at + seconds(8 + 4 * n)
            else along(answered_at + interval 1 minute, policy_until, draw(52 + n, i))
        end as given_at,
    from asked
),

withdrawn as (
    select
        *,
        case
            when is_given and draw(58 + n, i) < 0.1 and policy_until - given_at > interval 2 day
            then along(given_at + interval 1 hour, policy_until - interval 1 hour, draw(64 + n, i))
        end as withdrawn_at,
    from answered
    where given_at < policy_until
)

select
    i,
    user_id,
    purpose,
    is_given,
    given_at,
    withdrawn_at,
    -- a minute's grace: nothing is done in the base before the grant has reached the server
    given_at + interval 1 minute as in_force_from,
    least(withdrawn_at, policy_until) as in_force_until,
from withdrawn
order by i, purpose;
