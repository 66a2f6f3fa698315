-- title.az: Vaxtında lokallaşdırılmamış insident
-- title.en: Incident not contained in time
-- title.ru: Инцидент не локализован в срок
-- about.az: Aşkar edilmiş hər insident; saatlarla müəyyən edilmiş müddətdən gec lokallaşdırılıbsa (lokallaşdırılma vaxtı göstərilməyibsə, bağlanma vaxtı əsas götürülür) və ya müddət keçdiyi halda hələ lokallaşdırılmayıbsa, pozuntudur.
-- about.en: Every incident discovered; it is a violation when it was contained (else closed) later than the hours allowed, or not yet and they have passed.
-- about.ru: Каждый обнаруженный инцидент; нарушение, если он локализован (а если время локализации не указано — закрыт) позже срока, установленного в часах, или срок истёк, а инцидент не локализован.
-- grain: one incident and what is known of its end
-- basis: policy 7.2; the article stands in each row
-- clause: 7.2
-- severity: critical
-- roles: dpo auditor
-- version: 1
-- exclusions: incidents without a rule for the day of discovery
-- exclusions.az: aşkar edildiyi gün üçün qayda olmayan insidentlər
-- exclusions.ru: инциденты, на день обнаружения которых нет правила
-- sources: incidents, deadlines.csv
with limited as (
    select
        incidents.incident_id,
        incidents.severity,
        incidents.discovered_on,
        incidents.contained_at,
        incidents.closed_at,
        coalesce(incidents.contained_on, date '9999-12-31') as contained_on,
        coalesce(incidents.closed_on, date '9999-12-31') as closed_on,
        limits.hours,
        limits.article,
        limits.confidence,
        incidents.discovered_at + limits.hours * interval 1 hour as limit_at,
    from incidents
    join obligation_limits as limits
        on limits.regime = (select value from settings where name = 'regime')
        and limits.obligation = 'incident_containment'
        and limits.type = 'incident'
        and limits.rule_on = incidents.discovered_on
        and limits.day_0 = incidents.discovered_on
    where limits.hours is not null
),

-- What is known of the end changes by day: nothing; then the closing, if it came first; then the containment.
spans as (
    select
        incident_id,
        severity,
        hours,
        article,
        confidence,
        discovered_on,
        discovered_on as from_on,
        least(contained_on, closed_on) as until_on,
        (limit_at at time zone 'UTC' at time zone 'Asia/Baku')::date as violated_from,
    from limited
    union all
    select
        incident_id,
        severity,
        hours,
        article,
        confidence,
        discovered_on,
        greatest(discovered_on, closed_on),
        contained_on,
        case when closed_at > limit_at then greatest(discovered_on, closed_on) end,
    from limited
    where closed_on < contained_on
    union all
    select
        incident_id,
        severity,
        hours,
        article,
        confidence,
        discovered_on,
        greatest(discovered_on, contained_on),
        date '9999-12-31',
        case when contained_at > limit_at then greatest(discovered_on, contained_on) end,
    from limited
    where contained_on < date '9999-12-31'
)

select
    incident_id as ref,
    null::bigint as subject,
    discovered_on as occurred_on,
    severity || ', more than ' || hours || ' hours; ' || article || '; ' || confidence as detail,
    from_on as examined_from,
    until_on as examined_until,
    case when violated_from is not null then greatest(violated_from, from_on) end as violated_from,
    until_on as violated_until,
from spans
where from_on < until_on
