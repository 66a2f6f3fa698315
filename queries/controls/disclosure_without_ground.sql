-- title.az: Məlumatın əsas göstərilmədən verilməsi
-- title.en: Disclosure without a ground
-- title.ru: Передача без основания
-- about.az: Məlumatın verilməsinin hər halı; əsas qanun, şübhə, müqavilə və ya razılıq deyilsə, pozuntudur.
-- about.en: Every disclosure; it is a violation unless its ground is law, suspicion, contract or consent.
-- about.ru: Каждая передача; нарушение, если её основание — не закон, не подозрение, не договор и не согласие.
-- grain: one disclosure
-- basis: policy 6
-- clause: 6
-- severity: high
-- roles: dpo auditor
-- version: 1
-- sources: disclosures
select
    disclosure_id as ref,
    null::bigint as subject,
    disclosed_on as occurred_on,
    concat_ws(' to ', coalesce(ground, 'no ground'), recipient_type) as detail,
    disclosed_on as examined_from,
    null::date as examined_until,
    case
        when coalesce(ground, '') not in ('law', 'suspicion', 'contract', 'consent') then disclosed_on
    end as violated_from,
    null::date as violated_until,
from disclosures
