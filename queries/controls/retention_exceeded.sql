-- title.az: Saxlanma müddəti keçmiş məlumatlar
-- title.en: Data kept past its retention period
-- title.ru: Данные с истёкшим сроком хранения
-- about.az: Saxlanma müddəti olan hər kateqoriya; ən azı bir şəxsin müddəti keçmiş və hüquqi əsasla saxlanmayan məlumatı varsa, pozuntudur.
-- about.en: Every category with a retention period; it is a violation when anybody's data is past it and under no legal hold.
-- about.ru: Каждая категория со сроком хранения; нарушение, если хотя бы у одного лица данные хранятся дольше срока и без правового основания.
-- grain: one category and span of days
-- basis: policy 3.6
-- clause: 3.6
-- severity: high
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts
-- exclusions.az: sınaq hesabları
-- exclusions.ru: тестовые учётные записи
-- sources: the operational database, retention.csv, legal_holds, users
-- sources.az: operativ məlumat bazası, retention.csv, legal_holds, users
-- sources.ru: рабочая база данных, retention.csv, legal_holds, users
select
    category as ref,
    null::bigint as subject,
    null::date as occurred_on,
    'people: ' || subjects as detail,
    from_on as examined_from,
    until_on as examined_until,
    case when subjects > 0 then from_on end as violated_from,
    until_on as violated_until,
from retention_spans
