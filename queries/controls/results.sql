-- title.az: Yoxlamaların nəticələri
-- title.en: Results of the controls
-- title.ru: Результаты проверок
-- about.az: Siyasətin bəndləri üzrə hər yoxlama: hesabat gününə neçə halın yoxlanıldığı və neçəsində pozuntu olduğu.
-- about.en: Every control of the policy's clauses on the as-of day: how many cases were examined and how many are violations.
-- about.ru: Каждая проверка по пунктам политики на отчётный день: сколько случаев проверено и в скольких есть нарушение.
-- grain: one control
-- basis: policy 1.1 to 9.1
-- roles: management dpo auditor
-- version: 1
-- sources: the controls
-- sources.az: yoxlamalar
-- sources.ru: проверки
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
order by
    coalesce(violations, 0) > 0 desc,
    case controls.severity when 'critical' then 1 when 'high' then 2 when 'medium' then 3 else 4 end,
    coalesce(violations, 0) desc,
    controls.control
