-- title.az: Razılıq siyasətin versiyaları üzrə
-- title.en: Consent by version of the policy
-- title.ru: Согласие по версиям политики
-- about.az: Son cavabı razılıq olan şəxslərin hansı versiyaya razılıq verdiyi və bunun hələ də kifayət edib-etmədiyi. Versiyası göstərilməyən razılıqlar bir sətirdə göstərilir.
-- about.en: Which version those whose latest answer is a consent agreed to, and whether that still suffices. Consents that name no version are one row.
-- about.ru: С какой версией согласились лица, чей последний ответ — согласие, и достаточно ли этого на отчётный день. Согласия без указания версии показаны одной строкой.
-- grain: one version
-- basis: policy 8.1, 8.2
-- roles: management dpo auditor
-- version: 1
-- people: explicit implied outdated
-- people_total: -
-- chart: bar x=version y=explicit
-- numerator: people of the population whose latest answer to the policy is a grant naming the version
-- numerator.az: siyasət üzrə son cavabı bu versiyaya razılıq olan şəxslər
-- numerator.ru: лица, чей последний ответ по политике — согласие с этой версией
-- exclusions: test accounts; ids that point to nobody
-- exclusions.az: sınaq hesabları; heç bir istifadəçiyə aid olmayan nömrələr
-- exclusions.ru: тестовые учётные записи; номера, не принадлежащие ни одному пользователю
-- sources: users, consent_events, policy_versions
with named as (
    select
        version,
        sum(case when state = 'explicit' then change else 0 end)::bigint as explicit,
        sum(case when state = 'implied' then change else 0 end)::bigint as implied,
        sum(case when state = 'outdated' then change else 0 end)::bigint as outdated,
    from consent_changes_as_known($known_at, $building_id)
    where purpose = 'policy'
      and state in ('explicit', 'implied', 'outdated')
      and day <= $as_of
      and ($person_role is null or role = $person_role)
    group by version
),

listed as (
    select version from named where explicit + implied + outdated > 0
    union
    select version from versions where effective_on <= $as_of
)

select
    listed.version,
    versions.effective_on,
    versions.change_kind,
    coalesce(named.explicit, 0) as explicit,
    coalesce(named.implied, 0) as implied,
    coalesce(named.outdated, 0) as outdated,
from listed
left join named on named.version is not distinct from listed.version
left join versions on versions.version = listed.version
order by versions.effective_at nulls last, listed.version nulls last
