-- title.az: Bağlanmış müraciətlər aylar üzrə
-- title.en: Closed requests by month
-- title.ru: Закрытые обращения по месяцам
-- about.az: Hər ay bağlanmış müraciətlər: neçəsinin vaxtında, neçəsinin gec bağlandığı və bunun neçə iş günü çəkdiyi. Kartlardakı və növlər üzrə paylar uçotun əvvəlindən hesablanır və artıq az dəyişir; burada hər ay ayrıca hesablanır.
-- about.en: The requests closed in each month: how many on time, how many late, and in how many working days. The shares on the cards and by type count since the beginning and so hardly move any more; here each month stands by itself.
-- about.ru: Обращения, закрытые в каждом месяце: сколько в срок, сколько с опозданием и за сколько рабочих дней. Доли на карточках и по видам считаются с начала учёта и поэтому уже почти не меняются; здесь каждый месяц считается отдельно.
-- grain: one month of closing
-- basis: policy 1.3, 3.5, 7.1
-- roles: management dpo auditor
-- version: 1
-- chart: bar x=month y=closed_on_time
-- numerator: requests closed in the month on or before their due day, whatever the decision
-- numerator.az: qərarından asılı olmayaraq həmin ay son tarixdən gec olmayaraq bağlanmış müraciətlər
-- numerator.ru: обращения, закрытые в этом месяце не позднее срока, независимо от решения
-- denominator: requests closed in the month that a rule gives a due day
-- denominator.az: həmin ay bağlanmış və qayda üzrə son tarixi olan müraciətlər
-- denominator.ru: обращения, закрытые в этом месяце, для которых правило устанавливает срок
-- exclusions: requests of test accounts; open requests, overdue ones too; the share leaves out requests without a rule for the day they came
-- exclusions.az: sınaq hesablarının müraciətləri; gecikmişlər də daxil olmaqla açıq müraciətlər; daxil olduğu gün üçün qayda olmayan müraciətlər paya daxil deyil
-- exclusions.ru: обращения тестовых учётных записей; открытые обращения, в том числе просроченные; в доле нет обращений, на день поступления которых нет правила
-- sources: privacy_requests, deadlines.csv, calendar_az.csv
with closed as (
    select date_trunc('month', closed_on)::date as month, on_time, working_days
    from requests_on($as_of, $regime, $known_at)
    where not is_open
      and ($person_role is null or role = $person_role)
      and ($building_id is null or building_id = $building_id)
),

period as (
    select
        date_trunc('month', coalesce($from_day::date, min(month)))::timestamp as first_month,
        date_trunc('month', least(coalesce($to_day::date, $as_of::date), $as_of::date))::timestamp as last_month,
    from closed
    having count(*) > 0
),

months as (
    select unnest(generate_series(first_month, last_month, interval 1 month))::date as month
    from period
)

select
    strftime(months.month, '%Y-%m') as month,
    count(closed.month) as closed,
    count(*) filter (closed.on_time) as closed_on_time,
    count(*) filter (not closed.on_time) as closed_late,
    closed_on_time / nullif(closed_on_time + closed_late, 0) as on_time_rate,
    quantile_cont(closed.working_days, 0.5)::double as median_working_days,
from months
left join closed on closed.month = months.month
group by months.month
order by months.month
