-- title.az: Şəxsiyyəti müəyyən edən məlumatlarla araşdırma
-- title.en: Research with identifying data
-- title.ru: Исследования с идентифицирующими данными
-- about.az: 5.3 məqsədi (statistika və bazar araşdırmaları) ilə icazə verilmiş hər ixrac və məlumatın verilməsinin icazə verilmiş hər halı; kateqoriya şəxsiyyəti birbaşa müəyyən edirsə, pozuntudur.
-- about.en: Every allowed disclosure and export for 5.3 (statistics and market research); it is a violation when the category identifies a person directly.
-- about.ru: Каждая разрешённая передача и выгрузка для цели 5.3 (статистика и исследования рынка); нарушение, если категория прямо идентифицирует лицо.
-- grain: one access event
-- basis: policy 5.3
-- clause: 5.3
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
    operation || ' of ' || category as detail,
    occurred_on as examined_from,
    null::date as examined_until,
    case
        when category in ('first_name', 'last_name', 'fin', 'id_series', 'id_number', 'email', 'phone')
            then occurred_on
    end as violated_from,
    null::date as violated_until,
from access_log
where (subject is null or subject not in (select subject from test_accounts))
  and outcome = 'allowed'
  and operation in ('disclose', 'export')
  and purpose = '5.3'
