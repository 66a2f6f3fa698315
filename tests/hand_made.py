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
        return [{column: value(cell, table.columns[column]) for column, cell in row.items()} for row in csv.DictReader(file)]


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
    for column, declared in table.columns.items():
        if row[column] is None:
            if "not null" in declared:
                return False
        elif not declared.startswith("text") and isinstance(row[column], str):
            return False
        elif declared.startswith("integer") and abs(row[column]) >= 2**31:
            return False
    return True
