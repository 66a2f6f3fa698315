-- title.az: Məlumatın xaricə verilməsi
-- title.en: Disclosure abroad
-- title.ru: Передача данных за границу
-- about.az: Məlumatın ölkə göstərilməklə verildiyi hər hal; ölkə Azərbaycan (AZ) deyilsə və əsas razılıq deyilsə, pozuntudur. Kod hərfi-hərfinə müqayisə edilir: kiçik hərflərlə yazılmış “az” da xaric sayılır.
-- about.en: Every disclosure that names a country; it is a violation when the country is not Azerbaijan (AZ) and the ground is not consent. The code is compared letter for letter: “az” in small letters counts as abroad too.
-- about.ru: Каждая передача с указанной страной; нарушение, если страна — не Азербайджан (AZ), а основание — не согласие. Код сравнивается буква в букву: «az» строчными буквами тоже считается заграницей.
-- grain: one disclosure
-- basis: policy 6
-- clause: 6
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- sources: disclosures
select
    disclosure_id as ref,
    null::bigint as subject,
    disclosed_on as occurred_on,
    country as detail,
    disclosed_on as examined_from,
    null::date as examined_until,
    case when country <> 'AZ' and ground is distinct from 'consent' then disclosed_on end as violated_from,
    null::date as violated_until,
from disclosures
where country is not null
