-- title.az: Siyasətin bəndləri
-- title.en: Clauses of the policy
-- title.ru: Пункты политики
-- about.az: Məxfilik siyasətinin hər bəndi öz mətni ilə; ingilis və rus dillərindəki mətn qeyri-rəsmi tərcümədir.
-- about.en: Every clause of the privacy policy with its own text; English and Russian are unofficial translations.
-- about.ru: Каждый пункт политики конфиденциальности с его текстом; английский и русский тексты — неофициальный перевод.
-- grain: one clause
-- basis: policy 1.1 to 9.1
-- roles: management dpo auditor
-- version: 1
select clause, level, title_az, title_en, title_ru, az, en, ru, unofficial
from clauses
order by position, clause
