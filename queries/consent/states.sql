-- title.az: Razılığın vəziyyəti
-- title.en: State of consent
-- title.ru: Состояние согласия
-- about.az: Hesabat gününün sonuna hər məqsəd üzrə neçə şəxsin razılıq verdiyi (açıq və ya dolayı), imtina etdiyi, razılığını geri götürdüyü və ya cavab vermədiyi.
-- about.en: How many people, at the end of the as-of day, have consented to each purpose (explicitly or by continued use), refused, withdrawn or not answered.
-- about.ru: Сколько лиц на конец отчётного дня дали согласие на каждую цель (явно или продолжив пользоваться), отказались, отозвали согласие или не ответили.
-- grain: one purpose and state
-- basis: policy 3.1, 3.3, 3.5, 8.2
-- roles: management dpo auditor
-- version: 1
-- people: subjects
-- people_total: purpose
-- people_elsewhere: state explicit implied
-- chart: bar x=purpose y=subjects color=state
-- numerator: people of the population whose latest answer by the end of the day puts them in the state
-- numerator.az: günün sonunadək verdiyi son cavaba görə həmin vəziyyətdə olan şəxslər
-- numerator.ru: лица, отнесённые к этому состоянию по последнему ответу к концу дня
-- denominator: population: registered by the end of the day and not closed
-- denominator.az: aktiv istifadəçilər: günün sonunadək qeydiyyatdan keçmiş və hesabı bağlanmamış istifadəçilər
-- denominator.ru: активные пользователи: зарегистрированные к концу дня и не закрывшие учётную запись
-- exclusions: test accounts; ids that point to nobody
-- exclusions.az: sınaq hesabları; heç bir istifadəçiyə aid olmayan nömrələr
-- exclusions.ru: тестовые учётные записи; номера, не принадлежащие ни одному пользователю
-- sources: users, consent_events, policy_versions
select purpose, state, subjects
from consent_states_on($as_of, $known_at, $person_role, $building_id)
order by purpose_position, state_position
