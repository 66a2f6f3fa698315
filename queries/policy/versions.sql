-- title.az: Siyasətin versiyaları
-- title.en: Versions of the policy
-- title.ru: Версии политики
-- about.az: Tətbiqdə yerləşdirilmiş hər versiya, onun dərc edildiyi və qüvvəyə mindiyi tarix.
-- about.en: Every version placed in the app, when it was published and since when it is in effect.
-- about.ru: Каждая версия, размещённая в приложении: когда опубликована и с какого дня действует.
-- grain: one version
-- basis: policy 8.1
-- roles: management dpo auditor
-- version: 1
select version, published_on, effective_on, change_kind, text_sha256
from policy_versions
where published_on <= $as_of
order by published_at, version
