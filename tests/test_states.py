"""The five states of a page that are not "here are the figures": each page says which one it is in, and nothing more.

Empty, loading, stale, failed, not permitted; on real snapshots that are empty, slow, old or broken.
"""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

import queries
import snapshots
from language import LANGUAGES, Language
from queries.header import ROLES
from tests.drawn import PAGES, said, unescaped
from tests.served import Loaded, changed, server
from tests.visitor import WAIT, settled, visit

pytestmark = pytest.mark.slow  # each test loads, draws or asks everything

EN = Language("en")
# A table that each page needs. The metrics page asks the data nothing: only its frame does.
NEEDS = {
    "overview": "targets",
    "requests": "request_days",
    "consent": "consent_days",
    "inventory": "category_counts",
    "access": "access_days",
    "policy": "control_counts",
    "exports": "actor_totals",
    "loads": "watermarks",
    "metrics": "load",
}
# How many parts of a page a role does not see; every other part is open to every role.
REFUSED = {
    ("management", "requests"): (
        "requests.case",
        "requests.open",
        "requests.closed",
        "requests.erasures",
        "requests.residue",
    ),
    ("management", "consent"): ("consent.people",),
    ("management", "access"): ("access.actors", "access.of_actor", "access.after_withdrawal"),
    ("management", "loads"): ("loads.history", "loads.examined", "loads.checks", "loads.quarantine"),
    ("management", "policy"): (),
}
WORK = "(select count(*) from range(200_000_000) as work(i) where hash(i) % 7 = 3)"
LEAKS = re.compile(r"traceback|\bselect\b|\.duckdb|\.sql\b|catalog|binder|site-packages|/tmp/|line \d+", re.IGNORECASE)


@pytest.fixture(scope="module")
def empty(demo: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return changed(demo, tmp_path_factory.mktemp("empty"), "delete from quarantine")


@pytest.fixture(scope="module")
def stale(demo: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    older = "update load set loaded_at = loaded_at - interval 50 hours"
    return changed(demo, tmp_path_factory.mktemp("stale"), older)


@pytest.mark.parametrize("page", PAGES)
def test_where_there_is_nothing_the_page_says_so(open_page, empty, page):
    app = open_page(page, empty, as_of="1990-01-01", **({"clause": "3.5"} if page == "policy" else {}))
    assert not app.error
    if page == "overview":  # nothing can be divided by nothing
        assert {metric.value for metric in app.metric if metric.label.startswith(("Share", "Consent"))} == {"—"}
        return
    if page == "policy":
        assert "cannot be assessed · nothing examined" in said(app)
        return
    if page == "metrics":
        app.text_input("search_metrics").set_value("no such word").run()
    assert any(re.match(r"There is nothing to show|No metric|Every row of the source", info.value) for info in app.info)


@pytest.mark.parametrize("page", PAGES)
def test_old_data_is_called_stale_on_every_page(open_page, stale, page):
    [warning] = open_page(page, stale).warning
    assert warning.proto.title == "The data is stale"
    assert re.match(r"Hours since the last load: 5\d \(stale past 36\)\.", unescaped(warning.value))
    assert not open_page(page).warning


@pytest.mark.parametrize("page", PAGES)
def test_what_fails_leaves_a_number_and_nothing_else(open_page, demo, tmp_path, page, caplog):
    broken = changed(demo, tmp_path, f"drop table {NEEDS[page]} cascade")
    with caplog.at_level(logging.ERROR):
        app = open_page(page, broken)
    assert app.error
    for error in app.error:
        number = re.fullmatch(r"Program error ([0-9a-f]{8})", error.proto.title)
        assert number
        assert f"incident {number[1]}" in caplog.text
    text = said(app)
    assert not LEAKS.search(text)
    assert NEEDS[page] not in text.split()
    assert not app.exception
    if page not in ("metrics", "exports"):  # the rest of the page stands
        assert app.table or app.metric or app.info or app.expander


@pytest.mark.parametrize("page", PAGES)
def test_an_unreadable_snapshot_is_the_same_on_every_page(open_page, demo, tmp_path, page):
    broken = changed(demo, tmp_path)
    for file in broken.warehouse.glob("*.duckdb"):
        file.write_bytes(file.read_bytes()[:5000])
    app = open_page(page, broken)
    [error] = app.error
    assert re.fullmatch(r"Program error [0-9a-f]{8}", error.proto.title)
    assert not LEAKS.search(said(app).replace("make load", ""))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", PAGES)
def test_what_a_role_may_not_see_is_said_once_with_who_may(open_page, page, role):
    clause = "3.5" if page == "policy" else None
    infos = open_page(page, view_as=role, clause=clause).info
    refused = [unescaped(info.value) for info in infos if "Not shown" in info.value]
    if (role, page) not in REFUSED:
        assert not refused
        return
    [said] = refused
    for name in REFUSED[role, page]:
        assert queries.get(name).header.title["en"] in said
    assert ("the records behind each control" in said) == (page == "policy")
    assert EN.code("viewer", "dpo") in said


def test_an_export_that_a_role_may_not_take_is_named(open_page):
    app = open_page("exports", view_as="management", query="requests.open")
    assert "There is no export “requests.open” for your role" in said(app)
    assert not any("request_id" in table.value.to_csv() for table in app.table)


@pytest.fixture(scope="module")
def slow(demo: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard whose tables take their time."""
    statements = []
    for table in sorted(set(NEEDS.values()) - {"load"}):
        statements.append(f"alter table {table} rename to the_{table}")
        statements.append(f"create view {table} as from the_{table} where {WORK} > 0")
    with server(changed(demo, tmp_path_factory.mktemp("slow"), *statements)) as found:
        yield found


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_has_to_wait_sees_that_it_is_being_counted(browser, slow, demo, language):
    newest = queries.day_of_load(snapshots.current(demo.warehouse))
    page = browser.new_page()
    for number, name in enumerate(list(NEEDS)[LANGUAGES.index(language) :: len(LANGUAGES)]):
        if name == "metrics":  # asks the data nothing, so there is nothing to wait for
            visit(page, f"{slow}/{name}?lang={language}")
        else:
            as_of = newest - timedelta(days=10 * LANGUAGES.index(language) + number)  # not asked before
            page.goto(f"{slow}/{name}?lang={language}&as_of={as_of}")
            counting = page.get_by_test_id("stSpinner").filter(has_text=Language(language).text("Counting…"))
            counting.first.wait_for(timeout=WAIT)
            assert page.locator("h1").is_visible()  # what is known already is there to read
    settled(page)
    assert page.get_by_test_id("stSpinner").count() == 0
    assert page.get_by_test_id("stMain").locator("table, [data-testid=stExpander]").count()
    page.close()
