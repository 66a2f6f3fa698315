-- title.az: Köhnəlmiş razılıqla tətbiqdən istifadə
-- title.en: Use of the app with outdated consent
-- title.ru: Использование приложения при устаревшем согласии
-- about.az: Siyasətə razılığı köhnəlmiş və ya heç cavab verməmiş hər şəxs; tələb olunan versiya qüvvəyə mindikdən sonra tətbiqə daxil olubsa, pozuntudur.
-- about.en: Every person whose consent to the policy is outdated or who has not answered; it is a violation when the person has logged in after the required version came into effect.
-- about.ru: Каждое лицо, чьё согласие с политикой устарело или которое не ответило; нарушение, если после вступления в силу требуемой версии оно входило в приложение.
-- grain: one person and answer
-- basis: policy 8.2
-- clause: 8.2
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts; the database keeps only the newest login, so for a past day this is a lower bound
-- exclusions.az: sınaq hesabları; bazada yalnız son giriş saxlanılır, ona görə keçmiş günlər üzrə mümkün olan ən az say göstərilir
-- exclusions.ru: тестовые учётные записи; в базе данных хранится только последний вход, поэтому за прошлые дни показано наименьшее возможное число
-- sources: users, consent_events, policy_versions
with first_answers as (
    select subject, min(occurred_on) as answered_on
    from answers
    where purpose = 'policy'
    group by subject
),

spells as (
    select subject, state, from_on, until_on
    from consent_spells
    where purpose = 'policy'
      and state = 'outdated'
    union all
    select
        people.subject,
        'pending',
        people.registered_on,
        least(people.closed_on, coalesce(first_answers.answered_on, date '9999-12-31')),
    from people
    left join first_answers on first_answers.subject = people.subject
),

-- The version that was required when the person last logged in: a violation until a later one is required.
logins as (
    select people.subject, people.last_login_on, required_versions.next_effective_on
    from people
    join required_versions
        on required_versions.effective_at < people.last_login_at
        and required_versions.next_effective_at >= people.last_login_at
)

select
    spells.subject as ref,
    spells.subject,
    null::date as occurred_on,
    spells.state || ', last login on ' || logins.last_login_on as detail,
    spells.from_on as examined_from,
    spells.until_on as examined_until,
    case when logins.subject is not null then greatest(spells.from_on, logins.last_login_on) end as violated_from,
    least(spells.until_on, logins.next_effective_on) as violated_until,
from spells
left join logins on logins.subject = spells.subject
where spells.from_on < spells.until_on
