"""Operational databases: one consistent read-only view each, rows out as Arrow batches, counts out as tuples.

A batch has one column per declared column, of a plain Arrow type (whole number, boolean, text, timestamp, date) or,
where the database keeps something else, its text. What cannot be told as text is the single character NUL.
"""

import difflib
import queue
import re
import threading
from abc import ABC, abstractmethod
from collections.abc import Generator, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import adbc_driver_manager
import pyarrow as pa
import sqlalchemy as sa

from errors import SourceError
from loaders.datasets import Dataset

Batch = TypeVar("Batch")

UNREADABLE = "\0"
STREAM_ERRORS = (adbc_driver_manager.Error, pa.ArrowException, OSError)  # of a database that ends in mid-answer
AHEAD = 4  # batches that may wait for the writer; each is about 16 MB


@dataclass(frozen=True)
class SourceColumn:
    """A column as the operational database has it. `unique`: the key or another constraint makes its values differ."""

    table: str
    column: str
    type: str
    primary_key: bool
    unique: bool


class Source(ABC):
    """One operational database, read through one view from `open` to `closing`."""

    kind: str
    dialect: sa.Dialect

    def __init__(self, url: sa.URL) -> None:
        self.url = url
        self.closing = ExitStack()

    def close_later(self, connection: Any) -> None:
        """Close a connection with the view. One that broke cannot be closed in good order, and need not be."""

        def close() -> None:
            with suppress(sa.exc.SQLAlchemyError, adbc_driver_manager.Error):
                connection.close()

        self.closing.callback(close)

    @abstractmethod
    def open(self) -> None:
        """Begin the view. Raises SourceError."""

    @abstractmethod
    def columns(self) -> tuple[SourceColumn, ...]:
        """Every column of every table."""

    @abstractmethod
    def batches(self, dataset: Dataset) -> Generator[pa.RecordBatch]:
        """The declared columns of every row."""

    @abstractmethod
    def ask(self, select: sa.Select[Any]) -> list[tuple[Any, ...]]:
        """The rows of a SELECT that counts."""

    @abstractmethod
    def fingerprint(self) -> str:
        """Which operational database this is, without saying where."""

    def count(self, dataset: Dataset) -> int:
        """How many rows there are."""
        return int(self.ask(sa.select(sa.func.count()).select_from(sa.table(dataset.source)))[0][0])

    def is_unique(self, dataset: Dataset) -> bool:
        """Whether the database itself promises that keys differ."""
        return any(c.unique for c in self.columns() if (c.table, c.column) == (dataset.source, dataset.key))

    def check(self, datasets: Iterable[Dataset]) -> None:
        """Raises SourceError for the first declared table or column that is not there."""
        found: dict[str, list[str]] = {}
        for column in self.columns():
            found.setdefault(column.table, []).append(column.column)
        for dataset in datasets:
            if dataset.source not in found:
                raise SourceError(
                    f"The operational database has no table {dataset.source}; it has {_near(dataset.source, found)}.",
                    fix="Check SOURCE_URL, and that its user may read the table.",
                )
            for declared in dataset.columns:
                if declared.source not in found[dataset.source]:
                    near = _near(declared.source, found[dataset.source])
                    raise SourceError(
                        f"The table {dataset.source} has no column {declared.source}; it has {near}.",
                        fix="Restore the column, or change its declaration in loaders/datasets.py.",
                    )


@contextmanager
def opened(url: str) -> Iterator[Source]:
    """The operational database behind a SQLAlchemy URL. Raises SourceError; no password is ever in its message."""
    from loaders.sources.other import Other
    from loaders.sources.postgresql import PostgreSQL
    from loaders.sources.sqlite import SQLite

    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise SourceError(
            "SOURCE_URL is not a database URL.", fix="Write it as `postgresql+psycopg://user@host/name`."
        ) from None
    kinds: dict[str, type[SQLite] | type[PostgreSQL]] = {"sqlite": SQLite, "postgresql": PostgreSQL}
    source: Source = kinds.get(parsed.get_backend_name(), Other)(parsed)
    with source.closing:
        source.open()
        yield source


def trouble(url: sa.URL, what: str, error: Exception, fix: str) -> SourceError:
    """A driver's error in one line, without the password."""
    said = " ".join(str(getattr(error, "orig", None) or error).split())
    for secret in {url.password, url.render_as_string(hide_password=False)} - {None, ""}:
        said = said.replace(str(secret), "***")
    said = re.sub(r"(?i)(password\s*[=:]\s*)\S+", r"\1***", said)
    return SourceError(f"{what}: {said[:500]}", fix=fix)


def text(values: pa.Array) -> pa.Array:
    """Bytes as text; those that are no text as the character NUL."""
    read = values.view(pa.string())
    try:
        read.validate(full=True)
    except pa.ArrowInvalid:
        return pa.array([decoded(value) for value in values.view(pa.binary()).to_pylist()], pa.string())
    return read


def decoded(value: bytes | None) -> str | None:
    """The same for one value."""
    try:
        return value.decode() if value is not None else None
    except UnicodeDecodeError:
        return UNREADABLE


def ahead(batches: Generator[Batch]) -> Iterator[Batch]:
    """The same batches, made by a thread a little ahead of whoever writes them."""
    waiting: queue.Queue[Batch | BaseException | None] = queue.Queue(AHEAD)
    stopped = threading.Event()

    def put(what: Batch | BaseException | None) -> None:
        while not stopped.is_set():
            try:
                waiting.put(what, timeout=0.2)
            except queue.Full:
                continue
            return

    def read() -> None:
        try:
            with closing(batches):  # or a database would be left in the middle of an answer
                for batch in batches:
                    put(batch)
                    if stopped.is_set():
                        return
            put(None)
        except BaseException as error:  # noqa: BLE001 - raised again by whoever waits
            put(error)

    thread = threading.Thread(target=read, name="reader", daemon=True)
    thread.start()
    try:
        while (batch := waiting.get()) is not None:
            if isinstance(batch, BaseException):
                raise batch
            yield batch
    finally:
        stopped.set()
        thread.join()


def _near(name: str, found: Iterable[str]) -> str:
    names = sorted(found)
    near = difflib.get_close_matches(name, names, 3, 0.5)
    if near:
        return f"{', '.join(near)} and {len(names) - len(near)} more" if len(names) > len(near) else ", ".join(near)
    return ", ".join(names[:20]) or "none"
