-- title.az: Razılıq əhatəsi rollar üzrə
-- title.en: Consent coverage by role
-- title.ru: Охват согласием по ролям
-- about.az: Sakinlər, komendantlar və partnyorlar arasında siyasətə açıq razılıq vermiş şəxslərin payı; rol bazada yazıldığı kimidir.
-- about.en: The share of residents, komendants and partners who have consented explicitly to the policy; roles as stored.
-- about.ru: Доля давших явное согласие с политикой среди жильцов, комендантов и партнёров; роль указана так, как записана в базе данных.
-- grain: one role
-- basis: policy 1.1, 3.1, 8.2
-- roles: management dpo auditor
-- version: 1
-- people: population explicit implied
-- people_total: -
-- derived: coverage
-- chart: bar x=role y=coverage
-- numerator: explicit consent to the policy
-- numerator.az: siyasətə açıq razılıq
-- numerator.ru: явное согласие с политикой
-- denominator: population with the role
-- denominator.az: bu rolda olan aktiv istifadəçilər
-- denominator.ru: активные пользователи с этой ролью
-- exclusions: test accounts
-- exclusions.az: sınaq hesabları
-- exclusions.ru: тестовые учётные записи
-- sources: users, consent_events, policy_versions
with counted as (
    select
        role,
        sum(case when purpose = 'population' then change else 0 end)::bigint as population,
        sum(case when purpose = 'policy' and state = 'explicit' then change else 0 end)::bigint as explicit,
        sum(case when purpose = 'policy' and state = 'implied' then change else 0 end)::bigint as implied,
    from consent_changes_as_known($known_at, $building_id)
    where day <= $as_of
      and ($person_role is null or role = $person_role)
    group by role
)

select role, population, explicit, implied, explicit / population as coverage
from counted
where population > 0
order by role nulls last
