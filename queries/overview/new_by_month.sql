-- title.az: Aylar üzrə yeni pozuntular
-- title.en: New violations by month
-- title.ru: Новые нарушения по месяцам
-- about.az: Hesabat gününədək on iki ayın hər biri üzrə ayın sonuna olan, əvvəlki ayın sonuna isə olmayan pozuntular, ciddilik dərəcəsinə görə; cari ay hesabat gününün sonunadək sayılır.
-- about.en: For each of the twelve months up to the as-of day, the violations that stand at its end and did not at the end of the month before, by severity; the running month counts up to the end of the as-of day.
-- about.ru: За каждый из двенадцати месяцев по отчётный день: нарушения, которые есть на конец месяца и которых не было на конец предыдущего, по степени серьёзности; текущий месяц учтён по конец отчётного дня.
-- grain: one month and severity
-- basis: policy 1.1 to 9.1
-- roles: management dpo auditor
-- version: 1
-- chart: bar x=month y=violations color=severity
-- exclusions: the control of clause 9.1, which a person judges
-- exclusions.az: 9.1-ci bənd üzrə yoxlama: onu şəxs qiymətləndirir
-- exclusions.ru: проверка по пункту 9.1, которую оценивает человек
-- sources: the controls
-- sources.az: yoxlamalar
-- sources.ru: проверки
with months as (
    select
        strftime(starts, '%Y-%m') as month,
        least(last_day(starts), $as_of::date) as ends,
        (starts - interval 1 day)::date as before,
    from (
        select (date_trunc('month', $as_of::date) - to_months(back))::date as starts
        from unnest(range(12)) as past(back)
    )
),

fresh as (
    select
        months.month,
        controls.severity,
        count(distinct now.control || ' ' || now.ref) as violations,
    from months
    join control_rows as now
        on now.violated_from <= months.ends
        and now.violated_until > months.ends
    join controls using (control)
    left join control_rows as before
        on before.control = now.control
        and before.ref = now.ref
        and before.violated_from <= months.before
        and before.violated_until > months.before
    where before.ref is null
      and now.control <> 'contact_missing'
    group by 1, 2
)

select
    months.month,
    severities.severity,
    coalesce(fresh.violations, 0)::bigint as violations,
from months
cross join (select unnest(['critical', 'high', 'medium', 'low']) as severity) as severities
left join fresh using (month, severity)
order by months.month, array_position(['critical', 'high', 'medium', 'low'], severities.severity)
