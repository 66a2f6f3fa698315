"""Runs every control once and keeps what `controls.*` compare with a day: violating rows one by one, counts by day."""

import time
from pathlib import Path

import duckdb

from errors import LoadRefused
from queries.header import RESERVED, Header, read

FOLDER = Path(__file__).parent.parent / "queries" / "controls"
COLUMNS = (
    "ref",
    "subject",
    "occurred_on",
    "detail",
    "examined_from",
    "examined_until",
    "violated_from",
    "violated_until",
)

TABLES = """
create table controls (
    control varchar, clause varchar, severity varchar, title_az varchar, title_en varchar, title_ru varchar,
    version integer, knows boolean
);
create table control_rows (
    control varchar, ref varchar, subject bigint, occurred_on date, detail varchar,
    examined_from date, examined_until date, violated_from date, violated_until date
);
create table control_counts (control varchar, from_on date, until_on date, examined bigint, violations bigint);
"""

# A row is violated only while it is examined, so the spans are cut to each other here and no control has to.
EXAMINED = """
with spans as (
    select
        *,
        coalesce(examined_until, date '9999-12-31') as examined_end,
        greatest(violated_from, examined_from) as violated_start,
        case when violated_from is not null then
            least(coalesce(violated_until, date '9999-12-31'), coalesce(examined_until, date '9999-12-31'))
        end as violated_end,
    from ({control})
),

examined as (
    select *, coalesce(violated_start < violated_end, false) as violates
    from spans
    where examined_from < examined_end
)
"""

# The control is asked twice, each time for few columns: once for days and counts, once for the rows that violate.
# Asked once for everything, refs and details of millions of rows that violate nothing would be made and grouped.
GROUPED = (
    "create or replace temp table grouped as"
    + EXAMINED
    + """
select
    examined_from,
    examined_end as examined_until,
    case when violates then violated_start end as violated_from,
    case when violates then violated_end end as violated_until,
    count(*) as things,
from examined
group by all
"""
)

ROWS = (
    "insert into control_rows"
    + EXAMINED
    + """
select $control, ref::varchar, subject, occurred_on, detail, examined_from, examined_end, violated_start, violated_end,
from examined
where violates
order by violated_start, ref::varchar
"""
)

COUNTS = """
insert into control_counts
with changes as (
    select examined_from as day, things as examined, 0 as violations from grouped
    union all
    select examined_until, -things, 0 from grouped where examined_until < date '9999-12-31'
    union all
    select violated_from, 0, things from grouped where violated_from is not null
    union all
    select violated_until, 0, -things from grouped where violated_until < date '9999-12-31'
),

days as (
    select day, sum(examined) as examined, sum(violations) as violations
    from changes
    group by day
)

select
    $control,
    day,
    lead(day, 1, date '9999-12-31') over (order by day),
    (sum(examined) over (order by day))::bigint,
    (sum(violations) over (order by day))::bigint,
from days
order by day
"""


def run(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, float, int]]:
    """Run every control on a draft with its model. Returns (control, seconds, violating rows) of each."""
    connection.execute(TABLES)
    known = {row[0] for row in connection.execute("select clause from clauses").fetchall()}
    steps = []
    for path in sorted(FOLDER.glob("*.sql")):
        if path.stem in RESERVED:
            continue
        header, sql = read(path)
        if unknown := [clause for clause in header.clauses if clause not in known]:
            raise LoadRefused(f"controls/{path.name}: the policy has no clause {unknown[0]}.", fix="Correct `clause:`.")
        started = time.perf_counter()
        rows = _run(connection, path.stem, header, sql)
        steps.append((f"control {path.stem}", time.perf_counter() - started, rows))
    connection.execute("drop table if exists grouped")
    return steps


def _run(connection: duckdb.DuckDBPyConnection, control: str, header: Header, sql: str) -> int:
    knows = "known_at" in duckdb.extract_statements(sql)[0].named_parameters
    # At the load everything is known. A parameter cannot stand in a CREATE TABLE AS on every version, a NULL can.
    everything_known = sql.replace("$known_at", "null::date")
    try:
        columns = [row[0] for row in connection.execute(f"describe {everything_known}").fetchall()]
        if tuple(columns) != COLUMNS:
            raise LoadRefused(
                f"controls/{control}.sql gives the columns {', '.join(columns)}.", fix=f"Give {', '.join(COLUMNS)}."
            )
        connection.execute(GROUPED.format(control=everything_known))
        if connection.execute("from grouped where violated_from is not null limit 1").fetchall():
            connection.execute(ROWS.format(control=everything_known), {"control": control})
        connection.execute(COUNTS, {"control": control})
    except duckdb.OperationalError:  # the disk or the memory, not the control
        raise
    except duckdb.Error as error:
        raise LoadRefused(f"controls/{control}.sql: {error}", fix="Correct the control.") from error
    title = header.title
    connection.execute(
        "insert into controls values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            control,
            " ".join(header.clauses),
            header.severity,
            title["az"],
            title["en"],
            title["ru"],
            header.version,
            knows,
        ],
    )
    [(rows,)] = connection.execute("select count(*) from control_rows where control = ?", [control]).fetchall()
    return int(rows)
