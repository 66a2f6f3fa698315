"""An answer as CSV.

The machine form is RFC 4180 and never alters a value. The spreadsheet form is for people who open the file by a
double click: it says its encoding, separates as their country does, and defuses text that a spreadsheet would run.
"""

import csv
import hashlib
import io
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from errors import ExportError

PROFILES = ("machine", "spreadsheet")
ROWS_OF_A_PART = 1_000_000  # a spreadsheet takes 1,048,576 with the header
ROWS_AT_ONCE = 50_000  # how much of an answer is text in memory at any time
BOM = b"\xef\xbb\xbf"

# What a spreadsheet takes for the beginning of a formula; the last four are the full-width forms of the first.
LIVE = frozenset("=+-@\t\r\n\0＝＋－＠")
SEPARATORS = {"az": ";", "ru": ";", "en": ","}  # where the comma is the decimal sign, lists are separated by semicolons

# Limits of which a name says that they are there and not their values: a person, whatever somebody typed.
NOT_SAID = frozenset({"subject", "actor", "search"})
LONGEST = 40  # characters of a value in a name


@dataclass(frozen=True)
class File:
    """A finished download: it leaves under `name` and is deleted after that."""

    path: Path
    name: str
    sha256: str
    rows: int


def to_csv(table: pa.Table, profile: str = "machine", language: str = "en") -> bytes:
    """The whole answer in memory: for a terminal and for tests."""
    return b"".join(encoded(table, profile, language))


def stem(query: str, as_of: date, snapshot: str, limits: Mapping[str, object]) -> str:
    """What a file's name says of its content, but for the hash: the question, its day, what limits it, the data."""
    said = [_in_a_name(key, value) for key, value in sorted(limits.items())]
    return "_".join([query, f"as-of-{as_of.isoformat()}", *said, f"snapshot-{snapshot}"])


def _in_a_name(key: str, value: object) -> str:
    called = key.replace("_", "-")
    if key in NOT_SAID:
        return called
    said = "none" if value is None else str(value)
    return f"{called}-{re.sub('[^A-Za-z0-9.]+', '-', said)[:LONGEST]}"


def write(
    table: pa.Table,
    folder: Path,
    stem: str,
    profile: str = "machine",
    language: str = "en",
    rows_of_a_part: int = ROWS_OF_A_PART,
) -> File:
    """Writes the answer into a private file, never all of it in memory; past a million rows, parts in a ZIP."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / os.urandom(16).hex()
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as target:
        if table.num_rows > rows_of_a_part:
            suffix = "zip"
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
                for number, first in enumerate(range(0, table.num_rows, rows_of_a_part), start=1):
                    with package.open(_member(f"{stem}_part-{number:03}.csv"), "w", force_zip64=True) as member:
                        for piece in encoded(table.slice(first, rows_of_a_part), profile, language):
                            member.write(piece)
        else:
            suffix = "csv"
            for piece in encoded(table, profile, language):
                target.write(piece)
    return _finished(path, stem, suffix, table.num_rows)


def write_together(
    answers: Iterable[tuple[str, pa.Table, str]], guide: str, folder: Path, stem: str, language: str = "en"
) -> File:
    """Answers, each under its name in its form, in a ZIP with a guide to it and the SHA-256 of each; the same answers,
    the same bytes."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / os.urandom(16).hex()
    sums, rows = [], 0
    with (
        os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as target,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name, table, profile in answers:
            digest = hashlib.sha256()
            with package.open(_member(f"{name}.csv"), "w", force_zip64=True) as member:
                for piece in encoded(table, profile, language):
                    member.write(piece)
                    digest.update(piece)
            sums.append(f"{digest.hexdigest()}  {name}.csv\n")
            rows += table.num_rows
        package.writestr(_member("README.txt"), guide)
        sums.append(f"{hashlib.sha256(guide.encode()).hexdigest()}  README.txt\n")
        package.writestr(_member("SHA256SUMS"), "".join(sums))
    return _finished(path, stem, "zip", rows)


def _member(name: str) -> zipfile.ZipInfo:
    """Its date is fixed, so that the same answer gives the same bytes."""
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _finished(path: Path, stem: str, suffix: str, rows: int) -> File:
    with path.open("rb") as finished:
        sha256 = hashlib.file_digest(finished, "sha256").hexdigest()
    return File(path, f"{stem}_{sha256[:12]}.{suffix}", sha256, rows)


def encoded(table: pa.Table, profile: str = "machine", language: str = "en") -> Iterator[bytes]:
    """The bytes of the file, piece by piece."""
    if profile not in PROFILES:
        raise ExportError(f"There is no CSV form {profile!r}.", fix=f"Known: {', '.join(PROFILES)}.")
    for_people = profile == "spreadsheet"
    if for_people and language not in SEPARATORS:
        raise ExportError(f"There is no CSV in the language {language!r}.", fix=f"Known: {', '.join(SEPARATORS)}.")
    separator = SEPARATORS[language] if for_people else ","
    cells = [cells_of(field, defused=for_people) for field in table.schema]
    yield (BOM if for_people else b"") + lines([table.schema.names], separator)
    for first in range(0, table.num_rows, ROWS_AT_ONCE):
        piece = table.slice(first, ROWS_AT_ONCE)
        columns = [turn(column) for turn, column in zip(cells, piece.columns, strict=True)]
        yield lines(zip(*columns, strict=True), separator)


def lines(rows: Iterable[Iterable[Any]], separator: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL).writerows(rows)
    return text.getvalue().encode()


def cells_of(field: pa.Field, *, defused: bool) -> Callable[[pa.ChunkedArray], list[Any]]:
    """How the values of one column become cells. An empty cell is null."""
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return defused_text if defused else plain
    if pa.types.is_integer(kind) or pa.types.is_float64(kind) or pa.types.is_null(kind):
        return plain  # csv writes a float as its shortest repr
    if pa.types.is_boolean(kind):
        return lambda column: [None if value is None else "true" if value else "false" for value in column.to_pylist()]
    if pa.types.is_date(kind):
        return lambda column: [None if value is None else value.isoformat() for value in column.to_pylist()]
    if pa.types.is_timestamp(kind):
        return lambda column: [instant(value) for value in column.cast(pa.timestamp("us", kind.tz)).to_pylist()]
    if pa.types.is_decimal(kind):
        return lambda column: [decimal(value) for value in column.to_pylist()]
    if pa.types.is_floating(kind):
        return lambda column: column.cast(pa.string()).to_pylist()
    raise ExportError(f"Column {field.name!r} is of type {field.type}, which no CSV cell can hold.", fix="Cast it.")


def plain(column: pa.ChunkedArray) -> list[Any]:
    values: list[Any] = column.to_pylist()
    return values


def defused_text(column: pa.ChunkedArray) -> list[str | None]:
    return ["'" + value if value and value[0] in LIVE else value for value in column.to_pylist()]


def instant(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    return value.isoformat(timespec="microseconds") + "Z"


def decimal(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
