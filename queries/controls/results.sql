-- title.az: Nəzarətlər: nəticə
-- title.en: Controls: results
-- title.ru: Контроли: результат
-- about.az: Siyasətin hər bəndi üzrə nəzarət: neçə hal yoxlanılıb, neçəsində pozuntu var.
-- about.en: Every control of the policy's clauses on the chosen day: how many things were examined and how many violate it.
-- about.ru: Контроль по каждому пункту политики на выбранный день: сколько случаев проверено и в скольких есть нарушение.
-- grain: one control
-- basis: policy 1.1 to 9.1
-- roles: management dpo auditor
-- version: 1
-- sources: control_counts controls
with standing as (
    select controls.control, examined, violations
    from controls
    join control_counts
        on control_counts.control = controls.control
        and from_on <= $as_of
        and until_on > $as_of
    where $known_at is null or not knows
),

as_known as (
    select
        control,
        count(*) filter (
            examined_from <= $as_of
            and coalesce(examined_until, date '9999-12-31') > $as_of
        ) as examined,
        count(*) filter (
            examined_from <= $as_of
            and coalesce(examined_until, date '9999-12-31') > $as_of
            and violated_from <= $as_of
            and coalesce(violated_until, date '9999-12-31') > $as_of
        ) as violations,
    from live_controls
    group by control
),

counted as (
    select control, examined, violations from standing
    union all
    select control, examined, violations from as_known
)

select
    controls.control,
    controls.clause,
    controls.severity,
    controls.title_en as title,
    coalesce(examined, 0)::bigint as examined,
    coalesce(violations, 0)::bigint as violations,
    case
        when coalesce(examined, 0) = 0 then 'not_measurable'
        when coalesce(violations, 0) = 0 then 'met'
        when controls.control = 'contact_missing' then 'needs_a_person'
        else 'not_met'
    end as status,
from controls
left join counted on counted.control = controls.control
order by controls.control
