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
select
    versions.version,
    versions.published_on,
    versions.effective_on,
    versions.change_kind,
    versions.text_sha256,
    policy_versions.effective_on as stated_on,
from versions
join policy_versions using (version)
where versions.published_on <= $as_of
order by versions.published_at, versions.version
