create table incidents as
with found as (
    select k, utc(day + seconds(second_of(draw(200, k)))) as discovered_at,
    from (
        select n as k, day
        from days
        where people_before > 0 and draw(201, n) < getvariable('incidents') / 730.0
    )
),

ordinary as (
    select
        ['confidentiality', 'integrity', 'availability'][1 + pick(202, k, 3)] as kind,
        ['low', 'low', 'medium', 'medium', 'high'][1 + pick(203, k, 5)] as severity,
        discovered_at - seconds(200000 * draw(204, k)) as occurred_at,
        discovered_at,
        discovered_at + seconds(3600 + 230000 * power(draw(205, k), 3)) as contained_at,
        discovered_at + seconds(300000 + 900000 * draw(206, k)) as closed_at,
        ['phone', 'transactions', 'first_name,last_name', 'page_sequence'][1 + pick(207, k, 4)] as categories,
        1 + pick(208, k, 60) as subject_count,
        case when draw(203, k) > 0.8 then discovered_at + seconds(40000 + 100000 * draw(209, k)) end as authority_notified_at,
        case when draw(203, k) > 0.8 then discovered_at + seconds(90000 + 200000 * draw(210, k)) end as subjects_notified_at,
        ['security', 'platform', 'support'][1 + pick(211, k, 3)] as owner,
        null::varchar as mark,
    from found
)

select
    row_number() over (order by discovered_at, kind, mark) as incident_id,
    * replace (
        happened(contained_at) as contained_at,
        happened(closed_at) as closed_at,
        happened(authority_notified_at) as authority_notified_at,
        happened(subjects_notified_at) as subjects_notified_at
    ),
from (from ordinary union all by name from planted_incidents)
order by incident_id;
