create table users as
with everyone as (
    select
        user_id,
        role,
        building_id,
        if(is_emptied, null, '+994 00 ' || lpad((200 + i // 10000)::varchar, 3, '0') || ' '
            || lpad((i % 10000 // 100)::varchar, 2, '0') || ' ' || lpad((i % 100)::varchar, 2, '0')) as phone,
        if(is_emptied, null, 'argon2id$' || md5('password ' || user_id)) as password_hash,
        status,
        registered_at,
        last_login_at,
        closed_at,
        false as is_test,
        null::varchar as mark,
    from people
    union all by name
    from planted_users
)

select *
from everyone
order by user_id;
