-- title.az: Yoxlanılmamış fövqəladə giriş
-- title.en: Emergency access not reviewed
-- title.ru: Непроверенный экстренный доступ
-- about.az: Rədd edilmişlər də daxil olmaqla hər fövqəladə giriş; müddətdən gec yoxlanılıbsa və ya müddət keçdiyi halda hələ yoxlanılmayıbsa, pozuntudur.
-- about.en: Every emergency access, denied ones too; it is a violation when it was reviewed later than the limit, or not yet and the limit has passed.
-- about.ru: Каждый экстренный доступ, включая отклонённый; нарушение, если он проверен позже срока или срок истёк, а проверки не было.
-- grain: one emergency access
-- basis: policy 7.2; the article stands in each row
-- clause: 7.2
-- severity: high
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts; events without a rule for their day
-- exclusions.az: sınaq hesabları; baş verdiyi gün üçün qayda olmayan hadisələr
-- exclusions.ru: тестовые учётные записи; события, на день которых нет правила
-- sources: access_log, deadlines.csv, calendar_az.csv
select
    access_log.event_id as ref,
    access_log.subject,
    access_log.occurred_on,
    -- Nothing of a review here: it may come after the day that is asked about.
    concat_ws(', ', access_log.actor_role, 'actor: ' || access_log.actor, 'limit ' || limits.limit_on)
        || '; ' || limits.article || '; ' || limits.confidence as detail,
    access_log.occurred_on as examined_from,
    null::date as examined_until,
    case
        when access_log.reviewed_on is null or access_log.reviewed_on > limits.limit_on then limits.limit_on + 1
    end as violated_from,
    null::date as violated_until,
from access_log
join obligation_limits as limits
    on limits.regime = (select value from settings where name = 'regime')
    and limits.obligation = 'emergency_review'
    and limits.type = 'break_glass'
    and limits.rule_on = access_log.occurred_on
    and limits.day_0 = access_log.occurred_on
left join test_accounts on test_accounts.subject = access_log.subject
where access_log.break_glass
  and test_accounts.subject is null
  and limits.limit_on is not null
