-- title.az: Açıq müraciətlər
-- title.en: Open requests
-- title.ru: Открытые обращения
-- about.az: Hesabat gününün sonuna bağlanmamış hər müraciət, son tarixi və qalan iş günləri ilə, ən təcilisi birinci; təsdiqlənmə dərəcəsi qaydanın nə qədər təsdiqləndiyini və son tarixin hesablanmış və ya təxmini bayram gününə əsaslanıb-əsaslanmadığını bildirir. Gecikmə ən azı bir iş günü sayılır: son tarixi cümə günü olan müraciət artıq şənbə günü bir iş günü gecikmiş sayılır.
-- about.en: Every request not closed by the end of the as-of day, with its due day and the working days left, the most urgent first; the confidence says how sure the rule is, and whether the day rests on a computed or an estimated holiday. An overdue request counts at least one working day: due on a Friday, it is one working day overdue already on the Saturday.
-- about.ru: Каждое обращение, не закрытое на конец отчётного дня, со сроком и оставшимися рабочими днями, самые срочные первыми; достоверность показывает, насколько подтверждено правило и опирается ли срок на рассчитанный или ориентировочный праздник. Просрочка считается не менее чем в один рабочий день: обращение со сроком в пятницу уже в субботу просрочено на один рабочий день.
-- grain: one request
-- basis: policy 1.3, 3.5, 7.1; the article stands in each row
-- roles: dpo auditor
-- version: 1
-- exclusions: requests of test accounts
-- exclusions.az: sınaq hesablarının müraciətləri
-- exclusions.ru: обращения тестовых учётных записей
-- sources: privacy_requests, privacy_request_events, deadlines.csv, calendar_az.csv
with open_requests as (
    select
        request_id,
        type,
        received_on,
        first_due_on,
        due_on,
        working_days_left,
        urgency,
        rule_article,
        confidence,
        subject,
    from requests_on($as_of, $regime, $known_at)
    where is_open
      and ($person_role is null or role = $person_role)
      and ($building_id is null or building_id = $building_id)
),

numbered as (
    select
        request_id,
        status,
        row_number() over (
            partition by request_id
            order by occurred_at desc, event_id desc
        ) as place,
    from request_events
    where occurred_on <= $as_of
      and request_id in (select request_id from open_requests)
)

select
    open_requests.request_id,
    open_requests.type,
    coalesce(numbered.status, 'received') as status,
    open_requests.received_on,
    open_requests.first_due_on,
    open_requests.due_on,
    open_requests.working_days_left,
    open_requests.urgency,
    open_requests.rule_article,
    open_requests.confidence,
    open_requests.subject,
from open_requests
left join numbered
    on numbered.request_id = open_requests.request_id
    and numbered.place = 1
order by open_requests.due_on nulls last, open_requests.received_on, open_requests.request_id
