"""What a cell says where its value alone would mislead."""

from datetime import date, datetime, timedelta

import pyarrow as pa
import pytest

import queries
import snapshots
from language import LANGUAGES, Language
from tests.drawn import said, unescaped
from ui import cells
from ui.words import Words

EN = Words(Language("en"), {})


def shown(query, row, **kinds):
    table = pa.table({name: pa.array([value], kinds.get(name)) for name, value in row.items()})
    columns = cells.columns(query, table, EN)
    return {column.name: unescaped(cells.cell(row, column, EN)) for column in columns}


@pytest.mark.parametrize(
    ("urgency", "left", "word"),
    [
        ("due_soon", 0, "due on the as-of day"),
        ("due_soon", 1, "due soon"),
        ("overdue", -1, "overdue"),
        ("on_track", 5, "on track"),
    ],
)
def test_what_is_due_today_says_so(urgency, left, word):
    row = {"request_id": "REQ-1", "status": "in_progress", "urgency": urgency, "working_days_left": left}
    assert word in shown("requests.open", row)["urgency"]


def test_an_incident_says_that_it_is_open_and_that_its_containment_is_not_recorded():
    row = {"incident_id": 1, "hours_to_contain": None, "closed_on": None}
    cell = shown("access.incidents", row, hours_to_contain=pa.float64(), closed_on=pa.date32())
    assert (cell["hours_to_contain"], cell["closed_on"]) == ("not recorded", "not closed")
    row |= {"hours_to_contain": 24.0, "closed_on": date(2026, 9, 24)}
    cell = shown("access.incidents", row)
    assert (cell["hours_to_contain"], cell["closed_on"]) == ("24", "24\N{NO-BREAK SPACE}Sept\N{NO-BREAK SPACE}2026")


@pytest.mark.parametrize("status", ["fulfilled", "partly_fulfilled", "refused"])
def test_an_open_request_whose_status_is_an_end_is_not_called_closed(status):
    row = {"request_id": "REQ-1", "status": status, "urgency": "overdue", "working_days_left": -1}
    assert shown("requests.open", row)["status"] == f"{EN.word('request_status', status)}, but not closed"


def test_a_clause_without_controls_is_not_measured():
    row = {"clause": "1.2", "controls": 0, "not_met": 0, "violations": 0, "worst_severity": None}
    cell = shown("overview.clauses", row, worst_severity=pa.string())
    assert (cell["not_met"], cell["worst_severity"]) == ("not measured", "not measured")
    assert "violations" not in cell  # a sum of unlike things
    row |= {"controls": 2}
    assert shown("overview.clauses", row, worst_severity=pa.string())["not_met"] == "0"


def test_a_version_that_nobody_published_is_marked():
    row = {"version": "7.7", "effective_on": None, "explicit": 0}
    assert shown("consent.by_version", row, effective_on=pa.date32())["version"] == "version 7.7, never published"
    row |= {"version": "2.0", "effective_on": date(2026, 1, 22)}
    assert shown("consent.by_version", row)["version"] == "2.0"


def test_an_undeclared_column_is_called_by_its_own_name():
    row = {"category": None, "table": "user_profiles", "column": "flat", "status": "undeclared"}
    assert shown("inventory.categories", row, category=pa.string())["category"] == "user_profiles.flat"
    row |= {"category": "fin", "status": "declared"}
    assert shown("inventory.categories", row)["category"] == EN.word("category", "fin")


def test_which_of_two_times_came_first_can_be_seen_within_a_minute():
    at = datetime(2026, 10, 14, 8)
    for before in (timedelta(seconds=20), timedelta(microseconds=1)):
        row = {"occurred_at": at, "withdrawn_at": at - before, "hours_after": before.total_seconds() / 3600}
        cell = shown("access.after_withdrawal", row)
        assert cell["withdrawn_at"] < cell["occurred_at"] == "14 Oct 2026, 12:00:00"
        assert cell["hours_after"] == "less than 0.1"
    assert shown("access.after_withdrawal", row | {"hours_after": 0.5})["hours_after"] == "0.5"


def test_the_key_of_a_file_has_each_code_and_each_kind_of_sentence_once():
    table = pa.table(
        {
            "ref": ["1", "2", "3"],
            "detail": ["consult of fin, people: 1200", "consult of phone, people: 3", "export of fin, people: 5"],
        }
    )
    names = {("category", "fin"): {"ru": "ФИН"}, ("category", "phone"): {"ru": "Телефон"}}
    key = cells.key("controls.bulk_access", table, Words(Language("ru"), names))
    assert [tuple(row.values()) for row in key.to_pylist()] == [
        ("detail", "consult of fin", "просмотр: ФИН"),
        ("detail", "consult", "просмотр"),
        ("detail", "fin", "ФИН"),
        ("detail", "people: 1200", "лиц: 1\N{NO-BREAK SPACE}200"),
        ("detail", "phone", "Телефон"),
        ("detail", "export", "выгрузка"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_of_no_closed_list_is_marked(language):
    words = Words(Language(language), {})
    for kind, known, unknown in (("role", "komendant", "guest"), ("ground", "law", "request")):
        assert words.word(kind, known) == words.language.code(kind, known)
        assert unknown in words.word(kind, unknown) != unknown


@pytest.mark.parametrize(
    ("control", "label"),
    [
        ("request_overdue", "Request received on"),
        ("erasure_residual", "Request received on"),
        ("emergency_access_unreviewed", "Accessed on"),
        ("consent_record_incomplete", "Answered on"),
        ("disclosure_abroad", "Disclosed on"),
        ("hold_past_review", "Held since"),
        ("incident_not_contained", "Discovered on"),
        ("message_without_consent", "Sent on"),
        ("version_inconsistent", "Published on"),
    ],
)
def test_the_day_of_a_control_is_named_for_what_it_is(control, label):
    table = pa.table({"ref": ["1"], "occurred_on": [date(2026, 1, 1)]})
    assert [column.label for column in cells.columns(f"controls.{control}", table, EN)][1] == label


@pytest.mark.parametrize(("page", "params"), [("inventory", {}), ("requests", {})])
def test_what_is_known_only_as_of_the_load_says_so_on_a_past_day(open_page, demo, page, params):
    newest = queries.day_of_load(snapshots.current(demo.warehouse))
    counted = f"is counted at the load, {EN.date(newest)}"
    assert counted in said(open_page(page, as_of=(newest - timedelta(days=100)).isoformat(), **params))
    assert counted not in said(open_page(page, **params))


def test_the_article_that_somebody_typed_is_no_unknown_code():
    table = pa.table({"article": ["23.1"]})
    [column] = cells.columns("access.disclosures", table, EN)
    assert cells.text(table.to_pylist()[0], column, EN) == "23.1"
    assert not cells.key("access.disclosures", table, EN).num_rows
