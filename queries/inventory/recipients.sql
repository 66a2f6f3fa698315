-- title.az: Məlumatı alan tərəflər
-- title.en: Recipients
-- title.ru: Получатели данных
-- about.az: Fərdi məlumatların kimə və hansı əsasla verildiyi: verilmə hallarının sayı, əhatə olunmuş şəxslərin sayı, sonuncu gün və ölkələr.
-- about.en: Who was given personal data and on what ground: how many disclosures, how many people they concerned, the last day and the countries.
-- about.ru: Кому и на каком основании передавались персональные данные: число передач, число затронутых лиц, последний день и страны.
-- grain: one recipient, kind of recipient and ground
-- basis: policy 6.1, 6.2, 6.3
-- roles: management dpo auditor
-- version: 1
-- people: subjects
-- sources: disclosures
select
    recipient,
    recipient_type,
    ground,
    count(*) as disclosures,
    sum(subject_count)::bigint as subjects,
    max(disclosed_on) as last_on,
    string_agg(distinct country, ', ' order by country) as countries,
from disclosures
where disclosed_on <= $as_of
group by recipient, recipient_type, ground
order by recipient, recipient_type, ground
