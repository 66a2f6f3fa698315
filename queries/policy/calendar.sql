-- title.az: Bayramlar və yeri dəyişdirilmiş iş günləri
-- title.en: Holidays and moved working days
-- title.ru: Праздники и перенесённые рабочие дни
-- about.az: Müddətlər hesablanarkən adi həftədən fərqlənən günlər və onların nə dərəcədə rəsmi olması.
-- about.en: The days that differ from a plain week when time limits are counted, and how official each is.
-- about.ru: Дни, которые при исчислении сроков отличаются от обычной недели, и насколько каждый из них официален.
-- grain: one day
-- basis: Labour Code 105-106
-- roles: management dpo auditor
-- version: 1
select day, is_working, status, reason_az, reason_en, reason_ru
from calendar
where status is not null
  and ($from_day is null or day >= $from_day)
  and ($to_day is null or day <= $to_day)
order by day
