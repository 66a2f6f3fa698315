"""Every query on the small source made by hand, from its rows to the bytes of the CSV: source, loader, snapshot, query.

`pytest tests/test_answers.py --accept` writes the expected answers; read their diff as a reviewer reads code.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import queries
import snapshots
from evidence import csv
from tests import hand_made, reference
from tests.databases import without_not_null
from tests.reference import compare, policy
from tests.reference.compare import Loaded
from tests.reference.registers import Registers

EXPECTED = Path(__file__).parent / "expected"
LOADED_AT = dt.datetime.fromisoformat(hand_made.LOADED_AT)
MARCH = dt.date(2026, 3, 15)  # a Sunday within the longest holiday of the year, and the eve of much in the data

# What differs from one load, machine or version of the program to the next.
OF_THE_LOAD = ("load_id", "seconds", "code_version", "source_fingerprint", "loaded_at", "sample_keys", "lag")
SHORTENED = {
    "consent.trend": {"from_day": dt.date(2026, 3, 14), "to_day": dt.date(2026, 3, 17)},
    "requests.flow": {"from_day": dt.date(2026, 2, 23)},
    "requests.by_month": {"from_day": dt.date(2026, 1, 31)},
    "requests.case": {"request_id": "REQ-4"},
    "requests.standing": {"request_id": "REQ-4"},
    "consent.history": {"subject": 28},  # people are asked about by their user_id here, as answers name them
    "access.of_actor": {"actor": "staff-17"},
}
FURTHER = (
    ("consent.history", {}),
    ("consent.history", {"subject": 13}),
    ("consent.history", {"subject": 14}),
    ("consent.history", {"subject": 12, "known_at": dt.date(2026, 3, 13), "as_of": MARCH}),
    ("consent.history", {"subject": 500}),
    ("access.of_actor", {}),
    ("access.of_actor", {"actor": "user-5"}),
    ("access.of_actor", {"actor": "staff-5"}),
    ("access.of_actor", {"actor": "staff-17", "from_day": dt.date(2026, 3, 1), "to_day": dt.date(2026, 3, 14)}),
    ("access.of_actor", {"actor": "staff-17", "building_id": 2}),
    ("access.of_actor", {"actor": "staff-500"}),
    ("consent.states", {"known_at": dt.date(2026, 3, 17), "as_of": dt.date(2026, 3, 20)}),
    ("consent.states", {"building_id": 2}),
    ("consent.coverage", {"person_role": "komendant"}),
    ("consent.states", {"known_at": dt.date(2026, 3, 12)}),
    ("consent.people", {"known_at": dt.date(2026, 3, 12), "building_id": 2}),
    ("consent.withdrawals", {"building_id": 2}),
    ("consent.withdrawals", {"known_at": dt.date(2026, 3, 12), "building_id": 2}),
    ("consent.record_quality", {"known_at": dt.date(2026, 3, 12)}),
    ("consent.trend", {"from_day": dt.date(2026, 3, 15), "to_day": dt.date(2026, 3, 16), "building_id": 2}),
    ("requests.open", {"regime": "gdpr"}),
    ("requests.open", {"as_of": dt.date(2026, 4, 1)}),
    ("requests.open", {"as_of": dt.date(2026, 4, 2)}),
    ("requests.open", {"known_at": dt.date(2026, 3, 12)}),
    ("requests.closed", {"known_at": dt.date(2026, 3, 5)}),
    ("requests.erasures", {"known_at": dt.date(2026, 3, 1)}),
    ("requests.summary", {"regime": "gdpr"}),
    ("requests.closed", {"regime": "gdpr", "from_day": dt.date(2026, 3, 1), "to_day": dt.date(2026, 3, 31)}),
    ("requests.case", {"request_id": "REQ-4", "regime": "gdpr"}),
    ("requests.case", {"request_id": "REQ-7"}),
    ("requests.case", {"request_id": "REQ-18"}),
    ("requests.standing", {"request_id": "REQ-7"}),
    ("requests.erasures", {"as_of": dt.date(2026, 3, 16)}),
    ("inventory.categories", {"as_of": dt.date(2026, 3, 16)}),
    ("controls.results", {"as_of": dt.date(2026, 3, 16)}),
    ("controls.results", {"known_at": dt.date(2026, 3, 17)}),
    ("controls.processing_without_consent", {"known_at": dt.date(2026, 3, 17)}),
    ("controls.processing_without_consent", {"known_at": MARCH}),
    ("controls.processing_after_withdrawal", {"known_at": dt.date(2026, 3, 14)}),
    ("controls.message_without_consent", {"known_at": dt.date(2026, 3, 12)}),
    ("controls.request_overdue", {"known_at": dt.date(2026, 3, 12)}),
    ("controls.request_closed_late", {"known_at": dt.date(2026, 3, 5)}),
    ("controls.erasure_partial_without_hold", {"as_of": dt.date(2026, 4, 1)}),
)
NOTHING_YET = dt.date(2000, 1, 1)  # lists that show every member show it with 0; a rate of nothing is null
FIXED_LISTS = (
    "consent.states", "consent.coverage", "consent.trend", "requests.summary", "requests.ageing", "controls.results",
    "overview.figures", "overview.clauses",
)  # fmt: skip

Question = tuple[str, dict[str, Any]]


def questions() -> list[Question]:
    """Every query as of the load and as of a day before, and some filtered."""
    asked: list[Question] = []
    for name in queries.names():
        asked.append((name, SHORTENED.get(name, {})))
        if "as_of" in queries.get(name).filters:
            asked.append((name, {**SHORTENED.get(name, {}), "as_of": MARCH}))
    return [*asked, *FURTHER, *((name, {"as_of": NOTHING_YET}) for name in FIXED_LISTS)]


def called(question: Question) -> str:
    """The name of the file with the answer."""
    name, filters = question
    said = "".join(f",{key}={value}" for key, value in filters.items() if key != "as_of")
    return f"{name}{said}@{filters['as_of']}" if "as_of" in filters else f"{name}{said}"


@pytest.fixture(scope="module")
def loaded(make_source: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    url = make_source("sqlite", hand_made.tables(), without_not_null())
    loaded = compare.load(url, tmp_path_factory.mktemp("hand-made"), LOADED_AT)
    with snapshots.connect(loaded.snapshot):  # while one connection is open, the next ones cost little
        yield loaded


@pytest.fixture(scope="module")
def registers() -> Registers:
    return Registers(hand_made.tables(), policy.read(), without_not_null())


def answered(question: Question, loaded: Loaded) -> bytes:
    """The bytes of the machine CSV, with operational ids instead of pseudonyms, which are drawn anew for each vault."""
    name, filters = question
    takes = queries.get(name).filters
    asked = loaded.filters({key: value for key, value in filters.items() if key in takes})
    table = queries.run(name, loaded.snapshot, "dpo", asked)
    columns = dict.fromkeys(column for column in OF_THE_LOAD if column in table.column_names)
    rows = [compare.operational(row, loaded) | columns for row in table.to_pylist()]
    for row in rows:
        if isinstance(detail := row.get("detail"), str):
            row["detail"] = re.sub(r"(actor: )\d+", r"\1a pseudonym", detail)
    if {"subject", "actor"} & (set(table.column_names) - asked.keys()):  # the order by pseudonyms is chance
        rows.sort(key=lambda row: [str(value) for value in row.values()])
    schema = pa.schema([pa.field(f.name, pa.null()) if f.name in columns else f for f in table.schema])
    return csv.to_csv(pa.Table.from_pylist(rows, schema=schema))


@pytest.mark.parametrize("question", questions(), ids=called)
def test_answer_is_the_expected_one(question: Question, loaded: Loaded, pytestconfig: pytest.Config) -> None:
    got = answered(question, loaded)
    file = EXPECTED / f"{called(question)}.csv"
    if pytestconfig.getoption("--accept"):
        file.write_bytes(got)
    assert file.exists(), "There is no expected answer: make accept, and read it."
    assert got == file.read_bytes(), f"If {question[0]} changed on purpose: make accept, and read the diff."


def test_every_expected_answer_belongs_to_a_question() -> None:
    assert {path.name for path in EXPECTED.glob("*.csv")} == {f"{called(question)}.csv" for question in questions()}


@pytest.mark.parametrize("question", [q for q in questions() if q[0] in reference.QUERIES], ids=called)
def test_answer_is_that_of_the_reference(question: Question, loaded: Loaded, registers: Registers) -> None:
    name, filters = question
    asked = {"as_of": LOADED_AT.date(), **{k: v for k, v in filters.items() if k in queries.get(name).filters}}
    assert compare.differences(name, loaded, registers, registers.policy, **asked) == []


def test_every_row_is_accounted_for(loaded: Loaded, registers: Registers) -> None:
    assert compare.reconciliation(loaded, registers) == []


@pytest.mark.slow
def test_every_kind_of_database_gives_the_same_answers(
    make_source: Callable[..., str], tmp_path_factory: pytest.TempPathFactory, kind: str
) -> None:
    registers = Registers(hand_made.readable_tables(), policy.read())
    url = make_source(kind, registers.source)
    here = compare.load(url, tmp_path_factory.mktemp(kind), LOADED_AT)
    found = compare.reconciliation(here, registers)
    with snapshots.connect(here.snapshot):
        for name in compare.compared():
            found += compare.differences(name, here, registers, registers.policy, as_of=LOADED_AT.date())
    assert found == []
