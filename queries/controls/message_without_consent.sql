-- title.az: Razılıqsız mesaj
-- title.en: Message without consent
-- title.ru: Сообщение без согласия
-- about.az: Çatdırılıb-çatdırılmamasından asılı olmayaraq göndərilmiş hər mesaj; həmin anda əlaqə kanalına, reklam mesajında isə həm də 5.7-ci bənd üzrə razılıq qüvvədə deyildisə, pozuntudur. Bu razılıqlar yalnız məxfilik siyasəti qəbul edilmiş olduqda qüvvədədir; siyasətə razılığın geri götürülməsi onları da dayandırır.
-- about.en: Every message sent, delivered or not; it is a violation when consent to the channel, and to 5.7 for a promotional one, was not in force at that instant. Both are in force only while the privacy policy is accepted; withdrawing consent to the policy ends them too.
-- about.ru: Каждое отправленное сообщение, доставленное или нет; нарушение, если в этот момент не действовало согласие на канал связи, а для рекламного — и согласие по пункту 5.7. Оба действуют, только пока принята политика конфиденциальности; отзыв согласия с ней прекращает и их.
-- grain: one message
-- basis: policy 3.3, 5.7
-- clause: 3.3 5.7
-- severity: high
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts
-- exclusions.az: sınaq hesabları
-- exclusions.ru: тестовые учётные записи
-- sources: contact_messages, consent_events
with messages as (
    select
        contact_messages.message_id,
        contact_messages.subject,
        contact_messages.channel,
        contact_messages.kind,
        contact_messages.sent_at,
        contact_messages.sent_on,
        '3.3.' || contact_messages.channel as scope,
    from contact_messages
    left join test_accounts on test_accounts.subject = contact_messages.subject
    where test_accounts.subject is null
),

spans as (
    select subject, scope, from_at, until_at
    from consent_spans_as_known($known_at)
    where standing = 'in_force'
),

checked as (
    select
        messages.message_id,
        messages.subject,
        messages.channel,
        messages.kind,
        messages.sent_on,
        channel_spans.subject is null as lacks_channel,
        messages.kind = 'promotional' and offer_spans.subject is null as lacks_offers,
    from messages
    left join spans as channel_spans
        on channel_spans.subject = messages.subject
        and channel_spans.scope = messages.scope
        and channel_spans.from_at <= messages.sent_at
        and channel_spans.until_at > messages.sent_at
    left join spans as offer_spans
        on offer_spans.subject = messages.subject
        and offer_spans.scope = '5.7'
        and offer_spans.from_at <= messages.sent_at
        and offer_spans.until_at > messages.sent_at
)

select
    message_id as ref,
    subject,
    sent_on as occurred_on,
    case
        when lacks_channel or lacks_offers then kind || ', no consent to'
            || case when lacks_channel then ' 3.3.' || channel else '' end
            || case when lacks_offers then ' 5.7' else '' end
    end as detail,
    sent_on as examined_from,
    null::date as examined_until,
    case when lacks_channel or lacks_offers then sent_on end as violated_from,
    null::date as violated_until,
from checked
