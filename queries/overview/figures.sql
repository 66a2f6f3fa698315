-- title.az: Əsas göstəricilər
-- title.en: Key figures
-- title.ru: Основные показатели
-- about.az: Öhdəliklərə əməl olunub-olunmadığı: razılıq, müraciətlər, silinmələr, yoxlamalar və məlumatların reyestri üzrə göstəricilər, hədəf və əvvəlki ayın həmin günü ilə müqayisədə.
-- about.en: Whether promises are kept: figures of consent, requests, erasures, controls and the inventory, beside their target and the same day last month.
-- about.ru: Выполняются ли обязательства: показатели согласий, обращений, удалений, проверок и реестра данных рядом с целевым значением и тем же днём предыдущего месяца.
-- grain: one figure
-- basis: policy 1.1 to 9.1
-- roles: management dpo auditor
-- version: 1
-- people: people people_asked people_before
-- derived: value numerator previous
-- numerator: what the figure counts; the median has none
-- numerator.az: göstəricinin saydığı hallar; median üçün yoxdur
-- numerator.ru: случаи, которые считает показатель; у медианы их нет
-- denominator: what it is counted among; for the median the closed requests
-- denominator.az: nədən sayıldığı; median üçün bağlanmış müraciətlər
-- denominator.ru: из чего считается; для медианы — закрытые обращения
-- exclusions: test accounts; requests without a rule from the rate of being on time
-- exclusions.az: sınaq hesabları; vaxtında icra payında — qaydası olmayan müraciətlər
-- exclusions.ru: тестовые учётные записи; в доле исполненных в срок — обращения без правила
-- sources: users, consent_events, privacy_requests, disclosures, the controls, targets.csv
-- sources.az: users, consent_events, privacy_requests, disclosures, yoxlamalar, targets.csv
-- sources.ru: users, consent_events, privacy_requests, disclosures, проверки, targets.csv
with moments as (
    select 'now' as moment, $as_of::date as day
    union all
    select 'before', ($as_of::date - interval 1 month)::date
),

answers as (
    select
        moments.moment,
        coalesce(sum(case when state = 'explicit' then change end), 0) as explicit,
        coalesce(sum(case when state = 'implied' then change end), 0) as implied,
        coalesce(sum(case when state = 'population' then change end), 0) as population,
    from moments
    left join consent_changes
        on consent_changes.day <= moments.day
        and consent_changes.purpose in ('policy', 'population')
    group by moments.moment
),

requests_of_both as (
    select 'now' as moment, is_open, working_days
    from requests_on($as_of::date, (select value from settings where name = 'regime'), null)
    union all
    select 'before', is_open, working_days
    from requests_on(
        ($as_of::date - interval 1 month)::date,
        (select value from settings where name = 'regime'),
        null
    )
),

dealt as (
    select
        moments.moment,
        count(*) filter (is_open) as still_open,
        count(*) filter (not is_open) as closed,
        median(working_days) filter (not is_open) as median_working_days,
    from moments
    left join requests_of_both using (moment)
    group by moments.moment
),

erased as (
    select
        moments.moment,
        count(erasures.request_id) as erasures,
        count(*) filter (erasure_spans.residual_rows = 0 and erasure_spans.kept_on_hold = 0) as clean,
    from moments
    left join erasures on erasures.from_on <= moments.day
    left join erasure_spans
        on erasure_spans.request_id = erasures.request_id
        and erasure_spans.from_on <= moments.day
        and erasure_spans.until_on > moments.day
    group by moments.moment
),

disclosed as (
    select
        moments.moment,
        count(disclosures.disclosure_id) as disclosures,
        count(*) filter (
            ground in ('contract', 'consent')
            or (ground = 'law' and legal_act is not null and article is not null and letter_no is not null)
            or (ground = 'suspicion' and case_no is not null and authorised_by is not null)
        ) as complete,
    from moments
    left join disclosures on disclosures.disclosed_on <= moments.day
    group by moments.moment
),

checked as (
    select
        moments.moment,
        controls.control,
        coalesce(control_counts.examined, 0) as examined,
        coalesce(control_counts.violations, 0) as violations,
    from moments
    cross join controls
    left join control_counts
        on control_counts.control = controls.control
        and control_counts.from_on <= moments.day
        and control_counts.until_on > moments.day
),

overdue as (
    select moment, violations
    from checked
    where control = 'request_overdue'
),

closed_late as (
    select moment, examined, violations
    from checked
    where control = 'request_closed_late'
),

figures as (
    select 1 as position, moment, 'consent_coverage' as figure, explicit as numerator, population as denominator
    from answers
    union all
    select 2, moment, 'implied_share', implied, population from answers
    union all
    select 3, moment, 'requests_overdue', overdue.violations, still_open
    from dealt
    join overdue using (moment)
    union all
    select
        4,
        moment,
        'on_time_rate_incl_overdue',
        closed_late.examined - closed_late.violations,
        closed_late.examined + overdue.violations,
    from closed_late
    join overdue using (moment)
    union all
    select 5, moment, 'median_working_days', null, closed from dealt
    union all
    select 6, moment, 'erasures_clean_share', clean, erasures from erased
    union all
    select 7, moment, 'controls_not_met', count(*) filter (violations > 0 and control <> 'contact_missing'), count(*)
    from checked
    group by moment
    union all
    select 8, moment, control, violations, examined from checked where control = 'processing_after_withdrawal'
    union all
    select 9, moment, 'messages_without_consent', violations, examined
    from checked
    where control = 'message_without_consent'
    union all
    select 10, moment, 'disclosures_complete_share', complete, disclosures from disclosed
    union all
    select 11, moment, 'retention_exceeded_categories', violations, examined
    from checked
    where control = 'retention_exceeded'
    union all
    select 12, moment, 'undeclared_columns', violations, examined from checked where control = 'undeclared_data'
),

valued as (
    select
        figures.position,
        figures.moment,
        figures.figure,
        case
            when figure = 'median_working_days' then dealt.median_working_days
            when figure in (
                'consent_coverage',
                'implied_share',
                'on_time_rate_incl_overdue',
                'erasures_clean_share',
                'disclosures_complete_share'
            ) then numerator / nullif(denominator, 0)
            else numerator
        end::double as value,
        figures.numerator,
        figures.denominator,
        case when figure in ('consent_coverage', 'implied_share') then numerator end as people,
        case when figure in ('consent_coverage', 'implied_share') then denominator end as people_asked,
    from figures
    join dealt using (moment)
)

select
    figure,
    now.value,
    now.numerator::bigint as numerator,
    now.denominator::bigint as denominator,
    targets.target,
    before.value as previous,
    targets.direction,
    now.people::bigint as people,
    now.people_asked::bigint as people_asked,
    before.people::bigint as people_before,
from valued as now
join valued as before using (figure)
left join targets using (figure)
where now.moment = 'now'
  and before.moment = 'before'
order by now.position
