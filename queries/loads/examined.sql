-- title.az: Yüklənmiş və göstəricilərə daxil olan sətirlər
-- title.en: Rows loaded and rows examined
-- title.ru: Загруженные и учтённые строки
-- about.az: Hər reyestrin yüklənmiş sətirlərindən neçəsi sınaq hesablarına, neçəsi heç bir istifadəçiyə aid olmayan nömrələrə, neçəsi hesabat günündən sonraya aiddir və göstəricilərə neçəsi daxil olur. Hər sətir soldan birinci uyğun sütunda sayılır; son dörd say yüklənmiş sətirlərin sayını verir. Heç bir istifadəçiyə aid olmayan nömrələr yalnız razılıq üzrə istisna edilir: bu qeydlərin tamlığı yoxlanılır, lakin kiminsə razılığı kimi sayılmır.
-- about.en: Of the rows loaded of each register: how many are of test accounts, of ids that belong to nobody, and of after the as-of day, and how many remain, which the figures examine. Each row counts in the first column from the left that it fits; the last four add up to the rows loaded. Ids that belong to nobody are left out of consent alone: whether such records are complete is checked, but they are nobody's consent.
-- about.ru: Сколько загруженных строк каждого реестра относится к тестовым учётным записям, к номерам, не принадлежащим ни одному пользователю, и ко времени после отчётного дня и сколько учтено в показателях. Каждая строка учитывается в первом слева подходящем столбце; последние четыре числа дают в сумме число загруженных строк. Номера, не принадлежащие ни одному пользователю, исключаются только по согласию: полнота таких записей проверяется, но ничьим согласием они не считаются.
-- grain: one dataset
-- basis: policy 7.2
-- roles: dpo auditor
-- version: 1
-- exclusions: profiles and the histories of requests: figures read them and do not count their rows
-- exclusions.az: profillər və müraciətlərin tarixçəsi: göstəricilər onları oxuyur, lakin sətirlərini saymır
-- exclusions.ru: профили и история обращений: показатели их читают, но их строк не считают
-- sources: the load
-- sources.az: yükləmə
-- sources.ru: загрузка
with placed as (
    select 'users' as dataset, is_test, false as is_of_nobody, registered_on as day
    from users
    union all
    select 'policy_versions', false, false, least(published_on, effective_on)
    from policy_versions
    union all
    select
        'consent_events',
        subject in (select subject from test_accounts),
        subject not in (select subject from users),
        occurred_on,
    from consent_events_rows
    union all
    select 'access_log', coalesce(subject in (select subject from test_accounts), false), false, occurred_on
    from access_log_rows
    union all
    select 'contact_messages', subject in (select subject from test_accounts), false, sent_on
    from contact_messages_rows
    union all
    select 'disclosures', false, false, disclosed_on
    from disclosures
    union all
    select 'requests', coalesce(subject in (select subject from test_accounts), false), false, received_on
    from requests
    union all
    select 'holds', subject in (select subject from test_accounts), false, placed_on
    from holds
    union all
    select 'incidents', false, false, discovered_on
    from incidents
),

counted as (
    select
        dataset,
        count(*) filter (is_test) as test_accounts,
        count(*) filter (not is_test and is_of_nobody) as of_nobody,
        count(*) filter (not is_test and not is_of_nobody and day > $as_of) as after_the_day,
        count(*) filter (not is_test and not is_of_nobody and day <= $as_of) as examined,
    from placed
    group by dataset
)

select
    history.dataset,
    history.loaded,
    coalesce(counted.test_accounts, 0) as test_accounts,
    coalesce(counted.of_nobody, 0) as of_nobody,
    coalesce(counted.after_the_day, 0) as after_the_day,
    coalesce(counted.examined, 0) as examined,
from history
join load on load.load_id = history.load_id
left join counted on counted.dataset = history.dataset
where history.dataset not in ('profiles', 'request_events')
order by history.dataset
