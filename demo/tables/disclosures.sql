create table disclosures as
with chances as (
    select day, n * 65536 + unnest(range(floor(getvariable('disclosures') * people_before
        / sum(people_before) over () + draw(190, n))::bigint)) as k,
    from days
    join calendar using (day)
    where is_working
),

grounded as (
    select
        k,
        utc(day + office_time(draw(191, k))) as disclosed_at,
        day - 1 - pick(192, k, 9)::integer as asked_on,
        case
            when draw(193, k) < 0.3 then 'law'
            when draw(193, k) < 0.4 then 'suspicion'
            when draw(193, k) < 0.9 then 'contract'
            else 'consent'
        end as ground,
    from chances
),

written as (
    select
        disclosed_at,
        case ground
            when 'law' then ['Dövlət Vergi Xidməti', 'Bakı Şəhər Məhkəməsi', 'Dövlət Sosial Müdafiə Fondu'][1 + pick(194, k, 3)]
            when 'suspicion' then 'Baş Kiber Təhlükəsizlik İdarəsi'
            when 'contract' then ['Ödəniş Mərkəzi MMC', 'Lift Servis MMC', 'SMS Şlüz MMC'][1 + pick(194, k, 3)]
            else ['Bazar Araşdırma MMC', 'Research Partner Ltd'][1 + pick(194, k, 2)]
        end as recipient,
        case ground
            when 'law' then 'state_body'
            when 'suspicion' then 'law_enforcement'
            when 'contract' then ['processor', 'partner', 'processor'][1 + pick(194, k, 3)]
            else 'other'
        end as recipient_type,
        ground,
        case when ground = 'law' then ['Vergi Məcəlləsi', 'Mülki Prosessual Məcəllə', '“Sosial sığorta haqqında” Qanun']
            [1 + pick(194, k, 3)] end as legal_act,
        case when ground = 'law' then ['23.1', '77', '16'][1 + pick(194, k, 3)] end as article,
        case when ground = 'law' then '№ ' || 100 + k % 9000 || '/' || 1 + pick(195, k, 30) end as letter_no,
        case when ground = 'law' then asked_on end as letter_date,
        case when ground = 'suspicion' then 'S-' || 1000 + k % 9000 end as case_no,
        case when ground = 'suspicion' then 'Hüquq şöbəsinin rəhbəri' end as authorised_by,
        case ground
            when 'law' then 'first_name,last_name,transactions'
            when 'suspicion' then 'ip_address,login_history'
            when 'contract' then 'phone,transactions'
            else 'page_sequence'
        end as categories,
        case when ground in ('law', 'suspicion') then 1 + pick(196, k, 3) else 1 + pick(196, k, 400) end as subject_count,
        case
            when ground = 'consent' then ['AZ', 'TR'][1 + pick(194, k, 2)]
            when draw(197, k) < 0.8 then 'AZ'
        end as country,
        null::varchar as mark,
    from grounded
    union all by name
    from planted_disclosures
)

select row_number() over (order by disclosed_at, recipient, subject_count, mark) as disclosure_id, *,
from written
order by disclosure_id;
