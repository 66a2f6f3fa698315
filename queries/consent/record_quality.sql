-- title.az: Razılıq qeydlərinin keyfiyyəti
-- title.en: Quality of consent records
-- title.ru: Качество записей о согласии
-- about.az: Razılığı sübut edən sahələrdən neçəsi boşdur: versiya, üsul, kimin verdiyi; və neçəsi mövcud olmayan versiyanı göstərir.
-- about.en: How many recorded grants lack what proves a consent: the version, the method, who gave it; and how many name a version that does not exist.
-- about.ru: В скольких записях нет того, что доказывает согласие: версии, способа, кем дано; и сколько называют несуществующую версию.
-- grain: one field
-- basis: policy 3.7
-- roles: management dpo auditor
-- version: 1
-- chart: bar x=field y=missing
-- numerator: given events with the field empty; known_version: naming a version that is not among the policy's
-- numerator.az: sahəsi boş olan razılıq hadisələri; known_version: siyasətdə olmayan versiyanı göstərənlər
-- numerator.ru: события согласия с пустым полем; known_version: называющие версию, которой нет у политики
-- denominator: given events of every purpose by the end of the day
-- denominator.az: günün sonunadək bütün məqsədlər üzrə razılıq hadisələri
-- denominator.ru: события согласия по всем целям к концу дня
-- exclusions: test accounts
-- exclusions.az: sınaq hesabları
-- exclusions.ru: тестовые учётные записи
-- sources: consent_events policy_versions
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
