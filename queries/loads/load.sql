-- title.az: Göstərilən yükləmə
-- title.en: The load that is shown
-- title.ru: Показанная загрузка
-- about.az: Ekrandakı bütün göstəricilərin əsaslandığı yükləmə: nə vaxt, hansı növ məlumat bazasından və hansı ayarlarla. Məhz hansı baza olduğu nüsxədə saxlanılmır. Yükləmənin nömrəsi onun başladığı vaxtdır (UTC, Bakıdan 4 saat geri); qalan vaxtlar səhifədə Bakı vaxtı, faylda isə UTC ilədir.
-- about.en: The load that every figure on screen comes from: when, from what kind of database and with which settings. Which database that was the snapshot does not hold. The number of a load is the time it began in UTC, 4 hours behind Baku; on the page the other times are those of Baku, in the file UTC.
-- about.ru: Загрузка, на которой основаны все показатели на экране: когда, из базы данных какого вида и с какими настройками. Какая именно это база, в снимке не записано. Номер загрузки — время её начала по UTC (на 4 часа меньше бакинского); остальное время на странице бакинское, в файле — по UTC.
-- grain: one load
-- basis: policy 1.2
-- roles: management dpo auditor
-- version: 1
select
    load_id,
    started_at,
    loaded_at,
    loaded_on,
    seconds,
    mode,
    source_kind,
    schema_version,
    code_version,
    demo,
    (select value from settings where name = 'regime') as regime,
    (select cast(value as integer) from settings where name = 'due_soon_working_days') as due_soon_working_days,
    (select cast(value as integer) from settings where name = 'bulk_access_subjects') as bulk_access_subjects,
    (select cast(value as integer) from settings where name = 'stale_after_hours') as stale_after_hours,
from load
order by load_id
