-- title.az: Sütunlar: bəyan edilmiş və faktiki
-- title.en: Columns, declared and real
-- title.ru: Столбцы: заявленные и фактические
-- about.az: Şəxslərə aid sətirləri saxlayan cədvəllərin hər sütunu və onun statusu: bəyan edilmiş, reyestr, açar, vaxt, fərdi olmayan və ya bəyan edilməmiş.
-- about.en: Every column of every table that holds people's rows, with what it is: declared, register, key, time, not personal or undeclared.
-- about.ru: Каждый столбец таблиц, где хранятся строки о людях, и его статус: заявлен, реестр, ключ, время, не персональный или не заявлен.
-- grain: one column
-- basis: policy 4
-- roles: management dpo auditor
-- version: 1
-- sources: the schema of the operational database, categories.csv, not_personal.csv
select
    "table",
    "column",
    status,
    type,
from source_columns
where $as_of is not null -- as of the load, whatever day is asked
  and status is not null
order by "table", "column"
