create table payments as
with months as (
    select
        user_id,
        i * 32 + unnest(range(24)) as k,
        registered_at,
        ends_at,
    from people
    -- an erasure in part keeps the books: a hold stands on them
    where status <> 'erased' or leaves_in_part
),

paid as (
    select
        user_id,
        if(draw(110, k) < 0.94, 'payment', 'cash_out') as kind,
        (5 + pick(111, k, 900) / 10.0)::decimal(12, 2) as amount,
        along(registered_at, ends_at, draw(112, k)) as paid_at,
        null::varchar as mark,
    from months
    where draw(113, k) < 0.15
    union all by name
    from planted_payments
)

select row_number() over (order by paid_at, user_id, amount) as payment_id, *,
from paid
order by payment_id;
