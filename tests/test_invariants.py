"""What must hold between answers, whatever the data: on one random database, its own past, and any day."""

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

import queries
import snapshots
from evidence.csv import to_csv
from tests.databases import Row, Tables
from tests.reference import compare, policy
from tests.reference.compare import Loaded
from tests.reference.days import end_of
from tests.reference.histories import History

pytestmark = pytest.mark.slow  # each test loads, draws or asks everything

TIME_OF_ROW = {
    "consent_events": "occurred_at",
    "access_log": "occurred_at",
    "contact_messages": "sent_at",
    "disclosures": "disclosed_at",
    "privacy_requests": "received_at",
    "privacy_request_events": "occurred_at",
    "legal_holds": "placed_at",
    "incidents": "discovered_at",
}
LATER_ACTS = {
    "users": ("closed_at",),
    "access_log": ("reviewed_at",),
    "privacy_requests": (
        "registered_at", "extension_notified_at", "refusal_notified_at", "recipients_notified_at", "closed_at",
    ),
    "legal_holds": ("released_at",),
    "incidents": ("contained_at", "closed_at"),
}  # fmt: skip

# Of what a figure of the overview counts the lines: the query, and the cell that a line must have.
COUNTED = {
    "consent_coverage": ("consent.people", {"purpose": "policy", "state": "explicit"}),
    "implied_share": ("consent.people", {"purpose": "policy", "state": "implied"}),
    "requests_overdue": ("requests.open", {"urgency": "overdue"}),
    "on_time_rate_incl_overdue": ("requests.closed", {"on_time": "true"}),
    "erasures_clean_share": ("requests.erasures", {"verified": "clean"}),
    "controls_not_met": ("controls.results", {"status": "not_met"}),
    "processing_after_withdrawal": ("controls.processing_after_withdrawal", {}),
    "messages_without_consent": ("controls.message_without_consent", {}),
    "disclosures_complete_share": ("access.disclosures", {"complete": "true"}),
    "retention_exceeded_categories": ("controls.retention_exceeded", {}),
    "undeclared_columns": ("controls.undeclared_data", {}),
}
NO_LINES = {"median_working_days"}
ROWS_OF_THE_LOAD = "loads.examined"  # how many there are changes with every load


@dataclass
class Asked:
    """A loaded history and its middle day."""

    history: History
    loaded: Loaded

    def rows(self, name: str, **filters: Any) -> list[Row]:
        return [
            compare.operational(row, self.loaded)
            for row in queries.run(name, self.loaded.snapshot, "dpo", self.loaded.filters(filters)).to_pylist()
        ]

    def lines(self, name: str, **filters: Any) -> list[dict[str, str]]:
        """The lines of its CSV, as another program reads them."""
        table = queries.run(name, self.loaded.snapshot, "dpo", filters)
        lines = list(csv.DictReader(io.StringIO(to_csv(table).decode(), newline="")))
        assert len(lines) == table.num_rows
        return lines

    def questions(self, day: date) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every query that the reference knows, as of that day; about each person or actor where it is about one."""
        for name in compare.compared():
            for more in compare.of_one(self.history, name) or [{}]:
                yield name, {"as_of": day, **more}


@pytest.fixture(scope="module")
def asked(make_source: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    history = History(11, 40, policy.read(), bad_rows=False)
    loaded = compare.load(make_source("sqlite", history.tables), tmp_path_factory.mktemp("invariants"))
    with snapshots.connect(loaded.snapshot):
        yield Asked(history, loaded)


def as_it_stood(tables: Tables, day) -> Tables:
    """The database as it was at the end of that day: later rows are not there, later acts have not been done."""
    end, found = end_of(day), {}
    for table, rows in tables.items():
        found[table] = []
        for row in rows:
            if table in TIME_OF_ROW and row[TIME_OF_ROW[table]] >= end:
                continue
            later = [column for column in LATER_ACTS.get(table, ()) if row[column] is not None and row[column] >= end]
            undone = dict.fromkeys(later)
            if "registered_at" in undone:  # a request cannot be without it: it is registered later still
                undone["registered_at"] = row["registered_at"] + timedelta(days=1)
            if table == "privacy_requests" and "closed_at" in undone:
                undone |= {"decision": None, "refusal_ground": None}
            found[table].append({**row, **undone})
    return found


def test_later_events_never_change_an_earlier_day(asked: Asked, make_source, tmp_path_factory) -> None:
    day = asked.history.days[4]
    before = as_it_stood(asked.history.tables, day)
    then = Asked(asked.history, compare.load(make_source("sqlite", before), tmp_path_factory.mktemp("before")))
    changed = {}
    with snapshots.connect(then.loaded.snapshot):
        for name, filters in asked.questions(day):
            if name == ROWS_OF_THE_LOAD:
                continue
            now, past = (Counter(map(str, which.rows(name, **filters))) for which in (asked, then))
            changed |= {name: [*(now - past), *(past - now)]} if now != past else {}
    assert changed == {}


def test_what_each_erasure_left_adds_up_to_what_its_check_found(asked: Asked) -> None:
    found = 0
    for day in asked.history.days:
        left: Counter[tuple[str, str]] = Counter()
        for row in asked.rows("requests.residue", as_of=day):
            left[row["request_id"], row["verified"]] += row["rows"]
        for row in asked.rows("requests.erasures", as_of=day):
            found += left.total()
            assert left.pop((row["request_id"], "residual"), 0) == (row["residual_rows"] or 0)
            assert left.pop((row["request_id"], "kept_on_hold"), 0) == (row["kept_on_hold"] or 0)
        assert not left
    assert found


def test_the_same_question_gives_the_same_bytes(asked: Asked) -> None:
    for name, filters in asked.questions(asked.history.days[4]):
        question = asked.loaded.filters(filters)
        first, second = (to_csv(queries.run(name, asked.loaded.snapshot, "dpo", question)) for _ in range(2))
        assert first == second, name


@pytest.mark.parametrize("filters", [{}, {"building_id": 1}, {"person_role": "resident"}], ids=str)
def test_states_add_up_to_the_population(asked: Asked, filters: dict[str, Any]) -> None:
    for day in asked.history.days:
        population = {row["population"] for row in asked.rows("consent.coverage", as_of=day, **filters)}
        people: dict[str, int] = defaultdict(int)
        for row in asked.rows("consent.states", as_of=day, **filters):
            people[row["purpose"]] += row["subjects"]
        assert set(people.values()) == population

        trend = asked.rows("consent.trend", as_of=day, from_day=day, to_day=day, **filters)
        states = asked.rows("consent.states", as_of=day, **filters)
        assert [{key: row[key] for key in states[0]} for row in trend] == states


def test_controls_count_their_rows_and_end_their_trend(asked: Asked) -> None:
    for day in asked.history.days[::3]:
        results = {row["control"]: row for row in asked.rows("controls.results", as_of=day)}
        for control, row in results.items():
            found = asked.rows(f"controls.{control}", as_of=day)
            assert len(found) == row["violations"] <= row["examined"], control
            assert len({violation["ref"] for violation in found}) == len(found), control
        trend = asked.rows("controls.trend", as_of=day)
        last = [row for row in trend if row["month"] == f"{day:%Y-%m}"]
        assert {row["control"]: (row["examined"], row["violations"]) for row in last} == {
            control: (row["examined"], row["violations"]) for control, row in results.items()
        }


def test_the_stock_of_requests_is_the_one_before_plus_received_less_closed(asked: Asked) -> None:
    stock = 0
    for row in asked.rows("requests.flow", as_of=asked.history.days[-1]):
        stock += row["received"] - row["closed"]
        assert row["open_at_end"] == stock


def test_figures_of_requests_count_their_rows(asked: Asked) -> None:
    for day in asked.history.days[::3]:
        summary = {row["type"]: row for row in asked.rows("requests.summary", as_of=day)}
        still_open = asked.rows("requests.open", as_of=day)
        closed = asked.rows("requests.closed", as_of=day)
        for kind, row in summary.items():
            here = [request for request in still_open if request["type"] == kind]
            done = [request for request in closed if request["type"] == kind]
            urgencies = Counter(request["urgency"] for request in here)
            assert (row["open"], row["overdue"], row["due_soon"]) == (
                len(here), urgencies["overdue"], urgencies["due_soon"],
            )  # fmt: skip
            assert (row["closed"], row["closed_late"]) == (len(done), sum(r["on_time"] is False for r in done))
            assert row["received"] == row["open"] + row["closed"]
        buckets = asked.rows("requests.ageing", as_of=day)
        assert sum(row["requests"] for row in buckets) == sum(request["due_on"] is not None for request in still_open)


def test_figures_and_violations_count_the_lines_of_their_files(asked: Asked) -> None:
    for day in asked.history.days[::3]:
        figures = {row["figure"]: row for row in asked.rows("overview.figures", as_of=day)}
        assert figures.keys() == COUNTED.keys() | NO_LINES
        for figure, (name, cell) in COUNTED.items():
            lines = [line for line in asked.lines(name, as_of=day) if cell.items() <= line.items()]
            assert figures[figure]["numerator"] == len(lines), (figure, day)
        for row in asked.rows("controls.results", as_of=day):
            assert row["violations"] == len(asked.lines(f"controls.{row['control']}", as_of=day)), (row, day)


def test_the_list_of_clauses_has_every_number_that_opens_a_paragraph(asked: Asked) -> None:
    text = (policy.FOLDER / "policy_az.txt").read_text(encoding="utf-8")
    opened = re.findall(r"^(\d+(?:\.\d+)+)\.", text, re.MULTILINE)
    assert (opened[0], opened[-1], len(opened)) == ("1.1", "9.1", 41)
    listed = [row["clause"] for row in asked.rows("overview.clauses")]
    assert listed == sorted([*opened, "4", "5", "6"], key=lambda number: [int(part) for part in number.split(".")])
