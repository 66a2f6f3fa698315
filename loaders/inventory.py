"""The inventory: what the operational database holds, counted where it is.

Its columns are compared with the declared ones, rows and people are counted, by SQL made from the policy's data. No
value of a person leaves it: counts, days, and the ids of owners, which become pseudonyms here.
"""

import calendar
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from loaders.datasets import DATASETS
from loaders.reading import BAKU
from loaders.sources import Source, SourceColumn
from loaders.sources.dialect import A_TIME, Dialect, Expression, text
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


def ask(source: Source, policy: Policy, vault: Vault, connection: duckdb.DuckDBPyConnection) -> None:
    """Ask the operational database, and put what it says into the tables of the inventory."""
    asked = _Inventory(source, policy)
    asked.count()
    connection.execute(TABLES)
    _fill(connection, "source_columns", asked.columns())
    _fill(connection, "category_counts", asked.categories())
    _fill(connection, "undeclared_counts", asked.undeclared())
    _fill(connection, "retention_passing", asked.passing())
    _fill(connection, "retention_held", asked.held, vault, owner=1)
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
    schema = connection.sql(f"from {name} limit 0").to_arrow_table().schema
    arrays = [pa.array(column, kind.type) for column, kind in zip(columns, schema, strict=True)]
    connection.from_arrow(pa.table(arrays, schema=schema)).insert_into(name)


@dataclass
class _Counted:
    """Rows whose cell is not empty, the people they belong to, and the days they span."""

    rows: int = 0
    people: int = 0
    oldest_on: date | None = None
    newest_on: date | None = None

    def add(self, rows: Any, people: Any, oldest: Any, newest: Any) -> None:
        self.rows += int(rows or 0)
        self.people += int(people or 0)
        self.oldest_on = min((day for day in (self.oldest_on, _day(oldest)) if day), default=None)
        self.newest_on = max((day for day in (self.newest_on, _day(newest)) if day), default=None)


@dataclass(frozen=True)
class _Item:
    """One thing to count: a column, for a declared category or for being undeclared."""

    column: SourceColumn
    category: Category | None = None
    time: SourceColumn | None = None
    rule: Retention | None = None  # with the column of this table that its period is counted from
    since: SourceColumn | None = None
    counted: _Counted = field(default_factory=_Counted, compare=False)


class _Inventory:
    """The questions to one operational database, and its answers."""

    def __init__(self, source: Source, policy: Policy) -> None:
        self.source = source
        self.policy = policy
        self.sql = Dialect(source.dialect.name)
        repeated = self.sql.repeated()
        shown_twice = {name for (name,) in source.ask(repeated)} if repeated is not None else set()
        declared = {category.table for category in policy.categories} | {dataset.source for dataset in DATASETS}
        self.tables: dict[str, dict[str, SourceColumn]] = {}
        for column in source.columns():
            if column.table in declared or column.table not in shown_twice:
                self.tables.setdefault(column.table, {})[column.column] = column
        self.declared = {(category.table, category.column) for category in policy.categories}
        self.not_personal = {(row.table, row.column) for row in policy.not_personal}
        self.rules = {rule.category: rule for rule in policy.retention}
        self.counted: dict[tuple[str, str, str | None], _Counted] = {}
        self._passing: Counter[tuple[str, date]] = Counter()
        self.held: list[tuple[str, int, date]] = []
        """Category, owner, first day past the period: of those who have, or once had, a hold on the category."""

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
            present = category.column in self.tables.get(category.table, {})
            counted = self.counted.get((category.table, category.column, category.category), _Counted())
            yield category.category, present, counted.rows, counted.people, counted.oldest_on, counted.newest_on

    def undeclared(self) -> Iterator[tuple[str, str, int | None, int | None]]:
        """Rows and people of each undeclared column; nothing where the user may not read it."""
        for table, columns in self.tables.items():
            for column in columns.values():
                if self._owners(table) and self._status(column) == "undeclared":
                    counted = self.counted.get((table, column.column, None))
                    yield table, column.column, *((counted.rows, counted.people) if counted else (None, None))

    def passing(self) -> Iterator[tuple[str, date, int]]:
        """Category, first day past the period, owners: of all who never had a hold on the category."""
        return ((category, day, owners) for (category, day), owners in sorted(self._passing.items()))

    def count(self) -> None:
        """Ask every table that holds people's rows."""
        for table in self.tables:
            for owner, items in self._items(table).items():
                self._count(table, owner, items)
        closing: dict[tuple[str, str], list[_Item]] = {}
        for category in self.policy.categories:
            rule, columns = self.rules.get(category.category), self.tables.get(category.table, {})
            known = {category.column, category.owner_column} <= columns.keys()
            if rule and rule.counted_from == ACCOUNT_CLOSED and known:
                item = _Item(columns[category.column], category, rule=rule, since=self.tables["users"]["closed_at"])
                closing.setdefault((category.table, category.owner_column), []).append(item)
        for (table, owner), items in closing.items():
            self._count_closed(table, owner, items)

    def _items(self, table: str) -> dict[str, list[_Item]]:
        """What there is to count in a table, by the owner column to count with."""
        columns, owners = self.tables[table], self._owners(table)
        wanted = [column for column in columns.values() if self._status(column) in ("declared", "undeclared")]
        if not owners or not wanted:
            return {}
        readable = self._readable(table)
        found: dict[str, list[_Item]] = {}
        for column in wanted:
            declared = [c for c in self.policy.categories if (c.table, c.column) == (table, column.column)]
            items = [self._item(column, category, readable) for category in declared] or [_Item(column)]
            for item in items:
                named = item.category.owner_column if item.category else ""
                owner = named if named in owners else owners[0]
                if {owner, column.column} <= readable:
                    found.setdefault(owner, []).append(item)
                    self.counted[table, column.column, item.category.category if item.category else None] = item.counted
        return found

    def _item(self, column: SourceColumn, category: Category, readable: set[str]) -> _Item:
        columns, rule = self.tables[category.table], self.rules.get(category.category)
        time = columns[category.time_column] if category.time_column in readable else None
        if rule is None or rule.counted_from not in readable or category.owner_column not in readable:
            return _Item(column, category, time)
        return _Item(column, category, time, rule, columns[rule.counted_from])

    def _readable(self, table: str) -> set[str]:
        """The columns that the user may read: PostgreSQL lists the others too."""
        columns = list(self.tables[table])
        if not self.sql.is_postgresql:
            return set(columns)
        place, right = sa.func.quote_ident(text(table)), text("SELECT")
        rights = [sa.func.has_column_privilege(place, text(column), right) for column in columns]
        (answer,) = self.source.ask(sa.select(*rights))
        return {column for column, allowed in zip(columns, answer, strict=True) if allowed}

    def _count(self, name: str, owner: str, items: Sequence[_Item]) -> None:
        """One pass over a table, grouped by owner first: that counts people without sorting them, and tells whose
        oldest row is past which period."""
        table = self._table(name)
        # where the owner is the key, a row is an owner already
        grouped = not self.tables[name][owner].unique
        total, least, most = (sa.func.sum, sa.func.min, sa.func.max) if grouped else (_as_it_is,) * 3
        each: list[sa.Label[Any]] = []
        for number, item in enumerate(items):
            there = self.sql.there(table.c[item.column.column], item.column)
            each.append(total(sa.case((there, 1), else_=0)).label(f"rows_{number}"))
            if item.time:
                moment = sa.case((there, self.sql.moment(table.c[item.time.column], item.time)))
                each.append(least(moment).label(f"from_{number}"))
                if grouped:
                    each.append(most(moment).label(f"to_{number}"))
            if item.since and item.since != item.time:
                moment = sa.case((there, self.sql.moment(table.c[item.since.column], item.since)))
                each.append(least(moment).label(f"since_{number}"))
        by_owner = sa.select(table.c[owner].label("owner"), *each)
        owners = (by_owner.group_by(table.c[owner]) if grouped else by_owner).subquery("owners")
        since = [
            (item, owners.c[f"from_{number}" if item.since == item.time else f"since_{number}"])
            for number, item in enumerate(items)
            if item.since
        ]
        for measures in self._ask(owners, since, items):
            for number, item in enumerate(items):
                item.counted.add(*measures[4 * number : 4 * number + 4])

    def _measures(self, owners: sa.Subquery, items: Sequence[_Item]) -> Iterator[Expression]:
        """Rows, people, oldest and newest day of each item."""
        for number, item in enumerate(items):
            rows = owners.c[f"rows_{number}"]
            somebodys = sa.and_(owners.c.owner.is_not(None), rows > 0)
            yield sa.func.sum(rows)
            yield sa.func.sum(sa.case((somebodys, 1), else_=0))
            for name, of_all in ((f"from_{number}", sa.func.min), (f"to_{number}", sa.func.max)):
                moment = owners.c.get(name, owners.c.get(f"from_{number}"))
                yield sa.null() if item.time is None else self.sql.day(of_all(moment), item.time)

    def _count_closed(self, name: str, owner: str, items: Sequence[_Item]) -> None:
        """Whose account was closed so long ago that the period is past. Owners without a users row never pass it."""
        table, users, closed_at = self._table(name), self._table("users").alias("accounts"), items[0].since
        assert closed_at is not None
        moment = self.sql.moment(users.c.closed_at, closed_at)
        since = [
            sa.func.min(sa.case((self.sql.there(table.c[item.column.column], item.column), moment))).label(
                f"since_{number}"
            )
            for number, item in enumerate(items)
        ]
        owners = (
            sa.select(table.c[owner].label("owner"), *since)
            .select_from(table.join(users, users.c.user_id == table.c[owner]))
            .where(moment.is_not(None))
            .group_by(table.c[owner])
            .subquery("owners")
        )
        for _ in self._ask(owners, [(item, owners.c[f"since_{number}"]) for number, item in enumerate(items)], []):
            pass

    def _ask(
        self, owners: sa.Subquery, since: Sequence[tuple[_Item, Expression]], items: Sequence[_Item]
    ) -> Iterator[tuple[Any, ...]]:
        """Measure owners together, apart by the days that their periods are counted from; who ever had a hold, alone.

        The days are kept here; the measures of each group of owners are given back.
        """
        if not since:
            yield from self.source.ask(sa.select(*self._measures(owners, items)))
            return
        tests, holders = self._test_accounts(), self._holders()
        joined = owners.outerjoin(tests, tests.c.user_id == owners.c.owner)
        joined = joined.outerjoin(holders, holders.c.user_id == owners.c.owner)
        has_a_period = sa.and_(owners.c.owner.is_not(None), tests.c.user_id.is_(None))
        days = [
            sa.case((has_a_period, self.sql.day(moment, item.since))).label(f"day_{number}")
            for number, (item, moment) in enumerate(since)
            if item.since
        ]
        keys = [holders.c.user_id.label("holder"), *days]
        # a subquery: PostgreSQL takes an expression with parameters for another one when it is grouped by
        counted = sa.select(*owners.c, *keys).select_from(joined).subquery("counted")
        apart = [counted.c[key.name] for key in keys]
        select = sa.select(*apart, sa.func.count(), *self._measures(counted, items)).group_by(*apart)
        for holder, *answer in self.source.ask(select):
            for (item, _), day in zip(since, answer, strict=False):
                self._pass(item, _id(holder), _day(day), int(answer[len(since)]))
            yield tuple(answer[len(since) + 1 :])

    def _pass(self, item: _Item, holder: int | None, counted_from: date | None, owners: int) -> None:
        assert item.category is not None
        assert item.rule is not None
        passes_on = counted_from and _after(counted_from, item.rule.months)
        if passes_on is None:
            return
        if holder is not None and (holder, item.category.category) in self._holds:
            self.held.append((item.category.category, holder, passes_on))
        else:
            self._passing[item.category.category, passes_on] += owners

    def _test_accounts(self) -> sa.Subquery:
        users = self._table("users")
        is_test = self.sql.true(users.c.is_test, self.tables["users"]["is_test"])
        return sa.select(users.c.user_id).where(is_test).distinct().subquery("tests")

    def _holders(self) -> sa.Subquery:
        return sa.select(self._table("legal_holds").c.user_id).distinct().subquery("holders")

    @cached_property
    def _holds(self) -> set[tuple[int, str]]:
        """Who ever had a hold on which category."""
        holds = self._table("legal_holds")
        rows = self.source.ask(sa.select(holds.c.user_id, holds.c.category).distinct())
        return {(owner, str(category)) for value, category in rows if (owner := _id(value)) is not None}

    # residue

    def residue(self) -> Iterator[tuple[int, str, int]]:
        """Rows that people still have whose erasure was carried out, by category."""
        by_table: dict[tuple[str, str], list[Category]] = {}
        for category in self.policy.categories:
            known = {category.column, category.owner_column} <= self.tables.get(category.table, {}).keys()
            if category.residue and known:
                by_table.setdefault((category.table, category.owner_column), []).append(category)
        requests = self._table("privacy_requests")
        erased = sa.select(requests.c.user_id).where(
            requests.c.type == text("erasure"),
            requests.c.decision.in_([text(word) for word in ("fulfilled", "partly_fulfilled")]),
            requests.c.user_id.is_not(None),
        )
        for (name, owner_column), categories in by_table.items():
            table = self._table(name)
            owner = table.c[owner_column]
            rows = [
                sa.func.sum(sa.case((self.sql.there(table.c[c.column], self.tables[name][c.column]), 1), else_=0))
                for c in categories
            ]
            for value, *counts in self.source.ask(sa.select(owner, *rows).where(owner.in_(erased)).group_by(owner)):
                if (person := _id(value)) is not None:
                    yield from ((person, c.category, int(n)) for c, n in zip(categories, counts, strict=True) if n)

    def _table(self, name: str) -> sa.TableClause:
        return sa.table(_quoted(name), *(sa.column(_quoted(column)) for column in self.tables[name]))


def _as_it_is(expression: Expression) -> Expression:
    return expression


def _quoted(name: str) -> sa.quoted_name:
    return sa.quoted_name(name, quote=True)


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
