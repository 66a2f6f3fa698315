-- title.az: Məsul şəxsi olmayan insident
-- title.en: Incident with nobody responsible
-- title.ru: Инцидент без ответственного
-- about.az: Aşkar edilmiş hər insident; məsul şəxs göstərilməyibsə, pozuntudur.
-- about.en: Every incident discovered; it is a violation when nobody is named as responsible.
-- about.ru: Каждый обнаруженный инцидент; нарушение, если ответственный не указан.
-- grain: one incident
-- basis: policy 7.2
-- clause: 7.2
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- sources: incidents
select
    incident_id as ref,
    null::bigint as subject,
    discovered_on as occurred_on,
    severity || ', ' || kind as detail,
    discovered_on as examined_from,
    null::date as examined_until,
    case when "owner" is null then discovered_on end as violated_from,
    null::date as violated_until,
from incidents
