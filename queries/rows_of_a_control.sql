with spans as (
    select ref, subject, occurred_on, detail, violated_from, violated_until
    from control_rows
    where control = $control
      and $known_at is null
    union all
    select
        ref, subject, occurred_on, detail,
        greatest(violated_from, examined_from),
        least(
            coalesce(violated_until, date '9999-12-31'),
            coalesce(examined_until, date '9999-12-31')
        ),
    from live_controls
    where control = $control
      and violated_from is not null
),

told as (
    select
        ref, subject, occurred_on, detail, violated_from, violated_until,
        max(violated_until) over (
            partition by ref
            order by violated_from, violated_until
            rows between unbounded preceding and 1 preceding
        ) as until_before,
    from spans
    where violated_from <= $as_of
),

-- Spans that touch are one violation, which began with the first of them.
began as (
    select ref, max(violated_from) as violated_since
    from told
    where until_before is null
       or until_before < violated_from
    group by ref
)

-- The first day there is says that nothing records since when: so it has always been.
select
    told.ref, told.subject, told.occurred_on, told.detail,
    nullif(began.violated_since, date '0001-01-01') as violated_since,
from told
join began using (ref)
where told.violated_until > $as_of
  and ($from_day is null or began.violated_since >= $from_day)
  and ($to_day is null or nullif(began.violated_since, date '0001-01-01') <= $to_day)
order by try_cast(told.ref as bigint) nulls last, told.ref, told.occurred_on
