"""What everybody can use: axe on every page, language and theme; 320 pixels wide; the words that stay English."""

import re

import pytest

from language import LANGUAGES
from tests.drawn import PAGES
from tests.visitor import Visitor, go_on, settled, unfold_everything, visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# What is Streamlit's own and cannot be changed from here: the rule, where it is found, and why it stays.
STREAMLITS_OWN = (
    (
        "scrollable-region-focusable",
        "[data-testid=stTable] *",
        "a table wider than the page scrolls in a box of Streamlit's; browsers let the keyboard into it since 2024",
    ),
)
# The names that Streamlit gives its own controls, in English whatever the language; docs/operations.md lists them.
STREAMLITS_ENGLISH = re.compile(
    r"Sidebar|Collapse sidebar|Open|Dismiss|Choose an option|Pagination|Previous page|Next page|Page \d+|Help for .+|"
    r"[a-z_]+ icon"
)
SERIOUS = {"resultTypes": ["violations"], "iframes": False}


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_serious_in_either_theme(browser, address, language):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    papers, unfolded = set(), set()
    visit(page, f"{address}/metrics?lang={language}")
    for name in PAGES:
        go_on(page, f"{address}/{name}?lang={language}")
        unfolded |= {name} if unfold_everything(page) else set()
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            page.wait_for_timeout(300)
            settled(page)
            papers.add(page.evaluate("() => getComputedStyle(document.querySelector('.stApp')).backgroundColor"))
            found = axe.run(page, options=SERIOUS).response["violations"]
            assert not list(ours(page, found)), (name, theme)
    assert len(papers) == 2  # it was drawn in both
    assert unfolded >= {"overview", "requests", "consent", "inventory", "access", "policy", "metrics"}
    context.close()


def ours(page, violations):
    """What is serious and not Streamlit's own: the rule and the place."""
    for violation in violations:
        if violation["impact"] not in ("serious", "critical"):
            continue
        for node in violation["nodes"]:
            place = page.locator(node["target"][0]).first
            if not any(
                rule == violation["id"] and place.evaluate("(node, own) => node.matches(own)", own)
                for rule, own, _ in STREAMLITS_OWN
            ):
                yield violation["id"], node["html"][:200]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_scrolls_sideways_on_the_smallest_telephone(browser, address, language):
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    visit(page, f"{address}/metrics?lang={language}")
    for name in list(PAGES)[LANGUAGES.index(language) :: len(LANGUAGES)]:
        go_on(page, f"{address}/{name}?lang={language}")
        unfold_everything(page)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320, name
        assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth") <= 320, name
    context.close()


@pytest.mark.parametrize(
    ("name", "query", "columns"),
    [
        ("requests", "requests.open", ("request_id", "urgency", "due_on")),
        ("inventory", "inventory.categories", ("category", "status", "past_retention_subjects")),
    ],
)
def test_a_telephone_shows_what_one_opens_a_list_for(browser, address, name, query, columns):
    context = browser.new_context(viewport={"width": 390, "height": 800})
    visitor = Visitor(context.new_page(), address, "ru", "dpo")
    visitor.open(name)
    headings = visitor.part("table", query).locator("th")
    for column in columns:
        box = headings.nth(visitor.column(query, column)).bounding_box()
        assert box["x"] + box["width"] <= 390, column
    context.close()


def test_what_stays_english_is_known(page, address):
    # What is not drawn is not read aloud either, such as the mark beside a heading.
    names = """() => [...document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')].filter(
        e => e.checkVisibility()).flatMap(
        e => ['aria-label', 'title', 'placeholder', 'alt'].map(a => e.getAttribute(a))).filter(n => n)"""
    seen = {}
    visit(page, f"{address}/metrics?lang=en")
    for language in ("az", "en"):
        seen[language] = set()
        for name in ("overview", "requests", "policy"):
            go_on(page, f"{address}/{name}?lang={language}")
            unfold_everything(page)
            seen[language] |= set(page.evaluate(names))
    same = {name for name in seen["az"] & seen["en"] if re.search("[A-Za-z]{3}", name)}
    assert not {name for name in same if not STREAMLITS_ENGLISH.fullmatch(name)}
