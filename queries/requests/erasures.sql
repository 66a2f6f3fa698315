-- title.az: Silinmələrin yoxlanılması
-- title.en: Erasures, checked
-- title.ru: Проверка удалений
-- about.az: Tam və ya qismən təmin edilmiş hər silinmə tələbi: yoxlanılmış cədvəllər, hüquqi əsas olmadan qalan sətirlər, hüquqi əsasla saxlanılan sətirlər və nəticə.
-- about.en: Every erasure that was carried out, wholly or in part: tables checked, rows left without a legal hold, rows kept under one, and the result.
-- about.ru: Каждый запрос на удаление, удовлетворённый полностью или частично: проверенные таблицы, строки, оставшиеся без правового основания, строки, хранимые по нему, и результат.
-- grain: one erasure request
-- basis: policy 1.3, 7.1, 7.1.1
-- roles: dpo auditor
-- version: 1
-- numerator: erasures whose check is clean
-- numerator.az: yoxlanıldıqda şəxsin heç bir sətri tapılmayan silinmə tələbləri
-- numerator.ru: запросы на удаление, при проверке которых не найдено ни одной строки лица
-- denominator: erasures closed by the as-of day and fulfilled or partly fulfilled
-- denominator.az: hesabat gününün sonunadək bağlanmış, tam və ya qismən təmin edilmiş silinmə tələbləri
-- denominator.ru: запросы на удаление, закрытые к концу отчётного дня и удовлетворённые полностью или частично
-- exclusions: test accounts; what is left is counted as of the load, holds as of the as-of day
-- exclusions.az: sınaq hesabları; qalan sətirlər yükləmə anına, hüquqi əsaslar hesabat gününə görə sayılır
-- exclusions.ru: тестовые учётные записи; остатки считаются на момент загрузки, правовые основания — на отчётный день
-- sources: privacy_requests, legal_holds, the tables of categories.csv
-- sources.az: privacy_requests, legal_holds, categories.csv faylında göstərilən cədvəllər
-- sources.ru: privacy_requests, legal_holds, таблицы из categories.csv
with checked as (
    select
        erasures.request_id,
        erasures.decision,
        erasures.closed_on,
        case
            when erasures.subject is not null then (select count(distinct "table") from categories)
        end as tables_checked,
        erasure_spans.residual_rows,
        erasure_spans.kept_on_hold,
    from erasures
    left join erasure_spans
        on erasure_spans.request_id = erasures.request_id
        and erasure_spans.from_on <= $as_of
        and erasure_spans.until_on > $as_of
    left join people
        on people.subject = erasures.subject
    where erasures.from_on <= $as_of
      and ($known_at is null or erasures.registered_on <= $known_at)
      and ($person_role is null or people.role = $person_role)
      and ($building_id is null or people.building_id = $building_id)
      and $regime is not null -- no deadline moves an erasure
)

select
    request_id,
    decision,
    closed_on,
    tables_checked,
    residual_rows,
    kept_on_hold,
    case
        when tables_checked is null then 'not_checkable'
        when residual_rows > 0 then 'residual'
        when kept_on_hold > 0 then 'kept_on_hold'
        else 'clean'
    end as verified,
from checked
order by
    case verified when 'residual' then 1 when 'not_checkable' then 2 when 'kept_on_hold' then 3 else 4 end,
    residual_rows desc nulls last,
    closed_on desc,
    request_id
