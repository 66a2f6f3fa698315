-- title.az: Razılıq qeydlərinin keyfiyyəti
-- title.en: Quality of consent records
-- title.ru: Качество записей о согласии
-- about.az: Razılıq qeydlərindən neçəsində razılığı sübut edən məlumatın (versiya, üsul, razılığı verən) olmadığı və neçəsinin mövcud olmayan versiyanı göstərdiyi.
-- about.en: How many records of consent lack what proves it: the version, the method, who gave it; and how many name a version that does not exist.
-- about.ru: В скольких записях нет того, что доказывает согласие (версия, способ, кем дано), и сколько записей называют несуществующую версию.
-- grain: one field
-- basis: policy 3.7
-- roles: management dpo auditor
-- version: 1
-- chart: bar x=field y=missing
-- numerator: records of consent with the field empty; for the known version: naming one that is not among the policy's
-- numerator.az: sahəsi boş olan razılıq qeydləri; məlum versiya üzrə: siyasətdə olmayan versiyanı göstərən qeydlər
-- numerator.ru: записи о согласии с пустым полем; для известной версии: называющие версию, которой у политики нет
-- denominator: records of consent to every purpose by the end of the day
-- denominator.az: günün sonunadək bütün məqsədlər üzrə razılıq qeydləri
-- denominator.ru: записи о согласии по всем целям к концу дня
-- exclusions: test accounts
-- exclusions.az: sınaq hesabları
-- exclusions.ru: тестовые учётные записи
-- sources: consent_events, policy_versions
with totals as (
    select
        coalesce(sum(grants), 0)::bigint as records,
        coalesce(sum(lacking_version), 0)::bigint as lacking_version,
        coalesce(sum(naming_unknown_version), 0)::bigint as naming_unknown_version,
        coalesce(sum(lacking_method), 0)::bigint as lacking_method,
        coalesce(sum(lacking_actor), 0)::bigint as lacking_actor,
    from consent_days_as_known($known_at, $building_id)
    where day <= $as_of
      and ($person_role is null or role = $person_role)
),

fields as (
    select 1 as position, 'version' as field, records, lacking_version as missing from totals
    union all
    select 2, 'known_version', records, naming_unknown_version from totals
    union all
    select 3, 'method', records, lacking_method from totals
    union all
    select 4, 'actor', records, lacking_actor from totals
)

select field, records, missing
from fields
order by position
