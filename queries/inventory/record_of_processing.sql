-- title.az: Emal əməliyyatlarının reyestri
-- title.en: Record of processing
-- title.ru: Реестр операций обработки
-- about.az: Səlahiyyətli orqanın tələb edə biləcəyi reyestr: hər məqsəd və kateqoriya üzrə bir sətir; siyasət, məlumatların reyestri və hadisələr əsasında. Məlum olmayan “məlum deyil” kimi göstərilir.
-- about.en: The register that an authority may ask for: one line per purpose and category, from the policy, the inventory and the events. What is not known is said to be unknown.
-- about.ru: Реестр, который вправе запросить уполномоченный орган: по строке на каждую цель и категорию, по данным политики, реестра данных и событий. Неизвестное обозначено словом «неизвестно».
-- grain: one purpose and category
-- basis: policy 1.2, 3.6, 4, 5, 6, 7
-- roles: management dpo auditor
-- version: 1
-- numerator: fields of a line with nothing unknown (completeness)
-- numerator.az: sətrin tam məlum olan sahələri (tamlıq)
-- numerator.ru: поля строки, в которых нет неизвестного (полнота)
-- denominator: the 23 fields
-- denominator.az: 23 sahə
-- denominator.ru: 23 поля
-- sources: the policy's data, the operational database, access_log, disclosures
-- sources.az: siyasətin məlumatları, operativ məlumat bazası, access_log, disclosures
-- sources.ru: данные политики, рабочая база данных, access_log, disclosures
with used as (
    select
        category,
        purpose,
        string_agg(distinct legal_basis, ', ' order by legal_basis) as legal_bases,
        string_agg(distinct system, ', ' order by system) as systems,
    from matrix_bases
    where first_on <= $as_of
    group by category, purpose
),

-- what was used, and what is declared but was never seen in use
activities as (
    select category, purpose, legal_bases, systems
    from used
    union all
    select category, null, null, null
    from categories
    where category not in (select category from used)
    union all
    select null, purpose, null, null
    from purposes
    where purpose not in (select purpose from used where purpose is not null)
),

given as (
    select
        trim(unnest(string_split(categories, ','))) as category,
        recipient,
        recipient_type,
        country,
    from disclosures
    where disclosed_on <= $as_of
),

given_by_category as (
    select
        category,
        string_agg(distinct recipient_type, ', ' order by recipient_type) as recipients,
        string_agg(distinct recipient, ', ' order by recipient) filter (recipient_type = 'processor') as processors,
        string_agg(distinct country, ', ' order by country) filter (country <> 'AZ') as countries,
    from given
    group by category
),

notice as (
    select max_by(version, effective_at) as version
    from versions
    where change_kind = 'material'
      and effective_on <= $as_of
),

lines as (
    select
        coalesce(activities.purpose, 'unknown') || '/' || coalesce(activities.category, 'unknown') || ': '
            || coalesce(purposes.en, 'unknown') || '; ' || coalesce(categories.en, 'unknown') as activity_id_name,
        case
            when (select bool_or(blank) from contact_fields) then 'Qonshu app; contact unknown (blank in policy 9.1)'
            else 'Qonshu app; contact in policy 9.1'
        end as controller_name_contact,
        'none (policy 1.2)' as joint_controller,
        'unknown' as dpo_responsible_person,
        coalesce(activities.purpose, 'unknown') as purposes,
        coalesce(activities.legal_bases, 'unknown') as lawful_basis,
        case when activities.purpose = '5.9' then 'unknown' else 'none claimed' end as legitimate_interest_note,
        'resident, komendant, partner (policy 1.1)' as data_subject_categories,
        coalesce(activities.category, 'unknown') as personal_data_categories,
        case
            when activities.category is null then 'unknown'
            when categories.sensitive then 'sensitive; condition unknown'
            else 'none declared'
        end as special_category_condition,
        'the person; third parties (policy 6.1)' as source_of_data,
        case
            when activities.category is null then 'unknown'
            else coalesce(given_by_category.recipients, 'none recorded')
        end as recipients,
        case
            when activities.category is null then 'unknown'
            else coalesce(given_by_category.processors || '; contract unknown', 'none recorded')
        end as processor_contract_ref,
        case
            when activities.category is null then 'unknown'
            else coalesce(given_by_category.countries || '; safeguard unknown', 'none recorded')
        end as transfer_country_safeguard,
        coalesce(retention.months || ' months from ' || retention.counted_from, 'unknown') as retention_limit_trigger,
        'policy 1.2, 7.2; measures unknown' as security_measures,
        'unknown' as audit,
        'policy 3.5, 7.1' as rights_procedure,
        'unknown' as state_registration_no_exemption_clause,
        coalesce(activities.systems, 'unknown') || '; '
            || coalesce(categories."table" || '.' || categories."column", 'unknown') as system_table_column,
        'unknown' as dpia_needed_ref,
        coalesce('policy version ' || notice.version, 'unknown') as link_to_notice,
        'unknown' as owner_last_review_next_review,
        activities.purpose,
        activities.category,
    from activities
    cross join notice
    left join purposes on purposes.purpose = activities.purpose
    left join categories on categories.category = activities.category
    left join retention on retention.category = activities.category
    left join given_by_category on given_by_category.category = activities.category
)

select
    activity_id_name,
    controller_name_contact,
    joint_controller,
    dpo_responsible_person,
    purposes,
    lawful_basis,
    legitimate_interest_note,
    data_subject_categories,
    personal_data_categories,
    special_category_condition,
    source_of_data,
    recipients,
    processor_contract_ref,
    transfer_country_safeguard,
    retention_limit_trigger,
    security_measures,
    audit,
    rights_procedure,
    state_registration_no_exemption_clause,
    system_table_column,
    dpia_needed_ref,
    link_to_notice,
    owner_last_review_next_review,
    (
        (not contains(activity_id_name, 'unknown'))::integer
        + (not contains(controller_name_contact, 'unknown'))::integer
        + (not contains(joint_controller, 'unknown'))::integer
        + (not contains(dpo_responsible_person, 'unknown'))::integer
        + (not contains(purposes, 'unknown'))::integer
        + (not contains(lawful_basis, 'unknown'))::integer
        + (not contains(legitimate_interest_note, 'unknown'))::integer
        + (not contains(data_subject_categories, 'unknown'))::integer
        + (not contains(personal_data_categories, 'unknown'))::integer
        + (not contains(special_category_condition, 'unknown'))::integer
        + (not contains(source_of_data, 'unknown'))::integer
        + (not contains(recipients, 'unknown'))::integer
        + (not contains(processor_contract_ref, 'unknown'))::integer
        + (not contains(transfer_country_safeguard, 'unknown'))::integer
        + (not contains(retention_limit_trigger, 'unknown'))::integer
        + (not contains(security_measures, 'unknown'))::integer
        + (not contains(audit, 'unknown'))::integer
        + (not contains(rights_procedure, 'unknown'))::integer
        + (not contains(state_registration_no_exemption_clause, 'unknown'))::integer
        + (not contains(system_table_column, 'unknown'))::integer
        + (not contains(dpia_needed_ref, 'unknown'))::integer
        + (not contains(link_to_notice, 'unknown'))::integer
        + (not contains(owner_last_review_next_review, 'unknown'))::integer
    ) / 23 as completeness,
from lines
order by purpose nulls last, category nulls last
