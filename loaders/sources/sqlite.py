"""SQLite, through ADBC: the file opened read-only, one read transaction.

SQLite keeps any kind of value in any column, so every value is sent as its text in bytes and read as declared later.
"""

import hashlib
from collections.abc import Generator
from pathlib import Path
from typing import Any

import adbc_driver_manager
import adbc_driver_sqlite.dbapi
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from errors import SourceError
from loaders.datasets import Column, Dataset, Present, WellFormedFin
from loaders.sources import STREAM_ERRORS, Source, SourceColumn, text, trouble

BATCH_ROWS = "65536"
WHOLE_ANSWER = "10000000"  # types are inferred from the first batch: an answer to `ask` is one batch

COLUMNS = """
select m.name, c.name, c.type, c.pk, (
    select count(*) from pragma_index_list(m.name) i
    where i."unique" and not i.partial and (select count(*) from pragma_index_info(i.name)) = 1
        and (select n.name from pragma_index_info(i.name) n) = c.name
) + (c.pk and (select max(k.pk) from pragma_table_info(m.name) k) = 1)
from sqlite_master m, pragma_table_info(m.name) c
where m.type in ('table', 'view') and m.name not like 'sqlite\\_%' escape '\\'
order by m.name, c.cid
"""


class SQLite(Source):
    """One file."""

    kind = "sqlite"

    def open(self) -> None:
        url = self.url
        self.dialect = sqlite.dialect(paramstyle="named")
        if not url.database or url.database == ":memory:":
            raise SourceError("SOURCE_URL names no SQLite file.", fix="Write it as `sqlite:////folder/file.sqlite`.")
        self.path = Path(url.database).resolve()
        if not self.path.is_file():
            raise SourceError(
                f"There is no database file {self.path}.", fix="Correct SOURCE_URL, or make the demo: `python -m demo`."
            )
        try:
            # not autocommit: the first SELECT opens the transaction that every later one reads through
            self._connection = adbc_driver_sqlite.dbapi.connect(f"{self.path.as_uri()}?mode=ro")
            self.close_later(self._connection)
            self._columns = tuple(
                SourceColumn(table, column, kind, bool(key), bool(unique) and _keeps_apart(kind))
                for table, column, kind, key, unique in self._rows(COLUMNS)
            )
        except adbc_driver_manager.Error as error:
            raise trouble(
                url, f"{self.path.name} cannot be read", error, "Check that it is a SQLite database."
            ) from None

    def columns(self) -> tuple[SourceColumn, ...]:
        return self._columns

    def batches(self, dataset: Dataset) -> Generator[pa.RecordBatch]:
        rows = sa.select(*(_value(column) for column in dataset.columns)).select_from(sa.table(dataset.source))
        if not dataset.append_only:
            rows = rows.order_by(sa.column(dataset.key))
        # the types of a whole answer are inferred from its first rows: a row of empty bytes goes ahead and is dropped
        empty: list[sa.ColumnElement[Any]] = [sa.literal_column("x''").label(column.name) for column in dataset.columns]
        inner = rows.subquery()
        statement = sa.union_all(sa.select(*empty), sa.select(*inner.columns))
        try:
            with self._connection.cursor() as cursor:
                cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": BATCH_ROWS})
                cursor.execute(self._sql(statement))
                skip = 1
                for batch in cursor.fetch_record_batch():
                    columns = [text(column) for column in batch.slice(skip).columns]
                    yield pa.record_batch(columns, names=batch.schema.names)
                    skip = 0
        except STREAM_ERRORS as error:
            raise trouble(self.url, f"{dataset.source} cannot be read", error, "Check the database.") from None

    def ask(self, select: sa.Select[Any]) -> list[tuple[Any, ...]]:
        try:
            return self._rows(self._sql(select))
        except adbc_driver_manager.Error as error:
            raise trouble(self.url, f"{self.path.name} cannot be asked", error, "Check the database.") from None

    def fingerprint(self) -> str:
        return hashlib.sha256(f"sqlite {self.path}".encode()).hexdigest()[:16]

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self._connection.cursor() as cursor:
            cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": WHOLE_ANSWER})
            cursor.execute(sql)
            return [tuple(row) for row in cursor.fetchall()]

    def _sql(self, statement: sa.ClauseElement) -> str:
        return str(statement.compile(dialect=self.dialect, compile_kwargs={"literal_binds": True}))


def _keeps_apart(kind: str) -> bool:
    """Whether distinct stored values stay distinct once read: columns of other types may hold 7 beside '7'."""
    return any(word in kind.upper() for word in ("INT", "CHAR", "CLOB", "TEXT"))


def _value(column: Column) -> sa.ColumnElement[Any]:
    source: sa.ColumnClause[Any] = sa.column(column.source)
    kind = column.kind
    if isinstance(kind, Present):
        value: sa.ColumnElement[Any] = sa.case((_empty(source), "0"), else_="1")
    elif isinstance(kind, WellFormedFin):
        well = sa.and_(
            sa.func.typeof(source).in_(("text", "integer")),
            sa.func.length(sa.cast(source, sa.BLOB)) == 7,  # length() of text stops at a NUL
            source.op("glob")("[A-Za-z0-9]" * 7),
        )
        value = sa.case((_empty(source), sa.null()), (well, "1"), else_="0")
    else:
        unreadable: sa.ColumnElement[Any] = sa.literal_column("x'00'")
        value = sa.case((source.is_(None), sa.null()), (sa.func.typeof(source) == "blob", unreadable), else_=source)
    return sa.cast(value, sa.BLOB).label(column.name)


def _empty(source: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    return sa.or_(source.is_(None), source == "")
