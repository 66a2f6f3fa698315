"""`python -m queries`: list the queries, or answer one on standard output, with the same SQL, role check and bytes
as the page's CSV."""

import argparse
import datetime
import json
import sys

import queries
import settings
import snapshots
from errors import DashboardError, QueryError
from evidence.csv import to_csv


def main(arguments: list[str] | None = None) -> int:
    """Returns 0, or 1 after one line on standard error that says what is wrong and what to do."""
    options = _parser().parse_args(arguments)
    try:
        if options.name is None:
            for name in queries.names():
                print(f"{name:<45} {queries.get(name).header.title['en']}")
            return 0
        snapshot = snapshots.of_load(settings.load().warehouse, options.snapshot)
        answer = queries.run(options.name, snapshot, options.role, _filters(options))
    except DashboardError as error:
        print(error, file=sys.stderr)
        return 1
    if options.format == "csv":
        sys.stdout.buffer.write(to_csv(answer))
    else:
        json.dump(answer.to_pylist(), sys.stdout, default=_plain, ensure_ascii=False, indent=1)
        print()
    return 0


def _plain(value: object) -> str:
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="microseconds") + "Z"
    return str(value)


def _filters(options: argparse.Namespace) -> dict[str, str]:
    filters: dict[str, str] = {} if options.as_of is None else {"as_of": options.as_of}
    for pair in options.set:
        key, equals, value = pair.partition("=")
        if not equals:
            raise QueryError(f"--set {pair!r} has no value.", fix="Write --set key=value.")
        filters[key] = value
    return filters


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m queries", description="List the queries, or answer one.")
    parser.add_argument("name", nargs="?", help="the query; without it, all are listed")
    parser.add_argument("--as-of", help="the day, as 2026-03-01; default: the day of the load")
    parser.add_argument("--role", default="dpo", help="management, dpo (default) or auditor")
    parser.add_argument("--snapshot", metavar="LOAD", help="of which load, as 20260301T020000Z; default: the newest")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="any other filter; repeatable")
    parser.add_argument("--format", choices=("csv", "json"), default="csv")
    return parser


if __name__ == "__main__":
    sys.exit(main())
