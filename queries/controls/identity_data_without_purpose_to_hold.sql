-- title.az: Zərurət olmadan saxlanılan şəxsiyyət məlumatları
-- title.en: Identity data held without need
-- title.ru: Данные удостоверения личности хранятся без необходимости
-- about.az: FİN-i və ya şəxsiyyət vəsiqəsinin nömrəsi saxlanılan hər aktiv istifadəçi; onlardan hər hansı biri identifikasiya (3.2.3) və ya hesab (5.1) məqsədilə heç istifadə edilməyibsə, pozuntudur.
-- about.en: Every active user whose FIN or ID number is held; it is a violation when one of them has never been used for identification (3.2.3) or the account (5.1).
-- about.ru: Каждый активный пользователь, чей ФИН или номер удостоверения личности хранится; нарушение, если хотя бы один из них ни разу не использовался для идентификации (3.2.3) или учётной записи (5.1).
-- grain: one person
-- basis: policy 4.2
-- clause: 4.2
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts
-- exclusions.az: sınaq hesabları
-- exclusions.ru: тестовые учётные записи
-- sources: users, user_profiles, access_log
select
    subject as ref,
    subject,
    null::date as occurred_on,
    concat_ws(', ', case when has_fin then 'fin' end, case when has_id_number then 'id_number' end) as detail,
    registered_on as examined_from,
    closed_on as examined_until,
    registered_on as violated_from,
    reason_on as violated_until,
from identity_holders
