-- title.az: Kateqoriyalar və məqsədlər
-- title.en: Categories and purposes
-- title.ru: Категории и цели
-- about.az: Hesabat gününün sonunadək hansı məlumatın hansı məqsədlə istifadə edildiyi: icazə verilmiş giriş hadisələri, bu hadisələrdə göstərilən şəxslər və hüquqi əsaslar. Məqsədin göstərilmədiyi hallar ayrıca sətirdir.
-- about.en: Which data was used for which purpose up to the as-of day: allowed access events, people named in them and the legal bases given. Events without a purpose are a row of their own.
-- about.ru: Какие данные для какой цели использовались по отчётный день: разрешённые события доступа, указанные в них лица и правовые основания. События без цели — отдельная строка.
-- grain: one category and purpose
-- basis: policy 3.2, 4, 5
-- roles: management dpo auditor
-- version: 1
-- people: subjects
-- chart: heatmap x=purpose y=category value=subjects
-- exclusions: denied events, test accounts; events that name nobody count as events only
-- exclusions.az: rədd edilmiş hadisələr, sınaq hesabları; konkret şəxs göstərilməyən hadisələr yalnız hadisə kimi sayılır
-- exclusions.ru: отклонённые события, тестовые учётные записи; события, в которых лицо не указано, считаются только событиями
-- sources: access_log
with of_everybody as (
    select
        category,
        purpose,
        sum(events) as events,
        sum(new_subjects) as subjects,
    from matrix_days
    where $person_role is null
      and $building_id is null
      and day <= $as_of
    group by category, purpose
),

bases_of_everybody as (
    select
        category,
        purpose,
        string_agg(distinct legal_basis, ', ' order by legal_basis) as legal_bases,
    from matrix_bases
    where $person_role is null
      and $building_id is null
      and first_on <= $as_of
    group by category, purpose
),

-- a role or a building is asked of the log itself
of_some as (
    select
        access_log.category,
        access_log.purpose,
        count(*) as events,
        count(distinct access_log.subject) as subjects,
        string_agg(distinct access_log.legal_basis, ', ' order by access_log.legal_basis) as legal_bases,
    from access_log
    join people using (subject)
    where ($person_role is not null or $building_id is not null)
      and ($person_role is null or people.role = $person_role)
      and ($building_id is null or people.building_id = $building_id)
      and access_log.outcome = 'allowed'
      and access_log.occurred_on <= $as_of
    group by access_log.category, access_log.purpose
)

select
    category,
    purpose,
    events::bigint as events,
    subjects::bigint as subjects,
    legal_bases,
from (
    select
        of_everybody.category,
        of_everybody.purpose,
        of_everybody.events,
        of_everybody.subjects,
        bases_of_everybody.legal_bases,
    from of_everybody
    left join bases_of_everybody
        on bases_of_everybody.category = of_everybody.category
        and bases_of_everybody.purpose is not distinct from of_everybody.purpose
    union all
    select category, purpose, events, subjects, legal_bases
    from of_some
)
order by category, purpose
