-- title.az: İnsidentlər
-- title.en: Incidents
-- title.ru: Инциденты
-- about.az: Hesabat gününün sonunadək aşkar edilmiş insidentlər: növü, ciddilik dərəcəsi, neçə saata lokallaşdırıldığı, bağlandığı gün və əhatə etdiyi şəxslərin sayı.
-- about.en: Incidents discovered up to the as-of day: kind, severity, hours until they were contained, when they were closed, how many people they concern, and whether the limit has passed.
-- about.ru: Инциденты, обнаруженные по отчётный день: вид, степень серьёзности, часы до локализации, день закрытия и число затронутых лиц.
-- grain: one incident
-- basis: policy 7.2
-- roles: management dpo auditor
-- version: 1
-- people: subject_count
-- sources: incidents
select
    incident_id,
    kind,
    severity,
    discovered_at,
    case
        when contained_on <= $as_of then date_diff('microsecond', discovered_at, contained_at) / 1e6 / 3600
    end::double as hours_to_contain,
    case when closed_on <= $as_of then closed_on end as closed_on,
    subject_count,
    exists (
        select 1
        from control_rows
        where control = 'incident_not_contained'
          and ref = incident_id::varchar
          and violated_from <= $as_of
          and violated_until > $as_of
    ) as past_limit,
from incidents
where discovered_on <= $as_of
  and ($from_day is null or discovered_on >= $from_day)
  and ($to_day is null or discovered_on <= $to_day)
order by (closed_on is null or closed_on > $as_of) desc, discovered_at desc, incident_id desc
