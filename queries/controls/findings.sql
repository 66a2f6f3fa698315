-- title.az: Siyasətin mətni üzrə qeydlər
-- title.en: Findings on the text of the policy
-- title.ru: Замечания к тексту политики
-- about.az: Mətnin özündə görünən və ya yalnız insanın qiymətləndirə biləcəyi məsələlər; hər biri mətnin heş-kodu ilə bağlıdır.
-- about.en: What the text itself shows, and what only a person can judge; each is tied to the hash of the text it was judged on.
-- about.ru: То, что видно в самом тексте, и то, что может оценить только человек; каждое замечание привязано к хешу текста.
-- grain: one finding
-- basis: policy, the text
-- roles: management dpo auditor
-- version: 1
-- sources: findings
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
