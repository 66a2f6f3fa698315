-- needs:
-- versions: a version is in effect from the later of its two times. A grant naming it is outdated from the day on which
-- a later material version is in effect. Times are as loaded, also those that are still to come.
create table versions as
with in_effect as (
    select
        version,
        published_at,
        published_on,
        greatest(published_at, effective_at) as effective_at,
        case when effective_at > published_at then effective_on else published_on end as effective_on,
        change_kind,
        text_sha256,
    from policy_versions
)

select
    in_effect.version,
    in_effect.published_at,
    in_effect.published_on,
    in_effect.effective_at,
    in_effect.effective_on,
    in_effect.change_kind,
    in_effect.text_sha256,
    coalesce(min(later.effective_on), date '9999-12-31') as outdated_on,
from in_effect
left join in_effect as later
    on later.change_kind = 'material'
    and later.effective_at > in_effect.effective_at
group by
    in_effect.version,
    in_effect.published_at,
    in_effect.published_on,
    in_effect.effective_at,
    in_effect.effective_on,
    in_effect.change_kind,
    in_effect.text_sha256
order by in_effect.effective_at, in_effect.version;

-- required_versions: from which instant which version has to be accepted, until the next one has to be.
create table required_versions as
with instants as (
    select effective_at, min(effective_on) as effective_on
    from versions
    where change_kind = 'material'
    group by effective_at
)

select
    effective_at,
    effective_on,
    lead(effective_at, 1, timestamp '9999-12-31') over (order by effective_at) as next_effective_at,
    lead(effective_on, 1, date '9999-12-31') over (order by effective_at) as next_effective_on,
from instants
order by effective_at;
