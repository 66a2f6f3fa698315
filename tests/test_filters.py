"""The address and the page say the same: two hundred states at random, right values and wrong ones among them.

Each is opened by its address; what its lists show is chosen again on a fresh page, which then has the same address.
Some go through a real Chromium: copied to another visitor, loaded again, and back.
"""

import random
import re
from collections.abc import Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

import queries
import snapshots
from language import DEFAULT, LANGUAGES, Language
from queries.header import ROLES
from tests.drawn import unescaped
from tests.visitor import go_on, settled, visit
from ui.filters import KEYS, Filters, in_words, spans, typed_period
from ui.words import Words

PEOPLE = ("person_role", "building")
OFFERED = {
    "overview": (),
    "requests": ("period", *PEOPLE),
    "consent": ("period", *PEOPLE),
    "inventory": (),
    "access": ("period", *PEOPLE),
    "policy": ("period",),
    "exports": ("period", *PEOPLE),
    "loads": (),
    "metrics": (),
}
STATES_PER_PAGE = 23
IN_THE_BROWSER = 12
NO_DAYS = ("yesterday", "2026-02-30", "2026-13-01", "1' or '1'='1", "")
NO_BUILDINGS = ("-1", "999999", "drop table", "1e3", "٣٣٣٣")
WORDS_OF_NOBODY = ("emperor", "DPO", "<b>dpo</b>", "../etc")


@dataclass
class State:
    """An address, and what the page has to make of it."""

    page: str
    params: dict[str, str] = field(default_factory=dict)
    shows: dict[str, str] = field(default_factory=dict)
    """What the lists hold, by the name that the address has for it; defaults are left out."""
    wrong: list[str] = field(default_factory=list)
    """What the page says it does not know."""
    filters: Filters | None = None

    def right(self, key: str, value: str) -> None:
        self.params[key] = self.shows[key] = value

    def refused(self, key: str, value: str) -> None:
        self.params[key] = value
        if value:
            self.wrong.append(value)


@dataclass(frozen=True)
class Known:
    """What can be chosen in this snapshot."""

    newest: date
    roles: list[str]
    buildings: list[int]
    requests: list[str]
    clauses: list[str]
    cells: list[tuple[str, str]]


@cache
def known(warehouse: Path) -> Known:
    snapshot = snapshots.current(warehouse)

    def column(query: str, name: str) -> list:
        return [value for value in queries.run(query, snapshot, "dpo").column(name).to_pylist() if value is not None]

    cells = queries.run("inventory.matrix", snapshot, "dpo").to_pylist()
    return Known(
        newest=queries.day_of_load(snapshot),
        roles=column("consent.by_role", "role"),
        buildings=column("consent.by_building", "building_id"),
        requests=column("requests.open", "request_id"),
        clauses=column("overview.clauses", "clause"),
        cells=[(row["category"], row["purpose"] or "-") for row in cells],
    )


def at_random(page: str, number: int, there: Known) -> State:
    """The same state for the same page and number, on any machine."""
    pick = random.Random(f"{page} {number}")
    state = State(page)

    def once_in(times: int) -> bool:
        return pick.randrange(times) == 0

    if not once_in(4):
        state.right("lang", pick.choice(LANGUAGES))
    elif once_in(3):
        state.refused("lang", pick.choice(("xx", "AZ", "de")))
    role = ROLES[1]
    if once_in(2):
        role = pick.choice(ROLES)
        state.right("view_as", role)
    elif once_in(4):
        state.refused("view_as", pick.choice(WORDS_OF_NOBODY[:1] + WORDS_OF_NOBODY[2:]))
        role = state.shows["view_as"] = ROLES[0]  # the one that sees the least
    as_of = a_day(state, pick, there.newest)
    from_day, to_day = a_period(state, pick, as_of, there.newest)
    person_role, building = None, None
    if once_in(3):
        person_role = pick.choice(there.roles)
        state.right("person_role", person_role)
    elif once_in(4):
        state.refused("person_role", pick.choice(WORDS_OF_NOBODY))
    if once_in(3):
        building = pick.choice(there.buildings)
        state.right("building", str(building))
    elif once_in(4):
        state.refused("building", pick.choice(NO_BUILDINGS))
    of_the_page(state, pick, role, there)
    state.filters = Filters(as_of, from_day, to_day, person_role, building).of_page(OFFERED[page])
    return state


def a_day(state: State, pick: random.Random, newest: date) -> date:
    match pick.randrange(5):
        case 0:
            day = newest - timedelta(days=pick.choice((0, 1, 7, 30, 90)))
        case 1:
            day = newest - timedelta(days=pick.randrange(700))
        case 2:
            state.refused("as_of", pick.choice(NO_DAYS))
            return newest
        case 3:
            state.params["as_of"] = (newest + timedelta(days=pick.randrange(1, 400))).isoformat()
            state.wrong.append("")  # the day is said as the language writes it
            return newest
        case _:
            return newest
    state.right("as_of", day.isoformat())
    return day


def a_period(state: State, pick: random.Random, as_of: date, newest: date) -> tuple[date | None, date | None]:
    match pick.randrange(6):
        case 0:
            first, last = as_of - timedelta(days=pick.choice((30, 90, 365))), None
        case 1:
            first, last = as_of - timedelta(days=pick.randrange(1, 900)), as_of
        case 2:
            first, last = None, newest
        case 3:
            first, last = as_of + timedelta(days=-5), as_of - timedelta(days=9)
            state.params |= {"from": first.isoformat(), "to": last.isoformat()}
            state.wrong.append("")
            return None, None
        case 4:
            state.refused("from", pick.choice(NO_DAYS))
            return None, None
        case _:
            return None, None
    for key, day in (("from", first), ("to", last)):
        if day:
            state.right(key, day.isoformat())
    return first, last


def of_the_page(state: State, pick: random.Random, role: str, there: Known) -> None:
    """What only one page picks out. Whether it is there may depend on the day; then a wrong one is asked for."""
    today = not {"as_of", *PEOPLE} & state.shows.keys()
    right = pick.randrange(2) == 0
    if state.page == "policy":
        state.right("clause", pick.choice(there.clauses)) if right else state.refused("clause", "99.9")
    if state.page == "requests" and role != "management":
        if right and today:
            state.right("request_id", pick.choice(there.requests))
        else:
            state.refused("request_id", "NO-SUCH-1")
    if state.page == "exports":
        asked = pick.choice(queries.names())
        if role in queries.get(asked).header.roles and asked not in (
            "requests.case",
            "requests.standing",
            "consent.history",
            "access.of_actor",
        ):
            state.right("query", asked)
        else:
            state.refused("query", asked)
    if state.page == "inventory":
        category, purpose = pick.choice(there.cells)
        if right and today:
            state.right("category", category)
            state.right("purpose", purpose)
        else:
            state.refused("category", "no-such")


@pytest.fixture
def there(demo) -> Known:
    return known(demo.warehouse)


def chosen(app: AppTest) -> dict[str, str]:
    """What the lists of a page hold, by their keys."""
    names = re.compile(r"(filter|chosen|picked)_(.+)")
    return {box.key: str(box.value or "") for box in app.selectbox if names.fullmatch(box.key or "")}


def address_of(app: AppTest) -> dict[str, str]:
    given = app.query_params.items()
    return {key: value if isinstance(value, str) else value[0] for key, value in given}


@pytest.mark.slow
@pytest.mark.parametrize("page", OFFERED)
def test_the_address_makes_the_page_and_the_page_the_address(open_page, there, page):
    for number in range(STATES_PER_PAGE):
        state = at_random(page, number, there)
        assert state.filters is not None
        app = open_page(page, unfolded=False, **({"lang": None} | state.params))
        case = f"{page} {number}: {state.params}"
        assert not app.error, case
        assert not app.exception, case
        assert address_of(app) == state.params, case

        # What is wrong is said, each by its value; what is right stands in words at the top.
        words = Words(Language(state.shows.get("lang", DEFAULT)), {})
        warned = [unescaped(warning.value) for warning in app.warning if not warning.proto.title]  # titles: of the data
        assert len(warned) == len(state.wrong), f"{case}: {warned}"
        assert all(any(value in said for said in warned) for value in state.wrong), f"{case}: {warned}"
        top = unescaped(app.caption[0].value)
        assert top == in_words(state.filters, words, OFFERED[page]), case

        # The same choices on a fresh page lead to the same address, without what was wrong and what goes unsaid.
        shown = chosen(app)
        typed = not_on_a_list(state, there.newest)
        fresh = open_page(page, unfolded=False, **({"lang": None} | typed))
        choose(fresh, shown, {"chosen_view_as", "filter_as_of"})
        unsaid = defaults(chosen(fresh), there)
        inside = {"picked_purpose", "picked_person"}  # offered where a category, a clause is picked
        choose(fresh, shown, shown.keys() - inside)
        choose(fresh, shown, inside)
        said = {key: value for key, value in in_force(state).items() if key in typed or unsaid.get(key) != value}
        assert address_of(fresh) == said, case


def choose(app: AppTest, shown: dict[str, str], keys: Set[str]) -> None:
    """These lists, set to what was shown; what one offers may depend on those before."""
    others = [key for key in keys & shown.keys() if chosen(app)[key] != shown[key]]
    for key in others:
        app.selectbox(key).set_value(shown[key])
    if others:
        app.run()


def in_force(state: State) -> dict[str, str]:
    """Without the filters that the page does not offer."""
    offered = {"as_of", *({"from", "to"} if "period" in OFFERED[state.page] else ()), *OFFERED[state.page]}
    return {key: value for key, value in state.shows.items() if key in offered or key not in KEYS}


def not_on_a_list(state: State, newest: date) -> dict[str, str]:
    """The days that no list offers: they are typed in the address."""
    assert state.filters is not None
    as_of, first, last = state.filters.as_of, state.filters.from_day, state.filters.to_day
    on_a_list = set()
    if (newest - as_of).days in (0, 1, 7, 30, 90):
        on_a_list.add("as_of")
    if first and not last and (as_of - first).days in (30, 90, 365):
        on_a_list.add("from")
    return {key: value for key, value in in_force(state).items() if key in {"as_of", "from", "to"} - on_a_list}


def defaults(fresh: dict[str, str], there: Known) -> dict[str, str]:
    """What an address need not say, because it goes without saying."""
    picked = {key.removeprefix("picked_"): value for key, value in fresh.items() if key.startswith("picked_")}
    return {**picked, "lang": DEFAULT, "view_as": "dpo", "as_of": there.newest.isoformat()}


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("first", range(0, IN_THE_BROWSER, 6))
def test_an_address_can_be_copied_loaded_again_and_gone_back_to(browser, page, address, there, first):
    other = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    visit(page, f"{address}/metrics?lang=en")
    for number in range(first, first + 6):
        path = list(OFFERED)[number % len(OFFERED)]
        state = at_random(path, 100 + number, there)
        go_on(page, f"{address}/{path}?{urlencode(state.params)}")
        seen = read(page)
        assert dict(parse_qsl(urlsplit(page.url).query)) == {key: value for key, value in state.params.items() if value}
        if number % 2:
            page.reload()
            page.wait_for_selector("h1")
            settled(page)
        else:
            visit(other, page.url)
            assert read(other) == seen, state.params
            page.get_by_test_id("stSidebar").get_by_role("link").nth(8 if path != "metrics" else 7).click()
            page.wait_for_function("title => document.querySelector('h1')?.innerText !== title", arg=seen[0])
            settled(page)
            page.go_back()
            page.wait_for_function("title => document.querySelector('h1')?.innerText === title", arg=seen[0])
            settled(page)
        assert read(page) == seen, state.params
    other.context.close()


def read(page) -> tuple[str, str, list[str], list[str]]:
    """Title, the filters in words, what the lists hold, what the page does not know."""
    return (
        page.locator("h1").inner_text(),
        page.get_by_test_id("stMain").get_by_test_id("stCaptionContainer").first.inner_text(),
        page.get_by_test_id("stSidebar").locator("input").evaluate_all("lists => lists.map(list => list.value)"),
        page.get_by_test_id("stMain").get_by_test_id("stAlert").all_inner_texts(),
    )


def test_periods_on_offer_end_where_their_names_say():
    offered = spans(date(2026, 2, 14))
    assert offered["30"] == (date(2026, 1, 15), None)
    assert offered["this_quarter"] == offered["this_year"] == (date(2026, 1, 1), None)
    assert offered["last_month"] == (date(2026, 1, 1), date(2026, 1, 31))
    assert offered["last_quarter"] == (date(2025, 10, 1), date(2025, 12, 31))
    assert offered["last_year"] == (date(2025, 1, 1), date(2025, 12, 31))
    assert spans(date(2026, 12, 31))["last_quarter"] == (date(2026, 7, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026-01-01 2026-03-31", (date(2026, 1, 1), date(2026, 3, 31))),
        ("01.01.2026 – 31.03.2026", (date(2026, 1, 1), date(2026, 3, 31))),
        ("2026-02-01", (date(2026, 2, 1), None)),
        ("last Tuesday", ("last Tuesday", None)),  # goes to the address, and the page says that it is no day
        ("2026-02-30", ("2026-02-30", None)),
        ("2026-01-01 2026-02-01 2026-03-01", ("2026-01-01 2026-02-01 2026-03-01", None)),
    ],
)
def test_a_period_is_typed_by_its_days(text, period):
    assert typed_period(text) == period
