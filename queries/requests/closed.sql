-- title.az: Bağlanmış müraciətlər
-- title.en: Closed requests
-- title.ru: Закрытые обращения
-- about.az: Hər bağlanmış müraciət: daxil olduğu gün, son tarixi, bağlandığı gün və qərar, sərf olunmuş iş günləri.
-- about.en: Every closed request: when it came, when it was due, when and with what decision it was closed, and how many working days it took.
-- about.ru: Каждое закрытое обращение: когда поступило, каков был срок, когда и с каким решением закрыто и сколько рабочих дней заняло.
-- grain: one request
-- basis: policy 1.3, 3.5, 7.1; the article stands in each row
-- roles: dpo auditor
-- version: 1
-- exclusions: requests of test accounts
-- exclusions.az: sınaq hesablarının müraciətləri
-- exclusions.ru: обращения тестовых учётных записей
-- sources: privacy_requests, deadlines.csv, calendar_az.csv
select
    request_id,
    type,
    received_on,
    due_on,
    closed_on,
    decision,
    on_time,
    working_days,
    rule_article,
    confidence,
from requests_on($as_of, $regime, $known_at)
where not is_open
  and ($person_role is null or role = $person_role)
  and ($building_id is null or building_id = $building_id)
  and ($from_day is null or closed_on >= $from_day)
  and ($to_day is null or closed_on <= $to_day)
order by closed_on, request_id
