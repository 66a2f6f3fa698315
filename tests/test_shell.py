"""The page around the pages: its language, its title and icon, from the first byte and after each change."""

import re

import pytest

from language import LANGUAGES, Language
from server import shell
from tests.drawn import PAGES
from tests.served import get
from tests.visitor import Visitor, visit

STREAMLITS_OWN = re.compile(r'lang="en"|<title>Streamlit|favicon\.png|SourceSans|_stcore|"\./|You need to enable')


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_of_the_page_is_streamlits_own_but_its_program(code):
    page = shell.page(code, "az")
    assert f'<html lang="{code}">' in page
    assert f"<title>{Language(code).text('Privacy dashboard')}</title>" in page
    assert 'href="/icon.png"' in page
    assert re.search(r'<script type="module" crossorigin src="/static/js/index\.[\w-]+\.js">', page)
    assert set(STREAMLITS_OWN.findall(page)) <= ({'lang="en"'} if code == "en" else set())


@pytest.mark.parametrize(
    ("asked", "said"), [("ru", "ru"), (None, "az"), ("", "az"), ("de", "az"), ('"><script>', "az")]
)
def test_the_address_decides_the_language_or_the_setting(asked, said):
    assert shell.language_of(asked) == said


@pytest.mark.browser
@pytest.mark.slow
def test_the_language_of_the_page_follows_the_visitor(page, address):
    visitor = Visitor(page, address, "ru", "dpo")
    visitor.open("requests")
    assert page.title() == f"{visitor.text('Requests')} · {visitor.text('Privacy dashboard')}"
    for code, name in (("az", "Azərbaycanca"), ("en", "English")):
        assert page.evaluate("document.documentElement.lang") == visitor.language.code_of_language
        visitor.choose("Language", name)
        visitor = Visitor(page, address, code, "dpo")
        page.wait_for_function("code => document.documentElement.lang === code", arg=code)
        assert page.title() == f"{visitor.text('Requests')} · {visitor.text('Privacy dashboard')}"


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("path", ["", *PAGES])
def test_every_address_of_a_page_is_served_in_its_language(address, path):
    status, body, headers = get(f"{address}/{path}?lang=ru")
    assert status == 200
    assert headers["cache-control"] == "no-cache"
    assert b'<html lang="ru">' in body
    assert b"_stcore" not in body


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", ["overveiw", "frame", "start", "%3Cscript%3E", "pages/overview", "requests/2026/R-1"])
def test_an_address_that_is_no_page_says_so_in_the_language_of_the_visitor(address, name, code):
    status, body, headers = get(f"{address}/{name}?lang={code}")
    assert (status, headers["cache-control"]) == (404, "no-cache")
    said = body.decode()
    assert f'<html lang="{code}">' in said
    assert Language(code).text("There is no page under this address.") in said
    assert "<script" not in said


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    "path", ["requests/", "_stcore/health", "_stcore/host-config", "healthz", "icon.png", "shell.js"]
)
def test_what_the_pages_need_is_still_served(address, path):
    assert get(f"{address}/{path}")[0] == 200


@pytest.mark.browser
@pytest.mark.slow
def test_the_style_is_part_of_the_page_and_prevails(page, address):
    visit(page, f"{address}/?lang=az")
    last = page.evaluate("[...document.styleSheets].at(-1).href")  # what comes later prevails
    assert "/style.css?" in last
    assert page.get_by_test_id("stMainBlockContainer").evaluate("e => getComputedStyle(e).maxWidth") == "1440px"
    status, _, headers = get(last)
    assert (status, headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in headers["cache-control"]
