"""Writes the generated tables into SQLite, PostgreSQL or MariaDB, and leaves every other database alone."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import adbc_driver_manager.dbapi
import adbc_driver_postgresql.dbapi
import adbc_driver_sqlite.dbapi
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from demo.generate import Generation
from demo.schema import Table, tables
from errors import DashboardError, SourceError

# How a database says that the demo made it: SQLite in its header, the others in a comment on the first table.
MARK_FILE = "pragma application_id = 0x514E5348"
MARK = b"QNSH"  # the same four bytes, as they stand in the file
COMMENT = "Invented people: made by python -m demo, which may replace them."

BATCH_ROWS = 65_536
EXECUTE_MANY_ROWS = 2_000

CASTS: dict[str, dict[str, str]] = {
    "sqlite": {
        "timestamptz": "{0}::timestamp::varchar",
        "date": "{0}::date::varchar",
        "boolean": "{0}::integer",
        "numeric(12, 2)": "{0}::double",
    },
    "postgresql": {},
    "mysql": {},
    "mariadb": {},
}
TYPES = {"timestamptz": "timestamp", "text": "varchar", "numeric(12, 2)": "decimal(12, 2)"}

Write = Callable[[Table, pa.RecordBatchReader], None]


@dataclass(frozen=True)
class Target:
    """A place that a demo database can be written to, once it is known to be empty or a demo's."""

    create: Callable[[Table], None]
    write: Write


def write(generation: Generation, url: str, say: Callable[[str, int], None]) -> dict[str, int]:
    """Write every table and `say` how far it is; the rows of each.

    Raises SourceError for a database that the demo did not make.
    """
    place = parse(url)
    dialect = place.get_backend_name()
    counts = {}
    with OPENERS[dialect](place) as target:
        for table in tables():
            target.create(table)
            counts[table.name] = 0
            for relation in generation.slices(table):
                counts[table.name] += generation.count(relation)
                rows = generation.connection.table(relation).project(_columns(table, dialect))
                target.write(table, rows.to_arrow_reader(BATCH_ROWS))
                say(table.name, counts[table.name])
    return counts


def parse(url: str) -> URL:
    """The URL, if the demo can write there. Never repeats a URL that it could not read: it may hold a password."""
    try:
        place = make_url(url)
    except sa.exc.ArgumentError:
        raise SourceError("The URL cannot be read.", fix="Write it like sqlite:///demo.sqlite.") from None
    if place.get_backend_name() not in OPENERS:
        raise SourceError(
            f"The demo cannot write to {place.get_backend_name()}.", fix=f"It can to: {', '.join(sorted(OPENERS))}."
        )
    return place


def _columns(table: Table, dialect: str) -> str:
    casts = CASTS[dialect]
    return ", ".join(
        casts.get(column.type, f"{{0}}::{TYPES.get(column.type, column.type)}").format(column.name)
        + f" as {column.name}"
        for column in table.columns
    )


def _refuse(what: str) -> SourceError:
    return SourceError(f"{what} was not made by the demo, so it is left as it is.", fix="Name another with --url.")


@contextmanager
def _sqlite(place: URL) -> Iterator[Target]:
    """A new file beside the old one, which it replaces once it is whole."""
    if not place.database or place.database == ":memory:":
        raise SourceError("The demo needs a file to write to.", fix="Write it like sqlite:///demo.sqlite.")
    path = Path(place.database)
    try:
        if path.exists() and path.stat().st_size and not _is_demo_file(path):
            raise _refuse(str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError(f"{path} cannot be written: {error.strerror}.", fix="Name another with --url.") from error
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    with _refused_softly(), _removed_at_last(draft):
        with closing(sqlite3.connect(draft)) as marked:
            marked.execute(MARK_FILE)
        with closing(adbc_driver_sqlite.dbapi.connect(str(draft))) as connection:
            yield _adbc_target(connection, "sqlite")
            connection.commit()
        draft.replace(path)


@contextmanager
def _removed_at_last(path: Path) -> Iterator[None]:
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _is_demo_file(path: Path) -> bool:
    """The application id stands at byte 68 of a SQLite file."""
    with path.open("rb") as file:
        header = file.read(72)
    return header.startswith(b"SQLite format 3\0") and header[68:72] == MARK


@contextmanager
def _postgresql(place: URL) -> Iterator[Target]:
    """One transaction: until it is committed, readers see what was there before."""
    uri = place.set(drivername="postgresql").render_as_string(hide_password=False)
    with _refused_softly(), closing(adbc_driver_postgresql.dbapi.connect(uri)) as connection:
        with closing(connection.cursor()) as cursor:
            cursor.execute(
                "select relname::text, coalesce(obj_description(pg_class.oid, 'pg_class'), '') from pg_class"
                " where relnamespace = current_schema()::regnamespace and relkind in ('r', 'v', 'm', 'f', 'p')"
            )
            _check_made_by_demo(dict(cursor.fetchall()), place)
            for table in tables():
                cursor.execute(str(_drop(table)))
        yield _adbc_target(connection, "postgresql", f"comment on table users is '{COMMENT}'")
        connection.commit()


def _adbc_target(connection: Any, dialect: str, then: str = "") -> Target:
    def create(table: Table) -> None:
        with closing(connection.cursor()) as cursor:
            cursor.execute(table.create(dialect))
            if then and table.name == "users":
                cursor.execute(then)

    def write(table: Table, rows: pa.RecordBatchReader) -> None:
        with closing(connection.cursor()) as cursor:
            cursor.adbc_ingest(table.name, rows, mode="append")

    return Target(create, write)


@contextmanager
def _mariadb(place: URL) -> Iterator[Target]:
    """Table by table: MariaDB commits each CREATE TABLE at once, so the first one carries the mark."""
    engine = sa.create_engine(place)
    with _refused_softly(), engine.connect() as connection:
        found = connection.execute(
            sa.text("select table_name, table_comment from information_schema.tables where table_schema = database()")
        )
        _check_made_by_demo({str(name): str(comment) for name, comment in found}, place)
        for table in tables():
            connection.execute(_drop(table))

        def create(table: Table) -> None:
            comment = f" comment = '{COMMENT}'" if table.name == "users" else ""
            connection.execute(sa.text(f"{table.create('mysql')} character set utf8mb4 collate utf8mb4_bin{comment}"))

        def write(table: Table, rows: pa.RecordBatchReader) -> None:
            names = [column.name for column in table.columns]
            insert = f"insert into {table.name} ({', '.join(names)}) values ({', '.join('%s' for _ in names)})"
            for batch in rows:
                for start in range(0, batch.num_rows, EXECUTE_MANY_ROWS):
                    part = batch.slice(start, EXECUTE_MANY_ROWS)
                    values = list(zip(*(column.to_pylist() for column in part.columns), strict=True))
                    connection.exec_driver_sql(insert, values)
            connection.commit()

        yield Target(create, write)
        connection.commit()
    engine.dispose()


def _drop(table: Table) -> sa.schema.DropTable:
    return sa.schema.DropTable(sa.Table(table.name, sa.MetaData()), if_exists=True)


def _check_made_by_demo(comments: dict[str, str], place: URL) -> None:
    if comments and comments.get("users") != COMMENT:
        raise _refuse(f"The database {place.render_as_string(hide_password=True)}")


@contextmanager
def _refused_softly() -> Iterator[None]:
    """A driver's message may repeat the connection string, so it is not passed on."""
    try:
        yield
    except (DashboardError, AssertionError):
        raise
    except (sa.exc.SQLAlchemyError, adbc_driver_manager.dbapi.Error, sqlite3.Error, OSError) as error:
        name = type(error).__name__
        raise SourceError(f"The database refused the demo ({name}).", fix="Check the URL and the rights.") from None


OPENERS = {"sqlite": _sqlite, "postgresql": _postgresql, "mysql": _mariadb, "mariadb": _mariadb}
