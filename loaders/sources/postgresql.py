"""PostgreSQL: rows through ADBC as binary COPY, counts through psycopg, both in one exported snapshot."""

import hashlib
from collections.abc import Generator
from typing import Any

import adbc_driver_manager
import adbc_driver_postgresql.dbapi
import pyarrow as pa
import sqlalchemy as sa

from loaders.datasets import Column, Dataset, Present, WellFormedFin
from loaders.sources import STREAM_ERRORS, Source, SourceColumn, text, trouble

BATCH_BYTES = "16777216"
PLAIN = ("bigint", "integer", "smallint", "text", "boolean", "date", "timestamp")
"""Types that ADBC reads as they are; the rest is asked for as text."""

BYTES = "SQL_ASCII"  # what PostgreSQL calls having no encoding

SESSION = (
    "set session characteristics as transaction isolation level repeatable read, read only",
    "set statement_timeout = '2h'",
    "set lock_timeout = '30s'",
    "set idle_in_transaction_session_timeout = 0",
    "set synchronize_seqscans = off",  # or a scan may begin in the middle of a table, and break the order
    "set timezone = 'UTC'",
)

COLUMNS = """
select c.relname, a.attname, format_type(a.atttypid, null), coalesce(a.attnum = any(k.conkey), false), exists (
    select 1 from pg_constraint u
    where u.conrelid = c.oid and u.contype in ('p', 'u') and u.conkey = array[a.attnum]
)
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
where c.relkind in ('r', 'p', 'v', 'm', 'f') and pg_table_is_visible(c.oid)
    and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
order by c.relname, a.attnum
"""
IDENTITY = "select system_identifier, current_database() from pg_control_system()"


class PostgreSQL(Source):
    """One database of a server."""

    kind = "postgresql"

    def open(self) -> None:
        url = self.url
        try:
            engine = sa.create_engine(
                url.set(drivername="postgresql+psycopg"),
                poolclass=sa.NullPool,
                connect_args={"connect_timeout": 10, "client_encoding": "utf8"},
            )
            self.dialect = engine.dialect
            self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            self.close_later(self._connection)
            for statement in SESSION:
                self._connection.exec_driver_sql(statement)
            self._connection.exec_driver_sql("begin")
            snapshot = self._connection.exec_driver_sql("select pg_export_snapshot()").scalar_one()
            self._columns = tuple(SourceColumn(*row) for row in self._connection.exec_driver_sql(COLUMNS))
            self._encoding = self._connection.exec_driver_sql("show server_encoding").scalar_one()
            place = url.set(drivername="postgresql").render_as_string(hide_password=False)
            self._rows = adbc_driver_postgresql.dbapi.connect(place, autocommit=True)
            self.close_later(self._rows)
            with self._rows.cursor() as cursor:
                if self._encoding == BYTES:
                    cursor.execute("set client_encoding = 'SQL_ASCII'")  # or one odd byte would end the load
                for statement in (*SESSION, "begin", f"set transaction snapshot '{snapshot}'"):
                    cursor.execute(statement)
        except (sa.exc.SQLAlchemyError, adbc_driver_manager.Error) as error:
            raise trouble(url, "The operational database cannot be reached", error, "Correct SOURCE_URL.") from None
        self._types = {(column.table, column.column): column.type for column in self._columns}

    def columns(self) -> tuple[SourceColumn, ...]:
        return self._columns

    def batches(self, dataset: Dataset) -> Generator[pa.RecordBatch]:
        columns = (self._value(dataset, column).label(column.name) for column in dataset.columns)
        select = sa.select(*columns).select_from(sa.table(dataset.source))
        if not dataset.append_only:
            select = select.order_by(sa.column(dataset.key))
        dialect: Any = self.url.get_dialect()
        plain = dialect(paramstyle="named")  # or every % would be doubled
        sql = str(select.compile(dialect=plain, compile_kwargs={"literal_binds": True}))
        try:
            with self._rows.cursor() as cursor:
                cursor.adbc_statement.set_options(**{"adbc.postgresql.batch_size_hint_bytes": BATCH_BYTES})
                cursor.execute(sql)
                for batch in cursor.fetch_record_batch():
                    yield self._checked(batch)
        except STREAM_ERRORS as error:
            raise trouble(self.url, f"{dataset.source} cannot be read", error, "Check the database.") from None

    def ask(self, select: sa.Select[Any]) -> list[tuple[Any, ...]]:
        try:
            return [tuple(row) for row in self._connection.execute(select)]
        except sa.exc.SQLAlchemyError as error:
            raise trouble(self.url, "The operational database cannot be asked", error, "Check the database.") from None

    def fingerprint(self) -> str:
        """By the cluster's own number, so that another host name or a standby is the same database."""
        try:
            place = " ".join(str(part) for part in self._connection.exec_driver_sql(IDENTITY).one())
        except sa.exc.SQLAlchemyError:
            place = f"{self.url.host}:{self.url.port} {self.url.database}"
        return hashlib.sha256(f"postgresql {place}".encode()).hexdigest()[:16]

    def _checked(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Only a database without an encoding may send text that is none."""
        if self._encoding != BYTES:
            return batch
        columns = [text(column) if column.type == pa.string() else column for column in batch.columns]
        return pa.record_batch(columns, names=batch.schema.names)

    def _value(self, dataset: Dataset, column: Column) -> sa.ColumnElement[Any]:
        source: sa.ColumnClause[Any] = sa.column(column.source)
        match column.kind:
            case Present():
                return sa.func.coalesce(sa.cast(source, sa.Text) != "", sa.false())
            case WellFormedFin():
                return sa.func.nullif(sa.cast(source, sa.Text), "").op("~")("^[A-Za-z0-9]{7}$")
            case _:
                kind = self._types[dataset.source, column.source]
                return source if kind.startswith(PLAIN) else sa.cast(source, sa.Text)
