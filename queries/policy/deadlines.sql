-- title.az: Müddətlər və onların əsası
-- title.en: Time limits and what they rest on
-- title.ru: Сроки и их основания
-- about.az: Hər hüquqi rejimdə hər öhdəlik üçün müddət, onu müəyyən edən maddə və bunun nə dərəcədə təsdiqləndiyi; ayarlarda seçilmiş, qüvvədə olan rejim birinci göstərilir.
-- about.en: The limit for each obligation under each regime, the article that sets it, and how sure that is; the regime in force, set in the settings, stands first.
-- about.ru: Срок по каждой обязанности в каждом правовом режиме, устанавливающая его статья и насколько это подтверждено; действующий режим, заданный в настройках, стоит первым.
-- grain: one rule and type of request
-- basis: Law 998-IIIQ Art. 12; GDPR Art. 12
-- roles: management dpo auditor
-- version: 1
select
    regime,
    obligation,
    applies_to,
    "limit",
    unit,
    extension,
    clock_starts,
    article,
    confidence,
    valid_from,
from deadlines
order by
    regime = (select value from settings where name = 'regime') desc,
    regime,
    obligation,
    applies_to,
    valid_from
