-- title.az: Hər silinmədən sonra nə qalıb
-- title.en: What each erasure left
-- title.ru: Что осталось после каждого удаления
-- about.az: Silinmədən sonra şəxsin məlumatı qalan hər cədvəl və kateqoriya: neçə sətir, onu saxlayan hüquqi əsas, akt və yenidən baxılma günü; əsas yoxdursa, qalıqdır.
-- about.en: Each table and category in which an erased person's data is left: how many rows, and the hold that keeps them with its act and review day; without a hold they are residue.
-- about.ru: Каждая таблица и категория, где после удаления остались данные лица: сколько строк и основание, по которому они хранятся, с актом и днём пересмотра; без основания это остаток.
-- grain: one category of one erasure
-- basis: policy 7.1, 7.1.1
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts; what is left is counted as of the load, holds as of the as-of day
-- exclusions.az: sınaq hesabları; qalan sətirlər yükləmə anına, hüquqi əsaslar hesabat gününə görə sayılır
-- exclusions.ru: тестовые учётные записи; остатки считаются на момент загрузки, основания — на отчётный день
-- sources: privacy_requests, legal_holds, the tables of categories.csv
-- sources.az: privacy_requests, legal_holds, categories.csv faylındakı cədvəllər
-- sources.ru: privacy_requests, legal_holds, таблицы из categories.csv
with in_force as (
    select
        subject,
        category,
        array_to_string(list_sort(list(hold_id)), ', ') as hold_id,
        array_to_string(list_sort(list_distinct(list(ground))), ', ') as ground,
        array_to_string(list_sort(list_distinct(list(legal_act))), ', ') as legal_act,
        min(review_on) as review_on,
    from holds
    where placed_on <= $as_of
      and coalesce(released_on, date '9999-12-31') > $as_of
      and subject in (select subject from residue)
    group by subject, category
)

select
    erasures.request_id,
    erasures.closed_on,
    categories."table",
    residue.category,
    residue.rows,
    case when in_force.subject is null then 'residual' else 'kept_on_hold' end as verified,
    in_force.hold_id,
    in_force.ground,
    in_force.legal_act,
    in_force.review_on,
from erasures
join residue using (subject)
join categories using (category)
left join in_force
    on in_force.subject = erasures.subject
    and in_force.category = residue.category
left join people
    on people.subject = erasures.subject
where erasures.from_on <= $as_of
  and ($known_at is null or erasures.registered_on <= $known_at)
  and ($person_role is null or people.role = $person_role)
  and ($building_id is null or people.building_id = $building_id)
order by verified desc, erasures.closed_on desc, erasures.request_id, categories."table", residue.category
