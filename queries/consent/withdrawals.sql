-- title.az: Razılığın geri götürülməsi aylar üzrə
-- title.en: Withdrawals of consent by month
-- title.ru: Отзывы согласия по месяцам
-- about.az: Hər ay hər məqsəd üzrə razılığın neçə dəfə geri götürüldüyü və bunun ayın əvvəlində razılığı qüvvədə olanlara nisbəti.
-- about.en: How many times consent to each purpose was withdrawn in each month, against the people for whom it was in force when the month began.
-- about.ru: Сколько раз в каждом месяце отзывали согласие по каждой цели и какова доля от тех, у кого оно действовало на начало месяца.
-- grain: one month and purpose
-- basis: policy 3.5
-- roles: management dpo auditor
-- version: 1
-- people: withdrawals in_force_at_start
-- derived: rate
-- chart: line x=month y=withdrawals color=purpose
-- numerator: withdrawn events of existing users in the month (several by one person all count)
-- numerator.az: ay ərzində mövcud istifadəçilərin razılığı geri götürməsi halları (bir şəxsin hər halı sayılır)
-- numerator.ru: отзывы согласия существующими пользователями за месяц (у одного лица считаются все)
-- denominator: people of the population at 00:00 in Baku on the 1st for whom the policy and the purpose are both given then
-- denominator.az: ayın 1-i Bakı vaxtı ilə saat 00:00-da həm siyasətə, həm də məqsədə razılığı qüvvədə olan şəxslər
-- denominator.ru: лица, чьё согласие и с политикой, и на эту цель действовало 1-го числа в 00:00 по бакинскому времени
-- exclusions: test accounts; ids that point to nobody; purposes that nobody has answered by the day
-- exclusions.az: sınaq hesabları; heç bir istifadəçiyə aid olmayan nömrələr; həmin günün sonunadək heç kimin cavab vermədiyi məqsədlər
-- exclusions.ru: тестовые учётные записи; номера, не принадлежащие ни одному пользователю; цели, на которые к этому дню никто не ответил
-- sources: users, consent_events
with answered as (
    select day, purpose, role, withdrawals
    from consent_days_as_known($known_at, $building_id)
    where is_known
      and answers > 0
      and day <= $as_of
      and ($person_role is null or role = $person_role)
),

-- The months begin with the first answer of anybody, also where the purposes are of some people only.
first_answer as (
    select min(day) as day
    from consent_days_as_known($known_at, null)
    where is_known
      and answers > 0
      and day <= $as_of
),

months_shown as (
    select unnest(generate_series(
        date_trunc('month', coalesce($from_day::date, first_answer.day))::timestamp,
        date_trunc('month', least(coalesce($to_day::date, $as_of::date), $as_of::date))::timestamp,
        interval 1 month
    ))::date as month_on
    from first_answer
    where first_answer.day is not null
),

withdrawn as (
    select date_trunc('month', day)::date as month_on, purpose, sum(withdrawals)::bigint as withdrawals
    from answered
    group by date_trunc('month', day)::date, purpose
),

changes as (
    select month_on, purpose, sum(change) as change
    from in_force_changes_as_known($known_at, $building_id)
    where month_on <= $as_of
      and ($person_role is null or role = $person_role)
    group by month_on, purpose
),

in_force_by_month as (
    select
        months_shown.month_on,
        consent_purposes.position,
        consent_purposes.purpose,
        coalesce(sum(changes.change), 0)::bigint as in_force_at_start,
    from months_shown
    cross join consent_purposes
    left join changes
        on changes.purpose = consent_purposes.purpose
        and changes.month_on <= months_shown.month_on
    where consent_purposes.purpose in (select purpose from answered)
    group by months_shown.month_on, consent_purposes.position, consent_purposes.purpose
)

select
    strftime(in_force_by_month.month_on, '%Y-%m') as month,
    in_force_by_month.purpose,
    coalesce(withdrawn.withdrawals, 0) as withdrawals,
    in_force_by_month.in_force_at_start,
    coalesce(withdrawn.withdrawals, 0) / nullif(in_force_by_month.in_force_at_start, 0) as rate,
from in_force_by_month
left join withdrawn
    on withdrawn.month_on = in_force_by_month.month_on
    and withdrawn.purpose = in_force_by_month.purpose
order by in_force_by_month.month_on, in_force_by_month.position
