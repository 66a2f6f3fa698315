"""Fixtures for all tests: real operational databases, and none of the developer's own settings."""

import os
from collections.abc import Callable, Iterator

import pytest

from tests.databases import KINDS, NoMariaDB, Servers


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
