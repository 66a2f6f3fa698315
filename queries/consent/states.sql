-- title.az: Razılığın vəziyyəti
-- title.en: State of consent
-- title.ru: Состояние согласия
-- about.az: Seçilmiş günün sonunda hər məqsəd üzrə neçə nəfər razılıq verib (açıq və ya dolayı), imtina edib, razılığı geri götürüb, yaxud cavab verməyib.
-- about.en: How many people, at the end of the chosen day, have consented to each purpose (explicitly or by continued use), refused, withdrawn or not answered.
-- about.ru: Сколько человек на конец выбранного дня дали согласие на каждую цель (явно или продолжая пользоваться), отказали, отозвали согласие или не ответили.
-- grain: one purpose and state
-- basis: policy 3.1 3.3 3.5 8.2
-- roles: management dpo auditor
-- version: 1
-- people: subjects
-- people_total: purpose
-- chart: bar x=purpose y=subjects color=state
-- numerator: people of the population whose latest answer by the end of the day puts them in the state
-- numerator.az: günün sonunadək verdiyi son cavaba görə həmin vəziyyətdə olan şəxslər
-- numerator.ru: люди, которых последний ответ к концу дня относит к этому состоянию
-- denominator: population: registered by the end of the day and not closed
-- denominator.az: uçotda olan şəxslər: günün sonunadək qeydiyyatdan keçmiş və hesabı bağlanmamış şəxslər
-- denominator.ru: учитываемые лица: зарегистрированные к концу дня и не закрывшие учётную запись
-- exclusions: test accounts; ids that point to nobody
-- exclusions.az: sınaq hesabları; heç kimə aid olmayan nömrələr
-- exclusions.ru: тестовые учётные записи; номера, за которыми никого нет
-- sources: users consent_events policy_versions
select purpose, state, subjects
from consent_states_on($as_of, $known_at, $person_role, $building_id)
order by purpose_position, state_position
