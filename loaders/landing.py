"""Lands datasets in a draft: batches read as declared, rows that cannot be read set aside with the rule that caught
them, operational ids replaced by pseudonyms before anything is written."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from errors import LoadRefused, SourceError
from loaders.datasets import (
    Actor,
    Column,
    Dataset,
    Day,
    Flag,
    Instant,
    Person,
    Present,
    WellFormedFin,
    Whole,
    Words,
)
from loaders.reading import Reading, baku_days, nulls, places, read
from loaders.sources import Source, ahead
from vault import STAFF, USER, Vault

FEW = 10
SHARE = 0.01
"""A load stops when more than FEW rows and more than this SHARE of a dataset cannot be read."""

QUARANTINE = "create table quarantine (dataset varchar, rule varchar, key varchar)"

DUPLICATES = """
select rowid as place, {key}::varchar as key
from {table}
where {key} in (select {key} from {table} group by {key} having count(*) > 1)
order by rowid
"""
REMOVE = "delete from {table} where rowid in (select place from duplicates)"

KIND = "kind_no"
VIEW = "create view {name} as select {columns} from {rows} join {kinds} using ({number})"
MOST_KINDS = 1_000_000
WHOLE_KEYS = 2**62


@dataclass
class Landed:
    """What became of one dataset's rows."""

    dataset: Dataset
    source_rows: int
    loaded: int = 0
    quarantined: int = 0
    excluded: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    newest: datetime | None = None
    seconds: float = 0.0

    @property
    def met(self) -> int:
        """Rows seen so far."""
        return self.loaded + self.quarantined + self.excluded


class Kinds:
    """Numbers the combinations of words that the rows of a dataset use, in the order in which they are met.

    Millions of rows that repeat a few hundred combinations are read, written and grouped several times faster by a
    number than by words, and take two thirds of the space.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.columns = tuple(column for column in dataset.columns if isinstance(column.kind, Words))
        self._dataset = dataset
        self._numbers: dict[tuple[str | bool | None, ...], int] = {}

    def numbered(self, words: Sequence[pa.Array]) -> pa.Array:
        """The kind of each row, of the words of each column. Raises LoadRefused where words do not repeat."""
        rows, size = np.zeros(len(words[0]), np.int64), 1
        for column in words:
            codes, several = _codes(column)
            if size * several >= WHOLE_KEYS:
                rows, size = _squeezed(rows)
            rows, size = rows * several + codes, size * several
        combined, found = _squeezed(rows)
        first = np.zeros(found, np.int64)
        first[combined[::-1]] = np.arange(len(combined))[::-1]
        met = zip(*(column.take(pa.array(first)).to_pylist() for column in words), strict=True)
        numbers = np.array([self._numbers.setdefault(each, len(self._numbers)) for each in met], np.int32)
        if len(self._numbers) > MOST_KINDS:
            raise LoadRefused(
                f"{self._dataset.source} has more than {MOST_KINDS} different combinations of "
                f"{', '.join(column.name for column in self.columns)}.",
                fix="Free text stands where a word is declared: correct it, or the declaration in loaders/datasets.py.",
            )
        return pa.array(numbers[combined])

    def table(self) -> pa.Table:
        """Every combination with its number."""
        words = zip(*self._numbers, strict=True) if self._numbers else [[] for _ in self.columns]
        kinds = [pa.array(each, _type(column)) for column, each in zip(self.columns, words, strict=True)]
        numbers = pa.array(self._numbers.values(), pa.int32())
        return pa.table([numbers, *kinds], names=[KIND, *(column.name for column in self.columns)])


def _codes(column: pa.Array) -> tuple[npt.NDArray[np.int32], int]:
    """A number below so many for each row, the same for the same word."""
    encoded = column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode()
    return places(encoded), len(encoded.dictionary) + 1


def _squeezed(rows: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], int]:
    """Numbers in the order of their first row."""
    encoded = pa.array(rows).dictionary_encode()
    return encoded.indices.to_numpy().astype(np.int64), len(encoded.dictionary)


def meet_people(source: Source, vault: Vault, users: Dataset) -> None:
    """Number everybody at once, so that numbers do not even tell who registered before whom."""
    key = next(column for column in users.columns if column.name == users.key)
    ids = [_ids(read(key, batch.column(0), (), False).values) for batch in source.batches(_only(users, key))]
    if ids:
        vault.pseudonyms(USER, np.concatenate(ids))


def land(
    landed: Landed,
    source: Source,
    connection: duckdb.DuckDBPyConnection,
    vault: Vault,
    categories: tuple[str, ...],
    advanced: Callable[[int], None],
) -> None:
    """One dataset as a table of the draft, in one transaction; `landed` counts.

    Raises LoadRefused if too many rows cannot be read, SourceError if a column holds another type than declared.
    """
    dataset = landed.dataset
    kinds = Kinds(dataset) if dataset.kinds else None
    connection.from_arrow(_rows(dataset).empty_table()).create(rows_name(dataset))
    connection.begin()
    # read by one thread, converted and written by this one: each takes about half of the work
    for each in ahead(source.batches(dataset)):
        batch = _read(dataset, each, vault, categories, kinds)
        if batch.sound.num_rows:
            connection.from_arrow(batch.sound).insert_into(rows_name(dataset))
            landed.loaded += batch.sound.num_rows
        if batch.broken:
            _set_aside(connection, landed, batch.broken, batch.keys)
        landed.newest = max((moment for moment in (landed.newest, batch.newest) if moment), default=None)
        advanced(batch.sound.num_rows + len(batch.broken))
        _refuse_too_many(landed)
    if not source.is_unique(dataset):
        _set_duplicates_aside(connection, landed)
        _refuse_too_many(landed)
    if kinds:
        names = {"name": dataset.name, "rows": rows_name(dataset), "kinds": f"{dataset.name}_kinds", "number": KIND}
        connection.from_arrow(kinds.table()).create(names["kinds"])
        columns = ", ".join(name for column in dataset.columns for name in _fields(column))
        connection.execute(VIEW.format(columns=columns, **names))
    connection.commit()


def rows_name(dataset: Dataset) -> str:
    """The table that its rows land in. Of a dataset with kinds the table of its own name is a view that joins them."""
    return f"{dataset.name}_rows" if dataset.kinds else dataset.name


def landed_name(column: Column) -> str:
    """What a column is called in a snapshot; of an instant, its day."""
    match column.kind:
        case Person():
            return "subject"
        case Actor():
            return "actor"
        case Instant():
            return f"{column.name.removesuffix('_at')}_on"
        case _:
            return column.name


def _only(dataset: Dataset, column: Column) -> Dataset:
    return Dataset(dataset.name, dataset.source, dataset.key, (column,), append_only=True)


def _rows(dataset: Dataset) -> pa.Schema:
    """The columns of the table that rows land in."""
    columns = [column for column in dataset.columns if not (dataset.kinds and isinstance(column.kind, Words))]
    fields = [field for column in columns for field in _fields(column).items()]
    return pa.schema([*fields, (KIND, pa.int32())] if dataset.kinds else fields)


def _fields(column: Column) -> dict[str, pa.DataType]:
    """What a column lands as: one column, or an instant and its day."""
    name, kind = landed_name(column), _type(column)
    if isinstance(column.kind, Instant) and column.kind.keep == "both":
        return {column.name: pa.timestamp("us"), name: kind}
    return {name: kind}


def _type(column: Column) -> pa.DataType:
    match column.kind:
        case Person() | Actor() | Whole(64):
            return pa.int64()
        case Whole():
            return pa.int32()
        case Instant() | Day():
            return pa.date32()
        case Flag() | Present() | WellFormedFin():
            return pa.bool_()
        case _:
            return pa.string()


@dataclass(frozen=True)
class _Batch:
    """Some rows as they land, and those that cannot be read: their places and rules, and their keys."""

    sound: pa.RecordBatch
    broken: dict[int, str]
    keys: list[str | None]
    newest: datetime | None


def _read(
    dataset: Dataset, batch: pa.RecordBatch, vault: Vault, categories: tuple[str, ...], kinds: Kinds | None
) -> _Batch:
    readings = {}
    keys: list[str | None] = []
    for column, values in zip(dataset.columns, batch.columns, strict=True):
        try:
            if kinds and column in kinds.columns:
                values = values.dictionary_encode()
            readings[column.name] = read(column, values, categories, column.required or column.name == dataset.key)
        except SourceError as error:
            raise SourceError(f"{dataset.source}.{column.source} {error.message}", fix=error.fix) from None
    if broken := _rules(dataset, readings):
        keys = _keys(dataset, readings, broken, vault)
        sound = np.ones(batch.num_rows, np.bool_)
        sound[list(broken)] = False
        mask = pa.array(sound)
        readings = {name: Reading(reading.values.filter(mask)) for name, reading in readings.items()}
    newest = pc.max(readings[dataset.recorded].values).as_py() if dataset.recorded else None
    columns: list[pa.Array] = []
    for column in dataset.columns:
        if kinds and column in kinds.columns:
            continue
        values = readings[column.name].values
        match column.kind:
            case Person():
                columns.append(_pseudonyms(vault, values, None))
            case Actor(role, users):
                columns.append(_pseudonyms(vault, values, _is_one_of(users, readings[role].values)))
            case Instant(keep):
                columns += [values, baku_days(values)] if keep == "both" else [baku_days(values)]
            case _:
                columns.append(values)
    if kinds:
        columns.append(kinds.numbered([readings[column.name].values for column in kinds.columns]))
    return _Batch(pa.record_batch(columns, schema=_rows(dataset)), broken, keys, newest)


def _rules(dataset: Dataset, readings: dict[str, Reading]) -> dict[int, str]:
    """The rule that each unreadable row broke: the first, in the order of the declared columns."""
    broken: dict[int, str] = {}
    for column in dataset.columns:
        for rule, mask in readings[column.name].wrong:
            for row in np.flatnonzero(mask):
                broken.setdefault(int(row), f"{rule}:{column.name}")
    return broken


def _keys(dataset: Dataset, readings: dict[str, Reading], rows: dict[int, str], vault: Vault) -> list[str | None]:
    key = next(column for column in dataset.columns if column.name == dataset.key)
    values = readings[dataset.key].values.take(pa.array(rows))
    if isinstance(key.kind, Person):
        values = _pseudonyms(vault, values, None)
    return [None if value is None else str(value) for value in values.to_pylist()]


def _set_aside(
    connection: duckdb.DuckDBPyConnection, landed: Landed, rows: dict[int, str], keys: list[str | None]
) -> None:
    table = {"dataset": [landed.dataset.name] * len(rows), "rule": list(rows.values()), "key": keys}
    connection.from_arrow(
        pa.table(table, schema=pa.schema([("dataset", pa.string()), ("rule", pa.string()), ("key", pa.string())]))
    ).insert_into("quarantine")
    landed.quarantined += len(rows)
    landed.rules.update(rows.values())


def _set_duplicates_aside(connection: duckdb.DuckDBPyConnection, landed: Landed) -> None:
    dataset = landed.dataset
    key = next(column for column in dataset.columns if column.name == dataset.key)
    names = {"table": rows_name(dataset), "key": landed_name(key)}
    duplicates = connection.sql(DUPLICATES.format(**names)).to_arrow_table()
    if duplicates.num_rows == 0:
        return
    with_rule = dict.fromkeys(duplicates.column("place").to_pylist(), f"duplicate:{dataset.key}")
    _set_aside(connection, landed, with_rule, duplicates.column("key").to_pylist())
    connection.register("duplicates", duplicates)
    connection.execute(REMOVE.format(**names))
    connection.unregister("duplicates")
    landed.loaded -= duplicates.num_rows


def _refuse_too_many(landed: Landed) -> None:
    if landed.quarantined > FEW and landed.quarantined > SHARE * landed.source_rows:
        worst = ", ".join(f"{rule} ({rows})" for rule, rows in landed.rules.most_common(3))
        raise LoadRefused(
            f"{landed.quarantined} of {landed.source_rows} rows of {landed.dataset.source} cannot be read: {worst}.",
            fix="Correct them in the operational database, or the declaration in loaders/datasets.py.",
        )


def _is_one_of(words: Sequence[str], values: pa.Array) -> npt.NDArray[np.bool_]:
    if not isinstance(values, pa.DictionaryArray):
        values = values.dictionary_encode()
    found = np.array([*(word in words for word in values.dictionary.to_pylist()), False])
    of_rows: npt.NDArray[np.bool_] = found[places(values)]
    return of_rows


def _ids(values: pa.Array) -> npt.NDArray[np.int64]:
    found: npt.NDArray[np.int64] = values.drop_null().to_numpy()
    return found


def _pseudonyms(vault: Vault, ids: pa.Array, is_user: npt.NDArray[np.bool_] | None) -> pa.Array:
    """Numbers for ids, nothing where there is none. Without `is_user` every id is a user's."""
    known = np.ones(len(ids), np.bool_) if ids.null_count == 0 else ~nulls(ids)
    given = ids.to_numpy() if ids.null_count == 0 else pc.fill_null(ids, 0).to_numpy()
    found = np.zeros(len(ids), np.int64)
    people = known if is_user is None else known & is_user
    found[people] = vault.pseudonyms(USER, given[people])
    if is_user is not None:
        others = known & ~is_user
        found[others] = vault.pseudonyms(STAFF, given[others])
    return pa.array(found, mask=None if known.all() else ~known)
