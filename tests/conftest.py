"""Fixtures for all tests: real operational databases, and none of the developer's own settings."""

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.databases import KINDS, NoMariaDB, Servers
from tests.served import Loaded, load_demo, server
from tests.visitor import CHROMIUM, FLAGS, WAIT

# Streamlit looks for its own server under the path of the page first, and logs that it is not there.
LOOKING_FOR_ITSELF = re.compile(r"/[a-z]+/_stcore/(health|host-config)$")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the expected answers instead of comparing with them")


@pytest.fixture(autouse=True)
def no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SOURCE_URL", "WAREHOUSE", "VAULT", "JOURNAL_URL", "SETTINGS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """The database servers of this session, started when first asked for."""
    found = Servers(tmp_path_factory.mktemp("databases"))
    yield found
    found.stop()


@pytest.fixture(scope="session")
def make_source(servers: Servers) -> Callable[..., str]:
    """make_source(kind, tables, schema=SCHEMA) -> URL of a fresh operational database with these rows.

    Without MariaDB on the machine its tests are skipped; in CI they fail.
    """

    def make(kind: str, *arguments, **named) -> str:
        try:
            return servers.make_source(kind, *arguments, **named)
        except NoMariaDB as error:
            if os.environ.get("CI") == "true":
                pytest.fail(str(error))
            pytest.skip(str(error))

    return make


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of operational database."""
    return request.param


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Invented people in a snapshot. Nobody writes to it."""
    return load_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def open_page(demo: Loaded, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """open_page("requests", lang="ru", ...) -> the page, drawn without a browser; of the demo or another warehouse."""
    from tests.drawn import draw

    def opened(page: str, loaded: Loaded = demo, *, unfolded: bool = True, **params: str | None) -> Any:
        for key, value in loaded.environment.items():
            monkeypatch.setenv(key, value)
        asked = {"lang": "en", **params}
        return draw(page, {key: value for key, value in asked.items() if value is not None}, unfolded=unfolded)

    return opened


@pytest.fixture(scope="session")
def address(demo: Loaded) -> Iterator[str]:
    """Where the dashboard answers."""
    with server(demo) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium. CI must have one."""
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("There is no Chromium on this machine, and CI must have one.")
        pytest.skip("There is no Chromium on this machine: apt install chromium-headless-shell")
    with playwright.sync_playwright() as engine:
        chromium = engine.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """A fresh visitor. It fails the test if the console shows an error or a request leaves the machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    opened = context.new_page()
    wrong: list[str] = []

    def asked(request: Any) -> None:
        if not request.url.startswith((address, "data:", "blob:", address.replace("http", "ws"))):
            wrong.append(f"a request to {request.url}")

    def logged(message: Any) -> None:
        if message.type == "error" and not LOOKING_FOR_ITSELF.search(message.location.get("url", "")):
            wrong.append(f"the console: {message.text}")

    context.on("request", asked)
    opened.on("console", logged)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.set_default_timeout(WAIT)
    yield opened
    context.close()
    assert not wrong
