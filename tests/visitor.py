"""A visitor in a real Chromium: what one reads off the screen, and what one does there by mouse or by keys alone."""

import csv
import io
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from language import Language

# The one without windows first: it draws the same pages, and needs two thirds of the processor for it.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
# Without these, a browser started by root does not start, and any browser asks the network for updates.
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",  # there is none, and drawing as if there were one takes longer
    "--disable-software-rasterizer",
]
WAIT = 120_000
STOPS = 400  # more than any page has
DEEPEST = 8  # titles behind titles: more than any page has
IDLE = '.stApp[data-test-script-state="notRunning"]'
UNDONE = "[data-testid=stSkeleton], [data-stale=true]"
# The name of an icon stands in the page as text; who reads the page sees the icon.
READ = """scope => {
  const read = cell => { const copy = cell.cloneNode(true);
    copy.querySelectorAll('[role=img], [data-testid=stIconMaterial]').forEach(icon => icon.remove());
    return copy.textContent.replace(/\\s+/g, ' ').trim() };
  return [...scope.querySelectorAll('table tr')].map(line => [...line.querySelectorAll('th, td')].map(read)) }"""
UNFOLD = """closed => closed.map(title => { title.dataset.asked = true;
  title.querySelector('summary').click() }).length"""
FOCUSED = "target => target.contains(document.activeElement) && document.activeElement !== document.body"


def visit(page: Any, url: str) -> None:
    page.goto(url)
    page.wait_for_selector("h1", timeout=WAIT)
    settled(page)


def go_on(page: Any, url: str) -> None:
    """To another page in a window that shows the dashboard already, as back and forward do: no file is fetched anew."""
    page.locator("h1").first.evaluate("title => title.dataset.before = true")
    page.evaluate("url => { history.pushState({}, '', url); dispatchEvent(new PopStateEvent('popstate')) }", url)
    page.wait_for_selector("h1:not([data-before])", timeout=WAIT)
    settled(page)


def settled(page: Any) -> None:
    """Until the script has run to its end and everything is drawn."""
    page.wait_for_timeout(100)
    page.wait_for_selector(IDLE, timeout=WAIT)
    page.wait_for_function(f"() => !document.querySelector('{UNDONE}')", timeout=WAIT)


def unfold_everything(page: Any) -> int:
    """What stands behind a title, and behind one that stood there; how many there were."""
    closed, opened = page.locator("[data-testid=stMain] details:not([open])"), 0
    for _ in range(DEEPEST):
        there = closed.evaluate_all(UNFOLD)
        if not there:
            return opened
        opened += there
        page.wait_for_function("() => !document.querySelector('details[data-asked]:not([open])')", timeout=WAIT)
        settled(page)
    raise AssertionError(f"{closed.count()} titles are closed, however often they are unfolded")


def _next_download(page: Any) -> Any:
    """Of the window, not of the page: the link opens a new tab, and on a busy machine that tab reports the file."""
    return page.context.expect_event("download", timeout=WAIT)


def downloaded(page: Any, label: str) -> tuple[str, bytes]:
    with _next_download(page) as waiting:
        page.locator(f"a:has-text('{label}')").first.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


def whole_number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def numbers(text: str) -> list[int]:
    """The whole numbers in a sentence, whatever parts their thousands."""
    return [whole_number(found) for found in re.findall(r"\d+(?:[.,\u00a0\u202f]\d{3})*(?![.,]?\d)", text)]


@dataclass(frozen=True)
class Card:
    value: str
    part: int
    whole: int


class Visitor:
    """By mouse. Names are those of pages, queries, controls and figures; words are looked up in the language."""

    def __init__(self, page: Any, address: str, language: str, role: str) -> None:
        self.page, self.address = page, address
        self.language, self.role = Language(language), role

    # ---- where one is

    def open(self, place: str, **params: str) -> None:
        visit(self.page, self._url(place, params))

    def go_on_to(self, place: str, **params: str) -> None:
        go_on(self.page, self._url(place, params))

    def _url(self, place: str, params: dict[str, str]) -> str:
        asked = {"lang": self.language.code_of_language, "view_as": self.role, **params}
        return f"{self.address}/{place}?{urlencode(asked)}"

    def param(self, key: str) -> str:
        """What the address says of it, once it does."""
        self.page.wait_for_url(lambda url: key in parse_qs(urlsplit(url).query), timeout=WAIT, wait_until="commit")
        return parse_qs(urlsplit(self.page.url).query)[key][0]

    def is_on(self, title: str) -> None:
        """Waits until the page with this title (a message id) is there."""
        arrived = "title => document.querySelector('h1')?.innerText === title"
        self.page.wait_for_function(arrived, arg=self.text(title), timeout=WAIT)
        self.settled()

    def go_back(self, title: str) -> None:
        self.page.go_back()
        self.is_on(title)

    def settled(self) -> None:
        settled(self.page)

    # ---- what one reads

    def text(self, msgid: str, **values: object) -> str:
        return self.language.text(msgid, **values)

    def column(self, query: str, name: str) -> int:
        """Which column of a table it is: found by its heading."""
        called = self.language.capital(self.language.column(name, query))
        return list(self.part("table", query).evaluate(READ)[0]).index(called)

    def part(self, kind: str, name: str) -> Any:
        """A part of the page by what it is (card, clause, control, chart, table, foot) and whose."""
        stem = f"st-key-{kind}-{name.replace('.', '-')}"
        return self.page.locator(f'[class*="{stem}-"], [class*="{stem} "], [class$="{stem}"]').first

    def card(self, figure: str) -> Card:
        card = self.part("card", figure)
        fraction = card.get_by_test_id("stMarkdown").first.inner_text().split("\n")[0]
        part, whole = sorted(numbers(fraction))
        return Card(card.get_by_test_id("stMetricValue").inner_text(), part, whole)

    def finding(self, name: str) -> str:
        """What a chart says of itself to who cannot see it: its title and its finding."""
        return str(self.part("chart", name).locator("[aria-label]").first.get_attribute("aria-label"))

    def rows(self, name: str) -> list[list[str]]:
        """Every row of a table, over all its pages, as it is read."""
        pages = self.part("page", name).get_by_test_id("stPaginationPage")  # but the one that is open
        if pages.count() and pages.first.inner_text() == "1":
            self._turn_to(pages.first, name)
        following = self.part("page", name).get_by_test_id("stPaginationNext")
        read = self._shown(name)
        while following.count() and following.is_enabled():
            self._turn_to(following, name)
            read += self._shown(name)
        return read

    def _shown(self, name: str) -> list[list[str]]:
        return list(self.part("table", name).evaluate(READ)[1:])

    def _turn_to(self, button: Any, name: str) -> None:
        shown = self._shown(name)
        self.press(button)
        until = time.monotonic() + WAIT / 1000
        while self._shown(name) == shown:
            assert time.monotonic() < until, f"{name} shows the rows of the page before"
            self.page.wait_for_timeout(50)
        self.settled()

    def words_of(self, name: str, column: str) -> list[str]:
        place = self.column(name, column)
        return [row[place] for row in self.rows(name)]

    # ---- what one does

    def press(self, target: Any) -> None:
        """A link, a button, a title that unfolds. On a still page: one that is just being replaced loses the click."""
        self.settled()
        target.click()

    def choose(self, label: str, option: str) -> None:
        """One of a list, found by typing."""
        self.page.get_by_label(self.text(label), exact=True).first.click()
        self.pick(option)

    def pick(self, option: str) -> None:
        self.page.keyboard.type(option)
        self.page.get_by_role("option", name=option).first.wait_for()
        self.page.keyboard.press("Enter")
        self.settled()

    def go_to(self, title: str) -> None:
        """Another page, by the sidebar."""
        self.press(self.page.get_by_test_id("stSidebar").get_by_role("link", name=self.text(title)))
        self.is_on(title)

    def follow(self, part: Any, title: str) -> None:
        """The link in a part of the page, to the page with this title."""
        self.press(part.get_by_role("link").last)
        self.is_on(title)

    def unfold(self, part: Any) -> None:
        if part.locator("details").first.get_attribute("open") is None:
            self.press(part.locator("summary").first)
        self.settled()

    def unfold_table(self, name: str) -> None:
        """The table that stands behind a chart."""
        self.press(self.part("chart", name).locator("xpath=following::summary[1]"))
        self.settled()

    def definition(self, name: str) -> str:
        """How a figure is computed, read and put away again."""
        self.press(self.part("foot", name).get_by_role("button"))
        said = self.page.get_by_test_id("stPopoverBody").inner_text()
        self.page.keyboard.press("Escape")
        return str(said)

    def take(self, name: str, profile: str = "machine") -> bytes:
        """The file that a block, or the overview, offers."""
        return self.take_with_its_name(name, profile)[1]

    def take_with_its_name(self, name: str, profile: str) -> tuple[str, bytes]:
        with _next_download(self.page) as waiting:
            self.press(self.part(profile, name).get_by_role("link"))
        self.settled()
        return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


class ByKeys(Visitor):
    """Without a mouse: Tab to what is wanted, then Enter; a list by its letters."""

    def press(self, target: Any) -> None:
        self.settled()
        self._tab_to(target)
        self.page.keyboard.press("Enter")

    def choose(self, label: str, option: str) -> None:
        self._tab_to(self.page.get_by_label(self.text(label), exact=True).first)
        self.pick(option)

    def _tab_to(self, target: Any) -> None:
        """Forwards, and round the page once if need be. What has the focus must be on the screen."""
        target.wait_for(state="attached", timeout=WAIT)
        for _ in range(STOPS):
            if target.evaluate(FOCUSED):
                break
            self.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"no Tab leads to {target}")
        assert self.page.locator(":focus").first.is_visible()
