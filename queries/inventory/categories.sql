-- title.az: Məlumat kateqoriyaları
-- title.en: Data categories
-- title.ru: Категории данных
-- about.az: Siyasətdə bəyan edilmiş hər kateqoriya və bazada aşkar edilmiş hər bəyan edilməmiş sütun: sətirlərin və şəxslərin sayı, ən əvvəlki və ən son gün, saxlanma müddəti, məlumatı müddətdən artıq və hüquqi əsas olmadan saxlanılan şəxslər.
-- about.en: Every declared category and every undeclared column found in the operational database: rows and people, oldest and newest day, the retention period and the people past it without a legal hold.
-- about.ru: Каждая заявленная категория и каждый незаявленный столбец, найденный в рабочей базе данных: число строк и лиц, самый ранний и самый поздний день, срок хранения и лица, чьи данные хранятся дольше срока без правового основания.
-- grain: one declared category or one undeclared column
-- basis: policy 3.6, 4.1, 4.2, 4.3, 4.4
-- roles: management dpo auditor
-- version: 1
-- people: subjects past_retention_subjects
-- derived: rows
-- exclusions: rows, people and dates describe the load and leave nobody out; past retention leaves out test accounts and holds in force
-- exclusions.az: sətirlər, şəxslər və günlər yükləmə anına aiddir və hamını əhatə edir; saxlanma müddəti keçmiş şəxslərə sınaq hesabları və hüquqi əsasla saxlanmanın qüvvədə olan halları daxil deyil
-- exclusions.ru: строки, лица и даты относятся к моменту загрузки и охватывают всех; среди лиц с истёкшим сроком хранения нет тестовых учётных записей и данных, хранимых по действующему правовому основанию
-- sources: the operational database, legal_holds, retention.csv
-- sources.az: operativ məlumat bazası, legal_holds, retention.csv
-- sources.ru: рабочая база данных, legal_holds, retention.csv
with past as (
    select category, subjects
    from retention_spans
    where from_on <= $as_of
      and until_on > $as_of
),

declared as (
    select
        categories.category,
        categories.clause,
        categories."table",
        categories."column",
        coalesce(category_counts.rows, 0) as rows,
        coalesce(category_counts.subjects, 0) as subjects,
        category_counts.oldest_on,
        category_counts.newest_on,
        past.subjects as past_retention_subjects,
        retention.months as retention,
        retention.ground,
        retention.counted_from,
        case when category_counts.present then 'declared' else 'declared_but_absent' end as status,
    from categories
    left join category_counts using (category)
    left join retention using (category)
    left join past using (category)
),

undeclared as (
    select
        null as category,
        null as clause,
        "table",
        "column",
        rows,
        subjects,
        null as oldest_on,
        null as newest_on,
        null as past_retention_subjects,
        null as retention,
        null as ground,
        null as counted_from,
        'undeclared' as status,
    from undeclared_counts
),

listed as (
    select
        category,
        clause,
        "table",
        "column",
        rows,
        subjects,
        oldest_on,
        newest_on,
        past_retention_subjects,
        retention,
        ground,
        status,
        counted_from,
    from declared
    union all
    select
        category,
        clause,
        "table",
        "column",
        rows,
        subjects,
        oldest_on,
        newest_on,
        past_retention_subjects,
        retention,
        ground,
        status,
        counted_from,
    from undeclared
)

select
    category::varchar as category,
    clause::varchar as clause,
    "table",
    "column",
    rows::bigint as rows,
    subjects::bigint as subjects,
    oldest_on::date as oldest_on,
    newest_on::date as newest_on,
    past_retention_subjects::bigint as past_retention_subjects,
    retention::integer as retention,
    ground::varchar as ground,
    status,
    counted_from::varchar as counted_from,
from listed
order by clause nulls last, category, "table", "column"
