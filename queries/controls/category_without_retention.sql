-- title.az: Saxlanma müddəti olmayan kateqoriya
-- title.en: Category without a retention period
-- title.ru: Категория без срока хранения
-- about.az: Bəyan edilmiş hər kateqoriya; onun üçün saxlanma müddəti müəyyən edilməyibsə, pozuntudur.
-- about.en: Every declared category; it is a violation when no retention period is set for it.
-- about.ru: Каждая заявленная категория; нарушение, если для неё не установлен срок хранения.
-- grain: one declared category
-- basis: policy 3.6
-- clause: 3.6
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- sources: categories.csv, retention.csv
select
    categories.category as ref,
    null::bigint as subject,
    null::date as occurred_on,
    categories."table" || '.' || categories."column" as detail,
    date '0001-01-01' as examined_from,
    null::date as examined_until,
    case when retention.category is null then date '0001-01-01' end as violated_from,
    null::date as violated_until,
from categories
left join retention using (category)
