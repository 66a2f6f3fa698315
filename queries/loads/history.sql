-- title.az: Yükləmələrin tarixçəsi
-- title.en: History of loads
-- title.ru: История загрузок
-- about.az: Bu və əvvəlki yükləmələr, hər reyestr üzrə: mənbədəki, yüklənmiş, karantinə salınmış və məqsədli şəkildə istisna edilmiş sətirlər. Mənbədəki sətirlərin sayı həmişə qalan üç sayın cəminə bərabərdir; fərq əvvəlki yükləməyə nisbətəndir. Yükləmənin nömrəsi onun başladığı vaxtdır (UTC, Bakıdan 4 saat geri); qalan vaxtlar səhifədə Bakı vaxtı, faylda isə UTC ilədir.
-- about.en: This load and every one before it, per register: rows in the source, loaded, quarantined and left out on purpose. The rows in the source are always the sum of the other three; the change is theirs, since the load before. The number of a load is the time it began in UTC, 4 hours behind Baku; on the page the other times are those of Baku, in the file UTC.
-- about.ru: Эта и предыдущие загрузки по каждому реестру: строки в источнике, загруженные, помещённые в карантин и исключённые намеренно. Число строк в источнике всегда равно сумме трёх остальных чисел; изменение — на сколько оно изменилось с предыдущей загрузки. Номер загрузки — время её начала по UTC (на 4 часа меньше бакинского); остальное время на странице бакинское, в файле — по UTC.
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
    source_rows - lag(source_rows) over (partition by dataset order by started_at, load_id) as change,
from history
where $as_of is not null -- as of the load, whatever day is asked
order by started_at desc, load_id, dataset
