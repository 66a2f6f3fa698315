"""One person behind the rows of a control: picked by pseudonym, told in this visit, and in nothing that outlives it."""

import logging
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import queries
import snapshots
from evidence import downloads
from queries import Filters
from tests.served import ROOT, Loaded, load_demo
from ui.filters import Choices, read

CLAUSE, CONTROL = "3.5", "controls.processing_after_withdrawal"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load_demo(tmp_path_factory.mktemp("person"))


@pytest.fixture
def clause(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page of that clause, opened by its address."""
    from streamlit.util import calc_hash

    for key, value in loaded.environment.items():
        monkeypatch.setenv(key, value)
    app = AppTest.from_file(str(ROOT / "server" / "frame.py"), default_timeout=60)
    app.query_params["lang"], app.query_params["clause"] = "en", CLAUSE
    app._page_hash = calc_hash("policy")
    return app.run()


def named(snapshot: snapshots.Snapshot) -> list[int]:
    """Those whom the rows of the control name and who have answered."""
    people = set(queries.run(CONTROL, snapshot, "dpo").column("subject").to_pylist())
    return [who for who in people if queries.run("consent.history", snapshot, "dpo", {"subject": who}).num_rows]


def test_the_answers_of_whoever_is_picked_are_shown(clause: AppTest, loaded: Loaded) -> None:
    snapshot = snapshots.current(loaded.warehouse)
    for who in named(snapshot):
        app = clause.selectbox("picked_person").select(who).run()
        assert not app.exception
        assert not app.error
        answers = queries.run("consent.history", snapshot, "dpo", {"subject": who})
        captions = [caption.value for caption in app.caption]
        assert rf"answers · n \= {answers.num_rows}" in captions


def test_address_links_file_names_and_log_do_not_tell_people_apart(
    clause: AppTest, loaded: Loaded, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A pseudonym is a number, and a short one may stand anywhere by chance: so the same must be said of everybody."""
    said = []
    with caplog.at_level(logging.DEBUG):
        for who in named(snapshots.current(loaded.warehouse))[:2]:
            caplog.clear()
            app = clause.selectbox("picked_person").select(who).run()
            links = [element.proto.url for element in app.get("link_button")]
            offers = [offer for url in links if (offer := downloads.take(url.removeprefix("/download/")))]
            files = [offer.make(tmp_path).name for offer in offers if offer.what == "consent.history"]
            ours = [record for record in caplog.records if ROOT in Path(record.pathname).parents]
            said.append(
                (
                    dict(app.query_params),
                    [re.sub(r"^/download/[\w-]{32}$", "a token", url) for url in links],
                    [re.sub(r"_[0-9a-f]{12}\.csv$", "_the hash of its bytes.csv", name) for name in files],
                    [record.getMessage() for record in ours if ".venv" not in record.pathname],
                )
            )
    one, other = said
    assert one == other
    assert len(one[2]) == len({"machine", "spreadsheet"})
    assert "a token" in one[1]


def test_an_address_cannot_pick_a_person(loaded: Loaded) -> None:
    """Whatever stands in it: a person is no filter of the address."""
    newest = queries.day_of_load(snapshots.current(loaded.warehouse))
    filters, _ = read({"subject": "1", "picked_person": "1"}, Choices(newest, (), ()), None)  # type: ignore[arg-type]
    asked: Filters = filters.asked()
    assert asked == {"as_of": newest}
