-- title.az: Versiya məlumatında uyğunsuzluq
-- title.en: Inconsistent version
-- title.ru: Противоречивые сведения о версии
-- about.az: Dərc edilmiş və ya qüvvəyə minmiş hər versiya; dərcindən əvvəl qüvvəyə minibsə, mətninin heş-kodu yoxdursa və ya başqa versiyanın heş-kodu ilə eynidirsə, pozuntudur.
-- about.en: Every version published or effective; it is a violation when it is effective before it was published, has no hash of its text, or another of them has the same hash.
-- about.ru: Каждая опубликованная или вступившая в силу версия; нарушение, если она вступила в силу раньше публикации, у её текста нет хеш-кода или он совпадает с хеш-кодом другой версии.
-- grain: one version of the policy
-- basis: policy 8.1
-- clause: 8.1
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- sources: policy_versions
with examined as (
    select
        version,
        published_on,
        text_sha256,
        effective_at < published_at as too_early,
        least(published_on, effective_on) as examined_from,
    from policy_versions
),

twins as (
    select
        examined.version,
        min(greatest(examined.examined_from, twin.examined_from)) as same_text_from,
    from examined
    join examined as twin
        on twin.text_sha256 = examined.text_sha256
        and twin.version <> examined.version
    group by examined.version
)

select
    examined.version as ref,
    null::bigint as subject,
    examined.published_on as occurred_on,
    concat_ws(
        ', ',
        case when examined.too_early then 'effective before it was published' end,
        case when examined.text_sha256 is null then 'no hash of the text' end,
        -- A twin that comes later says nothing of the days before it.
        case
            when twins.same_text_from = examined.examined_from
                or not (examined.too_early or examined.text_sha256 is null)
                then 'another version has the same text'
        end
    ) as detail,
    examined.examined_from,
    null::date as examined_until,
    case
        when examined.too_early or examined.text_sha256 is null then examined.examined_from
        else twins.same_text_from
    end as violated_from,
    null::date as violated_until,
from examined
left join twins on twins.version = examined.version
