-- title.az: Şübhə əsasında məlumatın sənədsiz verilməsi
-- title.en: Undocumented disclosure on suspicion
-- title.ru: Недокументированная передача по подозрению
-- about.az: Şübhə əsasında məlumatın verilməsinin hər halı; işin nömrəsi və ya icazə verən göstərilməyibsə, pozuntudur.
-- about.en: Every disclosure on the ground of suspicion; it is a violation when the number of the case or who authorised it is missing.
-- about.ru: Каждая передача по подозрению; нарушение, если нет номера дела или не указано, кто разрешил.
-- grain: one disclosure
-- basis: policy 6.3
-- clause: 6.3
-- severity: high
-- roles: dpo auditor
-- version: 1
-- sources: disclosures
select
    disclosure_id as ref,
    null::bigint as subject,
    disclosed_on as occurred_on,
    concat_ws(
        ', ',
        case when case_no is null then 'no case number' end,
        case when authorised_by is null then 'nobody who authorised it' end
    ) as detail,
    disclosed_on as examined_from,
    null::date as examined_until,
    case when case_no is null or authorised_by is null then disclosed_on end as violated_from,
    null::date as violated_until,
from disclosures
where ground = 'suspicion'
