create table notification_preferences as
with choices as (
    select
        scopes.user_id,
        substr(purpose, 5) as channel,
        is_given and scopes.withdrawn_at is null as allowed,
        coalesce(scopes.withdrawn_at, given_at) as updated_at,
        null::varchar as mark,
    from scopes
    join people on people.i = scopes.i
    where purpose like '3.3.%' and not is_emptied
    union all by name
    from planted_notification_preferences
)

select *
from choices
order by user_id, channel;
