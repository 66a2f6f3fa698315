-- title.az: Razılıq əhatəsi
-- title.en: Consent coverage
-- title.ru: Охват согласием
-- about.az: Hər məqsəd üzrə açıq razılıq vermiş aktiv istifadəçilərin payı; istifadəni davam etdirməklə verilən dolayı razılıq yanında göstərilir və bu paya daxil deyil.
-- about.en: The share of active users who have consented explicitly to each purpose; consent implied by continued use stands beside it and is never inside it.
-- about.ru: Доля активных пользователей, давших явное согласие на каждую цель; подразумеваемое согласие (продолжение использования) показано рядом и в долю не входит.
-- grain: one purpose
-- basis: policy 3.1, 3.3, 8.2
-- roles: management dpo auditor
-- version: 1
-- people: population explicit implied
-- derived: coverage
-- chart: bar x=purpose y=coverage
-- numerator: explicit: a grant by an act of one's own, for the policy of a version in effect from the required one on
-- numerator.az: açıq razılıq: şəxsin öz hərəkəti ilə verdiyi, siyasət üzrə isə tələb olunan və ya sonrakı versiyaya aid razılıq
-- numerator.ru: явное согласие: данное собственным действием, а для политики — с требуемой или более поздней версией
-- denominator: population: registered by the end of the day and not closed
-- denominator.az: aktiv istifadəçilər: günün sonunadək qeydiyyatdan keçmiş və hesabı bağlanmamış istifadəçilər
-- denominator.ru: активные пользователи: зарегистрированные к концу дня и не закрывшие учётную запись
-- exclusions: test accounts; ids that point to nobody; implied consent
-- exclusions.az: sınaq hesabları; heç bir istifadəçiyə aid olmayan nömrələr; dolayı razılıq
-- exclusions.ru: тестовые учётные записи; номера, не принадлежащие ни одному пользователю; подразумеваемое согласие
-- sources: users, consent_events, policy_versions
select
    purpose,
    any_value(population) as population,
    sum(case when state = 'explicit' then subjects else 0 end)::bigint as explicit,
    sum(case when state = 'implied' then subjects else 0 end)::bigint as implied,
    sum(case when state = 'explicit' then subjects else 0 end) / nullif(any_value(population), 0) as coverage,
from consent_states_on($as_of, $known_at, $person_role, $building_id)
group by purpose_position, purpose
order by purpose_position
