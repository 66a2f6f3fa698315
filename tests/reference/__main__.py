"""`python -m tests.reference --databases N --seed S`: random databases compared; what differs is printed, compactly."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.databases import KINDS, Servers
from tests.reference import compare


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reference", description=__doc__)
    parser.add_argument("--databases", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0, help="of the first database; the next ones count on")
    parser.add_argument("--people", type=int, help="in each database; default: from 0 to 40, by the seed")
    parser.add_argument("--kind", choices=KINDS, default="sqlite")
    parser.add_argument("--days", type=int, default=4, help="as-of days asked about in each")
    parser.add_argument(
        "--only", action="append", default=[], metavar="QUERY", help="a query, or the start of its name"
    )
    parser.add_argument("--show", type=int, default=6, help="differences printed per query and database")
    given = parser.parse_args()

    names = [n for n in compare.compared() if not given.only or n.startswith(tuple(given.only))]
    total, wrong = 0, 0
    with tempfile.TemporaryDirectory(prefix="reference-") as scratch:
        servers = Servers(Path(scratch))
        try:
            for seed in range(given.seed, given.seed + given.databases):
                people = given.people if given.people is not None else (0, 1, 2, 3, 5, 8, 13, 40)[seed % 8]
                began = time.monotonic()
                folder = Path(scratch) / str(seed)
                folder.mkdir()
                try:
                    asked, found = compare.compare_one(seed, people, given.kind, servers, folder, given.days, names)
                except Exception as error:  # noqa: BLE001 - the next database is compared all the same
                    print(f"seed {seed} people {people} {given.kind}: {type(error).__name__}: {error}")
                    wrong += 1
                    continue
                total, wrong = total + asked, wrong + len(found)
                print(
                    f"seed {seed}: {people} people, {asked} answers compared, {len(found)} rows differ,"
                    f" {time.monotonic() - began:.1f} s"
                )
                shown: dict[str, int] = {}
                for difference in found:
                    query = difference.split(": ", 1)[1].split()[0]
                    shown[query] = shown.get(query, 0) + 1
                    if shown[query] <= given.show:
                        print(f"  {difference}")
                for query, number in shown.items():
                    if number > given.show:
                        print(f"  ... {query}: {number - given.show} more rows")
        finally:
            servers.stop()
    print(f"{total} answers compared, {wrong} rows differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
