"""Moving about: another language, another page, a case and back. What was chosen stays, what was scrolled does not."""

import re

import pytest

from language import Language
from tests.drawn import PAGES, folded
from tests.visitor import WAIT, Visitor, go_on, settled, unfold_everything, visit

TOP = "() => document.querySelector('[data-testid=stMain]').scrollTop"
IN_VIEW = """name => { const box = (document.getElementById(name) ??
    document.querySelector(`.st-key-folded-${name}`))?.getBoundingClientRect();
  return box !== undefined && box.top >= 0 && box.top < 200 }"""
PHONE = {"width": 390, "height": 844}


@pytest.mark.browser
@pytest.mark.slow
def test_after_another_language_a_page_goes_on(page, address):
    # A browser says what is chosen by its label, and that is the one of the language before. A page with the lists
    # that all have, and those with lists of their own.
    one, other = Visitor(page, address, "az", "dpo"), Visitor(page, address, "ru", "dpo")
    one.open("metrics")
    for place in ("overview", "inventory", "policy", "exports"):
        one.go_on_to(place)
        one.choose("Language", "Русский")
        other.is_on(PAGES[place])
        other.choose("As of the end of", "2026-10-01")
        assert other.param("as_of") == "2026-10-01", place
        assert page.locator("[data-testid=stAlertContentError]").count() == 0, place


@pytest.mark.browser
@pytest.mark.slow
def test_an_order_is_kept_in_another_language(page, address):
    one = Visitor(page, address, "az", "dpo")
    one.open("policy")
    order = one.part("tools", "controls.results")
    order.get_by_label(one.text("Order")).click()
    one.pick(one.language.capital(one.language.column("violations")))
    counts = one.words_of("controls.results", "violations")
    one.choose("Language", "English")
    other = Visitor(page, address, "en", "dpo")
    other.is_on("Policy and controls")
    assert [int(count) for count in other.words_of("controls.results", "violations")] == [int(n) for n in counts]
    assert order.locator("input[value=Violations]").count() == 1


def test_who_orders_by_a_number_sees_the_largest_first(open_page):
    app = open_page("policy", lang="en")
    app.selectbox(key="order-controls.results").select("violations").run()
    assert app.toggle(key="down-controls.results").value
    app.selectbox(key="order-controls.results").select("control").run()
    assert not app.toggle(key="down-controls.results").value


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [1440, 820, 390])
def test_a_page_that_is_opened_begins_at_its_top(browser, address, width):
    page = browser.new_page(viewport={"width": width, "height": 844})
    visit(page, f"{address}/?lang=en")
    page.locator("[class*=st-key-clause-]").last.scroll_into_view_if_needed()
    assert page.evaluate(TOP) > 0
    pages = page.get_by_test_id("stSidebar")
    if width < 769:
        page.get_by_role("button", name="Pages").click()
        pages = page.get_by_test_id("stPopoverBody")
    pages.get_by_role("link", name="Policy and controls").click()
    page.wait_for_function("() => document.querySelector('h1')?.innerText === 'Policy and controls'", timeout=WAIT)
    settled(page)
    assert page.evaluate(TOP) == 0
    page.close()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [1440, 390])
def test_a_figure_opens_its_page_where_its_rows_are(browser, address, width):
    page = browser.new_page(viewport={"width": width, "height": 844})
    visit(page, f"{address}/?lang=en")
    link = page.locator("[class*=st-key-card-erasures_clean_share] a")
    link.scroll_into_view_if_needed()
    left = page.evaluate(TOP)
    assert left > 0
    link.click()
    page.wait_for_function("() => document.querySelector('h1')?.innerText === 'Requests'", timeout=WAIT)
    settled(page)
    page.wait_for_function(IN_VIEW, arg="requests-erasure_outcomes", timeout=WAIT)
    page.mouse.wheel(0, -400)  # who moves is left alone
    page.wait_for_timeout(500)
    assert not page.evaluate(IN_VIEW, "requests-erasure_outcomes")
    page.go_back()  # and comes to where one went on from
    page.wait_for_function("() => document.querySelector('h1')?.innerText === 'Overview'", timeout=WAIT)
    page.wait_for_function(f"left => Math.abs(({TOP})() - left) < 5", arg=left, timeout=WAIT)
    page.close()


# Every link to a page of ours is pressed; where it would lead is noted instead of gone to.
PRESS = """() => {
  const gone = [], lead = [...document.querySelectorAll("[data-testid=stMain] a")].filter(link =>
    /^[/](?!download[/])/.test(link.getAttribute("href")));
  const {pushState} = history, dispatch = window.dispatchEvent;
  history.pushState = (state, title, url) => gone.push(url);
  window.dispatchEvent = () => true;
  lead.forEach(link => link.click());
  Object.assign(history, {pushState});
  window.dispatchEvent = dispatch;
  return [gone, lead.map(link => link.getAttribute("href"))];
}"""


@pytest.mark.browser
@pytest.mark.slow
def test_every_link_to_a_page_goes_on_in_the_same_window(page, address):
    leading = set()
    visit(page, f"{address}/metrics?lang=en&view_as=dpo")
    for place in PAGES:
        go_on(page, f"{address}/{place}?lang=en&view_as=dpo")
        unfold_everything(page)
        gone, lead = page.evaluate(PRESS)
        assert gone == lead, place
        leading |= {place} if lead else set()
    assert leading >= {"overview", "requests", "consent", "policy"}
    assert len(page.context.pages) == 1


@pytest.mark.browser
@pytest.mark.slow
def test_a_link_unfolds_what_it_leads_to(page, address):
    one = Visitor(page, address, "en", "dpo")
    one.open("")
    one.follow(one.part("card", "on_time_rate_incl_overdue"), "Requests")
    one.part("chart", "requests.by_month").wait_for()
    assert not one.part("chart", "requests.flow").count()
    one.go_on_to("consent")
    page.locator(".st-key-contents").get_by_role("link", name="Consent coverage by building").click()
    one.part("table", "consent.by_building").wait_for()
    page.wait_for_function(IN_VIEW, arg="consent-by_building", timeout=WAIT)
    assert not one.part("chart", "consent.by_role").count()
    one.go_on_to("inventory", part="inventory-schema")
    one.part("table", "inventory.schema").wait_for()


def test_a_part_that_a_page_has_not_is_said(open_page):
    said = [warning.value for warning in open_page("requests", lang="en", part="nothing").warning]
    assert [text for text in said if "nothing" in text]
    assert not open_page("requests", lang="en", part="requests-open").warning


def test_a_link_to_a_control_opens_its_records(open_page):
    asked = {"lang": "en", "view_as": "dpo", "clause": "7.2"}
    worst, other = ("controls-incident_not_contained", "controls-incident_without_owner")
    for part, opened in ((None, worst), (other, other)):
        shown = folded(open_page("policy", part=part, **asked))
        assert {worst, other} < shown.keys()
        assert [name for name, is_open in shown.items() if is_open] == [opened]


CONTENTS = re.compile(r"\[[^\]]+\]\(#([a-z-]+)\)")


@pytest.mark.parametrize("place", PAGES)
def test_a_long_page_says_what_it_holds(open_page, place):
    anchors = {}
    for language in ("az", "en", "ru"):
        app = open_page(place, lang=language)
        said = [each.value for each in app.caption if each.value.startswith(Language(language).text("On this page"))]
        anchors[language] = [CONTENTS.findall(each) for each in said]
        drawn = [*(heading.anchor for heading in (*app.header, *app.subheader)), *folded(app)]
        assert all(anchor in drawn for line in anchors[language] for anchor in line)
    assert anchors["az"] == anchors["en"] == anchors["ru"]
    assert len(anchors["en"]) == (place not in ("policy", "exports"))


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [1440, 390])
def test_the_contents_of_a_page_lead_to_its_parts(browser, address, width):
    page = browser.new_page(viewport={"width": width, "height": 844})
    visit(page, f"{address}/requests?lang=az&as_of=2026-10-01")
    for number in (-1, 0):
        link = page.locator(".st-key-contents").get_by_role("link").nth(number)
        anchor = link.get_attribute("href").removeprefix("#")
        link.click()
        settled(page)
        assert page.locator(f"[id='{anchor}']").is_visible()
        # The last may stand lower: the page ends below it.
        assert 0 < page.locator(f"[id='{anchor}']").bounding_box()["y"] < (844 if number else 422)
        assert "as_of=2026-10-01" in page.url
    page.reload()
    settled(page)
    assert "as_of=2026-10-01" in page.url
    page.close()


@pytest.mark.browser
@pytest.mark.slow
def test_the_menu_of_a_telephone_is_gone_on_the_next_page(browser, address):
    page = browser.new_context(viewport=PHONE, has_touch=True).new_page()
    visit(page, f"{address}/?lang=ru&as_of=2026-10-01")
    words = Language("ru")
    page.get_by_role("button", name=words.text("Pages")).tap()
    page.get_by_test_id("stPopoverBody").get_by_role("link", name=words.text("Requests")).tap()
    page.wait_for_function(
        "title => document.querySelector('h1')?.innerText === title", arg=words.text("Requests"), timeout=WAIT
    )
    settled(page)
    assert page.get_by_test_id("stPopoverBody").count() == 0
    assert "as_of=2026-10-01" in page.url
    page.context.close()


@pytest.mark.browser
@pytest.mark.slow
def test_a_case_opens_where_one_is_and_back_leads_to_where_one_was(page, address):
    one = Visitor(page, address, "en", "dpo")
    one.open("policy", clause="1.3")
    one.unfold(one.part("control", "request_overdue"))
    number = one.words_of("controls.request_overdue", "ref")[0]
    link = one.part("table", "controls.request_overdue").get_by_role("link", name=number)
    one.press(link)
    one.is_on("Requests")
    assert one.param("request_id") == number
    one.go_back("Policy and controls")
    assert one.param("clause") == "1.3"
    page.get_by_test_id("stAlert").get_by_role("link").click()
    one.is_on("Consent")
    one.go_back("Policy and controls")
    assert len(page.context.pages) == 1
    with page.context.expect_page() as other:  # who asks for another window gets one
        link.click(modifiers=["ControlOrMeta"])
    other.value.wait_for_selector(f"h3:has-text('{number}')")
    assert page.locator("h1").inner_text() == "Policy and controls"
