"""What the controls find in a demo database is exactly what was planted there, on any day."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import queries
from demo.__main__ import main
from tests.databases import NoMariaDB, Servers
from tests.reference.compare import Loaded, load, operational

TODAY = date(2026, 11, 23)
LOADED_AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAYS = [TODAY, TODAY - timedelta(days=14), TODAY - timedelta(days=62), TODAY - timedelta(days=303)]
RESERVED = ("results", "trend", "findings")
CONTROLS = [name for name in queries.names() if name.startswith("controls.") and name.split(".")[1] not in RESERVED]

Planted = dict[str, list[tuple[str, date, date]]]


def make(servers: Servers, kind: str, seed: int, folder: Path) -> tuple[Loaded, Planted]:
    """A demo, loaded, and what was planted in it."""
    try:
        url = servers.fresh(kind)
    except NoMariaDB as error:
        pytest.skip(str(error))
    lines = folder / "planted.csv"
    arguments = ["--url", url, "--people", "200", "--seed", str(seed), "--today", str(TODAY)]
    assert main([*arguments, "--planted", str(lines)]) == 0
    planted: Planted = {}
    with lines.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            until_on = date.fromisoformat(line["until_on"]) if line["until_on"] else date.max
            rows = planted.setdefault(f"controls.{line['control']}", [])
            rows.append((line["ref"], date.fromisoformat(line["from_on"]), until_on))
    return load(url, folder, now=LOADED_AT), planted


DEMOS = [
    pytest.param(("sqlite", 1), id="sqlite-1"),
    pytest.param(("sqlite", 2), id="sqlite-2", marks=pytest.mark.slow),
    pytest.param(("postgresql", 1), id="postgresql-1", marks=[pytest.mark.slow, pytest.mark.postgresql]),
    pytest.param(("mariadb", 2), id="mariadb-2", marks=[pytest.mark.slow, pytest.mark.mariadb]),
]


@pytest.fixture(scope="module", params=DEMOS)
def demo(request: pytest.FixtureRequest, servers: Servers, tmp_path_factory: pytest.TempPathFactory):
    kind, seed = request.param
    return make(servers, kind, seed, tmp_path_factory.mktemp(f"{kind}{seed}"))


def found(loaded: Loaded, control: str, day: date) -> list[str]:
    rows = queries.run(control, loaded.snapshot, "dpo", {"as_of": day}).to_pylist()
    return sorted(str(operational(row, loaded)["ref"]) for row in rows)


@pytest.mark.parametrize("control", CONTROLS)
def test_found_is_what_was_planted(demo, control):
    loaded, planted = demo
    for day in DAYS:
        expected = sorted(ref for ref, from_on, until_on in planted[control] if from_on <= day < until_on)
        assert found(loaded, control, day) == expected, day


def test_results_count_what_was_planted(demo):
    loaded, planted = demo
    for day in DAYS:
        rows = queries.run("controls.results", loaded.snapshot, "auditor", {"as_of": day}).to_pylist()
        counted = {f"controls.{row['control']}": row["violations"] for row in rows}
        expected = {
            control: sum(from_on <= day < until_on for _, from_on, until_on in planted[control]) for control in counted
        }
        assert counted == expected, day
