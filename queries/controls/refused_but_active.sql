-- title.az: İmtinadan sonra tətbiqdən istifadə
-- title.en: Use of the app after refusal
-- title.ru: Использование приложения после отказа
-- about.az: Siyasətə son cavabı imtina olan hər şəxs; bu cavabdan sonra tətbiqə daxil olubsa, pozuntudur.
-- about.en: Every person whose latest answer to the policy is a refusal; it is a violation when the person has logged in after that answer.
-- about.ru: Каждое лицо, чей последний ответ по политике — отказ; нарушение, если после него оно входило в приложение.
-- grain: one person and answer
-- basis: policy 8.2
-- clause: 8.2
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts; the database keeps only the newest login, so for a past day this is a lower bound
-- exclusions.az: sınaq hesabları; bazada yalnız son giriş saxlanılır, ona görə keçmiş günlər üzrə mümkün olan ən az say göstərilir
-- exclusions.ru: тестовые учётные записи; в базе данных хранится только последний вход, поэтому за прошлые дни показано наименьшее возможное число
-- sources: users, consent_events
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
