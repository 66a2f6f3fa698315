create table support_messages as
with written as (
    select user_id, registered_at, ends_at, i * 4 + unnest(range(3)) as k,
    from people
    where not is_emptied
),

messages as (
    select
        user_id,
        ['question', 'suggestion', 'complaint', 'survey'][1 + pick(120, k, 4)] as kind,
        ['Qəbzi haradan yükləyə bilərəm?', 'Liftin işləmədiyi günlər üçün elan lazımdır.', 'Ödəniş iki dəfə silinib.',
            'Xidmətdən razıyam.', 'Həyətə işıq çəkilsin.'][1 + pick(121, k, 5)] as body,
        along(registered_at, ends_at, draw(122, k)) as sent_at,
        null::varchar as mark,
    from written
    where draw(123, k) < 0.2
    union all by name
    from planted_support_messages
)

select row_number() over (order by sent_at, user_id, kind, body) as message_id, *,
from messages
order by message_id;
