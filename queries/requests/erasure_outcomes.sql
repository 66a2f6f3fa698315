-- title.az: Silinmələrin nəticələri
-- title.en: Outcomes of erasures
-- title.ru: Результаты удалений
-- about.az: Tam və ya qismən təmin edilmiş silinmə tələblərinin yoxlama nəticələri üzrə sayı. Təmin edilmiş tələblərin ümumi sayından qalıqsız olanların payı kartda göstərilir; 7.1-ci bənd üzrə qalıq məlumatların yoxlaması isə yalnız tam təmin edilmiş və yoxlanıla bilən tələbləri əhatə edir.
-- about.en: Erasures carried out, wholly or in part, by what the check found. The card shows the share with nothing left among all of them; the control of clause 7.1 on data left examines only those fulfilled wholly that can be checked.
-- about.ru: Запросы на удаление, удовлетворённые полностью или частично, по результату проверки. На карточке — доля удалений без остатка среди всех них; проверка остаточных данных по пункту 7.1 охватывает только запросы, удовлетворённые полностью, которые можно проверить.
-- grain: one result of the check
-- basis: policy 1.3, 7.1, 7.1.1
-- roles: management dpo auditor
-- version: 1
-- exclusions: test accounts; what is left is counted as of the load, holds as of the as-of day
-- exclusions.az: sınaq hesabları; qalan sətirlər yükləmə anına, hüquqi əsaslar hesabat gününə görə sayılır
-- exclusions.ru: тестовые учётные записи; остатки считаются на момент загрузки, правовые основания — на отчётный день
-- sources: privacy_requests, legal_holds, the tables of categories.csv
-- sources.az: privacy_requests, legal_holds, categories.csv faylında göstərilən cədvəllər
-- sources.ru: privacy_requests, legal_holds, таблицы из categories.csv
with checked as (
    select
        erasures.decision,
        case
            when erasures.subject is null then 'not_checkable'
            when erasure_spans.residual_rows > 0 then 'residual'
            when erasure_spans.kept_on_hold > 0 then 'kept_on_hold'
            else 'clean'
        end as verified,
    from erasures
    left join erasure_spans
        on erasure_spans.request_id = erasures.request_id
        and erasure_spans.from_on <= $as_of
        and erasure_spans.until_on > $as_of
    left join people on people.subject = erasures.subject
    where erasures.from_on <= $as_of
      and ($known_at is null or erasures.registered_on <= $known_at)
      and ($person_role is null or people.role = $person_role)
      and ($building_id is null or people.building_id = $building_id)
      and $regime is not null -- no deadline moves an erasure
)

select
    listed.verified,
    count(*) filter (checked.decision = 'fulfilled') as fulfilled,
    count(*) filter (checked.decision = 'partly_fulfilled') as partly_fulfilled,
    count(checked.verified) as erasures,
from (values (1, 'clean'), (2, 'kept_on_hold'), (3, 'residual'), (4, 'not_checkable')) as listed (position, verified)
left join checked on checked.verified = listed.verified
group by listed.position, listed.verified
order by listed.position
