"""The only door to the data: `run` asks one query of one snapshot, for one role.

A query is a file `queries/<topic>/<name>.sql`. A control, `queries/controls/<name>.sql`, is asked for its violating
rows.
"""

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

import snapshots
from errors import NotPermitted, QueryError, TookTooLong
from queries import small_numbers
from queries.header import RESERVED, ROLES, Header, read
from snapshots import Snapshot

FOLDER = Path(__file__).parent
CONTROL_ROWS = (FOLDER / "rows_of_a_control.sql").read_text(encoding="utf-8")
LIVE = "live_controls"  # the relation that a query reads for controls worked out anew, "as known on" a day
SPAN_COLUMNS = (
    "ref::varchar as ref, subject, occurred_on, detail, examined_from, examined_until, violated_from, violated_until"
)

OF_EVERY_CONTROL = frozenset({"as_of", "from_day", "to_day"})  # what limits the violating rows of each
SAID_BY_THE_ENGINE = frozenset({"control", "role"})  # parameters that no filter sets

Filters = Mapping[str, Any]


def _day(value: str) -> date:
    return date.fromisoformat(value)


def _role_of_a_person(value: str) -> str:
    if not re.fullmatch(r"[\w-]{1,40}", value):
        raise ValueError
    return value


def _regime(value: str) -> str:
    if not re.fullmatch(r"[a-z]{1,20}", value):
        raise ValueError
    return value


def _request(value: str) -> str:
    if not 0 < len(value) <= 200:
        raise ValueError
    return value


FILTERS: dict[str, Callable[[str], Any]] = {
    "as_of": _day,
    "known_at": _day,
    "from_day": _day,
    "to_day": _day,
    "person_role": _role_of_a_person,
    "building_id": int,
    "regime": _regime,
    "request_id": _request,
    "subject": int,
    "actor": int,
}
"""Every filter there is, and how its text is read."""

_TYPES = {
    **dict.fromkeys(("as_of", "known_at", "from_day", "to_day"), date),
    **dict.fromkeys(("building_id", "subject", "actor"), int),
}


@dataclass(frozen=True)
class Query:
    """One question: its name, what it says of itself, its SQL and the filters it names."""

    name: str
    header: Header
    sql: str
    filters: frozenset[str]

    @property
    def topic(self) -> str:
        """The page that shows it."""
        return self.name.partition(".")[0]

    @property
    def is_control(self) -> bool:
        """Whether its answer is the violating rows of a control."""
        return self.topic == "controls" and self.name.partition(".")[2] not in RESERVED


@cache
def names() -> tuple[str, ...]:
    """Every query, in order."""
    return tuple(sorted(f"{path.parent.name}.{path.stem}" for path in FOLDER.glob("*/*.sql")))


@cache
def get(name: str) -> Query:
    """The query of that name. Raises QueryError for an unknown one or a wrong header."""
    if name not in names():
        raise QueryError(f"No query is called {name!r}.", fix=f"Known: {', '.join(names())}.")
    header, sql = read(FOLDER / f"{name.replace('.', '/')}.sql")
    query = Query(name, header, sql, frozenset(_parameters(name, sql)))
    return Query(name, header, sql, query.filters | OF_EVERY_CONTROL) if query.is_control else query


def run(name: str, snapshot: Snapshot, role: str, filters: Filters | None = None) -> pa.Table:
    """The answer of one query on one snapshot. The same snapshot and filters give the same rows in the same order.

    `filters` hold values or their text; a filter left out or None does not limit, `as_of` is then the day of the load.
    Raises NotPermitted, QueryError for a filter that is unknown, not taken by this query or out of range, TookTooLong.
    """
    query = get(name)
    if role not in ROLES:
        raise NotPermitted(f"There is no role {role!r}.", fix=f"Known: {', '.join(ROLES)}.")
    if role not in query.header.roles:
        raise NotPermitted(f"The role {role} may not ask {name}.", fix=f"Ask as {' or '.join(query.header.roles)}.")
    given = read_filters(query, filters or {})
    with snapshots.connect(snapshot) as connection:
        sql = _statement(query, given)
        answer = _ask(connection, name, sql, _bind(connection, query, sql, given) | _of_the_engine(query, sql, role))
    return small_numbers.hide(answer, query.header) if role == "management" else answer


def read_filters(query: Query, filters: Filters) -> dict[str, Any]:
    """The given filters as typed values, checked against what the query takes. Raises QueryError."""
    values: dict[str, Any] = {}
    for key, value in filters.items():
        if value is None:
            continue
        if key not in FILTERS:
            raise QueryError(f"There is no filter {key!r}.", fix=f"Known: {', '.join(FILTERS)}.")
        if key not in query.filters:
            taken = ", ".join(sorted(query.filters)) or "none"
            raise QueryError(f"{query.name} takes no filter {key!r}.", fix=f"It takes: {taken}.")
        try:
            values[key] = FILTERS[key](value) if isinstance(value, str) else value
        except ValueError:
            raise QueryError(f"{key}: {value!r} cannot be read.", fix=_example(key)) from None
        if not isinstance(values[key], _TYPES.get(key, str)):
            raise QueryError(f"{key}: {value!r} is of the wrong kind.", fix=_example(key))
        if isinstance(values[key], int) and abs(values[key]) >= 2**63:
            raise QueryError(f"{key}: {value!r} is too large.", fix=_example(key))
    return values


def day_of_load(snapshot: Snapshot) -> date:
    """The Baku day of the load: the newest `as_of` there is."""
    with snapshots.connect(snapshot) as connection:
        return _day_of_load(connection)


def _example(key: str) -> str:
    example = "2026-03-01" if _TYPES.get(key) is date else "17" if _TYPES.get(key) is int else "a plain word"
    return f"Give {key} like {example}."


def _parameters(name: str, sql: str) -> set[str]:
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise QueryError(f"{name}.sql: {error}", fix="Correct the SQL.") from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise QueryError(f"{name}.sql is not one SELECT.", fix="A query file holds one question.")
    found = set(statements[0].named_parameters)
    if unknown := sorted(found - FILTERS.keys() - SAID_BY_THE_ENGINE):
        raise QueryError(f"{name}.sql: unknown parameter ${unknown[0]}.", fix=f"Known: {', '.join(FILTERS)}.")
    return found - SAID_BY_THE_ENGINE


def _statement(query: Query, given: Mapping[str, Any]) -> str:
    """The SQL to ask. Files only are put together here, never a value."""
    sql = CONTROL_ROWS if query.is_control else query.sql
    if LIVE not in sql:
        return sql
    # the file's own relations follow in the same list: there is one `with` in a statement
    more = "," if sql.startswith("with ") else ""
    return f"with {LIVE} as ({_live(query, given)}){more}\n{sql.removeprefix('with ')}"


def _live(query: Query, given: Mapping[str, Any]) -> str:
    """The controls that depend on what was known, worked out anew where a day of knowledge is given."""
    asked = [query] if query.is_control else [get(name) for name in names()]
    wanted = [q for q in asked if q.is_control and "known_at" in q.filters] if "known_at" in given else []
    parts = [f"select '{q.name.partition('.')[2]}' as control, {SPAN_COLUMNS} from ({q.sql})" for q in wanted]
    return "\nunion all\n".join(parts or ["select control, * exclude (control) from control_rows where false"])


def _of_the_engine(query: Query, sql: str, role: str) -> dict[str, object]:
    values = {"control": query.name.partition(".")[2], "role": role}
    return {key: value for key, value in values.items() if key in _named(sql)}


def _named(sql: str) -> set[str]:
    return set(duckdb.extract_statements(sql)[0].named_parameters)


def _bind(connection: duckdb.DuckDBPyConnection, query: Query, sql: str, given: Mapping[str, Any]) -> dict[str, object]:
    newest = _day_of_load(connection)
    as_of = given.get("as_of", newest)
    if as_of > newest:
        raise QueryError(f"as_of {as_of} is after the load.", fix=f"The newest day is {newest}.")
    values: dict[str, object] = {**given, "as_of": as_of}
    if "regime" in query.filters and "regime" not in given:
        rows = connection.execute("select value from settings where name = 'regime'").fetchall()
        values["regime"] = rows[0][0] if rows else None
    return {key: values.get(key) for key in _named(sql) - SAID_BY_THE_ENGINE}


def _day_of_load(connection: duckdb.DuckDBPyConnection) -> date:
    # fetchall, not fetchone: DuckDB 2.0 keeps an unfinished result open and refuses the next question.
    [(day,)] = connection.execute("select loaded_on from load").fetchall()
    assert isinstance(day, date)
    return day


def _ask(connection: duckdb.DuckDBPyConnection, name: str, sql: str, values: dict[str, object]) -> pa.Table:
    [(limit,)] = connection.execute("select value::double from settings where name = 'query_seconds'").fetchall()
    answered = threading.Event()
    threading.Thread(target=_stop_after, args=(limit, connection, answered), daemon=True).start()
    try:
        if duckdb.__version__.startswith("1."):  # where a relation with parameters takes five times as long
            return connection.execute(sql, values).to_arrow_table()
        return connection.sql(sql, params=values).to_arrow_table()
    except duckdb.InterruptException as error:
        raise TookTooLong(
            f"{name} took longer than {limit:g} seconds and was stopped.",
            fix="Ask for a shorter period or without known_at, or load with more query_seconds in settings.toml.",
        ) from error
    except duckdb.Error as error:
        raise QueryError(f"{name}.sql: {error}", fix="Load again: `make run`.") from error
    finally:
        answered.set()


def _stop_after(seconds: float, connection: duckdb.DuckDBPyConnection, answered: threading.Event) -> None:
    while not answered.wait(seconds):
        connection.interrupt()
        seconds = 0.1  # an interrupt that comes while the question is still being planned is lost: once more
