-- title.az: Siyasətin bəndləri
-- title.en: Clauses of the policy
-- title.ru: Пункты политики
-- about.az: Siyasətin hər bəndi və 4, 5, 6-cı bölmələr: neçə yoxlama var, neçəsi pozuntu aşkar edib və ən yüksək ciddilik dərəcəsi; pozuntuların cəmi fayldadır.
-- about.en: Every clause of the policy and its sections 4, 5 and 6: how many controls it has, how many of them found violations, and the worst severity; the file adds the violations up.
-- about.ru: Каждый пункт политики и её разделы 4, 5 и 6: сколько проверок, сколько из них выявили нарушения, и наибольшая степень серьёзности; сумма нарушений — в файле.
-- grain: one clause or section
-- basis: policy 1.1 to 9.1
-- roles: management dpo auditor
-- version: 1
-- sources: the controls
-- sources.az: yoxlamalar
-- sources.ru: проверки
with by_control as (
    select
        controls.clause as control_clauses,
        controls.control,
        controls.severity,
        array_position(['low', 'medium', 'high', 'critical'], controls.severity) as weight,
        coalesce(control_counts.violations, 0) as violations,
        coalesce(control_counts.violations, 0) > 0 and controls.control <> 'contact_missing' as is_not_met,
    from controls
    left join control_counts
        on control_counts.control = controls.control
        and control_counts.from_on <= $as_of
        and control_counts.until_on > $as_of
),

by_clause as (
    select
        unnest(string_split(control_clauses, ' ')) as clause,
        control,
        severity,
        weight,
        violations,
        is_not_met,
    from by_control
)

select
    clauses.clause,
    count(by_clause.control) as controls,
    count(*) filter (by_clause.is_not_met) as not_met,
    coalesce(sum(by_clause.violations), 0)::bigint as violations,
    max_by(by_clause.severity, by_clause.weight) filter (by_clause.is_not_met) as worst_severity,
from clauses
left join by_clause using (clause)
where clauses.level = 'clause'
   or clauses.clause in ('4', '5', '6')
group by clauses.clause, clauses.position
order by clauses.position
