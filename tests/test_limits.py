"""What the filters limit and what they do not: no figure of everybody passes for one of a building, or of a month."""

import csv
import io
import re
import shlex
import zipfile
from datetime import date, timedelta

import pytest

import queries
import snapshots
from evidence import downloads
from evidence.csv import to_csv
from language import Language
from queries import __main__ as queries_command
from tests.drawn import said, unescaped

NOT_LIMITED = "Not limited here by: "
DATED, OF_PEOPLE = "erasure_residual", "unknown_role"  # people have no day of an event
UNDATED = "category_without_retention"  # nothing records since when a rule is missing


@pytest.fixture
def snapshot(demo):
    return snapshots.current(demo.warehouse)


@pytest.mark.parametrize("page", ["requests", "consent", "access"])
def test_figures_of_everybody_say_so_above_themselves(open_page, snapshot, page):
    building = queries.run("consent.by_building", snapshot, "dpo").column("building_id").to_pylist()[0]
    app = open_page(page, building=str(building), person_role="resident")
    warnings = [unescaped(caption.value) for caption in app.caption if NOT_LIMITED in unescaped(caption.value)]
    assert "role of the person, building" in warnings[0]
    drawn = [each.type if each.type != "caption" else unescaped(each.value) for each in leaves(app.main)]
    assert drawn.index(warnings[0]) < drawn.index("metric")
    assert NOT_LIMITED not in said(open_page(page))


def leaves(block):
    """The elements in the order in which they are read."""
    for each in block.children.values():
        yield from leaves(each) if hasattr(each, "children") else [each]


def test_what_is_new_of_everybody_does_not_stand_above_the_list_of_one_building(open_page, snapshot):
    days = (queries.day_of_load(snapshot) - timedelta(days=back) for back in range(400))
    late = (day for day in days if "request_overdue" in controls_with_news(snapshot, day))
    asked = {"as_of": next(late).isoformat()}
    new = re.compile(r"\*\*Request overdue · new since [\w ]+: \d+\*\*")
    assert new.search(said(open_page("requests", **asked)))
    building = queries.run("consent.by_building", snapshot, "dpo").column("building_id").to_pylist()[0]
    text = said(open_page("requests", building=str(building), **asked))
    assert not new.search(text)


def controls_with_news(snapshot, day):
    return queries.run("overview.news", snapshot, "dpo", {"as_of": day}).column("control").to_pylist()


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
    assert "No record is known to fall in the period." in last


def test_rows_without_a_day_follow_it_by_the_day_they_went_wrong(open_page, snapshot):
    found = queries.run(f"controls.{OF_PEOPLE}", snapshot, "dpo").column("violated_since").to_pylist()
    first = min(found)
    text = said(open_page("exports", query=f"controls.{OF_PEOPLE}", **{"from": "2020-01-01", "to": first.isoformat()}))
    assert f"{found.count(first)}; in all: {len(found)}." in text
    assert NOT_LIMITED not in text


def test_of_what_nothing_dates_the_period_is_not_known(open_page, snapshot):
    found = queries.run(f"controls.{UNDATED}", snapshot, "dpo")["violated_since"]
    assert 0 < len(found) == found.null_count
    unknown = "not known, because no record says since when"
    rows = said(open_page("exports", query=f"controls.{UNDATED}", **{"from": "2020-01-01"}))
    assert f"{unknown}; in all: {len(found)}." in rows
    clause = said(open_page("policy", clause=clause_of(UNDATED), **{"from": "2020-01-01"}))
    assert f"of them arisen in the period: {unknown}" in clause


def test_without_a_period_nothing_is_said_of_it(open_page):
    text = said(open_page("policy", clause=clause_of(DATED)))
    assert "in the period" not in text
    assert NOT_LIMITED not in text


def test_management_reads_that_counts_are_of_all_time(open_page):
    text = said(open_page("policy", view_as="management", clause=clause_of(DATED), **{"from": "2026-01-01"}))
    assert f"{NOT_LIMITED}period" in text
    assert "arisen in the period" not in text


def test_the_command_of_each_file_of_a_period_gives_its_bytes(open_page, snapshot, tmp_path, capfdbinary):
    newest = queries.day_of_load(snapshot)
    period = {"from": (newest - timedelta(days=60)).isoformat(), "to": (newest - timedelta(days=20)).isoformat()}
    app = open_page("exports", query=f"controls.{DATED}", **period)
    offered = offers(app)
    everything = next(offer for offer in offered if offer.what == "everything").make(tmp_path)
    one = next(offer for offer in offered if offer.what == f"controls.{DATED}").make(tmp_path)
    files = {}
    with zipfile.ZipFile(everything.path) as package:
        names = [name.removesuffix(".key.csv") for name in package.namelist() if name.endswith(".key.csv")]
        for name in names:
            capfdbinary.readouterr()
            assert queries_command.main(command_in(package.read(f"{name}.key.csv").decode("utf-8-sig"))) == 0
            files[name] = package.read(f"{name}.csv")
            assert capfdbinary.readouterr().out == files[name], name
    assert one.path.read_bytes() == files[f"controls.{DATED}"]
    since = [
        date.fromisoformat(row["violated_since"])
        for row in csv.DictReader(io.StringIO(files[f"controls.{DATED}"].decode()))
    ]
    every = queries.run(f"controls.{DATED}", snapshot, "dpo")["violated_since"].to_pylist()
    inside = [day for day in every if period["from"] <= day.isoformat() <= period["to"]]
    assert sorted(since) == sorted(inside)
    assert 0 < len(inside) < len(every)


def offers(app):
    return [downloads.take(link.proto.url.removeprefix("/download/")) for link in app.get("link_button")]


def command_in(key):
    """The arguments of the command that the key of a file says gives its bytes."""
    told = {row["value"]: row["meaning"] for row in csv.DictReader(io.StringIO(key))}
    command = shlex.split(told[Language("en").text("The same bytes as the CSV, at a terminal:").rstrip(":")])
    assert command[:3] == ["python", "-m", "queries"]
    return command[3:]


@pytest.mark.parametrize("role", ["auditor", "management"])
def test_the_guide_says_what_is_not_in_the_file_and_what_gives_it(open_page, snapshot, tmp_path, capfdbinary, role):
    app = open_page("exports", view_as=role)
    everything = next(offer for offer in offers(app) if offer.what == "everything").make(tmp_path)
    with zipfile.ZipFile(everything.path) as package:
        guide = package.read("README.txt").decode()
    of_one = {"requests.case": "request_id", "consent.history": "subject"}
    found = {command[3]: command for command in map(shlex.split, re.findall("`(python -m queries .*)`", guide))}
    if role == "management":
        assert not found
        return
    assert of_one.keys() <= found.keys()
    rows = queries.run("controls.request_overdue", snapshot, role)
    for name, key in of_one.items():
        number = {"request_id": rows["ref"][0], "subject": rows["subject"][0]}[key].as_py()
        capfdbinary.readouterr()
        assert queries_command.main([part.replace("NUMBER", str(number)) for part in found[name][3:]]) == 0
        assert capfdbinary.readouterr().out == to_csv(queries.run(name, snapshot, role, {key: number}))
