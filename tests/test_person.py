"""One person behind the rows of a control, one actor of a list: picked by pseudonym, told in this visit, and in nothing
that outlives it."""

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import queries
import snapshots
from evidence import downloads
from queries import Filters
from tests.drawn import draw, unescaped
from tests.served import ROOT, Loaded, load_demo
from ui.filters import Choices, read

CLAUSE, CONTROL = "3.5", "controls.processing_after_withdrawal"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load_demo(tmp_path_factory.mktemp("person"))


@pytest.fixture
def of_demo(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in loaded.environment.items():
        monkeypatch.setenv(key, value)


@pytest.fixture
def clause(of_demo: None) -> AppTest:
    """The page of that clause, opened by its address."""
    return draw("policy", {"lang": "en", "clause": CLAUSE})


@pytest.fixture
def access(of_demo: None) -> AppTest:
    return draw("access", {"lang": "en"})


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
    people = named(snapshots.current(loaded.warehouse))[:2]
    one_like_the_other(clause, "picked_person", people, "consent.history", tmp_path, caplog)


def one_like_the_other(
    page: AppTest, box: str, people: list[Any], name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A pseudonym is a number, and a short one may stand anywhere by chance: so the same must be said of everybody."""
    said = []
    with caplog.at_level(logging.DEBUG):
        for who in people:
            caplog.clear()
            app = page.selectbox(box).select(who).run()
            links = [element.proto.url for element in app.get("link_button")]
            offers = [offer for url in links if (offer := downloads.take(url.removeprefix("/download/")))]
            files = [offer.make(tmp_path).name for offer in offers if offer.what == name]
            ours = [record for record in caplog.records if ROOT in Path(record.pathname).parents]
            said.append(
                (
                    dict(app.query_params),
                    [re.sub(r"^/download/\d-[\w-]{32}$", "a token", url) for url in links],
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
    filters, _ = read({"subject": "1", "picked_person": "1", "actor": "1"}, Choices(newest, (), ()), None)  # type: ignore[arg-type]
    asked: Filters = filters.asked()
    assert asked == {"as_of": newest}


# ---------------------------------------------------------------- one actor


def furthest(loaded: Loaded) -> list[dict[str, Any]]:
    rows = queries.run("access.actors", snapshots.current(loaded.warehouse), "dpo").to_pylist()
    return sorted(rows, key=lambda row: (-row["times_role_median"], row["actor"]))


def test_nobody_is_picked_at_first_and_those_furthest_above_their_role_come_first(
    access: AppTest, loaded: Loaded
) -> None:
    box, rows = access.selectbox("pick-actor"), furthest(loaded)
    assert box.value == ""
    assert [option.split(" · ")[0] for option in box.options] == [
        "choose",
        *dict.fromkeys(str(r["actor"]) for r in rows),
    ]
    first = rows[0]
    assert box.options[1] == f"{first['actor']} · {first['actor_role']}, {first['times_role_median']:.1f} × the median"
    assert "One actor, day by day" in [heading.value for heading in access.subheader]


def test_what_the_picked_actor_did_is_shown(access: AppTest, loaded: Loaded) -> None:
    snapshot = snapshots.current(loaded.warehouse)
    several = {"staff", "service"}  # one pseudonym may have had two roles
    rows = furthest(loaded)
    roles = {row["actor"]: {other["actor_role"] for other in rows if other["actor"] == row["actor"]} for row in rows}
    who = next(actor for actor, own in roles.items() if own == several)
    app = access.selectbox("pick-actor").select(str(who)).run()
    assert not app.exception
    assert not app.error
    number = queries.run("access.of_actor", snapshot, "dpo", {"actor": who}).num_rows
    assert f"{number:,} rows · as of " in unescaped(" ".join(caption.value for caption in app.caption))
    [table] = [
        each.value for each in app.table if "People in bulk operations" in each.value.columns and "Actor" in each.value
    ]
    assert set(table["Actor"]) == {str(who)}


def test_the_picked_actor_is_in_no_address_link_file_name_or_log(
    access: AppTest, loaded: Loaded, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    people = list(dict.fromkeys(str(row["actor"]) for row in furthest(loaded)))[:2]
    one_like_the_other(access, "pick-actor", people, "access.of_actor", tmp_path, caplog)


def test_who_is_picked_stays_picked_on_another_day_and_in_another_language(access: AppTest, loaded: Loaded) -> None:
    """The labels are others then."""
    who = str(furthest(loaded)[0]["actor"])
    app = access.selectbox("pick-actor").select(who).run()
    label = app.selectbox("pick-actor").options[1]
    app.query_params["lang"], app.query_params["as_of"] = "ru", "2026-06-01"
    app = app.run()
    box = app.selectbox("pick-actor")
    assert box.value == who
    assert label not in box.options
    assert set(app.query_params) == {"lang", "as_of"}


def test_a_pseudonym_can_be_typed_and_one_that_nobody_has_is_said(access: AppTest, loaded: Loaded) -> None:
    def typed(text: str) -> AppTest:
        box = access.selectbox("pick-actor")
        box.options.append(text)  # a browser offers what is typed; the test client knows what is offered
        return box.set_value(text).run()

    known = str(furthest(loaded)[-1]["actor"])
    assert typed(f" {known} ").selectbox("pick-actor").value == known
    for unknown in ("99999999", "9" * 30, "Aygün"):
        [warning] = typed(unknown).warning
        assert unescaped(warning.value) == f"The list above has no pseudonym “{unknown}”."
        assert access.selectbox("pick-actor").value == ""


def test_management_is_not_told_of_a_single_actor(of_demo: None) -> None:
    app = draw("access", {"lang": "en", "view_as": "management"})
    assert "pick-actor" not in {box.key for box in app.selectbox}
    assert "One actor, day by day" not in [heading.value for heading in app.subheader]
    [refused] = [info.value for info in app.info if "Not shown to your role" in info.value]
    assert "One actor, day by day" in refused
    assert not [text.value for text in app.markdown if "median" in text.value]
