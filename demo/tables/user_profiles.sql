create table user_profiles as
with first_names as (
    select kind as gender, position, name, latin, count(*) over (partition by kind) as names
    from names
    where kind <> 'last'
),

last_names as (
    select position, name, latin, count(*) over () as names
    from names
    where kind = 'last'
),

named as (
    select
        people.*,
        pick(80, i, 50) as last_position,
        pick(81, i, if(gender = 'f', 48, 52)) as first_position,
    from people
    where not is_emptied
),

everyone as (
    select
        named.user_id,
        first_names.name as first_name,
        -- Azerbaijani surnames agree with the gender: Əliyev, Əliyeva
        last_names.name || if(named.gender = 'f', 'a', '') as last_name,
        named.gender,
        case when has_fin then fin_of(i) end as fin,
        case when has_id then if(draw(82, i) < 0.6, 'AA', 'AZE') end as id_series,
        case when has_id then lpad((1000000 + (i * 7919 + 13) % 9000000)::varchar, 7, '0') end as id_number,
        case when has_email then first_names.latin || '.' || last_names.latin || if(named.gender = 'f', 'a', '')
            || i || '@' || ['poct.example', 'mail.example', 'ev.example'][1 + pick(83, i, 3)] end as email,
        false as email_bounced,
        registered_at + interval 1 minute as updated_at,
        null::varchar as mark,
    from named
    join first_names on first_names.gender = named.gender and first_names.position = first_position
    join last_names on last_names.position = last_position
    union all by name
    from planted_user_profiles
)

select *
from everyone
order by user_id;
