-- title.az: Yükləmə yoxlamaları
-- title.en: Checks of the load
-- title.ru: Проверки загрузки
-- about.az: Bu yükləmənin yoxlamaları və hər birinin tapdığı sətirlər: `fail` yükləməni dayandırır, `warn` yalnız xəbər verir.
-- about.en: What this load checked and how many rows each check found: `fail` stops a load, `warn` only reports.
-- about.ru: Что проверила эта загрузка и сколько строк нашла каждая проверка: `fail` останавливает загрузку, `warn` только сообщает.
-- grain: one check
-- basis: policy 7.2
-- roles: dpo auditor
-- version: 1
-- sources: the load
select
    "check",
    level,
    rows,
    load_id,
from checks
where $as_of is not null -- as of the load, whatever day is asked
order by "check", load_id
