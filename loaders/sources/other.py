"""MariaDB, and whatever else SQLAlchemy speaks: a server-side cursor, one read-only transaction."""

import hashlib
from collections.abc import Generator, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine.interfaces import ReflectedColumn

from loaders.datasets import Actor, Column, Dataset, Day, Flag, Instant, Person, Present, WellFormedFin, Whole
from loaders.sources import UNREADABLE, Source, SourceColumn, decoded, trouble

BATCH_ROWS = 65536
MYSQL = ("mysql", "mariadb")

# What a view of a MariaDB needs: times in UTC, patience while a model is built, no wait for a lock.
MYSQL_SESSION = (
    "set session time_zone = '+00:00'",
    "set session net_write_timeout = 3600",
    "set session wait_timeout = 28800",
    "set session lock_wait_timeout = 30",
    "set session transaction isolation level repeatable read",
    "start transaction with consistent snapshot, read only",
)

NATURAL: dict[type[object], pa.DataType] = {
    **dict.fromkeys((Person, Actor, Whole, Flag, Present, WellFormedFin), pa.int64()),
    Instant: pa.timestamp("us"),
    Day: pa.date32(),
}
"""The Arrow type that the driver's own values of each kind fit in; what does not fit goes as text."""


class Other(Source):
    """One database behind SQLAlchemy."""

    def open(self) -> None:
        url = self.url
        self.kind = url.get_backend_name()
        try:
            engine = sa.create_engine(url, poolclass=sa.NullPool, **self._options())
            self.dialect = engine.dialect
            self._connection = engine.connect()
            self.close_later(self._connection)
            if self.kind in MYSQL:
                for statement in MYSQL_SESSION:
                    self._connection.exec_driver_sql(statement)
            self._columns = tuple(self._reflect())
        except (sa.exc.SQLAlchemyError, ImportError) as error:
            raise trouble(url, "The operational database cannot be reached", error, "Correct SOURCE_URL.") from None

    def columns(self) -> tuple[SourceColumn, ...]:
        return self._columns

    def batches(self, dataset: Dataset) -> Generator[pa.RecordBatch]:
        select = sa.select(*(self._value(column) for column in dataset.columns)).select_from(sa.table(dataset.source))
        if not dataset.append_only:
            select = select.order_by(sa.column(dataset.key))
        names = [column.name for column in dataset.columns]
        try:
            rows = self._connection.execution_options(stream_results=True, yield_per=BATCH_ROWS).execute(select)
            for partition in rows.partitions():
                columns = zip(*partition, strict=True)
                arrays = [_array(column, values) for column, values in zip(dataset.columns, columns, strict=True)]
                yield pa.record_batch(arrays, names=names)
        except sa.exc.SQLAlchemyError as error:
            raise trouble(self.url, f"{dataset.source} cannot be read", error, "Check the database.") from None

    def ask(self, select: sa.Select[Any]) -> list[tuple[Any, ...]]:
        try:
            return [tuple(row) for row in self._connection.execute(select)]
        except sa.exc.SQLAlchemyError as error:
            raise trouble(self.url, "The operational database cannot be asked", error, "Check the database.") from None

    def fingerprint(self) -> str:
        place = f"{self.kind} {self.url.host}:{self.url.port} {self.url.database}"
        return hashlib.sha256(place.encode()).hexdigest()[:16]

    def _options(self) -> dict[str, Any]:
        if self.kind in MYSQL:
            # the transaction is opened by a statement of MariaDB's own, so the driver must open none
            return {"isolation_level": "AUTOCOMMIT", "connect_args": {"connect_timeout": 10, "charset": "utf8mb4"}}
        return {}

    def _reflect(self) -> Iterator[SourceColumn]:
        inspector = sa.inspect(self._connection)
        anything = sa.engine.reflection.ObjectKind.ANY
        keys = {table: key["constrained_columns"] for (_, table), key in inspector.get_multi_pk_constraint().items()}
        constraints = {
            table: [constraint["column_names"] for constraint in found]
            for (_, table), found in inspector.get_multi_unique_constraints().items()
        }
        for (_, table), columns in inspector.get_multi_columns(kind=anything).items():
            key = keys.get(table, [])
            for column in columns:
                name = column["name"]
                unique = [name] in [key, *constraints.get(table, [])]
                yield SourceColumn(str(table), name, _type(column, self.dialect), name in key, unique)

    def _value(self, column: Column) -> sa.ColumnElement[Any]:
        source: sa.ColumnClause[Any] = sa.column(column.source)
        match column.kind:
            case Present():
                value: sa.ColumnElement[Any] = sa.case((_empty(source), 0), else_=1)
            case WellFormedFin():
                value = sa.case((_empty(source), sa.null()), (self._well_formed(source), 1), else_=0)
            case _:
                value = source
        return value.label(column.name)

    def _well_formed(self, source: sa.ColumnClause[Any]) -> sa.ColumnElement[bool]:
        if self.kind in MYSQL:
            # by bytes: a collation that ignores case would also take letters that only look alike
            return sa.cast(source, sa.BINARY).op("regexp")(sa.literal("\\A[A-Za-z0-9]{7}\\z", sa.String))
        return source.regexp_match("^[A-Za-z0-9]{7}$")


def _empty(source: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.or_(source.is_(None), source == "")


def _type(column: ReflectedColumn, dialect: sa.Dialect) -> str:
    try:
        return str(column["type"].compile(dialect=dialect)).lower()
    except sa.exc.CompileError:
        return str(column["type"]).lower()


def _array(column: Column, values: Sequence[Any]) -> pa.Array:
    kind = NATURAL.get(type(column.kind), pa.string())
    if kind == pa.timestamp("us") and any(isinstance(value, datetime) and value.tzinfo for value in values):
        values = [
            value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value for value in values
        ]
    try:
        return pa.array(values, kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError, OverflowError):
        return pa.array([_text(value) for value in values], pa.string())


def _text(value: Any) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return str(int(value))
        case bytes():
            return decoded(value)
        case datetime() | date():
            return str(value)
        case Decimal():
            return f"{value:f}"
        case str():
            return value if value.isprintable() or _is_text(value) else UNREADABLE
        case _:
            return str(value)


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
