"""What the filters limit and what they do not: no figure of everybody passes for one of a building, or of a month."""

from datetime import timedelta

import pytest

import queries
import snapshots
from tests.drawn import said, unescaped

NOT_LIMITED = "Not limited here by: "
DATED, UNDATED = "erasure_residual", "unknown_role"  # people have no day of an event


@pytest.fixture
def snapshot(demo):
    return snapshots.current(demo.warehouse)


@pytest.mark.parametrize("page", ["requests", "consent", "access"])
def test_figures_of_everybody_say_so_above_themselves(open_page, snapshot, page):
    building = queries.run("consent.by_building", snapshot, "dpo").column("building_id").to_pylist()[0]
    app = open_page(page, building=str(building), person_role="resident")
    warnings = [unescaped(caption.value) for caption in app.caption if NOT_LIMITED in unescaped(caption.value)]
    assert "role of the person, building" in warnings[0]
    assert NOT_LIMITED not in said(open_page(page))


def clause_of(control):
    return queries.get(f"controls.{control}").header.clauses[0]


@pytest.mark.parametrize("days", [30, 200])
def test_the_rows_of_a_control_follow_the_period(open_page, snapshot, days):
    newest = queries.day_of_load(snapshot)
    since = newest - timedelta(days=days)
    found = queries.run(f"controls.{DATED}", snapshot, "dpo").column("violated_since").to_pylist()
    inside = sum(day >= since for day in found)
    app = open_page("exports", query=f"controls.{DATED}", **{"from": since.isoformat()})
    text = said(app)
    assert f"{inside}; in all: {len(found)}." in text
    assert NOT_LIMITED not in text
    clause = said(open_page("policy", clause=clause_of(DATED), **{"from": since.isoformat()}))
    assert f"of them arisen in the period: {inside}" in clause
    last = said(open_page("exports", query=f"controls.{DATED}", **{"from": "2020-01-01", "to": "2020-01-02"}))
    assert "Nothing of it falls in the period." in last


def test_rows_without_a_day_follow_it_by_the_day_they_went_wrong(open_page, snapshot):
    found = queries.run(f"controls.{UNDATED}", snapshot, "dpo").column("violated_since").to_pylist()
    first = min(found)
    text = said(open_page("exports", query=f"controls.{UNDATED}", **{"from": "2020-01-01", "to": first.isoformat()}))
    assert f"{found.count(first)}; in all: {len(found)}." in text
    assert NOT_LIMITED not in text


def test_without_a_period_nothing_is_said_of_it(open_page):
    text = said(open_page("policy", clause=clause_of(DATED)))
    assert "in the period" not in text
    assert NOT_LIMITED not in text


def test_management_reads_that_counts_are_of_all_time(open_page):
    text = said(open_page("policy", view_as="management", clause=clause_of(DATED), **{"from": "2026-01-01"}))
    assert f"{NOT_LIMITED}period" in text
    assert "arisen in the period" not in text
