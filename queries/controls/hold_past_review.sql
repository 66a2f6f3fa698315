-- title.az: Yenidən baxılma müddəti ötmüş saxlanma
-- title.en: Legal hold past its review
-- title.ru: Хранение с пропущенным сроком пересмотра
-- about.az: Hüquqi əsasla saxlanmanın qüvvədə olan hər halı; yenidən baxılma günü keçibsə, pozuntudur.
-- about.en: Every legal hold in force; it is a violation when its review day has passed.
-- about.ru: Каждое действующее хранение по правовому основанию; нарушение, если день пересмотра прошёл.
-- grain: one hold
-- basis: policy 7.1.1
-- clause: 7.1.1
-- severity: low
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
    concat_ws(', ', category, 'review on ' || review_on) as detail,
    placed_on as examined_from,
    released_on as examined_until,
    review_on + 1 as violated_from,
    released_on as violated_until,
from holds
where subject not in (select subject from test_accounts)
