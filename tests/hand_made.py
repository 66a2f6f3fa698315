"""The small source made by hand: tests/data/<table>.csv. tests/data/README.md says which row stands on which boundary.

An empty cell is null, `<empty>` is the empty text. What cannot be read as its column declares stays as it is written.
"""

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tests.databases import SCHEMA, Row, Table, Tables

DATA = Path(__file__).parent / "data"
LOADED_AT = "2026-06-30T08:00:00+00:00"

TRUTH = {"true": True, "false": False}
READERS = {
    "bigint": int,
    "integer": int,
    "numeric(12,": float,
    "boolean": lambda cell: TRUTH.get(cell, cell),
    "timestamptz": datetime.fromisoformat,
    "date": date.fromisoformat,
    "text": str,
}


def tables() -> Tables:
    """Every row, also those that cannot be read."""
    return {name: _rows(name, table) for name, table in SCHEMA.items()}


def readable_tables() -> Tables:
    """The rows that every kind of database can keep: no missing key or time, no text for a number."""
    return {name: [row for row in _rows(name, table) if _can_be_kept(row, table)] for name, table in SCHEMA.items()}


def _rows(name: str, table: Table) -> list[Row]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [{column: value(cell, table.columns[column]) for column, cell in row.items()} for row in rows]


def value(cell: str, declared: str) -> Any:
    if cell == "":
        return None
    if cell == "<empty>":
        return ""
    try:
        return READERS[declared.split()[0]](cell)
    except ValueError:
        return cell


def _can_be_kept(row: Row, table: Table) -> bool:
    return all(_fits(row[column], declared) for column, declared in table.columns.items())


def _fits(cell: Any, declared: str) -> bool:
    if cell is None:
        return "not null" not in declared
    if isinstance(cell, str):
        return declared.startswith("text")
    return not declared.startswith("integer") or abs(cell) < 2**31
