"""Makes the tables by SQL, in a DuckDB of its own: set-based, and the same for the same seed and day.

Nothing is drawn one after the other: every draw is a hash of the seed, the row's number and the draw's number,
so neither the number of threads nor the order of the rows changes the content.
"""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from demo import history
from demo.planted import plant_all
from demo.planting import Planting, Row, Violation
from demo.schema import Table, tables
from policy import Policy

FOLDER = Path(__file__).parent
ROWS_A_SLICE = 1_500_000

# In the order in which they need each other; each file makes the table of its name, and what it says besides.
STEPS = (
    "days",
    "people",
    "scopes",
    "policy_versions",
    "users",
    "user_profiles",
    "user_devices",
    "page_views",
    "notification_preferences",
    "payments",
    "support_messages",
    "chat_messages",
    "consent_events",
    "contact_messages",
    "disclosures",
    "privacy_requests",
    "legal_holds",
    "incidents",
    "access_plan",
)

# Share of an hour in a day's activity, from midnight in Baku.
HOURS = (2, 1, 1, 1, 1, 2, 6, 15, 30, 60, 80, 80, 60, 50, 70, 80, 70, 60, 40, 40, 40, 30, 20, 10)

# The table gives its own key to each row, once the rows are in order.
NUMBERED = {
    "user_devices": "device_id",
    "page_views": "view_id",
    "payments": "payment_id",
    "support_messages": "message_id",
    "chat_messages": "message_id",
    "consent_events": "event_id",
    "access_log": "event_id",
    "contact_messages": "message_id",
    "disclosures": "disclosure_id",
    "privacy_requests": "request_id",
    "privacy_request_events": "event_id",
    "legal_holds": "hold_id",
    "incidents": "incident_id",
}

ARROW_TYPES = {
    "bigint": pa.int64(),
    "integer": pa.int32(),
    "text": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamptz": pa.timestamp("us"),
    "numeric(12, 2)": pa.decimal128(12, 2),
}

SERVICES = {"identity": 0, "app": 1, "messaging": 2, "billing": 3, "back_office": 4, "analytics": 5}

LATIN = str.maketrans("əıöüğşçƏİÖÜĞŞÇ", "eiougsceiougsc")


@dataclass
class Generation:
    """A database of tables ready to be written, and what was planted in it."""

    connection: duckdb.DuckDBPyConnection
    people: int
    today: date
    planting: Planting
    keys: dict[Row, int | str] = field(default_factory=dict)

    def slices(self, table: Table) -> Iterator[str]:
        """The relations that hold a table's rows, one after the other."""
        if table.name != "access_log":
            self._note_keys(table.name, table.name)
            yield table.name
            return
        sql = (FOLDER / "tables" / "access_slice.sql").read_text(encoding="utf-8")
        written = 0
        for from_day, until_day in self._day_ranges():
            parameters = {"from_day": from_day, "until_day": until_day, "events_so_far": written}
            self.connection.execute(sql, parameters)
            self._note_keys("access_log", "access_slice")
            written += self.count("access_slice")
            yield "access_slice"

    def count(self, relation: str) -> int:
        return len(self.connection.table(relation))

    def violations(self) -> list[tuple[str, str, date, date | None]]:
        """What was planted, with the keys that the rows were given."""
        found = []
        for violation in self.planting.violations:
            found.append((violation.control, str(self._key(violation)), violation.from_on, violation.until_on))
        return sorted(found, key=lambda planted: (planted[0], planted[1].zfill(20), planted[2]))

    def _key(self, violation: Violation) -> int | str:
        return self.keys[violation.ref] if isinstance(violation.ref, Row) else violation.ref

    def _note_keys(self, table: str, relation: str) -> None:
        key = NUMBERED.get(table)
        if key is None or table == "privacy_request_events":
            return
        for mark, value in self.connection.execute(
            f"select mark, {key} from {relation} where mark is not null"
        ).fetchall():
            self.keys[Row(table, mark)] = value

    def _day_ranges(self) -> Iterator[tuple[date, date]]:
        """Ranges of days that each hold about as many events as memory likes; the ends stay open."""
        since = date(1, 1, 1)
        events = 0
        for day, number in self.connection.execute("select day, events from access_days order by day").fetchall():
            if events and events + number > ROWS_A_SLICE:
                yield since, day
                since, events = day, 0
            events += number
        yield since, date(9999, 12, 31)


@contextmanager
def generate(policy: Policy, *, people: int, seed: int, today: date, memory_limit: str) -> Iterator[Generation]:
    """All tables but the access log, which is made slice by slice while it is written."""
    planting = Planting(today, policy)
    plant_all(planting)
    with tempfile.TemporaryDirectory(prefix="demo-") as spill:
        connection = duckdb.connect(config={"memory_limit": memory_limit, "temp_directory": spill})
        connection.execute("set enable_progress_bar = false")
        try:
            _prepare(connection, policy, people, seed, today)
            _land_planted(connection, planting)
            for step in STEPS:
                connection.execute((FOLDER / "tables" / f"{step}.sql").read_text(encoding="utf-8"))
            yield Generation(connection, people, today, planting)
        finally:
            connection.close()


def _prepare(connection: duckdb.DuckDBPyConnection, policy: Policy, people: int, seed: int, today: date) -> None:
    """The words that every file of tables/ may use: draws, clocks, days, and how much there is of everything."""
    variables: dict[str, Any] = {
        "people": people,
        "first_day": history.first_day(today),
        "today": today,
        "ends_at": history.ends_at(today),
        "requests": max(90, people // 11),
        "disclosures": max(40, people // 45),
        "incidents": min(200, 10 + people // 500),
        "staff": 8 + people // 20_000,
        "clock": _clock(),
    }
    variables |= {f"version_{name.replace('.', '_')}": at for name, at in history.versions(today).items()}
    days = policy.working_days
    # a margin on both sides: planted rows go further back, due days further on
    around = days.every(history.first_day(today) - timedelta(days=500), today + timedelta(days=500))
    base = days.index(around[0] - timedelta(days=1))
    variables["working_indexes"] = [days.index(day) - base for day in around]
    variables["working_days"] = [day for day in around if days.is_working(day)]
    variables["calendar_from"] = around[0]
    _register(
        connection,
        "calendar",
        pa.table({"day": around, "is_working": [days.is_working(day) for day in around]}),
    )
    # odd, so that neighbouring seeds share no draw
    variables["salt"] = (2 * seed + 1) * 0x9E3779B97F4A7C15 % 2**62
    uses = _rows("uses.csv")
    for line, row in enumerate(uses):
        row |= {"line": line, "weight": int(row["weight"]), "actor_no": SERVICES.get(row["system"], 6)}
    for hours in ("office", "night"):
        variables[f"{hours}_slots"] = sum(row["weight"] for row in uses if row["hours"] == hours)
    connection.execute("set variable given = $given", {"given": variables})
    connection.execute("""
        set variable people = getvariable('given').people;
        set variable first_day = getvariable('given').first_day;
        set variable today = getvariable('given').today;
        set variable ends_at = getvariable('given').ends_at;
        set variable requests = getvariable('given').requests;
        set variable disclosures = getvariable('given').disclosures;
        set variable incidents = getvariable('given').incidents;
        set variable staff = getvariable('given').staff;
        set variable clock = getvariable('given').clock;
        set variable version_1_0 = getvariable('given').version_1_0;
        set variable version_1_1 = getvariable('given').version_1_1;
        set variable version_2_0 = getvariable('given').version_2_0;
        set variable version_2_1 = getvariable('given').version_2_1;
        set variable working_indexes = getvariable('given').working_indexes;
        set variable working_days = getvariable('given').working_days;
        set variable calendar_from = getvariable('given').calendar_from;
        set variable salt = getvariable('given').salt;
        set variable office_slots = getvariable('given').office_slots;
        set variable night_slots = getvariable('given').night_slots;
    """)
    connection.execute("""
        create macro draw(stream, i) as
            (hash(xor(i::bigint * 1024 + stream, getvariable('salt')::bigint)) >> 11) / 9007199254740992.0;
        create macro pick(stream, i, n) as floor(draw(stream, i) * n)::bigint;
        create macro seconds(n) as to_microseconds((n * 1000000)::bigint);
        create macro along(since, until, share) as
            since + to_microseconds(((epoch_us(until) - epoch_us(since)) * share)::bigint);
        create macro baku(t) as t + interval 4 hour;
        create macro utc(t) as t - interval 4 hour;
        create macro on_baku(t) as (t + interval 4 hour)::date;
        create macro happened(t) as if(t < getvariable('ends_at'), t, null);
        create macro second_of(share) as
            getvariable('clock')[1 + floor(share * 1000)::integer]
            + (share * 1000 - floor(share * 1000))
            * (getvariable('clock')[2 + floor(share * 1000)::integer]
                - getvariable('clock')[1 + floor(share * 1000)::integer]);
        create macro later(day, n) as day + (n)::integer;
        create macro office_time(share) as interval 10 hour + seconds(27000 * share);
        create macro workday(day, n) as
            getvariable('working_days')[getvariable('working_indexes')[1 + (day - getvariable('calendar_from'))] + n];
        create macro version_at(t) as case
            when t >= getvariable('version_2_1') then '2.1'
            when t >= getvariable('version_2_0') then '2.0'
            when t >= getvariable('version_1_1') then '1.1'
            else '1.0'
        end;
        create macro fin_of(i) as
            array_to_string(
                [substr('0123456789ABCDEFGHJKLMNPQRSTUVWXYZ', 1 + pick(300 + n, i, 34), 1) for n in range(7)], ''
            );
    """)
    names = _rows("names.csv")
    for row in names:
        row["latin"] = row["name"].translate(LATIN).lower()
        row["position"] = int(row["position"])
    _register(connection, "names", pa.Table.from_pylist(names))
    _register(connection, "uses", pa.Table.from_pylist(uses))


def _clock() -> list[int]:
    """The second of the day at each thousandth of a day's activity; the last minutes before midnight stay quiet."""
    total, clock, so_far, hour = sum(HOURS), [], 0, 0
    for thousandth in range(1001):
        target = thousandth * total
        while hour < 23 and (so_far + HOURS[hour]) * 1000 < target:
            so_far += HOURS[hour]
            hour += 1
        inside = (target / 1000 - so_far) / HOURS[hour]
        clock.append(int((hour + inside) * 3600 * 0.996))
    return [*clock, clock[-1]]


def _rows(name: str) -> list[dict[str, Any]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _register(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    connection.from_arrow(rows).create(name)


def _land_planted(connection: duckdb.DuckDBPyConnection, planting: Planting) -> None:
    """A table `planted_<table>` beside each table, with the columns that the case decides and its mark."""
    for table in tables():
        columns = [column for column in table.columns if column.name != NUMBERED.get(table.name)]
        fields = [pa.field(column.name, ARROW_TYPES[column.type]) for column in columns] + [
            pa.field("mark", pa.string())
        ]
        if table.name == "privacy_request_events":
            fields.append(pa.field("step", pa.int32()))
        rows = planting.rows.get(table.name, [])
        _register(connection, f"planted_{table.name}", pa.Table.from_pylist(rows, schema=pa.schema(fields)))
