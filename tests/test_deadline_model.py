"""The cases worked out by hand, through the SQL that the load runs."""

import csv
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

import policy
from loaders import model
from policy.calendar import baku_day

CASES = list(csv.DictReader((Path(__file__).parent / "deadline_cases.csv").read_text(encoding="utf-8").splitlines()))

EMPTY = """
create table test_accounts (subject bigint);
create table people (subject bigint, role varchar, building_id bigint);
create table access_log (occurred_on date, break_glass boolean);
create table incidents (discovered_on date);
create table settings as select 'due_soon_working_days' as name, '2' as value;
create table requests (
    request_id varchar, subject bigint, type varchar, received_on date, registered_on date,
    third_party_consulted boolean,
    extension_notified_on date, closed_on date, decision varchar, recipients_to_notify boolean,
);
"""


def day_of(instant: str) -> date | None:
    return baku_day(datetime.fromisoformat(instant)) if instant else None


@pytest.fixture(scope="module")
def due_days() -> dict[str, tuple[str | None, ...]]:
    """What the model says of each case: first due day, due day, words of confidence."""
    connection = duckdb.connect()
    connection.execute(EMPTY)
    for name, table in policy.load().tables().items():
        connection.register("read", table)
        connection.execute(f"create table {name} as select * from read")
        connection.unregister("read")
    for case in CASES:
        received_on = day_of(case["received_at"])
        connection.execute(
            "insert into requests values (?, null, ?, ?, ?, ?, ?, null, null, false)",
            [case["case"], case["type"], received_on, received_on, case["third_party"] == "yes",
             day_of(case["notified_at"])],
        )  # fmt: skip
    for name in ("obligation_limits", "request_days"):
        connection.execute((model.FOLDER / f"{name}.sql").read_text(encoding="utf-8"))
    regimes = {case["case"]: case["regime"] for case in CASES}
    found = {}
    for regime in ("az", "gdpr"):
        connection.execute(
            "select request_id, first_due_on, due_on, confidence from requests_on(date '2099-12-31', ?, null)", [regime]
        )
        for request_id, *said in connection.fetchall():
            if regimes[request_id] == regime:
                found[request_id] = tuple(None if value is None else str(value) for value in said)
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_case_worked_out_by_hand(case: dict[str, str], due_days: dict[str, tuple[str | None, ...]]) -> None:
    assert due_days[case["case"]] == (
        case["first_due_on"] or None,
        case["due_on"] or None,
        case["confidence"].replace(" ", ", ") or None,
    )
