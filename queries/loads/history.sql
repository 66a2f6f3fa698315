-- title.az: Yükləmələrin tarixçəsi
-- title.en: History of loads
-- title.ru: История загрузок
-- about.az: Bu və əvvəlki yükləmələr, hər reyestr üzrə: mənbədəki, yüklənmiş, karantinə salınmış və qəsdən istisna edilmiş sətirlər. Birinci say həmişə qalan üçünün cəminə bərabərdir.
-- about.en: This load and every one before it, per register: rows in the source, loaded, quarantined and left out on purpose. The first is always the sum of the other three.
-- about.ru: Эта и предыдущие загрузки по каждому реестру: строки в источнике, загруженные, помещённые в карантин и исключённые намеренно. Первое число всегда равно сумме трёх остальных.
-- grain: one load and dataset
-- basis: policy 7.2
-- roles: dpo auditor
-- version: 1
-- sources: the loads
-- sources.az: yükləmələr
-- sources.ru: загрузки
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
