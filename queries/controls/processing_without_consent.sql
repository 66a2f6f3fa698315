-- title.az: Razılıqsız emal
-- title.en: Processing without consent
-- title.ru: Обработка без согласия
-- about.az: Razılığa əsaslanan və icazə verilmiş hər əməliyyat; həmin anda siyasətə və məqsədə razılıq qüvvədə deyildisə, lakin geri də götürülməmişdisə, pozuntudur.
-- about.en: Every allowed operation on the ground of consent; it is a violation when consent to the policy and the purpose was not in force at that instant and had not been withdrawn either.
-- about.ru: Каждая разрешённая операция на основании согласия; нарушение, если в этот момент согласие с политикой и на цель не действовало, но и не было отозвано.
-- grain: one access event
-- basis: policy 3.1
-- clause: 3.1
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
    case when not in_force and not withdrawn then 'purpose ' || purpose || ', ' || category end as detail,
    occurred_on as examined_from,
    null::date as examined_until,
    case when not in_force and not withdrawn then occurred_on end as violated_from,
    null::date as violated_until,
from processing_under_consent($known_at)
