"""A real Chromium visits the real server: what a visitor sees, clicks and takes along."""

import csv
import hashlib
import io
import itertools
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest

import queries
import snapshots
from evidence import __main__ as evidence_command
from evidence.csv import PROFILES, to_csv
from language import Language
from queries.header import ROLES
from tests.drawn import PAGES
from tests.served import ROOT, get, get_json, server
from tests.visitor import WAIT, Visitor, downloaded, go_on, settled, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_file_in_pages_is_never_run_by_its_address(page, address):
    # First of all: what a guard will stand in front of must not be reachable beside the frame.
    visit(page, f"{address}/metrics?lang=en")
    for file in sorted(path.stem for path in (ROOT / "pages").glob("[!_]*.py")):
        go_on(page, f"{address}/{file}?lang=en")
        assert page.get_by_text("Local mode: no sign-in").count() == 1, file
        assert page.locator("[data-testid=stException]").count() == 0, file
        assert page.get_by_text("Page not found").count() == 0, file


@pytest.mark.parametrize(
    "name", ["frame", "view", "routes", "app", "__init__", "pages/overview", "server/frame", "pages/overview.py"]
)
def test_no_other_file_is_a_page(address, name):
    status, body, _ = get(f"{address}/{name}")
    assert status == 404 or b"<noscript>" in body  # nobody's, or the empty page that asks for what it shows
    assert b"def " not in body


def test_every_page_is_reached_from_the_sidebar_with_its_filters(page, address):
    # In the other languages the three jobs go there.
    visit(page, f"{address}/?lang=ru&view_as=auditor")
    words = Language("ru")
    for title in (*list(PAGES.values())[1:], "Overview"):
        page.locator("[data-testid=stSidebar]").get_by_role("link", name=words.text(title)).click()
        page.wait_for_function("title => document.querySelector('h1')?.innerText === title", arg=words.text(title))
        assert "lang=ru" in page.url
        assert "view_as=auditor" in page.url


def test_the_file_holds_the_rows_on_the_screen_and_the_bytes_of_the_command(page, address, demo):
    snapshot = snapshots.current(demo.warehouse)
    visit(page, f"{address}/exports?lang=en&query=consent.coverage")
    name, content = downloaded(page, "CSV")
    assert content == to_csv(queries.run("consent.coverage", snapshot, "dpo"))
    assert re.fullmatch(r"consent\.coverage_as-of-[\d-]{10}_snapshot-\w+_[0-9a-f]{12}\.csv", name)
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    shown = page.locator("[data-testid=stTable]").first.inner_text()
    for row in rows:
        assert f"{int(row['explicit']):,}" in shown
        assert f"{float(row['coverage']):.1%}" in shown


def test_a_search_and_an_order_limit_the_file_too(page, address, demo):
    visit(page, f"{address}/exports?lang=en&query=inventory.schema")
    page.get_by_label("Search", exact=True).fill("user_profiles")
    page.get_by_label("Search", exact=True).press("Enter")
    page.wait_for_function("() => !document.body.innerText.includes('access_log')")
    settled(page)
    name, content = downloaded(page, "CSV")
    assert "_search_" in name
    tables = {row["table"] for row in csv.DictReader(io.StringIO(content.decode()))}
    assert tables == {"user_profiles"}


def test_the_form_for_spreadsheets_follows_the_language(page, address):
    visit(page, f"{address}/exports?lang=az&query=consent.coverage")
    _, content = downloaded(page, "Excel")
    assert content.startswith(b"\xef\xbb\xbfpurpose;population;")
    name, content = downloaded(page, Language("az").text("This explanation as CSV for Excel"))
    assert name.startswith("consent.coverage.key_as-of-")
    key = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert {row["column"] for row in key if not row["value"]} == {
        *("purpose", "population", "explicit", "implied", "coverage")
    }
    meant = {(row["column"], row["value"]): row["meaning"] for row in key}
    assert meant["purpose", "3.3.sms"] == Language("az").code("purpose", "3.3.sms")
    named = next(row for row in key if row["column"] == "coverage")
    assert named["called"] == Language("az").column("coverage", "consent.coverage")
    assert named["kind"] == Language("az").code("kind_of_value", "number")


@pytest.mark.parametrize("role", ROLES)
def test_everything_a_role_may_take_is_in_one_file_with_its_explanation(page, address, demo, role):
    snapshot = snapshots.current(demo.warehouse)
    visit(page, f"{address}/exports?lang=ru&view_as={role}&person_role=resident")
    name, content = downloaded(page, Language("ru").text("All of them as one ZIP, each with its explanation"))
    assert re.fullmatch(r"everything_as-of-[\d-]{10}_person-role-resident_snapshot-\w+_[0-9a-f]{12}\.zip", name)
    offered = [
        query
        for query in map(queries.get, queries.names())
        if role in query.header.roles and not query.filters & {"request_id", "subject", "actor"}
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = [f"{query.name}{suffix}.csv" for query in offered for suffix in ("", ".key")]
        assert package.namelist() == [*names, "contents.csv", "definitions.csv", "README.txt", "SHA256SUMS"]
        for line in package.read("SHA256SUMS").decode().splitlines():
            digest, member = line.split("  ")
            assert hashlib.sha256(package.read(member)).hexdigest() == digest
        assert package.read("README.txt").decode().count("NAME.csv") == 2
        for query in offered:
            filters = {"person_role": "resident"} if "person_role" in query.filters else {}
            assert package.read(f"{query.name}.csv") == to_csv(queries.run(query.name, snapshot, role, filters))
        key, contents, definitions = (
            package.read(f"{name}.csv").decode("utf-8-sig")
            for name in ("consent.coverage.key", "contents", "definitions")
        )
    rows = list(csv.DictReader(io.StringIO(key), delimiter=";"))
    said = {row["value"]: row["meaning"] for row in rows if not row["column"]}
    words = Language("ru")
    assert "--set person_role=resident" in said[words.text("The same bytes as the CSV, at a terminal:").rstrip(":")]
    assert snapshot.sha256 in said[words.text("Snapshot")]
    assert words.code("role", "resident") in said[words.text("Limited to")]
    assert words.text("{name}, version {version}", name="consent.coverage", version=1) in said.values()
    limits = {row["file"]: row["limits"] for row in csv.DictReader(io.StringIO(contents), delimiter=";")}
    assert list(limits) == [f"{query.name}.csv" for query in offered]
    assert limits["controls.results.csv"] == f"{words.text('Not limited by')}: {words.text('role of the person')}"
    assert words.code("role", "resident") in limits["consent.coverage.csv"]
    assert words.terms()[0].meaning in definitions


def test_a_download_is_used_once_and_never_stored(page, address):
    visit(page, f"{address}/exports?lang=en&query=consent.coverage")
    link = page.locator("a[href^='/download/']").first.get_attribute("href")
    status, _, headers = get(address + link)
    assert status == 200
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert get(address + link)[0] == 404
    assert get(f"{address}/download/{'x' * 32}")[0] == 404


def test_a_chosen_day_stays_in_the_address_over_pages_reload_and_back(page, address):
    visit(page, f"{address}/requests?lang=en&as_of=2026-03-01")
    assert page.get_by_text("As of the end of 1 Mar 2026").count() == 1
    page.locator("[data-testid=stSidebar]").get_by_role("link", name="Consent").click()
    page.wait_for_function("() => document.querySelector('h1')?.innerText === 'Consent'")
    settled(page)
    assert "as_of=2026-03-01" in page.url
    page.reload()
    page.wait_for_selector("h1")
    settled(page)
    assert page.get_by_text("As of the end of 1 Mar 2026").count() == 1
    page.go_back()
    page.wait_for_function("() => document.querySelector('h1')?.innerText === 'Requests'")
    assert "as_of=2026-03-01" in page.url


def test_a_filter_changes_the_address_and_can_be_cleared(page, address):
    visit(page, f"{address}/consent?lang=en")
    page.get_by_label("Role of the person").click()
    page.get_by_role("option", name="komendant").click()
    page.wait_for_function("() => location.search.includes('person_role=komendant')")
    settled(page)
    assert page.get_by_text("people: komendant").count() == 1
    page.get_by_role("button", name="Clear all filters").click()
    page.wait_for_function("() => !location.search.includes('person_role')")


def test_two_at_once_each_have_their_own_filters_and_files(browser, page, address, demo, by_command):
    day = queries.day_of_load(snapshots.current(demo.warehouse)) - timedelta(days=30)
    buildings = queries.run("consent.by_building", snapshots.current(demo.warehouse), "dpo").column("building_id")
    asked = {
        Visitor(page, address, "en", "dpo"): {"person_role": "komendant", "as_of": day.isoformat()},
        Visitor(browser.new_context(accept_downloads=True).new_page(), address, "ru", "management"): {
            "building": str(buildings.drop_null()[0])
        },
    }
    for one, params in asked.items():  # both are under way before either is there
        code = {"lang": one.language.code_of_language, "view_as": one.role}
        one.page.goto(f"{address}/consent?{urlencode(code | params)}", wait_until="commit")
    for one in asked:
        one.is_on("Consent")
    for query, profile in itertools.product(("consent.coverage", "consent.withdrawals"), PROFILES):
        for one, params in asked.items():
            name, content = one.take_with_its_name(query, profile)
            assert (name, content) == by_command(query, profile, one, params), (params, name)
    first, second = (one.page.get_by_test_id("stMain").inner_text() for one in asked)
    assert "people: komendant · every building" in first
    assert Language("ru").text("building {number}", number=buildings.drop_null()[0]) in second
    assert "komendant" not in second
    second_page = list(asked)[1].page
    second_page.context.close()


@pytest.fixture
def by_command(demo, tmp_path, monkeypatch, capsys) -> Callable[..., tuple[str, bytes]]:
    """The same question at a terminal: name and bytes of the file; of the machine form, what `queries` prints too."""
    for key, value in demo.environment.items():
        monkeypatch.setenv(key, value)
    monkeypatch.chdir(tmp_path)

    def asked(query: str, profile: str, one: Visitor, params: dict[str, str]) -> tuple[str, bytes]:
        named = {"as_of": "--as-of=", "person_role": "--set=person_role=", "building": "--set=building_id="}
        filters = [named[key] + value for key, value in params.items()]
        question = [query, "--role", one.role, *filters]
        form = ["--form", profile, "--language", one.language.code_of_language]
        assert evidence_command.main(["csv", *question, *form]) == 0
        name = capsys.readouterr().out.strip()
        content = (tmp_path / name).read_bytes()
        if profile == "machine":
            printed = [sys.executable, "-m", "queries", *question]
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            assert subprocess.run(printed, env=environment, capture_output=True, check=True).stdout == content
        return name, content

    return asked


def test_a_figure_leads_to_its_list_and_on_to_a_case(page, address, demo):
    snapshot = snapshots.current(demo.warehouse)
    first = queries.run("requests.open", snapshot, "dpo").column("request_id").to_pylist()[0]
    visit(page, f"{address}/?lang=en")
    page.locator(".st-key-card-requests_overdue").get_by_role("link").click()
    page.wait_for_function("() => document.querySelector('h1')?.innerText === 'Requests'")
    settled(page)
    page.get_by_role("link", name=first, exact=True).first.click()
    page.wait_for_selector("text=working day 1 of", timeout=WAIT)
    page.wait_for_url(f"**request_id={first}*")


def test_our_font_is_used_and_has_the_letters(page, address):
    visit(page, f"{address}/?lang=az")
    assert page.evaluate("() => document.fonts.check('16px Inter', 'əƏ₼ğışİ')")
    loaded_faces = "() => [...document.fonts].filter(f => f.family.includes('Inter') && f.status === 'loaded').length"
    assert page.evaluate(loaded_faces) >= 2
    assert get(f"{address}/fonts/inter-latin-ext.woff2")[0] == 200
    assert get(f"{address}/fonts/../view.woff2")[0] != 200


def test_health_says_the_process_answers_and_readiness_says_the_data_does(address, demo):
    assert get_json(f"{address}/healthz") == (200, {"status": "ok"})
    status, said = get_json(f"{address}/readyz")
    assert status == 200
    assert said["load_id"] == snapshots.current(demo.warehouse).load_id


@pytest.mark.parametrize("flags", [("--server.address", "0.0.0.0"), ("--server.address", "")])
def test_it_refuses_to_listen_to_other_machines(demo, flags):
    with pytest.raises(AssertionError, match="nobody signs in"), server(demo, *flags):
        pass
