-- title.az: Natamam razılıq qeydi
-- title.en: Incomplete record of consent
-- title.ru: Неполная запись о согласии
-- about.az: Hər məqsəd üzrə hər razılıq qeydi; üsul və ya versiya göstərilməyibsə, yaxud belə versiya yoxdursa, pozuntudur.
-- about.en: Every record of consent for every purpose; it is a violation when its method or version is empty, or there is no such version.
-- about.ru: Каждая запись о согласии по каждой цели; нарушение, если не указан способ или версия либо такой версии нет.
-- grain: one consent event
-- basis: policy 3.7
-- clause: 3.7
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts
-- exclusions.az: sınaq hesabları
-- exclusions.ru: тестовые учётные записи
-- sources: consent_events, policy_versions
select
    event_id as ref,
    subject,
    occurred_on,
    case
        when method is null or not known_version then purpose || ':'
            || case when method is null then ' no method' else '' end
            || case
                when policy_version is null then ' no version'
                when not known_version then ' unknown version'
                else ''
            end
    end as detail,
    occurred_on as examined_from,
    null::date as examined_until,
    case when method is null or not known_version then occurred_on end as violated_from,
    null::date as violated_until,
from answers
where state = 'given'
