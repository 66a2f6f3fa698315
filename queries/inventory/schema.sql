-- title.az: Bəyan edilmiş və faktiki sütunlar
-- title.en: Declared and actual columns
-- title.ru: Заявленные и фактические столбцы
-- about.az: Şəxslərə aid sətirləri olan cədvəllərin hər sütunu və onun vəziyyəti: bəyan edilib, reyestr, açar, vaxt, fərdi məlumat deyil və ya bəyan edilməyib.
-- about.en: Every column of every table that holds people's rows, with what it is: declared, register, key, time, not personal or undeclared.
-- about.ru: Каждый столбец таблиц со строками о лицах и его состояние: заявлен, реестр, ключ, время, не относится к персональным данным или не заявлен.
-- grain: one column
-- basis: policy 4
-- roles: management dpo auditor
-- version: 1
-- sources: the schema of the operational database, categories.csv, not_personal.csv
-- sources.az: operativ məlumat bazasının sxemi, categories.csv, not_personal.csv
-- sources.ru: схема рабочей базы данных, categories.csv, not_personal.csv
select
    "table",
    "column",
    status,
    type,
from source_columns
where $as_of is not null -- as of the load, whatever day is asked
  and status is not null
order by case status when 'undeclared' then 1 when 'declared_but_absent' then 2 else 3 end, "table", "column"
