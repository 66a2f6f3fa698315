"""Lands datasets in a draft: batches read as declared, rows that cannot be read set aside with the rule that caught
them, operational ids replaced by pseudonyms before anything is written."""

from collections import Counter
from collections.abc import Callable
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
)
from loaders.reading import Reading, baku_days, nulls, read
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
    connection.from_arrow(_table(dataset).empty_table()).create(dataset.name)
    connection.begin()
    # read and converted by one thread, written by this one: each takes about half of the work
    for batch in ahead(_read(dataset, each, vault, categories) for each in source.batches(dataset)):
        if batch.sound.num_rows:
            connection.from_arrow(batch.sound).insert_into(dataset.name)
            landed.loaded += batch.sound.num_rows
        if batch.broken:
            _set_aside(connection, landed, batch.broken, batch.keys)
        landed.newest = max((moment for moment in (landed.newest, batch.newest) if moment), default=None)
        advanced(batch.sound.num_rows + len(batch.broken))
        _refuse_too_many(landed)
    if not source.is_unique(dataset):
        _set_duplicates_aside(connection, landed)
        _refuse_too_many(landed)
    connection.commit()


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


def _table(dataset: Dataset) -> pa.Schema:
    fields: list[tuple[str, pa.DataType]] = []
    for column in dataset.columns:
        match column.kind:
            case Person() | Actor():
                kind = pa.int64()
            case Whole(bits):
                kind = pa.int32() if bits == 32 else pa.int64()
            case Instant(keep):
                if keep == "both":
                    fields.append((column.name, pa.timestamp("us")))
                kind = pa.date32()
            case Day():
                kind = pa.date32()
            case Flag() | Present() | WellFormedFin():
                kind = pa.bool_()
            case _:
                kind = pa.string()
        fields.append((landed_name(column), kind))
    return pa.schema(fields)


@dataclass(frozen=True)
class _Batch:
    """Some rows as they land, and those that cannot be read: their places and rules, and their keys."""

    sound: pa.RecordBatch
    broken: dict[int, str]
    keys: list[str | None]
    newest: datetime | None


def _read(dataset: Dataset, batch: pa.RecordBatch, vault: Vault, categories: tuple[str, ...]) -> _Batch:
    readings = {}
    keys: list[str | None] = []
    for column, values in zip(dataset.columns, batch.columns, strict=True):
        try:
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
        values = readings[column.name].values
        match column.kind:
            case Person():
                columns.append(_pseudonyms(vault, values, None))
            case Actor(role, users):
                is_user = pc.is_in(readings[role].values, pa.array(users)).to_numpy(zero_copy_only=False)
                columns.append(_pseudonyms(vault, values, is_user))
            case Instant(keep):
                columns += [values, baku_days(values)] if keep == "both" else [baku_days(values)]
            case _:
                columns.append(values)
    return _Batch(pa.record_batch(columns, schema=_table(dataset)), broken, keys, newest)


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
    names = {"table": dataset.name, "key": landed_name(key)}
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
