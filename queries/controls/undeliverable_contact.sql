-- title.az: Yararsız əlaqə məlumatı
-- title.en: Contact details that do not work
-- title.ru: Недействительные контактные данные
-- about.az: Profili olan hər şəxs; elektron poçt ünvanı məktub qəbul etmirsə və ya FİN düzgün yazılmayıbsa, pozuntudur.
-- about.en: Every person with a profile; it is a violation when the e-mail address does not accept mail or the FIN is not well formed.
-- about.ru: Каждое лицо с профилем; нарушение, если на адрес электронной почты письма не доставляются или ФИН записан неверно.
-- grain: one person
-- basis: policy 3.4
-- clause: 3.4
-- severity: low
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts; people without a profile; profiles are as loaded
-- exclusions.az: sınaq hesabları; profili olmayan şəxslər; profillər yükləmə anına görədir
-- exclusions.ru: тестовые учётные записи; лица без профиля; профили на момент загрузки
-- sources: users, user_profiles
select
    people.subject as ref,
    people.subject,
    null::date as occurred_on,
    case when profiles.email_bounced then 'e-mail bounced' else '' end
        || case when profiles.email_bounced and profiles.has_fin and not profiles.fin_well_formed then ', ' else '' end
        || case when profiles.has_fin and not profiles.fin_well_formed then 'FIN not well formed' else '' end as detail,
    people.registered_on as examined_from,
    people.closed_on as examined_until,
    case
        when profiles.email_bounced or (profiles.has_fin and not profiles.fin_well_formed) then people.registered_on
    end as violated_from,
    people.closed_on as violated_until,
from people
join profiles on profiles.subject = people.subject
