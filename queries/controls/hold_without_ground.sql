-- title.az: Əsası göstərilməyən saxlanma
-- title.en: Legal hold without a ground
-- title.ru: Хранение без указания основания
-- about.az: Hüquqi əsasla saxlanmanın qüvvədə olan hər halı; əsas, hüquqi akt və ya yenidən baxılma günü göstərilməyibsə, pozuntudur.
-- about.en: Every legal hold in force; it is a violation when its ground, legal act or review day is missing.
-- about.ru: Каждое действующее хранение по правовому основанию; нарушение, если не указаны основание, правовой акт или день пересмотра.
-- grain: one hold
-- basis: policy 7.1.1
-- clause: 7.1.1
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- exclusions: holds of test accounts, and released ones from their release on
-- exclusions.az: sınaq hesabları; ləğv edilmiş saxlanma halları — ləğv günündən
-- exclusions.ru: тестовые учётные записи; прекращённое хранение — со дня прекращения
-- sources: legal_holds
select
    hold_id as ref,
    subject,
    placed_on as occurred_on,
    concat_ws(
        ', ',
        category,
        case when ground is null then 'no ground' end,
        case when legal_act is null then 'no legal act' end,
        case when review_on is null then 'no review day' end
    ) as detail,
    placed_on as examined_from,
    released_on as examined_until,
    case when ground is null or legal_act is null or review_on is null then placed_on end as violated_from,
    released_on as violated_until,
from holds
where subject not in (select subject from test_accounts)
