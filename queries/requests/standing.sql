-- title.az: Müraciətin vəziyyəti
-- title.en: Standing of a request
-- title.ru: Состояние обращения
-- about.az: Bir müraciətin hesabat günündəki vəziyyəti: son tarixi, qalan və ya ötən iş günləri, qərarı və kimə aid olduğu.
-- about.en: How one request stands on the as-of day: its due day, the working days left or past it, its decision and whom it is about.
-- about.ru: Состояние одного обращения на отчётный день: срок, рабочие дни до него или после него, решение и лицо, которого касается обращение.
-- grain: one request
-- basis: policy 1.3, 3.5, 7.1
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
    working_days_left,
    urgency,
    closed_on,
    decision,
    on_time,
    working_days,
    subject,
from requests_on($as_of, $regime, $known_at)
where request_id = $request_id
  and ($person_role is null or role = $person_role)
  and ($building_id is null or building_id = $building_id)
order by request_id
