-- title.az: Qanun əsasında məlumatın tələb sənədləşdirilmədən verilməsi
-- title.en: Disclosure under the law without a documented demand
-- title.ru: Передача по закону без документально подтверждённого требования
-- about.az: Qanun əsasında məlumatın verilməsinin hər halı; akt, maddə və ya məktubun nömrəsi yoxdursa, pozuntudur.
-- about.en: Every disclosure on the ground of law; it is a violation when the act, the article or the number of the letter is missing.
-- about.ru: Каждая передача на основании закона; нарушение, если нет акта, статьи или номера письма.
-- grain: one disclosure
-- basis: policy 6.2, 3.2.4
-- clause: 6.2 3.2.4
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
        case when legal_act is null then 'no legal act' end,
        case when article is null then 'no article' end,
        case when letter_no is null then 'no letter number' end
    ) as detail,
    disclosed_on as examined_from,
    null::date as examined_until,
    case
        when legal_act is null or article is null or letter_no is null then disclosed_on
    end as violated_from,
    null::date as violated_until,
from disclosures
where ground = 'law'
