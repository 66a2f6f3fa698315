-- title.az: Açıq müraciətlər qalan müddət üzrə
-- title.en: Open requests by time left
-- title.ru: Открытые обращения по оставшемуся сроку
-- about.az: Açıq müraciətlər son tarixədək qalan və ya son tarixdən keçən iş günləri üzrə qruplaşdırılıb; hər qrupun ən əvvəlki müraciəti cədvəldədir.
-- about.en: Open requests grouped by the working days left until their due day or passed since; the table names the oldest of each group.
-- about.ru: Открытые обращения по числу рабочих дней, оставшихся до срока или прошедших после него; самое раннее обращение каждой группы — в таблице.
-- grain: one bucket of working days left
-- basis: policy 1.3, 3.5, 7.1
-- roles: management dpo auditor
-- version: 1
-- chart: bar x=bucket y=requests
-- numerator: open requests whose working days left fall in the bucket
-- numerator.az: qalan iş günləri bu qrupa düşən açıq müraciətlər
-- numerator.ru: открытые обращения, у которых оставшиеся рабочие дни попадают в группу
-- exclusions: requests of test accounts; requests without a rule for the day they came
-- exclusions.az: sınaq hesablarının müraciətləri; daxil olduğu gün üçün qayda olmayan müraciətlər
-- exclusions.ru: обращения тестовых учётных записей; обращения, на день поступления которых нет правила
-- sources: privacy_requests, deadlines.csv, calendar_az.csv
with buckets as (
    select position, bucket, least_left, most_left
    from (
        values
            (1, 'overdue_over_30', -2147483648, -31),
            (2, 'overdue_15_30', -30, -15),
            (3, 'overdue_8_14', -14, -8),
            (4, 'overdue_1_7', -7, -1),
            (5, 'due_today', 0, 0),
            (6, 'left_1_2', 1, 2),
            (7, 'left_3_7', 3, 7),
            (8, 'left_over_7', 8, 2147483647)
    ) as listed (position, bucket, least_left, most_left)
),

open_requests as (
    select request_id, received_on, working_days_left
    from requests_on($as_of, $regime, $known_at)
    where is_open
      and ($person_role is null or role = $person_role)
      and ($building_id is null or building_id = $building_id)
)

select
    buckets.bucket,
    count(open_requests.request_id) as requests,
    min(open_requests.received_on) as oldest_received_on,
from buckets
left join open_requests
    on open_requests.working_days_left between buckets.least_left and buckets.most_left
group by buckets.position, buckets.bucket
order by buckets.position
