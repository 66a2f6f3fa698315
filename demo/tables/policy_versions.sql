create table policy_versions as
with versions (version, published_at, change_kind) as (
    values
        ('1.0', getvariable('version_1_0'), 'material'),
        ('1.1', getvariable('version_1_1'), 'minor'),
        ('2.0', getvariable('version_2_0'), 'material'),
        ('2.1', getvariable('version_2_1'), 'minor')
)

select
    version,
    published_at,
    published_at as effective_at,
    change_kind,
    sha256('policy ' || version) as text_sha256,
    null::varchar as mark,
from versions
union all by name
from planted_policy_versions
order by published_at, version;
