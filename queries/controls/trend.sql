-- title.az: Yoxlamalar aylar üzrə
-- title.en: Controls by month
-- title.ru: Проверки по месяцам
-- about.az: Hər ayın son gününə (cari ayda hesabat gününə) hər yoxlama üzrə yoxlanılmış hallar və pozuntular.
-- about.en: What each control examined and found on the last day of each month; the running month on the as-of day.
-- about.ru: Сколько случаев проверено и сколько нарушений выявлено каждой проверкой на последний день месяца (в текущем месяце — на отчётный день).
-- grain: one control and month
-- basis: policy 1.1 to 9.1
-- roles: management dpo auditor
-- version: 1
-- sources: the controls
-- sources.az: yoxlamalar
-- sources.ru: проверки
-- chart: line x=month y=violations
with first_month as (
    select
        case
            when $from_day is null then date_trunc('month', $as_of::date - interval 11 month)
            else date_trunc('month', $from_day::date)
        end::date as month_start,
),

months as (
    select
        month_start::date as month_start,
        least(last_day(month_start::date), $as_of::date) as day,
    from (
        select unnest(generate_series(
            first_month.month_start::timestamp,
            date_trunc('month', $as_of::date)::timestamp,
            interval 1 month
        )) as month_start
        from first_month
    )
)

select
    controls.control,
    strftime(months.month_start, '%Y-%m') as month,
    coalesce(examined, 0)::bigint as examined,
    coalesce(violations, 0)::bigint as violations,
from controls
cross join months
left join control_counts
    on control_counts.control = controls.control
    and from_on <= months.day
    and until_on > months.day
order by controls.control, months.month_start
