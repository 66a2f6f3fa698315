-- title.az: Naməlum rol
-- title.en: Unknown role
-- title.ru: Неизвестная роль
-- about.az: Hər aktiv istifadəçi; rolu sakin, komendant və ya partnyor deyilsə, pozuntudur.
-- about.en: Every active user; it is a violation when the role is not resident, komendant or partner.
-- about.ru: Каждый активный пользователь; нарушение, если его роль — не жилец, не комендант и не партнёр.
-- grain: one person
-- basis: policy 1.1
-- clause: 1.1
-- severity: low
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts
-- exclusions.az: sınaq hesabları
-- exclusions.ru: тестовые учётные записи
-- sources: users
select
    subject as ref,
    subject,
    null::date as occurred_on,
    'role: ' || coalesce(role, 'empty') as detail,
    registered_on as examined_from,
    closed_on as examined_until,
    case when role is null or role not in ('resident', 'komendant', 'partner') then registered_on end as violated_from,
    closed_on as violated_until,
from people
