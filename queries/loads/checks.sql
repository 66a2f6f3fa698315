-- title.az: Yükləmə yoxlamaları
-- title.en: Checks of the load
-- title.ru: Проверки загрузки
-- about.az: Bu yükləmənin yoxlamaları və hər birinin tapdığı sətirlər: bəzi yoxlamalar yükləməni dayandırır, qalanları yalnız xəbərdarlıq edir. Sıfır — heç nə tapılmayıb. Tapılmış sətirlərin açarları saxlanılmır, yalnız karantindəkilər istisnadır.
-- about.en: What this load checked and how many rows each check found: some checks stop a load, the others only warn. Zero: nothing was found. The keys of the rows found are not kept, except of those in quarantine.
-- about.ru: Проверки этой загрузки и число строк, найденных каждой: одни проверки останавливают загрузку, другие только предупреждают. Ноль — ничего не найдено. Ключи найденных строк не хранятся, кроме строк в карантине.
-- grain: one check
-- basis: policy 7.2
-- roles: dpo auditor
-- version: 1
-- sources: the load
-- sources.az: yükləmə
-- sources.ru: загрузка
select
    "check",
    level,
    rows,
    load_id,
from checks
where $as_of is not null -- as of the load, whatever day is asked
order by "check", load_id
