-- title.az: Məlumatların aktuallığı
-- title.en: Freshness of the data
-- title.ru: Актуальность данных
-- about.az: Hər reyestrin ən son qeydi, onun yükləmədən neçə saat əvvəl yazıldığı və məlumatların köhnəlmiş sayılıb-sayılmadığı. Yalnız hadisə baş verəndə yazılan reyestrlər (siyasətin versiyaları, məlumatın verilməsi, insidentlər) nasazlıq olmadan da köhnəlir.
-- about.en: The newest record of each register, how many hours old it was at the load, and whether that is stale. Registers written only when something happens (policy versions, disclosures, incidents) age without being broken.
-- about.ru: Последняя запись каждого реестра, за сколько часов до загрузки она сделана и считаются ли данные устаревшими. Реестры, пополняемые лишь при событии (версии политики, передача данных, инциденты), стареют и без неисправности.
-- grain: one dataset
-- basis: policy 7.2
-- roles: management dpo auditor
-- version: 1
-- sources: the load, settings.toml
-- sources.az: yükləmə, settings.toml
-- sources.ru: загрузка, settings.toml
with lags as (
    select
        watermarks.dataset,
        watermarks.newest_recorded_at,
        date_diff('microsecond', watermarks.newest_recorded_at, load.loaded_at) / 1e6 / 3600 as lag,
    from watermarks
    cross join load
)

select
    dataset,
    newest_recorded_at,
    lag,
    lag > (select cast(value as integer) from settings where name = 'stale_after_hours') as stale,
from lags
where $as_of is not null -- as of the load, whatever day is asked
order by dataset
