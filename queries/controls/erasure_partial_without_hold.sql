-- title.az: Hüquqi əsasla saxlanma olmadan qismən silinmə
-- title.en: Erasure in part without a legal hold
-- title.ru: Частичное удаление без хранения по правовому основанию
-- about.az: Qismən təmin edilmiş hər silinmə tələbi; bu tələb və ya şəxs üçün heç vaxt hüquqi əsasla saxlanma tətbiq edilməyibsə, pozuntudur.
-- about.en: Every erasure request that was fulfilled in part; it is a violation when no legal hold was ever placed for the request or the person.
-- about.ru: Каждый частично удовлетворённый запрос на удаление; нарушение, если ни для запроса, ни для лица никогда не вводилось хранение по правовому основанию.
-- grain: one erasure request
-- basis: policy 7.1.1
-- clause: 7.1.1
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- exclusions: requests and holds of test accounts
-- exclusions.az: sınaq hesablarının tələbləri və hüquqi əsasla saxlanma halları
-- exclusions.ru: запросы тестовых учётных записей и их хранение по правовому основанию
-- sources: privacy_requests, legal_holds
with holds_placed as (
    select subject, request_id, placed_on
    from holds
    where subject not in (select subject from test_accounts)
),

first_holds as (
    select erasures.request_id, min(holds_placed.placed_on) as placed_on
    from erasures
    join holds_placed on holds_placed.subject = erasures.subject
    group by erasures.request_id
    union all
    select request_id, min(placed_on)
    from holds_placed
    where request_id is not null
    group by request_id
)

select
    erasures.request_id as ref,
    erasures.subject,
    erasures.received_on as occurred_on,
    null::varchar as detail,
    erasures.from_on as examined_from,
    null::date as examined_until,
    erasures.from_on as violated_from,
    min(first_holds.placed_on) as violated_until,
from erasures
left join first_holds using (request_id)
where erasures.decision = 'partly_fulfilled'
group by erasures.request_id, erasures.subject, erasures.received_on, erasures.from_on
