create table legal_holds as
with books as (
    select
        request_plans.user_id,
        privacy_requests.request_id,
        'transactions' as category,
        'tax_records' as ground,
        'Vergi Məcəlləsi 71.4' as legal_act,
        request_plans.answered_at - interval 20 minute as placed_at,
        (on_baku(request_plans.answered_at) + interval 5 year)::date as review_on,
        null::timestamp as released_at,
    from request_plans
    join privacy_requests using (k)
    where request_plans.type = 'erasure' and request_plans.decision = 'partly_fulfilled'
),

claims as (
    select
        user_id,
        null::varchar as request_id,
        ['transactions', 'support_messages', 'page_sequence'][1 + pick(180, i, 3)] as category,
        ['claim', 'claim', 'investigation', 'other_law'][1 + pick(181, i, 4)] as ground,
        ['Mülki Məcəllə 373.2', 'Mülki Prosessual Məcəllə 149', 'Cinayət-Prosessual Məcəllə 143'][1 + pick(182, i, 3)]
            as legal_act,
        along(registered_at, getvariable('ends_at'), draw(183, i)) as placed_at,
        getvariable('today') + 40 + pick(184, i, 300)::integer as review_on,
        case when draw(185, i) < 0.5 then along(
            along(registered_at, getvariable('ends_at'), draw(183, i)), getvariable('ends_at'), draw(186, i)) end
            as released_at,
    from people
    where status = 'active' and draw(187, i) < 0.012
),

holds as (
    select *, null::varchar as mark,
    from books
    union all by name
    select *, null::varchar as mark,
    from claims
    union all by name
    select planted.* exclude (request_id), privacy_requests.request_id,
    from planted_legal_holds as planted
    left join privacy_requests on privacy_requests.mark = planted.request_id
)

select row_number() over (order by placed_at, user_id, category, mark) as hold_id, *,
from holds
order by hold_id;
