-- needs:
-- obligation_limits: the last day of each obligation, per regime, for every kind of thing and day that occurs: by the
-- newest rule in force on rule_on (a rule for the very type before one for any), counted from day_0.
-- A limit in hours has `hours` and no day. Words of confidence: the rule's, or `assumption` outside the calendar file's
-- years; then `computed` or `estimated` if a calendar row that is so was looked at in counting.
create table obligation_limits as
with clocks as (
    select 'answer' as obligation, type, received_on as rule_on, received_on as day_0
    from requests
    union
    select 'registration', type, received_on, received_on
    from requests
    union
    select 'refusal_notice', decision, received_on, received_on
    from requests
    where decision = 'refused'
    union
    select 'recipients_notice', type, received_on, closed_on
    from requests
    where recipients_to_notify
      and closed_on is not null
    union
    select 'emergency_review', 'break_glass', occurred_on, occurred_on
    from access_log
    where break_glass
    union
    select 'incident_containment', 'incident', discovered_on, discovered_on
    from incidents
),

candidates as (
    select
        deadlines.regime,
        clocks.obligation,
        clocks.type,
        clocks.rule_on,
        clocks.day_0,
        deadlines."limit" as number,
        deadlines.unit,
        deadlines.extension as extra,
        deadlines.needs_third_party,
        deadlines.needs_notice,
        deadlines.article,
        deadlines.confidence,
        deadlines.valid_from,
        row_number() over (
            partition by deadlines.regime, clocks.obligation, clocks.type, clocks.rule_on, clocks.day_0
            order by deadlines.valid_from desc, case when deadlines.applies_to = '*' then 2 else 1 end
        ) as place,
    from clocks
    join deadlines
        on deadlines.obligation = clocks.obligation
        and deadlines.applies_to in (clocks.type, '*')
        and deadlines.valid_from <= clocks.rule_on
),

-- A limit is a plain day and a number of working days after it; none: that day itself or the next working one.
starts as (
    select
        regime,
        obligation,
        type,
        rule_on,
        day_0,
        number,
        unit,
        extra,
        needs_third_party,
        needs_notice,
        article,
        confidence,
        valid_from,
        case unit
            when 'working_day' then day_0
            when 'day' then day_0 + number
            when 'month' then (day_0 + number * interval 1 month)::date
        end as first_plain_on,
        case unit
            when 'working_day' then day_0
            when 'day' then day_0 + (number + extra)
            when 'month' then (day_0 + (number + extra) * interval 1 month)::date
        end as extended_plain_on,
        case when unit = 'working_day' then number else 0 end as working_days,
        case when unit = 'working_day' then extra else 0 end as extra_working_days,
    from candidates
    where place = 1
),

counted as (
    select
        starts.regime,
        starts.obligation,
        starts.type,
        starts.rule_on,
        starts.day_0,
        starts.number,
        starts.unit,
        starts.extra,
        starts.valid_from,
        starts.needs_third_party,
        starts.needs_notice,
        starts.article,
        starts.confidence,
        starts.first_plain_on,
        starts.extended_plain_on,
        starts.working_days,
        first_limit.day as limit_on,
        case when starts.extra > 0 then extended_limit.day end as extended_on,
        day_0.in_file as day_0_in_file,
        first_limit.in_file as limit_in_file,
        extended_limit.in_file as extended_in_file,
    from starts
    join calendar as day_0 on day_0.day = starts.day_0
    left join calendar as first_plain on first_plain.day = starts.first_plain_on
    left join calendar as extended_plain on extended_plain.day = starts.extended_plain_on
    left join calendar as first_limit
        on first_limit.is_working
        and first_limit.working_index = first_plain.working_index + starts.working_days
            + case when starts.working_days = 0 and not first_plain.is_working then 1 else 0 end
    left join calendar as extended_limit
        on extended_limit.is_working
        and extended_limit.working_index = extended_plain.working_index + starts.working_days
            + starts.extra_working_days
            + case when starts.working_days = 0 and not extended_plain.is_working then 1 else 0 end
),

-- Which unofficial rows of the calendar the days rest on. Day 0 itself is looked at only where no day is counted.
unofficial as (
    select
        counted.regime,
        counted.obligation,
        counted.type,
        counted.rule_on,
        counted.day_0,
        bool_or(calendar.status = 'computed' and calendar.day <= counted.limit_on
            and calendar.day >= counted.first_plain_on) as limit_computed,
        bool_or(calendar.status = 'estimated' and calendar.day <= counted.limit_on
            and calendar.day >= counted.first_plain_on) as limit_estimated,
        bool_or(calendar.status = 'computed' and calendar.day >= counted.extended_plain_on) as extended_computed,
        bool_or(calendar.status = 'estimated' and calendar.day >= counted.extended_plain_on) as extended_estimated,
    from counted
    join calendar
        on calendar.status in ('computed', 'estimated')
        and calendar.day >= counted.first_plain_on
        and calendar.day <= coalesce(counted.extended_on, counted.limit_on)
        and (counted.working_days = 0 or calendar.day > counted.day_0)
    group by counted.regime, counted.obligation, counted.type, counted.rule_on, counted.day_0
)

select
    counted.regime,
    counted.obligation,
    counted.type,
    counted.rule_on,
    counted.day_0,
    counted.limit_on,
    counted.extended_on,
    counted.number,
    counted.unit,
    counted.extra,
    counted.first_plain_on,
    counted.extended_plain_on,
    counted.valid_from,
    case when counted.unit = 'hour' then counted.number end as hours,
    counted.needs_third_party,
    counted.needs_notice,
    counted.article,
    case when counted.day_0_in_file and coalesce(counted.limit_in_file, true) then counted.confidence else 'assumption' end
        || case when unofficial.limit_computed then ', computed' else '' end
        || case when unofficial.limit_estimated then ', estimated' else '' end as confidence,
    case when counted.day_0_in_file and counted.extended_in_file then counted.confidence else 'assumption' end
        || case when unofficial.extended_computed then ', computed' else '' end
        || case when unofficial.extended_estimated then ', estimated' else '' end as extended_confidence,
from counted
left join unofficial
    on unofficial.regime = counted.regime
    and unofficial.obligation = counted.obligation
    and unofficial.type = counted.type
    and unofficial.rule_on = counted.rule_on
    and unofficial.day_0 = counted.day_0
order by counted.regime, counted.obligation, counted.type, counted.rule_on, counted.day_0;
