create table contact_messages as
with chances as (
    select
        *,
        i * 64 + case purpose when '3.3.email' then 0 when '3.3.sms' then 8 else 16 end + unnest(range(5)) as k,
    from scopes
    where is_given and purpose like '3.3.%'
),

timed as (
    select
        chances.*,
        utc(
            later(on_baku(in_force_from), pick(140, k, on_baku(in_force_until) - on_baku(in_force_from) + 1))
            + seconds(second_of(0.12 + 0.86 * draw(141, k)))
        ) as sent_at,
    from chances
    where draw(142, k) < 0.45
),

messages as (
    select
        timed.user_id,
        substr(timed.purpose, 5) as channel,
        case
            when timed.sent_at >= offers.in_force_from and timed.sent_at < offers.in_force_until and draw(143, k) < 0.4
            then 'promotional'
            when draw(144, k) < 0.3 then 'notice'
            else 'service'
        end as kind,
        timed.sent_at,
        case when draw(145, k) < 0.97 then true when draw(145, k) < 0.99 then false end as delivered,
        null::varchar as mark,
    from timed
    left join scopes as offers on offers.i = timed.i and offers.purpose = '5.7' and offers.is_given
    where timed.sent_at >= timed.in_force_from and timed.sent_at < timed.in_force_until
    union all by name
    from planted_contact_messages
)

select row_number() over (order by sent_at, user_id, channel, kind, mark) as message_id, *,
from messages
order by message_id;
