-- title.az: Açıq müraciətlər
-- title.en: Open requests
-- title.ru: Открытые обращения
-- about.az: Seçilmiş günün sonunda cavabı gözlənilən hər müraciət, son tarixi və qalan iş günləri ilə, ən təcilisi birinci; confidence qaydanın nə dərəcədə etibarlı olduğunu və günün hesablanmış (computed) və ya təxmini (estimated) bayrama əsaslandığını bildirir.
-- about.en: Every request without an answer at the end of the chosen day, with its due day and the working days left, the most urgent first; confidence says how sure the rule is, and whether the day rests on a computed or an estimated holiday.
-- about.ru: Каждое обращение без ответа на конец выбранного дня, со сроком и оставшимися рабочими днями, самые срочные первыми; confidence говорит, насколько надёжно правило и опирается ли день на вычисленный (computed) или оценочный (estimated) праздник.
-- grain: one request
-- basis: policy 1.3 3.5 7.1; the article stands in rule_article
-- roles: dpo auditor
-- version: 1
-- exclusions: requests of test accounts
-- exclusions.az: sınaq hesablarının müraciətləri
-- exclusions.ru: обращения тестовых учётных записей
-- sources: privacy_requests privacy_request_events deadlines calendar
with numbered as (
    select
        request_id,
        status,
        row_number() over (
            partition by request_id
            order by occurred_at desc, event_id desc
        ) as place,
    from request_events
    where occurred_on <= $as_of
)

select
    requests.request_id,
    requests.type,
    coalesce(numbered.status, 'received') as status,
    requests.received_on,
    requests.first_due_on,
    requests.due_on,
    requests.working_days_left,
    requests.urgency,
    requests.rule_article,
    requests.confidence,
from requests_on($as_of, $regime, $known_at) as requests
left join numbered
    on numbered.request_id = requests.request_id
    and numbered.place = 1
where requests.is_open
  and ($person_role is null or requests.role = $person_role)
  and ($building_id is null or requests.building_id = $building_id)
order by requests.due_on nulls last, requests.received_on, requests.request_id
