"""Makes an operational database of invented people: python -m demo [--url URL] [--people N] [--seed S]."""

import argparse
import csv
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import policy
import settings
from demo.generate import generate
from demo.write import parse, write
from errors import DashboardError, ExportError

DATABASE = settings.DEMO / "operational.sqlite"


def main(arguments: list[str] | None = None) -> int:
    """Make the database, say what was planted in it; 1 if it could not be made."""
    options = _options(arguments)
    began = time.monotonic()
    try:
        place = parse(options.url or f"sqlite:///{DATABASE}")
        with generate(
            policy.load(),
            people=options.people,
            seed=options.seed,
            today=options.today,
            memory_limit=options.memory_limit,
        ) as generation:
            rows = write(generation, place.render_as_string(hide_password=False), _say)
            violations = generation.violations()
        if options.planted:
            _write_planted(options.planted, violations)
    except DashboardError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{place.render_as_string(hide_password=True)}: {options.people:,} invented people until {options.today},")
    print(f"{sum(rows.values()):,} rows in {time.monotonic() - began:.1f} s. Planted, and to be found by the controls:")
    for control, count in sorted(Counter(violation[0] for violation in violations).items()):
        print(f"  {control:<40} {count:>3}")
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m demo", description="Make a database of invented people.")
    parser.add_argument("--url", help="where to: a SQLAlchemy URL (default: the demo's own SQLite file)")
    parser.add_argument(
        "--people", type=_number, default=2_000, metavar="N", help="how many; the other tables follow (2000)"
    )
    parser.add_argument("--seed", type=int, default=1, help="another seed, other people (1)")
    parser.add_argument("--today", type=_day, default=_today(), help="where the two years end (today)")
    parser.add_argument("--planted", type=Path, metavar="FILE", help="write the planted violations as CSV")
    parser.add_argument("--memory-limit", default="1500MB", help="of the engine that makes the tables (1500MB)")
    return parser.parse_args(arguments)


def _write_planted(path: Path, violations: list[tuple[str, str, date, date | None]]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file, lineterminator="\n")
            lines.writerow(("control", "ref", "from_on", "until_on"))
            lines.writerows(violations)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}.", fix="Name another file.") from error


def _say(table: str, rows: int) -> None:
    """One line that is written over, for whoever waits; nothing in a log."""
    if sys.stderr.isatty():
        print(f"\r\x1b[2K{table}: {rows:,} rows", end="\r", file=sys.stderr, flush=True)


def _number(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 1 <= number <= 5_000_000:
        raise argparse.ArgumentTypeError("between 1 and 5000000")
    return number


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write the day like 2026-11-23") from None


def _today() -> date:
    return (datetime.now(UTC) + timedelta(hours=4)).date()


if __name__ == "__main__":
    sys.exit(main())
