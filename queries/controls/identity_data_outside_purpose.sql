-- title.az: Şəxsiyyət məlumatlarının məqsəddən kənar istifadəsi
-- title.en: Identity data used outside its purposes
-- title.ru: Данные удостоверения личности использованы не по назначению
-- about.az: FİN-ə, şəxsiyyət vəsiqəsinin seriyasına və nömrəsinə icazə verilmiş hər giriş; məqsəd 3.2.3, 3.2.4, 5.1, 5.2 və ya 5.9 deyilsə, pozuntudur.
-- about.en: Every allowed access to FIN, ID series and ID number; it is a violation unless the purpose is 3.2.3, 3.2.4, 5.1, 5.2 or 5.9.
-- about.ru: Каждый разрешённый доступ к ФИН, серии и номеру удостоверения личности; нарушение, если цель не 3.2.3, 3.2.4, 5.1, 5.2 или 5.9.
-- grain: one access event
-- basis: policy 4.2, 3.2.3
-- clause: 4.2 3.2.3
-- severity: high
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts
-- exclusions.az: sınaq hesabları
-- exclusions.ru: тестовые учётные записи
-- sources: access_log
select
    event_id as ref,
    subject,
    occurred_on,
    category || ' for ' || coalesce(purpose, 'no purpose') as detail,
    occurred_on as examined_from,
    null::date as examined_until,
    case
        when coalesce(purpose, '') not in ('3.2.3', '3.2.4', '5.1', '5.2', '5.9') then occurred_on
    end as violated_from,
    null::date as violated_until,
from access_log
where (subject is null or subject not in (select subject from test_accounts))
  and outcome = 'allowed'
  and category in ('fin', 'id_series', 'id_number')
