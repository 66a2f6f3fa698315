-- title.az: Müddətlər və onların əsası
-- title.en: Time limits and what they rest on
-- title.ru: Сроки и их основания
-- about.az: Hər öhdəlik üçün müddət, onu müəyyən edən maddə və bunun nə dərəcədə təsdiqləndiyi.
-- about.en: The limit for each obligation, the article that sets it, and how sure that is.
-- about.ru: Срок по каждой обязанности, устанавливающая его статья и насколько это подтверждено.
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
order by regime, obligation, applies_to, valid_from
