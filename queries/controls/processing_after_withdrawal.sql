-- title.az: Razılıq geri götürüldükdən sonra emal
-- title.en: Processing after withdrawal
-- title.ru: Обработка после отзыва согласия
-- about.az: Razılığa əsaslanan və icazə verilmiş hər əməliyyat; həmin anda siyasətə və ya məqsədə razılıq artıq geri götürülmüşdüsə, pozuntudur. Geri götürmə anındakı əməliyyat pozuntu sayılmır.
-- about.en: Every allowed operation on the ground of consent; it is a violation when consent to the policy or the purpose had been withdrawn before that instant. An operation at the instant of withdrawal is none.
-- about.ru: Каждая разрешённая операция на основании согласия; нарушение, если до этого момента согласие с политикой или на цель было отозвано. Операция в самый момент отзыва нарушением не считается.
-- grain: one access event
-- basis: policy 3.5
-- clause: 3.5
-- severity: high
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts; events that name nobody; operations for a request
-- exclusions.az: sınaq hesabları; kimə aid olduğu göstərilməyən hadisələr; müraciət üzrə aparılan əməliyyatlar
-- exclusions.ru: тестовые учётные записи; события, в которых лицо не указано; операции по обращению
-- sources: access_log, consent_events, purposes.csv
select
    event_id as ref,
    subject,
    occurred_on,
    case when not in_force and withdrawn then 'purpose ' || purpose || ', ' || category end as detail,
    occurred_on as examined_from,
    null::date as examined_until,
    case when not in_force and withdrawn then occurred_on end as violated_from,
    null::date as violated_until,
from processing_under_consent($known_at)
