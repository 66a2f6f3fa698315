-- title.az: Doldurulmamış əlaqə məlumatı
-- title.en: Contact details left blank
-- title.ru: Незаполненные контактные данные
-- about.az: Siyasətin 9.1-ci bəndindəki üç əlaqə sahəsi (elektron poçt, poçt ünvanı, telefon); mətndə doldurulmamış sahə pozuntudur.
-- about.en: The three contact fields of policy 9.1 (e-mail, post, phone); it is a violation when the text leaves one blank.
-- about.ru: Три поля контактов из пункта 9.1 политики (электронная почта, почтовый адрес, телефон); поле, не заполненное в тексте, — нарушение.
-- grain: one contact field of the policy
-- basis: policy 9.1, 2.4, 7.1
-- clause: 9.1 2.4 7.1
-- severity: high
-- roles: dpo auditor
-- version: 1
-- exclusions: the text is as loaded, the same for every day
-- exclusions.az: heç nə; mətn yükləmə anındakı mətndir və bütün günlər üçün eynidir
-- exclusions.ru: ничего; текст взят на момент загрузки и одинаков для всех дней
-- sources: policy_az.txt
select
    field as ref,
    null::bigint as subject,
    null::date as occurred_on,
    'left blank in the text' as detail,
    date '0001-01-01' as examined_from,
    null::date as examined_until,
    case when blank then date '0001-01-01' end as violated_from,
    null::date as violated_until,
from contact_fields
