-- title.az: Müraciətin tarixçəsi
-- title.en: History of a request
-- title.ru: История обращения
-- about.az: Bir müraciətin tarixçəsi və son tarixinin sətir-sətir hesablanması: sıfırıncı gün, səbəbi ilə sayılan və sayılmayan hər gün, uzadılma, qayda, maddə, təsdiqlənmə dərəcəsi, son tarixdən sonrakı hər iş günü, silinmədən sonra isə məlumat qaldığı halda saxlanma əsasının başa çatdığı günlər. Mesajlarda müraciətin nömrəsi olmur: uzadılma bildirişinin yanında şəxsə həmin gün göndərilmiş mesajlar göstərilir.
-- about.en: What happened to one request and how its due day was counted, line by line: day 0, each day counted or skipped and why, the extension, the rule, its article and its confidence, each working day past the due day, and after an erasure each hold that ended while data was left. No message names a request: beside the notice of an extension stand the messages sent to the person that day.
-- about.ru: История одного обращения и исчисление его срока, строка за строкой: нулевой день, каждый засчитанный и незасчитанный день с причиной, продление, правило, статья, достоверность, каждый рабочий день после срока, а после удаления — прекращение каждого основания хранения, если данные остались. В сообщениях нет номера обращения: рядом с уведомлением о продлении указаны сообщения, направленные лицу в тот день.
-- grain: one line of one request
-- basis: policy 1.3, 3.5, 7.1; the article stands in each row
-- roles: dpo auditor
-- version: 1
-- exclusions: requests of test accounts; what had not happened by the day is not told, days still to come are counted
-- exclusions.az: sınaq hesablarının müraciətləri; həmin günün sonunadək baş verməyənlər göstərilmir, qarşıdakı günlər isə sayılır
-- exclusions.ru: обращения тестовых учётных записей; не наступившее к этому дню не показано, а предстоящие дни засчитаны
-- sources: privacy_requests, privacy_request_events, contact_messages, legal_holds, deadlines.csv, calendar_az.csv
with asked as (
    select
        on_day.request_id,
        on_day.received_on,
        on_day.first_due_on,
        on_day.due_on,
        on_day.confidence,
        on_day.is_open,
        on_day.closed_on,
        on_day.working_days_left,
        on_day.urgency,
        on_day.on_time,
        on_day.working_days,
        on_day.decision,
        on_day.type,
        on_day.due_on > on_day.first_due_on as is_extended,
        limits.number,
        limits.unit,
        limits.extra,
        limits.needs_third_party,
        limits.needs_notice,
        limits.article,
        limits.valid_from,
        case when on_day.due_on > on_day.first_due_on then limits.extended_plain_on else limits.first_plain_on end
            as plain_on,
    from requests_on($as_of, $regime, $known_at) as on_day
    left join obligation_limits as limits
        on limits.regime = $regime
        and limits.obligation = 'answer'
        and limits.type = on_day.type
        and limits.rule_on = on_day.received_on
        and limits.day_0 = on_day.received_on
    where on_day.request_id = $request_id
      and ($person_role is null or on_day.role = $person_role)
      and ($building_id is null or on_day.building_id = $building_id)
),

-- The days looked at in counting: after day 0, or from the day on which a month ends; day 0 too if nothing is counted.
looked_at as (
    select
        calendar.day,
        calendar.is_working,
        asked.unit,
        asked.number,
        asked.number + case when asked.is_extended then asked.extra else 0 end as counted_to,
        calendar.working_index - day_0.working_index as nth,
        coalesce(calendar.reason_en, dayname(calendar.day))
            || coalesce(' (' || nullif(calendar.status, 'official') || ')', '')
            || case when calendar.in_file then '' else ' (outside the calendar file)' end as reason,
        calendar.reason_en is not null as is_special,
    from asked
    join calendar as day_0 on day_0.day = asked.received_on
    join calendar
        on calendar.day between asked.plain_on and asked.due_on
        and (calendar.day > asked.received_on or asked.number = 0 or asked.unit <> 'working_day')
),

-- The days after the due day, until the request is closed.
since_due as (
    select
        calendar.day,
        calendar.is_working,
        calendar.working_index - due.working_index as nth,
        coalesce(calendar.reason_en, dayname(calendar.day))
            || coalesce(' (' || nullif(calendar.status, 'official') || ')', '')
            || case when calendar.in_file then '' else ' (outside the calendar file)' end as reason,
        calendar.reason_en is not null as is_special,
    from asked
    join calendar as due on due.day = asked.due_on
    join calendar
        on calendar.day > asked.due_on
        and calendar.day <= coalesce(asked.closed_on, $as_of)
),

-- No message names the request that it is about: these went to the person on the day of the notice.
messages as (
    select
        requests.request_id,
        string_agg(
            '; message of that day: ' || contact_messages.message_id || ', by ' || contact_messages.channel,
            '' order by contact_messages.message_id
        ) as of_that_day,
    from requests
    join contact_messages
        on contact_messages.subject = requests.subject
        and contact_messages.sent_on = requests.extension_notified_on
        and contact_messages.kind <> 'promotional'
    where requests.request_id = $request_id
    group by requests.request_id
),

lines as (
    select
        asked.received_on as day,
        1 as place,
        0 as tie,
        'received' as event,
        null as working_day,
        'day 0; ' || asked.type || ', by ' || requests.channel as explanation,
    from asked
    join requests on requests.request_id = asked.request_id
    union all
    select
        received_on,
        2,
        0,
        case when due_on is null then 'no_rule' else 'rule' end,
        null,
        case
            when due_on is null then $regime || ': no rule for this type was in force, so no day is due'
            else $regime || ': ' || number || ' ' || replace(unit, '_', ' ') || case when number = 1 then '' else 's' end
                || ' from the day received'
                || case
                    when extra > 0 then ', ' || extra || ' more'
                        || case when needs_third_party then ' if a third party was consulted' else '' end
                        || case when needs_third_party and needs_notice then ' and' else '' end
                        || case when needs_notice then ' if told of by the first due day' else '' end
                    else ''
                end
                || '; ' || article || '; ' || confidence || '; in force since ' || valid_from
        end,
    from asked
    union all
    select
        day,
        3,
        0,
        case when is_working then 'counted' else 'skipped' end,
        case when is_working and unit = 'working_day' and counted_to > 0 then nth end,
        case
            when not is_working then 'not a working day: ' || reason
            when counted_to = 0 and nth = 0 then 'day 0 itself is a working day'
            when counted_to = 0 then 'the next working day'
            else 'working day ' || nth || ' of ' || counted_to
                || case when nth > number then ' (' || (nth - number) || ' of the extension)' else '' end
                || case when is_special then ': ' || reason else '' end
        end,
    from looked_at
    where unit = 'working_day'
       or not is_working
    union all
    select
        day,
        3,
        0,
        case when is_working then 'late' else 'skipped' end,
        case when is_working then nth end,
        case
            when not is_working then 'not a working day: ' || reason
            else 'working day ' || nth || ' past the due day' || case when is_special then ': ' || reason else '' end
        end,
    from since_due
    union all
    select
        events.occurred_on,
        5,
        events.event_id,
        'status',
        null,
        events.status,
    from asked
    join request_events as events on events.request_id = asked.request_id
    where events.occurred_on <= $as_of
    union all
    select
        milestones.day,
        -- Of a day only the order is known in which these things can happen: identified, decided, told, closed.
        case when milestones.tie <= 3 then 4 else 6 end,
        milestones.tie,
        milestones.event,
        null,
        milestones.explanation,
    from asked
    join (
        select request_id, registered_on as day, 1 as tie, 'registered' as event, 'entered in the register' as explanation
        from requests
        union all
        select request_id, identity_verified_on, 2, 'identity_verified', 'the person was identified'
        from requests
        union all
        select request_id, received_on, 3, 'reopened', 'reopened from ' || reopened_from
        from requests
        where reopened_from is not null
        union all
        select request_id, first_response_on, 4, 'first_response', 'first response'
        from requests
        union all
        select
            request_id,
            extension_notified_on,
            5,
            'extension_notified',
            'the person was told of an extension'
                || coalesce(messages.of_that_day, '; no message to the person on that day in the register of messages'),
        from requests
        left join messages using (request_id)
        union all
        select request_id, refusal_notified_on, 6, 'refusal_notified', 'the person was told of the refusal'
        from requests
        union all
        select request_id, closed_on, 7, 'closed', coalesce(decision, 'no decision') || coalesce(', ' || refusal_ground, '')
        from requests
        union all
        select request_id, recipients_notified_on, 8, 'recipients_notified', 'those who had received the data were told'
        from requests
    ) as milestones on milestones.request_id = asked.request_id
    where milestones.day <= $as_of
    union all
    -- Holds come and go after an erasure: with the last one of a category, what was kept on it becomes residue.
    select
        holds.released_on,
        6,
        holds.hold_id,
        'hold_ended',
        null,
        concat_ws(': ', 'hold ' || holds.hold_id || ' of ' || holds.category || ' ended', holds.ground),
    from asked
    join erasures on erasures.request_id = asked.request_id
    join holds
        on holds.subject = erasures.subject
        and holds.released_on >= erasures.closed_on
        and holds.released_on <= $as_of
        and exists (
            select 1
            from residue
            where residue.subject = holds.subject
              and residue.category = holds.category
        )
    union all
    select
        asked.first_due_on,
        7,
        0,
        'first_due',
        null,
        'first due day'
            || case
                when asked.extra = 0 then ''
                when asked.is_extended
                    then '; the extension counts'
                        || case when asked.needs_third_party then '; a third party was consulted' else '' end
                        || case
                            when asked.needs_notice then '; told of it in time, on ' || requests.extension_notified_on
                            else ''
                        end
                        || '; ' || asked.article
                when asked.needs_third_party and not requests.third_party_consulted
                    then '; no extension: no third party was consulted'
                when requests.extension_notified_on > asked.first_due_on and requests.extension_notified_on <= $as_of
                    then '; no extension: told of it too late'
                else '; no extension: not told of one'
            end,
    from asked
    join requests on requests.request_id = asked.request_id
    where asked.first_due_on is not null
    union all
    select
        due_on,
        8,
        0,
        'due',
        null,
        'last day for the answer; ' || article || '; ' || confidence,
    from asked
    where due_on is not null
    union all
    select
        $as_of,
        9,
        0,
        'as_of',
        null,
        case
            when not is_open and on_time is null then 'closed; working days: ' || working_days
            when not is_open then 'closed ' || case when on_time then 'on time' else 'late' end
                || '; working days: ' || working_days
            when working_days_left is null then 'open, ' || urgency
            when working_days_left < 0
                then 'open, ' || urgency || ', working days past the due day: ' || -working_days_left
                    || case
                        when exists (select 1 from since_due where is_working) then ''
                        else ' (days off alone count as one)'
                    end
            else 'open, ' || urgency || ', working days left: ' || working_days_left
        end,
    from asked
)

select
    row_number() over (order by day, place, tie) as line,
    day,
    event,
    working_day::integer as working_day,
    explanation,
from lines
order by line
