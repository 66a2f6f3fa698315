-- title.az: Yükləmələrin tarixçəsi
-- title.en: History of loads
-- title.ru: История загрузок
-- about.az: Bu və bundan əvvəlki hər yükləmə, verilənlər dəsti üzrə: mənbədəki, yüklənmiş, karantinə alınmış və qəsdən kənarda qalmış sətirlər.
-- about.en: This load and every one before it, per dataset: rows in the source, loaded, quarantined and left out on purpose. The first is always the sum of the other three.
-- about.ru: Эта и каждая предыдущая загрузка по наборам данных: строки в источнике, загруженные, помещённые в карантин и исключённые намеренно. Первое всегда равно сумме остальных.
-- grain: one load and dataset
-- basis: policy 7.2
-- roles: dpo auditor
-- version: 1
-- sources: the loads
select
    load_id,
    started_at,
    seconds,
    dataset,
    source_rows,
    loaded,
    quarantined,
    excluded,
    mode,
from history
where $as_of is not null -- as of the load, whatever day is asked
order by started_at desc, load_id, dataset
