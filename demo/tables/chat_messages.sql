create table chat_messages as
with written as (
    select user_id, building_id, registered_at, ends_at, i * 8 + unnest(range(5)) as k,
    from people
    where not is_emptied and building_id is not null
),

messages as (
    select
        user_id,
        building_id,
        ['Sabah su kəsiləcək?', 'Salam, qonşular.', 'Blokun qapısı açıq qalıb.', 'Təşəkkür edirəm.', 'Yığıncaq saat neçədədir?']
            [1 + pick(130, k, 5)] as body,
        along(registered_at, ends_at, draw(131, k)) as sent_at,
        null::varchar as mark,
    from written
    where draw(132, k) < 0.3
    union all by name
    from planted_chat_messages
)

select row_number() over (order by sent_at, user_id, body) as message_id, *,
from messages
order by message_id;
