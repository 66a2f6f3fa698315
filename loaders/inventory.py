"""The inventory: what the operational database holds, counted where it is.

Its columns are compared with the declared ones, rows and people are counted, by SQL made from the policy's data. No
value of a person leaves it: counts, days, and the ids of owners, which become pseudonyms here.
"""

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from loaders.reading import BAKU
from loaders.sources import Source, SourceColumn
from policy import Policy
from policy.rows import Category, Retention
from vault import USER, Vault

REGISTERS = (
    "consent_events",
    "access_log",
    "contact_messages",
    "privacy_requests",
    "privacy_request_events",
    "legal_holds",
    "disclosures",
    "incidents",
)
ACCOUNT_CLOSED = "account closed"

TABLES = """
create table source_columns ("table" varchar, "column" varchar, type varchar, status varchar);
create table category_counts (
    category varchar, present boolean, rows bigint, subjects bigint, oldest_on date, newest_on date
);
create table undeclared_counts ("table" varchar, "column" varchar, rows bigint, subjects bigint);
create table retention_passing (category varchar, passes_on date, owners bigint);
create table retention_held (category varchar, subject bigint, passes_on date);
create table residue (subject bigint, category varchar, rows bigint);
"""

NEVER_TEXT = re.compile(
    r"(big|small|tiny|medium)?int|bool|numeric|decimal|real|double|float|date|time|uuid|bytea|blob|json|inet|cidr|.*\[\]$"
)
TEXT = re.compile(r".*(char|text|clob)|enum|set\b|string")
A_TIME = re.compile(r"(small)?date|time")

Expression = sa.ColumnElement[Any]


def ask(source: Source, policy: Policy, vault: Vault, connection: duckdb.DuckDBPyConnection) -> None:
    """Ask the operational database, and put what it says into the tables of the inventory."""
    asked = _Inventory(source, policy)
    connection.execute(TABLES)
    _fill(connection, "source_columns", asked.columns())
    _fill(connection, "category_counts", asked.categories())
    _fill(connection, "undeclared_counts", asked.undeclared())
    passing, held = asked.retention()
    _fill(connection, "retention_passing", passing)
    _fill(connection, "retention_held", ((row.category, row.owner, row.day) for row in held), vault, owner=1)
    _fill(connection, "residue", asked.residue(), vault, owner=0)


def _fill(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    rows: Iterable[tuple[Any, ...]],
    vault: Vault | None = None,
    owner: int = 0,
) -> None:
    """Put rows into a table; with a vault, the operational id in the column `owner` becomes a pseudonym."""
    listed = list(rows)
    if not listed:
        return
    columns: list[Any] = [list(column) for column in zip(*listed, strict=True)]
    if vault is not None:
        columns[owner] = vault.pseudonyms(USER, np.array(columns[owner], np.int64))
    schema = connection.execute(f"from {name} limit 0").to_arrow_table().schema
    arrays = [pa.array(column, kind.type) for column, kind in zip(columns, schema, strict=True)]
    connection.from_arrow(pa.table(arrays, schema=schema)).insert_into(name)


@dataclass(frozen=True)
class _Held:
    """Somebody whose data of a category is, or once was, under a hold, and the first day past its period."""

    category: str
    owner: int
    day: date


class _Inventory:
    """The questions to one operational database."""

    def __init__(self, source: Source, policy: Policy) -> None:
        self.source = source
        self.policy = policy
        self.sql = _Dialect(source.dialect.name)
        self.tables: dict[str, dict[str, SourceColumn]] = {}
        for column in source.columns():
            self.tables.setdefault(column.table, {})[column.column] = column
        self.declared = {(category.table, category.column) for category in policy.categories}
        self.not_personal = {(row.table, row.column) for row in policy.not_personal}

    # columns

    def columns(self) -> Iterator[tuple[str, str, str, str | None]]:
        """Every column, with its status if its table holds people's rows."""
        for table, columns in self.tables.items():
            for column in columns.values():
                yield table, column.column, column.type, self._status(column) if self._owners(table) else None

    def _owners(self, table: str) -> list[str]:
        """The columns that say whose row it is: those that the categories name, then `user_id`."""
        named = [category.owner_column for category in self.policy.categories if category.table == table]
        return [name for name in dict.fromkeys((*named, "user_id")) if name in self.tables.get(table, {})]

    def _status(self, column: SourceColumn) -> str:
        place = column.table, column.column
        if place in self.declared:
            return "declared"
        if column.table in REGISTERS:
            return "register"
        if column.primary_key or column.column in self._owners(column.table):
            return "key"
        if column.column.endswith("_at") or A_TIME.match(column.type.lower()):
            return "time"
        return "not_personal" if place in self.not_personal else "undeclared"

    # counts

    def categories(self) -> Iterator[tuple[str, bool, int, int, date | None, date | None]]:
        """Rows, people, oldest and newest day of each declared category."""
        for category in self.policy.categories:
            if self._has(category):
                yield category.category, True, *self._counts[category.table][category.column]
            else:
                yield category.category, False, 0, 0, None, None

    def undeclared(self) -> Iterator[tuple[str, str, int | None, int | None]]:
        """Rows and people of each undeclared column; nothing where the user may not read it."""
        for table, columns in self.tables.items():
            for column in columns.values():
                if self._owners(table) and self._status(column) == "undeclared":
                    counted = self._counts[table].get(column.column)
                    yield table, column.column, *(counted[:2] if counted else (None, None))

    def _has(self, category: Category) -> bool:
        return category.column in self.tables.get(category.table, {})

    @cached_property
    def _counts(self) -> dict[str, dict[str, tuple[int, int, date | None, date | None]]]:
        return {table: self._count(table) for table in self.tables if self._owners(table)}

    def _count(self, name: str) -> dict[str, tuple[int, int, date | None, date | None]]:
        """One pass over a table, grouped by owner first: that counts people without sorting them."""
        columns = [c for c in self.tables[name].values() if self._status(c) in ("declared", "undeclared")]
        readable = self._readable(name) if columns else set()
        columns = [column for column in columns if column.column in readable]
        if not columns or (owner := self._owners(name)[0]) not in readable:
            return {}
        declared = [category for category in self.policy.categories if category.table == name]
        times = {c.column: self.tables[name][c.time_column] for c in declared if c.time_column in readable}
        table = self._table(name)
        # where the owner is the key, a row is an owner already
        grouped = not self.tables[name][owner].unique
        total, least, most = (sa.func.sum, sa.func.min, sa.func.max) if grouped else (_as_it_is,) * 3
        each: list[sa.Label[Any]] = []
        for number, column in enumerate(columns):
            there = self.sql.there(table, column)
            each.append(total(sa.case((there, 1), else_=0)).label(f"rows_{number}"))
            if column.column in times:
                time = times[column.column]
                moment = sa.case((there, self.sql.moment(table.c[time.column], time)))
                each += [least(moment).label(f"from_{number}"), most(moment).label(f"to_{number}")]
        by_owner = sa.select(table.c[owner].label("owner"), *each)
        owners = (by_owner.group_by(table.c[owner]) if grouped else by_owner).subquery("owners")
        wanted: list[Expression] = []
        for number, column in enumerate(columns):
            rows = owners.c[f"rows_{number}"]
            somebody = sa.and_(owners.c.owner.is_not(None), rows > 0)
            wanted += [sa.func.sum(rows), sa.func.sum(sa.case((somebody, 1), else_=0))]
            for end, of_all in (("from", sa.func.min), ("to", sa.func.max)):
                if column.column in times:
                    wanted.append(self.sql.day(of_all(owners.c[f"{end}_{number}"]), times[column.column]))
                else:
                    wanted.append(sa.null())
        (answer,) = self.source.ask(sa.select(*wanted))
        return {
            column.column: (int(rows or 0), int(people or 0), _day(oldest), _day(newest))
            for column, (rows, people, oldest, newest) in zip(columns, _fours(answer), strict=True)
        }

    def _readable(self, table: str) -> set[str]:
        """The columns that the user may read: PostgreSQL lists the others too."""
        columns = list(self.tables[table])
        if not self.sql.is_postgresql:
            return set(columns)
        place, right = sa.func.quote_ident(_text(table)), _text("SELECT")
        rights = [sa.func.has_column_privilege(place, _text(column), right) for column in columns]
        (answer,) = self.source.ask(sa.select(*rights))
        return {column for column, allowed in zip(columns, answer, strict=True) if allowed}

    # retention

    def retention(self) -> tuple[list[tuple[str, date, int]], list[_Held]]:
        """For each category with a period: on which day how many owners pass it, and those with holds one by one."""
        passing: Counter[tuple[str, date]] = Counter()
        held = []
        for rules in self._rules().values():
            for category, owner, day, owners in self._passing(rules):
                if owner is not None and (owner, category) in self._holds:
                    held.append(_Held(category, owner, day))
                else:
                    passing[category, day] += owners
        return [(category, day, owners) for (category, day), owners in sorted(passing.items())], held

    def _rules(self) -> dict[tuple[str, str, str], list[tuple[Category, Retention]]]:
        """The rules that can be asked together: same table, same owner, counted from the same column."""
        by_name = {category.category: category for category in self.policy.categories}
        found: dict[tuple[str, str, str], list[tuple[Category, Retention]]] = {}
        for rule in self.policy.retention:
            category = by_name[rule.category]
            together = category.table, category.owner_column, rule.counted_from
            needed = {category.column, category.owner_column, rule.counted_from} - {ACCOUNT_CLOSED}
            if needed <= self.tables.get(category.table, {}).keys():
                found.setdefault(together, []).append((category, rule))
        return found

    def _passing(self, rules: Sequence[tuple[Category, Retention]]) -> Iterator[tuple[str, int | None, date, int]]:
        """Category, owner (None for those who never had a hold), first day past the period, how many owners."""
        for single in (False, True):
            if single and not self._holds:
                return
            for row in self.source.ask(self._oldest(rules, single)):
                owner, days, owners = _id(row[0]) if single else None, row[1:-1], int(row[-1])
                for (category, rule), moment in zip(rules, days, strict=True):
                    if (counted_from := _day(moment)) and (day := _after(counted_from, rule.months)):
                        yield category.category, owner, day, owners

    def _oldest(self, rules: Sequence[tuple[Category, Retention]], single: bool) -> sa.Select[Any]:
        """Owners by the day of their oldest row of each category: counted, or `single` if any hold is theirs."""
        category, rule = rules[0]
        columns = self.tables[category.table]
        table = self._table(category.table)
        owner = table.c[category.owner_column]
        users = self._table("users").alias("accounts")
        holds = self._table("legal_holds")
        if rule.counted_from == ACCOUNT_CLOSED:
            asked: sa.FromClause = table.join(users, users.c.user_id == owner)
            time = self.tables["users"]["closed_at"]
            moment = self.sql.moment(users.c.closed_at, time)
        else:
            asked = table
            time = columns[rule.counted_from]
            moment = self.sql.moment(table.c[rule.counted_from], time)
        grouped = not columns[category.owner_column].unique
        least = sa.func.min if grouped else _as_it_is
        oldest = [
            least(sa.case((self.sql.there(table, columns[each.column]), moment))).label(f"oldest_{number}")
            for number, (each, _) in enumerate(rules)
        ]
        is_test = self.sql.true(users.c.is_test, self.tables["users"]["is_test"])
        test_accounts = sa.select(users.c.user_id).where(is_test, users.c.user_id.is_not(None))
        with_holds = sa.select(holds.c.user_id).where(holds.c.user_id.is_not(None))
        by_owner = (
            sa.select(owner.label("owner"), *oldest)
            .select_from(asked)
            .where(
                owner.is_not(None),
                moment.is_not(None),
                owner.not_in(test_accounts.correlate(None)),
                owner.in_(with_holds) if single else owner.not_in(with_holds),
            )
        )
        owners = (by_owner.group_by(owner) if grouped else by_owner).subquery("owners")
        days = [self.sql.day(owners.c[f"oldest_{n}"], time).label(f"day_{n}") for n in range(len(rules))]
        if single:
            return sa.select(owners.c.owner, *days, sa.literal_column("1"))
        # a subquery: PostgreSQL takes an expression with parameters for another one when it is grouped by
        counted = sa.select(*days).subquery("counted")
        return sa.select(sa.null(), *counted.c, sa.func.count()).group_by(*counted.c)

    @cached_property
    def _holds(self) -> set[tuple[int, str]]:
        """Who ever had a hold on which category."""
        holds = self._table("legal_holds")
        with_owner = sa.select(holds.c.user_id, holds.c.category).where(holds.c.user_id.is_not(None))
        rows = self.source.ask(with_owner.distinct())
        return {(owner, str(category)) for value, category in rows if (owner := _id(value)) is not None}

    # residue

    def residue(self) -> Iterator[tuple[int, str, int]]:
        """Rows that people still have whose erasure was carried out, by category."""
        by_table: dict[tuple[str, str], list[Category]] = {}
        for category in self.policy.categories:
            if category.residue and self._has(category) and category.owner_column in self.tables[category.table]:
                by_table.setdefault((category.table, category.owner_column), []).append(category)
        requests = self._table("privacy_requests")
        erased = sa.select(requests.c.user_id).where(
            requests.c.type == _text("erasure"),
            requests.c.decision.in_([_text(word) for word in ("fulfilled", "partly_fulfilled")]),
            requests.c.user_id.is_not(None),
        )
        for (name, owner_column), categories in by_table.items():
            table = self._table(name)
            owner = table.c[owner_column]
            rows = [
                sa.func.sum(sa.case((self.sql.there(table, self.tables[name][category.column]), 1), else_=0))
                for category in categories
            ]
            for value, *counts in self.source.ask(sa.select(owner, *rows).where(owner.in_(erased)).group_by(owner)):
                if (person := _id(value)) is not None:
                    yield from ((person, c.category, int(n)) for c, n in zip(categories, counts, strict=True) if n)

    def _table(self, name: str) -> sa.TableClause:
        return sa.table(_quoted(name), *(sa.column(_quoted(column)) for column in self.tables[name]))


@dataclass(frozen=True)
class _Dialect:
    """What databases say differently."""

    name: str

    @property
    def is_postgresql(self) -> bool:
        return self.name == "postgresql"

    @property
    def is_sqlite(self) -> bool:
        return self.name == "sqlite"

    @property
    def is_mysql(self) -> bool:
        return self.name in ("mysql", "mariadb")

    def there(self, table: sa.TableClause, column: SourceColumn) -> Expression:
        """Whether a cell is not empty: neither null nor ''."""
        cell, kind = table.c[column.column], column.type.lower()
        if self.is_sqlite:  # any column may hold any kind of value
            return sa.and_(cell.is_not(None), cell != _text(""))
        if self.is_postgresql and not NEVER_TEXT.match(kind):
            as_text = cell if kind in ("text", "character varying") else sa.cast(cell, sa.Text)
            return sa.and_(cell.is_not(None), as_text != _text(""))
        if self.is_mysql and TEXT.match(kind):  # a comparison with '' would take blanks for nothing
            return sa.and_(cell.is_not(None), sa.func.length(cell) > 0)
        if not (self.is_postgresql or self.is_mysql) and TEXT.match(kind):
            return sa.and_(cell.is_not(None), cell != _text(""))
        return cell.is_not(None)

    def true(self, cell: Expression, column: SourceColumn) -> Expression:
        """Whether a yes-or-no cell says yes."""
        return cell.is_(sa.true()) if column.type.lower().startswith("bool") and self.is_postgresql else cell != 0

    def moment(self, cell: Expression, column: SourceColumn) -> Expression:
        """The time in a cell of that column, so that it can be compared; null where there is none that has a day."""
        if self.is_sqlite:
            return self._hour_of_text(cell)
        if not A_TIME.match(column.type.lower()):
            return sa.null()
        if self.is_postgresql:  # which knows infinity, and years before the first
            first: Expression = sa.literal_column("timestamp '0001-01-02'")
            last: Expression = sa.literal_column("timestamp '9999-12-30'")
            return sa.case((cell.between(first, last), cell))
        if self.is_mysql:  # which knows a day 0
            return sa.case((cell >= _text("0001-01-02"), cell))
        return cell

    def _hour_of_text(self, cell: Expression) -> Expression:
        """The hour of a time that SQLite keeps as text: texts of different length or separator do not sort as times."""
        day, rest, zone = sa.func.substr(cell, 1, 10), sa.func.substr(cell, 20, 1), sa.func.substr(cell, -6)
        is_a_time = sa.and_(
            cell.op("glob")(_text("[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9][ T][0-2][0-9]:[0-5][0-9]:[0-5][0-9]*")),
            rest.in_([_text(start) for start in ("", ".", "Z", "+", "-")]),
            sa.func.strftime(_text("%Y-%m-%d"), day) == day,  # or 30 February would be a day in March
        )
        given = sa.case((zone.op("glob")(_text("[+-][0-9][0-9]:[0-9][0-9]")), zone), else_=_text(""))
        # without the fraction of a second, which strftime would round up
        return sa.case((is_a_time, sa.func.strftime(_text("%Y-%m-%d %H"), sa.func.substr(cell, 1, 19).concat(given))))

    def day(self, moment: Expression, column: SourceColumn) -> Expression:
        """The day of a moment in Baku; where the database does not know the zone, the hour in UTC, as text."""
        kind = column.type.lower()
        if self.is_postgresql and A_TIME.match(kind):
            if kind not in ("timestamp with time zone", "timestamptz"):
                moment = sa.func.timezone(_text("UTC"), sa.cast(moment, sa.DateTime))
            return sa.cast(sa.func.timezone(_text("Asia/Baku"), moment), sa.Date)
        if self.is_mysql:
            return sa.func.date_format(moment, _text("%Y-%m-%d %H"))
        return moment


def _as_it_is(expression: Expression) -> Expression:
    return expression


def _text(value: str) -> Expression:
    return sa.literal(value, sa.String)


def _quoted(name: str) -> sa.quoted_name:
    return sa.quoted_name(name, quote=True)


def _fours(answer: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    return (tuple(answer[start : start + 4]) for start in range(0, len(answer), 4))


def _id(value: Any) -> int | None:
    """An operational id; None for what is not one."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        return None
    return number if -(2**63) <= number < 2**63 else None


@lru_cache(maxsize=65536)
def _day(moment: Any) -> date | None:
    """The day in Baku: of a day, of a time, or of the text of an hour in UTC. Days in Baku begin on the hour."""
    if moment is None or (isinstance(moment, date) and not isinstance(moment, datetime)):
        return moment
    try:
        time = moment if isinstance(moment, datetime) else datetime.fromisoformat(f"{moment}:00")
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(BAKU).date()
    except (ValueError, OverflowError):
        return None


def _after(counted_from: date, months: int) -> date | None:
    """The first day past so many months: the same day number, clipped to the month's end, and one day more."""
    year, month = divmod(counted_from.year * 12 + counted_from.month - 1 + months, 12)
    if year > 9998:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(counted_from.day, last)) + timedelta(days=1)
