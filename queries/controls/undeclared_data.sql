-- title.az: Bəyan edilməmiş məlumatlar
-- title.en: Data that is not declared
-- title.ru: Незаявленные данные
-- about.az: Şəxslərə aid sətirləri olan cədvəllərin bəyan edilmiş və bəyan edilməmiş sütunları; dolu xanası olan bəyan edilməmiş sütun pozuntudur.
-- about.en: Every declared column, and every undeclared one in a table that holds people's rows; an undeclared column with values is a violation.
-- about.ru: Каждый заявленный столбец и каждый незаявленный столбец таблиц со строками о лицах; незаявленный столбец со значениями — нарушение.
-- grain: one declared or undeclared column
-- basis: policy 4
-- clause: 4
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- exclusions: nothing; the columns are those of the load
-- exclusions.az: heç nə; sütunlar yükləmə anına görədir
-- exclusions.ru: ничего; столбцы на момент загрузки
-- sources: the schema of the operational database, categories.csv, not_personal.csv
-- sources.az: operativ məlumat bazasının sxemi, categories.csv, not_personal.csv
-- sources.ru: схема рабочей базы данных, categories.csv, not_personal.csv
with columns as (
    select "table", "column", 0 as undeclared_rows
    from categories
    union all
    select "table", "column", rows
    from undeclared_counts
)

select
    "table" || '.' || "column" as ref,
    null::bigint as subject,
    null::date as occurred_on,
    'rows: ' || undeclared_rows as detail,
    date '0001-01-01' as examined_from,
    null::date as examined_until,
    case when undeclared_rows > 0 then date '0001-01-01' end as violated_from,
    null::date as violated_until,
from columns
