"""`python -m evidence`: what leaves, from a terminal: the overview as a PDF, or an answer as a CSV file."""

import argparse
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

import queries
import settings
import snapshots
from errors import DashboardError, ExportError, QueryError
from evidence import csv, report
from language import LANGUAGES
from queries.header import ROLES
from settings import Settings
from snapshots import Snapshot


def main(arguments: list[str] | None = None) -> int:
    """Returns 0 after the name of the file on standard output, or 1 after what is wrong on standard error."""
    options = _parser().parse_args(arguments)
    try:
        chosen = settings.load()
        snapshot = snapshots.of_load(chosen.warehouse, options.snapshot)
        with tempfile.TemporaryDirectory(prefix="export-") as folder:
            file = MAKES[options.what](options, snapshot, chosen, Path(folder))
            print(_move(file, options.output))
    except DashboardError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _report(options: argparse.Namespace, snapshot: Snapshot, chosen: Settings, folder: Path) -> csv.File:
    language = options.language or chosen.language
    return report.write(snapshot, folder, options.role, language, _day(options.as_of, snapshot))


def _csv(options: argparse.Namespace, snapshot: Snapshot, chosen: Settings, folder: Path) -> csv.File:
    filters: dict[str, str] = {} if options.as_of is None else {"as_of": options.as_of}
    for pair in options.set:
        key, equals, value = pair.partition("=")
        if not equals:
            raise QueryError(f"--set {pair!r} has no value.", fix="Write --set key=value.")
        filters[key] = value
    answer = queries.run(options.name, snapshot, options.role, filters)
    day = _day(filters.pop("as_of", None), snapshot)
    stem = csv.stem(options.name, day, snapshot.load_id, filters)
    return csv.write(answer, folder, stem, options.form, options.language or chosen.language)


MAKES = {"report": _report, "csv": _csv}


def _day(text: str | None, snapshot: Snapshot) -> date:
    if text is None:
        return queries.day_of_load(snapshot)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise QueryError(f"as_of: {text!r} cannot be read.", fix="Give as_of like 2026-03-01.") from None


def _move(file: csv.File, output: Path | None) -> Path:
    """Where the file was asked for; here, under its own name, if nowhere."""
    target = output or Path(file.name)
    try:
        shutil.move(file.path, target)
    except OSError as error:
        raise ExportError(f"{target} cannot be written: {error.strerror}.", fix="Name another with -o.") from error
    return target


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evidence", description="What leaves: reports and CSV files.")
    kinds = parser.add_subparsers(dest="what", required=True, metavar="report|csv")
    paper = kinds.add_parser("report", help="the overview as a PDF")
    table = kinds.add_parser("csv", help="an answer as a CSV file")
    table.add_argument("name", help="the query, as `python -m queries` lists it")
    table.add_argument("--form", choices=csv.PROFILES, default="machine", help="machine (default) or spreadsheet")
    table.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="any other filter; repeatable")
    for kind in (paper, table):
        kind.add_argument("--as-of", help="the day, as 2026-03-01; default: the day of the load")
        kind.add_argument("--snapshot", metavar="LOAD", help="of which load, as 20260301T020000Z; default: the newest")
        kind.add_argument("--role", choices=ROLES, default="dpo")
        kind.add_argument("--language", choices=LANGUAGES, help="default: that of settings.toml")
        kind.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: a name that says what is in it")
    return parser


if __name__ == "__main__":
    sys.exit(main())
