-- title.az: Emal məqsədləri
-- title.en: Purposes of processing
-- title.ru: Цели обработки
-- about.az: Siyasətin bəyan etdiyi məqsədlər və hər biri üçün qüvvədə olmalı olan razılıq.
-- about.en: The purposes that the policy declares, and the consent that must be in force for each.
-- about.ru: Цели, заявленные политикой, и согласие, которое должно действовать для каждой из них.
-- grain: one purpose
-- basis: policy 3.2, 3.3, 5
-- roles: management dpo auditor
-- version: 1
select purpose, consent_scope, az, en, ru
from purposes
order by purpose
