-- title.az: Son iş günündən sonra yeni pozuntular
-- title.en: New violations since the last working day
-- title.ru: Новые нарушения с последнего рабочего дня
-- about.az: Hesabat gününün sonuna olan, ondan əvvəlki son iş gününün başlanğıcında isə olmayan pozuntular; rəhbərlik hər yoxlama üzrə sayını görür.
-- about.en: Violations that stand at the end of the as-of day and did not at the beginning of the last working day before it; management sees how many each control has.
-- about.ru: Нарушения, которые есть на конец отчётного дня и которых не было на начало последнего рабочего дня перед ним; руководство видит их число по каждой проверке.
-- grain: one new violation
-- basis: policy 1.1 to 9.1
-- roles: management dpo auditor
-- version: 1
-- sources: the controls, calendar_az.csv
-- sources.az: yoxlamalar, calendar_az.csv
-- sources.ru: проверки, calendar_az.csv
with since as (
    select max(day) as day
    from calendar
    where is_working
      and day < $as_of::date
),

fresh as (
    select
        now.control,
        since.day as since,
        now.ref,
        now.subject,
        now.occurred_on,
    from control_rows as now
    cross join since
    left join control_rows as before
        on before.control = now.control
        and before.ref = now.ref
        and before.violated_from < since.day
        and before.violated_until >= since.day
    where now.violated_from <= $as_of
      and now.violated_until > $as_of
      and before.ref is null
),

told as (
    select
        control,
        since,
        case when $role <> 'management' then ref end as ref,
        case when $role <> 'management' then subject end as subject,
        case when $role <> 'management' then occurred_on end as occurred_on,
        count(*) as violations,
    from fresh
    group by 1, 2, 3, 4, 5
)

select
    told.control,
    controls.clause,
    controls.severity,
    told.since,
    told.ref,
    told.subject,
    told.occurred_on,
    told.violations::bigint as violations,
from told
join controls using (control)
order by
    array_position(['critical', 'high', 'medium', 'low'], controls.severity),
    told.control,
    told.ref
