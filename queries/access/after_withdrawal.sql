-- title.az: Razılığın geri götürülməsindən sonrakı əməliyyatlar
-- title.en: Operations after a withdrawal of consent
-- title.ru: Операции после отзыва согласия
-- about.az: Razılıq geri götürüldükdən sonra razılıq əsasında aparılmış hər əməliyyat: nə vaxt, kimin, hansı məlumatı üzərində, nə üçün və geri götürmədən nə qədər sonra.
-- about.en: Each operation on the ground of consent after consent had been withdrawn: when, on whose and which data, for what, and how long after the withdrawal.
-- about.ru: Каждая операция на основании согласия после его отзыва: когда, с чьими и какими данными, для чего и через сколько времени после отзыва.
-- grain: one access event
-- basis: policy 3.5
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts; events that name nobody; operations for a request
-- exclusions.az: sınaq hesabları; kimə aid olduğu göstərilməyən hadisələr; müraciət üzrə aparılan əməliyyatlar
-- exclusions.ru: тестовые учётные записи; события, в которых лицо не указано; операции по обращению
-- sources: access_log, consent_events, purposes.csv
with found as (
    select ref::bigint as event_id
    from control_rows
    where control = 'processing_after_withdrawal'
      and violated_from <= $as_of
      and violated_until > $as_of
      and ($from_day is null or occurred_on >= $from_day)
      and ($to_day is null or occurred_on <= $to_day)
),

operations as (
    select
        events.event_id,
        events.occurred_at,
        events.subject,
        kinds.category,
        kinds.purpose,
        kinds.operation,
        kinds.actor_role,
        consent_kinds.scope,
    from found
    join access_log_rows as events on events.event_id = found.event_id
    join access_log_kinds as kinds on kinds.kind_no = events.kind_no
    join consent_kinds on consent_kinds.kind_no = events.kind_no
),

-- A withdrawal governs from the microsecond after it. Where the policy and the purpose are both withdrawn, consent is
-- gone since the first of them.
withdrawn as (
    select operations.event_id, min(spans.from_at) - interval 1 microsecond as withdrawn_at
    from operations
    join consent_spans as spans
        on spans.standing = 'withdrawn'
        and spans.subject = operations.subject
        and spans.scope in ('policy', operations.scope)
        and spans.from_at <= operations.occurred_at
        and spans.until_at > operations.occurred_at
    group by operations.event_id
)

select
    operations.occurred_at,
    withdrawn.withdrawn_at,
    date_diff('microsecond', withdrawn.withdrawn_at, operations.occurred_at) / 1e6 / 3600 as hours_after,
    operations.subject,
    operations.category,
    operations.purpose,
    operations.operation,
    operations.actor_role,
    operations.event_id,
from operations
join withdrawn on withdrawn.event_id = operations.event_id
order by operations.occurred_at desc, operations.event_id desc
