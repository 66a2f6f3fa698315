-- title.az: Məlumatı alan tərəflərin xəbərdar edilməməsi
-- title.en: Recipients not notified
-- title.ru: Получатели не уведомлены
-- about.az: Məlumatı alan tərəflərə bildirilməli olan, tam və ya qismən təmin edilmiş hər silinmə, düzəliş və məhdudlaşdırma tələbi; onlar müddətdən gec xəbərdar edilibsə və ya müddət keçdiyi halda hələ xəbərdar edilməyibsə, pozuntudur.
-- about.en: Every erasure, correction and restriction carried out, wholly or in part, of which recipients must be notified; it is a violation when they were notified later than the limit, or not yet and the limit has passed.
-- about.ru: Каждое удовлетворённое, полностью или частично, обращение об удалении, исправлении или ограничении, о котором нужно уведомить получателей; нарушение, если они уведомлены позже срока или срок истёк, а уведомления нет.
-- grain: one request
-- basis: policy 7.1; the article stands in each row
-- clause: 7.1
-- severity: medium
-- roles: dpo auditor
-- version: 1
-- exclusions: requests of test accounts; requests without a rule for the day they came
-- exclusions.az: sınaq hesablarının müraciətləri; daxil olduğu gün üçün qayda olmayan müraciətlər
-- exclusions.ru: обращения тестовых учётных записей; обращения, на день поступления которых нет правила
-- sources: privacy_requests, deadlines.csv, calendar_az.csv
with carried_out as (
    select
        requests.request_id,
        requests.subject,
        requests.type,
        requests.received_on,
        requests.recipients_notified_on,
        greatest(requests.received_on, requests.closed_on) as examined_from,
        limits.limit_on,
        limits.article,
        limits.confidence,
    from requests
    join obligation_limits as limits
        on limits.regime = (select value from settings where name = 'regime')
        and limits.obligation = 'recipients_notice'
        and limits.type = requests.type
        and limits.rule_on = requests.received_on
        and limits.day_0 = requests.closed_on
    left join test_accounts on test_accounts.subject = requests.subject
    where test_accounts.subject is null
      and limits.limit_on is not null
      and requests.type in ('erasure', 'correction', 'restriction')
      and requests.recipients_to_notify
      and requests.decision in ('fulfilled', 'partly_fulfilled')
)

select
    request_id as ref,
    subject,
    received_on as occurred_on,
    -- Nothing of a later notice here: it may come after the day that is asked about.
    type || ', limit ' || limit_on || '; ' || article || '; ' || confidence as detail,
    examined_from,
    null::date as examined_until,
    case
        when recipients_notified_on is null or recipients_notified_on > limit_on then greatest(examined_from, limit_on + 1)
    end as violated_from,
    null::date as violated_until,
from carried_out
