"""Meanings written once, as tables of the snapshot: each file creates the tables that it names in its comment.

`-- needs: people versions` on the first line says which files run before it.
"""

import time
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import duckdb

from errors import LoadRefused

FOLDER = Path(__file__).parent
NEEDS = "-- needs:"


def build(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, float, int]]:
    """Run every file in order. Returns (file, seconds, rows of the tables it made) of each."""
    steps = []
    for path in order():
        before = _tables(connection)
        started = time.perf_counter()
        try:
            connection.execute(path.read_text(encoding="utf-8"))
        except duckdb.OperationalError:  # the disk or the memory, not the file
            raise
        except duckdb.Error as error:
            raise LoadRefused(f"loaders/model/{path.name}: {error}", fix="Correct the model file.") from error
        seconds = time.perf_counter() - started
        made = {name: rows for name, rows in _tables(connection).items() if name not in before}
        steps.append((f"model {path.stem}", seconds, sum(made.values())))
    return steps


def order() -> list[Path]:
    """The files, each after those that it needs. Raises LoadRefused for an unknown name or a circle."""
    files = {path.stem: path for path in sorted(FOLDER.glob("*.sql"))}
    needs = {}
    for stem, path in files.items():
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        if not first.startswith(NEEDS):
            raise LoadRefused(f"loaders/model/{path.name} does not begin with `{NEEDS}`.", fix="Add the line.")
        needs[stem] = first.removeprefix(NEEDS).split()
        if unknown := [name for name in needs[stem] if name not in files]:
            raise LoadRefused(f"loaders/model/{path.name} needs {unknown[0]!r}.", fix=f"Known: {', '.join(files)}.")
    try:
        return [files[stem] for stem in TopologicalSorter(needs).static_order()]
    except CycleError as error:
        raise LoadRefused(f"loaders/model: {' needs '.join(error.args[1])}.", fix="Break the circle.") from error


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    rows = connection.execute("select table_name, estimated_size from duckdb_tables()").fetchall()
    return {str(name): int(size) for name, size in rows}
