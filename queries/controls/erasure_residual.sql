-- title.az: Tam təmin edilmiş silinmə tələbindən sonra qalıq məlumatlar
-- title.en: Data left after an erasure fulfilled wholly
-- title.ru: Остаточные данные после полного удовлетворения запроса на удаление
-- about.az: Təmin edilmiş hər silinmə tələbi; şəxsin hüquqi əsasla saxlanmayan sətirləri qalırsa, pozuntudur.
-- about.en: Every erasure request that was fulfilled; it is a violation when rows of the person are left that no legal hold covers.
-- about.ru: Каждый удовлетворённый запрос на удаление; нарушение, если остались строки лица, не хранимые по правовому основанию.
-- grain: one erasure request and span of days
-- basis: policy 7.1
-- clause: 7.1
-- severity: critical
-- roles: dpo auditor
-- version: 1
-- exclusions: requests of test accounts and of people who were not identified; what is left is counted as of the load
-- exclusions.az: sınaq hesablarının və şəxsiyyəti müəyyən edilməmiş şəxslərin tələbləri; qalan sətirlər yükləmə anına görə sayılır
-- exclusions.ru: запросы тестовых учётных записей и неустановленных лиц; остаток считается на момент загрузки
-- sources: privacy_requests, legal_holds, the tables of categories.csv
-- sources.az: privacy_requests, legal_holds, categories.csv faylında göstərilən cədvəllər
-- sources.ru: privacy_requests, legal_holds, таблицы из categories.csv
select
    erasures.request_id as ref,
    erasures.subject,
    erasures.received_on as occurred_on,
    'rows: ' || erasure_spans.residual_rows as detail,
    erasure_spans.from_on as examined_from,
    erasure_spans.until_on as examined_until,
    case when erasure_spans.residual_rows > 0 then erasure_spans.from_on end as violated_from,
    erasure_spans.until_on as violated_until,
from erasures
join erasure_spans using (request_id)
where erasures.decision = 'fulfilled'
