-- title.az: Hər şəxsin razılığı
-- title.en: Each person's consent
-- title.ru: Согласие каждого лица
-- about.az: Hər aktiv istifadəçinin hər məqsəd üzrə hesabat gününün sonuna razılığının vəziyyəti və onu müəyyən edən cavab: hansı versiyaya aid olduğu və hansı gün verildiyi. “Razılığın vəziyyəti” və “Razılıq əhatəsi” cədvəllərindəki saylar bu sətirlərin sayıdır.
-- about.en: The state of consent of each active user to each purpose at the end of the as-of day, and the answer that decides it: the version of the policy it was for and its day. The counts of the State of consent and the Consent coverage are counts of these rows.
-- about.ru: Состояние согласия каждого активного пользователя на каждую цель на конец отчётного дня и определивший его ответ: к какой версии политики он относится и в какой день дан. Числа таблиц «Состояние согласия» и «Охват согласием» — это количество этих строк.
-- grain: one person and purpose
-- basis: policy 3.1, 3.3, 3.5, 8.2
-- roles: dpo auditor
-- version: 1
-- exclusions: test accounts; ids that point to nobody; closed accounts
-- exclusions.az: sınaq hesabları; heç bir istifadəçiyə aid olmayan nömrələr; bağlanmış hesablar
-- exclusions.ru: тестовые учётные записи; номера, не принадлежащие ни одному пользователю; закрытые учётные записи
-- sources: users, consent_events, policy_versions
with population as (
    select subject
    from people
    where registered_on <= $as_of
      and closed_on > $as_of
      and ($person_role is null or role = $person_role)
      and ($building_id is null or building_id = $building_id)
),

numbered as (
    select
        subject,
        purpose,
        policy_version,
        occurred_on,
        row_number() over (
            partition by subject, purpose
            order by occurred_at desc, event_id desc
        ) as place,
    from answers
    where occurred_on <= $as_of
      and ($known_at is null or recorded_on <= $known_at)
)

select
    population.subject,
    consent_purposes.purpose,
    coalesce(spells.state, 'pending') as state,
    numbered.policy_version as version,
    numbered.occurred_on as answered_on,
from population
cross join consent_purposes
left join consent_spells_as_known($known_at) as spells
    on spells.subject = population.subject
    and spells.purpose = consent_purposes.purpose
    and spells.from_on <= $as_of
    and spells.until_on > $as_of
left join numbered
    on numbered.subject = population.subject
    and numbered.purpose = consent_purposes.purpose
    and numbered.place = 1
order by consent_purposes.position, population.subject
