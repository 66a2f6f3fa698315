-- title.az: Karantin
-- title.en: Quarantine
-- title.ru: Карантин
-- about.az: Müəyyən edilmiş formatda oxuna bilməyən və buna görə yüklənməmiş sətirlər: qayda, sətirlərin sayı və bir neçə açar (açar istifadəçinin nömrəsidirsə, psevdonim).
-- about.en: Rows that could not be read by the declared types and were not loaded: the rule, how many, and some of their keys (pseudonyms where the key is a user's number).
-- about.ru: Строки, которые не читаются в установленном формате и поэтому не загружены: правило, число строк и несколько ключей (псевдонимы, если ключ — номер пользователя).
-- grain: one dataset and rule
-- basis: policy 7.2
-- roles: dpo auditor
-- version: 1
-- sources: the load
-- sources.az: yükləmə
-- sources.ru: загрузка
with numbered as (
    select
        dataset,
        rule,
        key,
        row_number() over (partition by dataset, rule order by try_cast(key as bigint), key) as number,
    from quarantine
)

select
    dataset,
    rule,
    count(*) as rows,
    -- trust.md: the DPO sees rows, the auditor counts
    string_agg(key, ', ' order by number) filter (number <= 5 and $role = 'dpo') as sample_keys,
from numbered
where $as_of is not null -- as of the load, whatever day is asked
group by dataset, rule
order by dataset, rule
