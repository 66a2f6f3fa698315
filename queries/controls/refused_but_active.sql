-- title.az: İmtina edib, amma istifadə edir
-- title.en: Refused but active
-- title.ru: Отказался, но пользуется
-- about.az: Siyasətə son cavabı imtina olan hər şəxs; bu cavabdan sonra tətbiqə daxil olubsa, pozuntudur.
-- about.en: Every person whose latest answer to the policy is a refusal; it is a violation when the person has logged in after that answer.
-- about.ru: Каждый человек, чей последний ответ по политике — отказ; нарушение, если после него был вход в приложение.
-- grain: one person and answer
-- basis: policy 8.2
-- clause: 8.2
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts; the database keeps only the newest login, so for a past day this is a lower bound
-- exclusions.az: sınaq hesabları; bazada yalnız son giriş qalır, ona görə keçmiş gün üçün bu, aşağı həddir
-- exclusions.ru: тестовые учётные записи; база хранит только последний вход, поэтому для прошедшего дня это нижняя граница
-- sources: users consent_events
select
    spells.subject as ref,
    spells.subject,
    null::date as occurred_on,
    'refused, last login on ' || people.last_login_on as detail,
    spells.from_on as examined_from,
    spells.until_on as examined_until,
    case when people.last_login_at > spells.answered_at then greatest(spells.from_on, people.last_login_on) end
        as violated_from,
    spells.until_on as violated_until,
from consent_spells as spells
join people on people.subject = spells.subject
where spells.purpose = 'policy'
  and spells.state = 'refused'
