"""What the controls find in a demo database is exactly what was planted there, on any day."""

import csv
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import queries
from demo.__main__ import main
from tests.databases import NoMariaDB, Servers
from tests.reference import compare
from tests.reference.compare import Loaded, load, operational
from tests.reference.policies import SHIPPED, Declared, with_settings
from tests.reference.registers import Registers

TODAY = date(2026, 11, 23)
LOADED_AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAYS = [TODAY, TODAY - timedelta(days=14), TODAY - timedelta(days=62), TODAY - timedelta(days=303)]
RESERVED = ("results", "trend", "findings")
CONTROLS = [name for name in queries.names() if name.startswith("controls.") and name.split(".")[1] not in RESERVED]

# A planted case is late by the rules of `az`; by other rules it may be in time.
BY_THE_RULES_OF_A_REGIME = {
    "controls.request_overdue", "controls.request_closed_late", "controls.recipients_not_told",
    "controls.refusal_notified_late",
}  # fmt: skip

Planted = dict[str, list[tuple[str, date, date]]]


def make(url: str, seed: int, folder: Path, declared: Declared = SHIPPED) -> tuple[Loaded, Planted]:
    """A demo, loaded, and what was planted in it."""
    lines = folder / "planted.csv"
    arguments = ["--url", url, "--people", "200", "--seed", str(seed), "--today", str(TODAY)]
    assert main([*arguments, "--planted", str(lines)]) == 0
    planted: Planted = {}
    with lines.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            until_on = date.fromisoformat(line["until_on"]) if line["until_on"] else date.max
            rows = planted.setdefault(f"controls.{line['control']}", [])
            rows.append((line["ref"], date.fromisoformat(line["from_on"]), until_on))
    return load(url, folder, now=LOADED_AT, declared=declared), planted


DEMOS = [
    pytest.param(("sqlite", 1), id="sqlite-1"),
    pytest.param(("sqlite", 2), id="sqlite-2", marks=pytest.mark.slow),
    pytest.param(("postgresql", 1), id="postgresql-1", marks=[pytest.mark.slow, pytest.mark.postgresql]),
    pytest.param(("postgresql", 2), id="postgresql-2", marks=[pytest.mark.slow, pytest.mark.postgresql]),
    pytest.param(("mariadb", 1), id="mariadb-1", marks=[pytest.mark.slow, pytest.mark.mariadb]),
    pytest.param(("mariadb", 2), id="mariadb-2", marks=[pytest.mark.slow, pytest.mark.mariadb]),
]


@pytest.fixture(scope="module", params=DEMOS)
def demo(request: pytest.FixtureRequest, servers: Servers, tmp_path_factory: pytest.TempPathFactory):
    kind, seed = request.param
    try:
        url = servers.fresh(kind)
    except NoMariaDB as error:
        pytest.skip(str(error))
    return make(url, seed, tmp_path_factory.mktemp(f"{kind}{seed}"))


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


@pytest.mark.slow
def test_in_the_other_regime_only_its_deadlines_differ(servers: Servers, tmp_path: Path) -> None:
    """What no rule of a regime decides is found as planted; the rest as the reference finds it in the same rows."""
    declared = with_settings(tmp_path, (("regime", "gdpr"),))
    url = servers.fresh("sqlite")
    loaded, planted = make(url, 1, tmp_path, declared)
    registers = Registers(rows_of(url), declared.policy)
    differing = set()
    for day in DAYS:
        for control in CONTROLS:
            expected = sorted(ref for ref, from_on, until_on in planted[control] if from_on <= day < until_on)
            if found(loaded, control, day) != expected:
                differing.add(control)
                assert compare.differences(control, loaded, registers, declared.policy, as_of=day) == []
    assert differing == BY_THE_RULES_OF_A_REGIME


def rows_of(url: str) -> dict[str, list[dict[str, object]]]:
    """Every row of an SQLite database."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.row_factory = sqlite3.Row
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        return {table: [dict(row) for row in connection.execute(f'select * from "{table}"')] for table in tables}
