-- title.az: Əsassız saxlanma
-- title.en: Hold without a ground
-- title.ru: Хранение без обоснования
-- about.az: Qüvvədə olan hər hüquqi əsasla saxlanma; əsas, hüquqi akt və ya yenidən baxılma günü yoxdursa, pozuntudur.
-- about.en: Every legal hold in force; it is a violation when its ground, legal act or review day is missing.
-- about.ru: Каждое действующее хранение по правовому основанию; нарушение, если нет основания, акта или дня пересмотра.
-- grain: one hold
-- basis: policy 7.1.1
-- clause: 7.1.1
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- exclusions: holds of test accounts, and released ones from their release on
-- exclusions.az: sınaq hesablarının hüquqi əsasları və ləğv edilmişlər — ləğv günündən
-- exclusions.ru: основания тестовых учётных записей и снятые — со дня снятия
-- sources: legal_holds
select
    hold_id as ref,
    subject,
    placed_on as occurred_on,
    concat_ws(
        ', ',
        category,
        case when ground is null then 'no ground' end,
        case when legal_act is null then 'no legal_act' end,
        case when review_on is null then 'no review_on' end
    ) as detail,
    placed_on as examined_from,
    released_on as examined_until,
    case when ground is null or legal_act is null or review_on is null then placed_on end as violated_from,
    released_on as violated_until,
from holds
where subject not in (select subject from test_accounts)
