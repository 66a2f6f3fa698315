-- title.az: Razılıq əhatəsi binalar üzrə
-- title.en: Consent coverage by building
-- title.ru: Охват согласием по зданиям
-- about.az: Hər binada siyasətə açıq razılıq vermiş aktiv istifadəçilərin payı; binası məlum olmayanlar bir sətirdə göstərilir.
-- about.en: The share of each building's people who have consented explicitly to the policy; people without a known building are one row.
-- about.ru: Доля активных пользователей каждого здания, давших явное согласие с политикой; пользователи, чьё здание неизвестно, показаны одной строкой.
-- grain: one building
-- basis: policy 3.1, 8.2
-- roles: management dpo auditor
-- version: 1
-- people: population explicit implied
-- people_total: -
-- derived: coverage
-- numerator: explicit consent to the policy
-- numerator.az: siyasətə açıq razılıq
-- numerator.ru: явное согласие с политикой
-- denominator: population of the building
-- denominator.az: binanın aktiv istifadəçiləri
-- denominator.ru: активные пользователи этого здания
-- exclusions: test accounts; the building of erased users is unknown
-- exclusions.az: sınaq hesabları; silinmiş istifadəçilərin binası məlum deyil
-- exclusions.ru: тестовые учётные записи; здание удалённых пользователей неизвестно
-- sources: users, consent_events, policy_versions
with members as (
    select building_id, count(*) as population
    from people
    where registered_on <= $as_of
      and closed_on > $as_of
      and ($person_role is null or role = $person_role)
      and ($building_id is null or building_id = $building_id)
    group by building_id
),

consented as (
    select
        building_id,
        count(case when state = 'explicit' then 1 end) as explicit,
        count(case when state = 'implied' then 1 end) as implied,
    from consent_spells_as_known($known_at)
    where purpose = 'policy'
      and from_on <= $as_of
      and until_on > $as_of
      and ($person_role is null or role = $person_role)
      and ($building_id is null or building_id = $building_id)
    group by building_id
)

select
    members.building_id,
    members.population,
    coalesce(consented.explicit, 0) as explicit,
    coalesce(consented.implied, 0) as implied,
    coalesce(consented.explicit, 0) / members.population as coverage,
from members
left join consented on consented.building_id is not distinct from members.building_id
order by members.building_id nulls last
