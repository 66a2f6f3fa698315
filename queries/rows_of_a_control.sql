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
)

select ref, subject, occurred_on, detail
from spans
where violated_from <= $as_of
  and violated_until > $as_of
order by try_cast(ref as bigint) nulls last, ref, occurred_on
