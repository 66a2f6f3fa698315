-- title.az: Müraciətlər növlər üzrə
-- title.en: Requests by type
-- title.ru: Обращения по видам
-- about.az: Hər növ üzrə uçotun əvvəlindən neçə müraciətin daxil olduğu, neçəsinin açıq və gecikmiş olduğu, neçəsinin vaxtında bağlandığı və bağlanmanın neçə iş günü çəkdiyi.
-- about.en: For each type, since the beginning: how many requests came, how many are open and overdue, how many were closed in time and in how many working days.
-- about.ru: По каждому виду с начала учёта: сколько обращений поступило, сколько открыто и просрочено, сколько закрыто в срок и за сколько рабочих дней.
-- grain: one type of request
-- basis: policy 1.3, 3.5, 7.1
-- roles: management dpo auditor
-- version: 1
-- chart: bar x=type y=open
-- numerator: on-time rate: requests closed on or before their due day, whatever the decision
-- numerator.az: vaxtında icra payı: qərarından asılı olmayaraq son tarixdən gec bağlanmayan müraciətlər
-- numerator.ru: доля исполненных в срок: обращения, закрытые не позднее срока, независимо от решения
-- denominator: closed requests that a rule gives a due day; on-time rate, overdue counted: and the open overdue ones
-- denominator.az: qayda üzrə son tarixi olan bağlanmış müraciətlər; gecikmişlər nəzərə alınan pay üçün gecikmiş açıq müraciətlər də əlavə olunur
-- denominator.ru: закрытые обращения, для которых правило устанавливает срок; для доли с учётом просроченных — и открытые просроченные
-- exclusions: requests of test accounts; rates leave out requests without a rule for the day they came; days to close are of closed requests only
-- exclusions.az: sınaq hesablarının müraciətləri; daxil olduğu gün üçün qayda olmayan müraciətlər paylara daxil deyil; bağlanma günləri yalnız bağlanmış müraciətlər üzrədir
-- exclusions.ru: обращения тестовых учётных записей; в долях нет обращений, на день поступления которых нет правила; рабочие дни считаются только по закрытым обращениям
-- sources: privacy_requests, deadlines.csv, calendar_az.csv
with types as (
    select position, type
    from (
        values
            (1, 'access'),
            (2, 'information'),
            (3, 'correction'),
            (4, 'erasure'),
            (5, 'withdrawal'),
            (6, 'objection'),
            (7, 'restriction'),
            (8, 'portability'),
            (9, 'complaint')
    ) as listed (position, type)
),

counted as (
    select
        type,
        count(*) as received,
        count(*) filter (is_open) as open,
        count(*) filter (urgency = 'overdue') as overdue,
        count(*) filter (urgency = 'due_soon') as due_soon,
        count(*) filter (not is_open) as closed,
        count(*) filter (not on_time) as closed_late,
        count(*) filter (on_time) as on_time,
        quantile_cont(working_days, 0.5) as median_working_days,
        quantile_cont(working_days, 0.9) as p90_working_days,
    from requests_on($as_of, $regime, $known_at)
    where ($person_role is null or role = $person_role)
      and ($building_id is null or building_id = $building_id)
    group by type
)

select
    types.type,
    coalesce(counted.received, 0) as received,
    coalesce(counted.open, 0) as open,
    coalesce(counted.overdue, 0) as overdue,
    coalesce(counted.due_soon, 0) as due_soon,
    coalesce(counted.closed, 0) as closed,
    coalesce(counted.closed_late, 0) as closed_late,
    counted.on_time / nullif(counted.on_time + counted.closed_late, 0) as on_time_rate,
    counted.on_time / nullif(counted.on_time + counted.closed_late + counted.overdue, 0) as on_time_rate_incl_overdue,
    counted.median_working_days::double as median_working_days,
    counted.p90_working_days::double as p90_working_days,
from types
left join counted on counted.type = types.type
order by types.position
