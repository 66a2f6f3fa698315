-- One row a person, with everything that happens to them once: arrival, answers to the policy, leaving.
create table people as
with arrivals as (
    select
        day,
        people_before + unnest(range(arrivals)) as i,
        people_before,
        arrivals,
    from days
),

registered as (
    select
        i,
        1001 + i as user_id,
        case when i % 40 = 0 then 'komendant' when i % 100 = 7 then 'partner' else 'resident' end as role,
        -- every fortieth person opens a building; the others move into one that is open
        case
            when i % 40 = 0 then i // 40 + 1
            when i % 100 <> 7 then 1 + pick(2, i, i // 40 + 1)
        end as building_id,
        utc(day + seconds(second_of((i - people_before + draw(3, i)) / arrivals))) as registered_at,
    from arrivals
),

leaving as (
    select
        *,
        case
            when role <> 'resident' or registered_at > getvariable('ends_at') - interval 90 day then 'active'
            when draw(10, i) < 0.045 then 'closed'
            when draw(10, i) < 0.06 then 'erased'
            else 'active'
        end as status,
        -- a day between the thirtieth after arrival and the twenty-fifth before the end
        later(on_baku(registered_at), 30 + pick(11, i, getvariable('today') - on_baku(registered_at) - 55)) as leaves_on,
        case when role <> 'resident' or draw(12, i) < 0.955 then 'given' when draw(12, i) < 0.97 then 'refused' end
            as first_answer,
        draw(13, i) < 0.3 as leaves_in_part,
        1 + pick(14, i, 6) as leaves_after,
    from registered
),

gone as (
    select
        * exclude (leaves_on),
        case when status <> 'active' then utc(leaves_on + interval 8 hour + seconds(43200 * draw(15, i))) end
            as leaves_at,
        case
            when status = 'erased' then utc(workday(leaves_on, leaves_after) + office_time(draw(16, i)))
            when status = 'closed' then utc(leaves_on + interval 8 hour + seconds(43200 * draw(15, i)))
        end as closed_at,
        registered_at + interval 40 second as answered_at,
    from leaving
),

asked_again as (
    select
        *,
        coalesce(leaves_at, getvariable('ends_at')) as ends_at,
        first_answer = 'given' and registered_at < getvariable('version_2_0')
            and coalesce(leaves_at, getvariable('ends_at')) > getvariable('version_2_0') + interval 1 day as is_asked_again,
        case
            when draw(20, i) < 0.6 then 'checkbox'
            when draw(20, i) < 0.85 or role <> 'resident' then 'continued_use'
            when draw(20, i) < 0.87 then 'refused'
        end as second_how,
        utc(
            later(on_baku(getvariable('version_2_0')), 1 + floor(-ln(1 - draw(21, i)) * 11))
            + interval 8 hour
            + seconds(50400 * draw(22, i))
        ) as second_at,
    from gone
),

answered_again as (
    select
        * exclude (second_how, second_at),
        case when is_asked_again and second_at < ends_at - interval 1 day then second_how end as second_how,
        case when is_asked_again and second_at < ends_at - interval 1 day and second_how is not null then second_at end
            as second_at,
    from asked_again
),

withdrawing as (
    select
        *,
        on_baku(coalesce(second_at, answered_at)) as last_yes_on,
        on_baku(ends_at) - on_baku(coalesce(second_at, answered_at)) as days_left,
    from answered_again
),

withdrawn as (
    select
        * exclude (last_yes_on, days_left),
        case
            when role = 'resident' and first_answer = 'given' and second_how is distinct from 'refused'
                and days_left > 20 and draw(23, i) < 0.03
            then utc(later(last_yes_on, 7 + pick(24, i, days_left - 8)) + interval 8 hour + seconds(43200 * draw(25, i)))
        end as withdrawn_at,
        draw(26, i) < 0.5 as withdraws_by_request,
    from withdrawing
),

logged_in as (
    select
        *,
        -- whoever has not accepted the new version has not been in since: the clean base respects policy 8.2
        case
            when second_how = 'refused' then second_at - interval 30 second
            when first_answer = 'refused' then registered_at + interval 10 second
            when second_at is not null then second_at + interval 1 minute
            else answered_at
        end as login_from,
        case
            when second_how = 'refused' or first_answer = 'refused' then null
            when registered_at < getvariable('version_2_0') and second_at is null
            then least(getvariable('version_2_0'), ends_at)
            else ends_at
        end as login_until,
    from withdrawn
)

select
    i,
    user_id,
    role,
    building_id,
    registered_at,
    status,
    closed_at,
    ends_at,
    first_answer,
    answered_at,
    is_asked_again,
    second_how,
    second_at,
    withdrawn_at,
    withdraws_by_request,
    leaves_in_part,
    leaves_after,
    case when first_answer = 'given' then answered_at end as policy_from,
    case
        when first_answer = 'given'
        then least(case when second_how = 'refused' then second_at end, withdrawn_at, ends_at)
    end as policy_until,
    case
        when first_answer is null or status = 'erased' then null
        when login_until is null then login_from
        else along(login_until - interval 1 second, login_from, power(draw(27, i), 4))
    end as last_login_at,
    status = 'erased' or (status = 'closed' and closed_at < getvariable('ends_at') - interval 25 day) as is_emptied,
    role <> 'resident' or draw(28, i) < 0.55 as has_fin,
    role <> 'resident' or draw(28, i) < 0.3 as has_id,
    draw(29, i) < 0.85 as has_email,
    if(draw(30, i) < 0.5, 'f', 'm') as gender,
from logged_in
order by i;

-- Accounts whose rows are gone although the logs still name them: the application enforces no foreign keys.
create table removed as
select 101 + unnest(range(3 + getvariable('people') // 500)) as user_id;
