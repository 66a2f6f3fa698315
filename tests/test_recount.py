"""What an auditor counts again: the people behind the counts of consent, the days behind those of an actor, the rows
between a load and the figures."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

import queries
import snapshots
from snapshots import Snapshot
from tests import hand_made
from tests.databases import Row, without_not_null
from tests.drawn import folded, said
from tests.reference import compare
from tests.served import Loaded
from ui import block

LIMITS = (
    {},
    {"person_role": "resident"},
    {"building_id": 2},
    {"person_role": "komendant", "building_id": 1},
    {"known_at": timedelta(days=3)},
    {"known_at": timedelta(days=60), "building_id": 2},
)
AGO = (0, 31, 92, 106, 107, 108, 200)  # of the hand-made source, 106 days before its load are the eve of 2.0
OF_PEOPLE = [limits for limits in LIMITS if "known_at" not in limits]
PERIOD = 45  # days
GRANTS = ("explicit", "implied", "outdated")


@pytest.fixture(scope="module", params=["hand-made", "demo"])
def snapshot(
    request: pytest.FixtureRequest, make_source: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Snapshot]:
    if request.param == "demo":
        demo: Loaded = request.getfixturevalue("demo")
        found = snapshots.current(demo.warehouse)
    else:
        url = make_source("sqlite", hand_made.tables(), without_not_null())
        now = datetime.fromisoformat(hand_made.LOADED_AT)
        found = compare.load(url, tmp_path_factory.mktemp("recount"), now).snapshot
    with snapshots.connect(found):  # while one connection is open, the next ones cost little
        yield found


@pytest.fixture(params=AGO)
def day(request: pytest.FixtureRequest, snapshot: Snapshot) -> date:
    return queries.day_of_load(snapshot) - timedelta(days=request.param)


def ask(snapshot: Snapshot, name: str, day: date, **filters: Any) -> list[Row]:
    limits = {key: day - value if isinstance(value, timedelta) else value for key, value in filters.items()}
    return queries.run(name, snapshot, "auditor", {"as_of": day, **limits}).to_pylist()


def one(snapshot: Snapshot, sql: str, day: date) -> int:
    with snapshots.connect(snapshot) as connection:
        [(found,)] = connection.execute(sql, {"as_of": day}).fetchall()
    return int(found)


@pytest.mark.parametrize("limits", LIMITS, ids=str)
def test_people_counted_are_the_states_and_the_coverage(snapshot: Snapshot, day: date, limits: dict[str, Any]) -> None:
    rows = ask(snapshot, "consent.people", day, **limits)
    people = {row["subject"] for row in rows}
    assert len({(row["subject"], row["purpose"]) for row in rows}) == len(rows)
    counts = Counter((row["purpose"], row["state"]) for row in rows)
    states = {(row["purpose"], row["state"]): row["subjects"] for row in ask(snapshot, "consent.states", day, **limits)}
    assert counts.keys() <= states.keys()
    assert {key: counts[key] for key in states} == states
    for row in ask(snapshot, "consent.coverage", day, **limits):
        explicit, implied = (counts[row["purpose"], state] for state in ("explicit", "implied"))
        assert (row["population"], row["explicit"], row["implied"]) == (len(people), explicit, implied)
        assert row["coverage"] == (explicit / len(people) if people else None)
    versions = Counter(
        (row["version"], row["state"]) for row in rows if row["purpose"] == "policy" and row["state"] in GRANTS
    )
    by_version = ask(snapshot, "consent.by_version", day, **limits)
    assert {key: n for key, n in versions.items() if n} == {
        (row["version"], state): row[state] for row in by_version for state in GRANTS if row[state]
    }


def test_who_is_pending_has_no_answer_and_who_is_not_has_one(snapshot: Snapshot, day: date) -> None:
    for row in ask(snapshot, "consent.people", day):
        assert (row["answered_on"] is None) == (row["state"] == "pending")
        assert row["answered_on"] is None or row["answered_on"] <= day
        assert row["version"] is None or row["answered_on"]


def test_the_recount_is_of_somebody(snapshot: Snapshot) -> None:
    rows = ask(snapshot, "consent.people", queries.day_of_load(snapshot))
    assert len(Counter(row["state"] for row in rows)) == 6


def test_rows_loaded_are_accounted_for_down_to_the_figures(snapshot: Snapshot, day: date) -> None:
    rows = ask(snapshot, "loads.examined", day)
    loaded = {row["dataset"]: row["loaded"] for row in ask(snapshot, "loads.history", day)}
    assert {row["dataset"] for row in rows} == loaded.keys() - {"profiles", "request_events"}
    for row in rows:
        assert row["loaded"] == loaded[row["dataset"]]
        assert row["loaded"] == sum(row[key] for key in ("test_accounts", "of_nobody", "after_the_day", "examined"))


def test_what_is_examined_is_what_the_figures_count(snapshot: Snapshot, day: date) -> None:
    examined = {row["dataset"]: row["examined"] for row in ask(snapshot, "loads.examined", day)}
    controls = {row["control"]: row["examined"] for row in ask(snapshot, "controls.results", day)}
    active = ask(snapshot, "consent.coverage", day)[0]["population"]
    closed = one(snapshot, "select count(*) from people where registered_on <= $as_of and closed_on <= $as_of", day)
    in_force = controls["hold_without_ground"]
    released = one(
        snapshot,
        """
        select count(*) from holds
        where placed_on <= $as_of and released_on <= $as_of and subject not in (select subject from test_accounts)
        """,
        day,
    )
    of_consent = "select coalesce(sum(events), 0) from consent_days where is_known and day <= $as_of"
    assert examined == {
        "users": active + closed,
        "policy_versions": controls["version_inconsistent"],
        "consent_events": one(snapshot, of_consent, day),
        "access_log": sum(row["events"] for row in ask(snapshot, "access.daily", day)),
        "contact_messages": controls["message_without_consent"],
        "disclosures": len(ask(snapshot, "access.disclosures", day)),
        "requests": len(ask(snapshot, "requests.open", day)) + len(ask(snapshot, "requests.closed", day)),
        "holds": in_force + released,
        "incidents": len(ask(snapshot, "access.incidents", day)),
    }
    assert examined["requests"] == sum(row["received"] for row in ask(snapshot, "requests.summary", day))


def test_people_stand_behind_their_title_for_who_may_see_them(open_page: Callable[..., Any]) -> None:
    for role, seen in (("management", False), ("dpo", True), ("auditor", True)):
        app = open_page("consent", view_as=role)
        assert ("consent-people" in folded(app)) == seen


def test_a_list_too_long_to_search_says_so(open_page: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    too_long = "Too many rows to search here"
    app = open_page("exports", query="consent.people")
    assert app.text_input("search-consent.people")
    assert too_long not in said(app)
    monkeypatch.setattr(block, "MOST_SOUGHT", 100)
    app = open_page("exports", query="consent.people")
    assert not [field for field in app.text_input if field.key == "search-consent.people"]
    assert too_long in said(app)
    assert any("pending" in table.value.to_csv() or "no answer" in table.value.to_csv() for table in app.table)


def added_up(rows: list[Row]) -> dict[tuple[int, str], tuple[int, ...]]:
    """By actor and role, what access.actors says of them: events, days, denied, without_purpose."""
    groups: dict[tuple[int, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["actor"], row["actor_role"]), []).append(row)
    return {
        key: (
            sum(row["events"] for row in own),
            len({row["day"] for row in own}),
            sum(row["events"] for row in own if row["outcome"] == "denied"),
            sum(row["events"] for row in own if row["purpose"] is None),
        )
        for key, own in groups.items()
    }


def counted(rows: list[Row]) -> dict[tuple[int, str], tuple[int, ...]]:
    columns = ("events", "days", "denied", "without_purpose")
    return {(row["actor"], row["actor_role"]): tuple(row[column] for column in columns) for row in rows}


@pytest.mark.parametrize("limits", OF_PEOPLE, ids=str)
def test_the_days_of_each_actor_add_up_to_what_is_said_of_that_actor(
    snapshot: Snapshot, day: date, limits: dict[str, Any]
) -> None:
    said = counted(ask(snapshot, "access.actors", day, **limits))
    for actor in {actor for actor, _ in said}:
        rows = ask(snapshot, "access.of_actor", day, actor=actor, **limits)
        assert added_up(rows) == {key: counts for key, counts in said.items() if key[0] == actor}
        assert [row["day"] for row in rows] == sorted((row["day"] for row in rows), reverse=True)
        assert all(row["subjects"] <= row["events"] for row in rows)


@pytest.mark.parametrize("limits", OF_PEOPLE, ids=str)
def test_a_period_leaves_the_events_between_two_days(snapshot: Snapshot, day: date, limits: dict[str, Any]) -> None:
    first = day - timedelta(days=PERIOD)
    until, before = (
        counted(ask(snapshot, "access.actors", each, **limits)) for each in (day, first - timedelta(days=1))
    )
    for actor in {actor for actor, _ in until}:
        asked = {"actor": actor, "from_day": first, "to_day": day, **limits}
        rows = queries.run("access.of_actor", snapshot, "auditor", asked).to_pylist()
        assert added_up(rows) == {
            key: found
            for key, counts in until.items()
            if key[0] == actor
            and (found := tuple(n - m for n, m in zip(counts, before.get(key, (0,) * 4), strict=True)))[0]
        }


def test_everybody_counted_has_done_something(snapshot: Snapshot) -> None:
    newest = queries.day_of_load(snapshot)
    said = counted(ask(snapshot, "access.actors", newest))
    assert sum(denied for _, _, denied, _ in said.values())
    assert sum(events for events, *_ in said.values()) == sum(
        row["events"] for row in ask(snapshot, "access.daily", newest)
    )
    assert ask(snapshot, "access.of_actor", newest) == []
