-- title.az: Siyasətin mətnindəki uyğunsuzluqlar
-- title.en: Findings on the text of the policy
-- title.ru: Несоответствия в тексте политики
-- about.az: Mətnin özündən görünən və ya yalnız insanın qiymətləndirə biləcəyi məsələlər; hər biri əsaslandığı mətnin heş-koduna bağlıdır.
-- about.en: What the text itself shows, and what only a person can judge; each is tied to the hash of the text it was judged on.
-- about.ru: То, что видно из самого текста, и то, что может оценить только человек; каждое несоответствие привязано к хеш-коду текста.
-- grain: one finding
-- basis: policy, the text
-- roles: management dpo auditor
-- version: 1
-- sources: findings.csv
select
    finding,
    clause,
    status,
    reason_en as reason,
    text_sha256,
    reason_az,
    reason_ru,
from findings
order by try_cast(substr(finding, 2) as integer) nulls last, finding
