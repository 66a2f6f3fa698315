"""Consent worked out by hand: states by day, what governs an instant, months, and the controls that follow from it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.corners import World, ask, baku
from tests.reference import compare
from tests.reference.compare import Loaded

TICK, HOUR = timedelta(microseconds=1), timedelta(hours=1)
LOADED_AT = datetime(2026, 6, 30, 8, tzinfo=UTC)


def version(name: str, published: str, kind: str = "material", effective: str = "", **more: Any) -> dict[str, Any]:
    return {
        "version": name, "published_at": baku(published), "effective_at": baku(effective or published),
        "change_kind": kind, "text_sha256": name, **more,
    }  # fmt: skip


WORLD = World(
    policy_versions=[
        version("1.0", "2026-01-01 09:00"),
        version("2.0", "2026-03-10 10:00"),
        version("2.1", "2026-03-10 11:00", "minor"),
        version("early", "2026-03-10 09:59", "minor"),
        version("3.0", "2026-05-01 00:00", effective="2026-04-20 00:00"),
    ]
)


@pytest.fixture(scope="module")
def loaded(servers, tmp_path_factory) -> Loaded:
    return compare.load(servers.make_source("sqlite", WORLD.tables), tmp_path_factory.mktemp("consent"), LOADED_AT)


# ---------------------------------------------------------------- states

DAYS = ("2026-03-09", "2026-03-10", "2026-03-11", "2026-03-14", "2026-03-15", "2026-05-01")
STATES = {
    # who: what they said (state, when, version, method), and the state at the end of each of DAYS
    "a grant is outdated on the day a later material version is in effect": (
        [("given", "2026-01-05 10:00", "1.0")], "explicit outdated outdated outdated outdated outdated"),
    "by continued use": (
        [("given", "2026-01-05 10:00", "1.0", "continued_use"), ("given", "2026-03-11 10:00", "2.0", "continued_use")],
        "implied outdated implied implied implied outdated"),
    "an empty method is not continued use": (
        [("given", "2026-03-11 10:00", "2.0", "")], "pending pending explicit explicit explicit outdated"),
    "a minor version in effect later will do": (
        [("given", "2026-03-11 10:00", "2.1")], "pending pending explicit explicit explicit outdated"),
    "a minor version in effect a minute earlier will not": (
        [("given", "2026-03-10 10:00", "early")], "pending outdated outdated outdated outdated outdated"),
    "a version in effect only later": (
        [("given", "2026-03-10 10:00", "3.0")], "pending explicit explicit explicit explicit explicit"),
    "an unknown version": (
        [("given", "2026-01-05 10:00", "9.9")], "outdated outdated outdated outdated outdated outdated"),
    "no version": (
        [("given", "2025-12-05 10:00", "")], "outdated outdated outdated outdated outdated outdated"),
    "the last answer of a day": (
        [("refused", "2026-03-11 10:00", None), ("given", "2026-03-11 10:01", "2.0")],
        "pending pending explicit explicit explicit outdated"),
    "the later event of an instant": (
        [("given", "2026-03-11 10:00", "2.0"), ("withdrawn", "2026-03-11 10:00", None)],
        "pending pending withdrawn withdrawn withdrawn withdrawn"),
    "midnight belongs to the day that begins": (
        [("refused", "2026-03-15 00:00", None)], "pending pending pending pending refused refused"),
    "to be asked is no answer": (
        [("requested", "2026-03-11 10:00", None)], "pending pending pending pending pending pending"),
}  # fmt: skip
CORNERS = {case: WORLD.corner() for case in STATES}
for case, (answers, _) in STATES.items():
    CORNERS[case].user(1)
    for state, when, named, *method in answers:
        CORNERS[case].says(1, state, when, version=named, method=method[0] if method else "toggle")


@pytest.mark.parametrize("case", STATES)
def test_the_state_of_a_person(case: str, loaded: Loaded) -> None:
    found = []
    for day in DAYS:
        rows = CORNERS[case].rows(loaded, "consent.states", day)
        found += [row["state"] for row in rows if row["purpose"] == "policy" and row["subjects"] == 1]
    assert " ".join(found) == STATES[case][1]


minutes = WORLD.corner()
minutes.user(1, "2026-03-15 00:00")
minutes.user(2, closed_at=baku("2026-03-15 00:00"))
minutes.user(3, closed_at=baku("2026-03-15 00:00") - TICK)
minutes.user(4, status="closed")  # the status is not looked at
minutes.user(5, is_test=True)
minutes.user(6, "2026-03-15 09:00", closed_at=baku("2026-03-15 10:00"))


def test_the_population_is_by_the_minute(loaded: Loaded) -> None:
    def population(day: str) -> int:
        return minutes.rows(loaded, "consent.coverage", day)[0]["population"]

    assert population("2026-03-14") == 2  # 2 and 4
    assert population("2026-03-15") == 2  # 1 and 4
    assert minutes.rows(loaded, "consent.coverage", "2025-01-01")[0]["coverage"] is None


groups = WORLD.corner()
groups.user(1)
groups.user(2, role="komendant")
groups.user(3, building_id=None)
groups.user(4, status="erased")
groups.says(1, "given", "2026-03-11 10:00", version="2.0")
groups.says(2, "given", "2026-03-11 10:00", version="2.0", method="continued_use")
groups.says(9, "given", "2026-03-11 10:00", version="2.0")  # nobody's


def test_coverage_by_what_exists(loaded: Loaded) -> None:
    buildings = {row["building_id"]: row for row in ask(loaded, "consent.by_building", "2026-04-01")}
    assert buildings[groups.building] == {
        "building_id": groups.building, "population": 2, "explicit": 1, "implied": 1, "coverage": 0.5,
    }  # fmt: skip
    assert buildings[None]["population"] == 2  # 3, and the erased 4
    assert groups.rows(loaded, "consent.by_role", "2026-04-01") == [
        {"role": "komendant", "population": 1, "explicit": 0, "implied": 1, "coverage": 0.0},
        {"role": "resident", "population": 1, "explicit": 1, "implied": 0, "coverage": 1.0},
    ]


nameless = WORLD.corner()
nameless.users(1, 2, 3)
nameless.says(1, "given", "2026-03-11 10:00", version=None)
nameless.says(2, "given", "2026-03-11 10:00", version="")
nameless.says(3, "given", "2026-03-11 10:00", version="3.0")


def test_versions_in_effect_and_whatever_else_is_named(loaded: Loaded) -> None:
    rows = nameless.rows(loaded, "consent.by_version", "2026-03-11")
    assert [(r["version"], r["effective_on"], r["explicit"], r["outdated"]) for r in rows] == [
        ("1.0", date(2026, 1, 1), 0, 0),
        ("early", date(2026, 3, 10), 0, 0),
        ("2.0", date(2026, 3, 10), 0, 0),
        ("2.1", date(2026, 3, 10), 0, 0),
        ("3.0", date(2026, 5, 1), 1, 0),
        (None, None, 0, 2),
    ]


def test_the_trend_is_the_states_of_each_day(loaded: Loaded) -> None:
    period = {"from_day": date(2026, 3, 9), "to_day": date(2026, 3, 11)}
    trend = ask(loaded, "consent.trend", "2026-06-01", **period)
    for day in DAYS[:3]:
        states = [{"day": date.fromisoformat(day), **row} for row in ask(loaded, "consent.states", day)]
        assert [row for row in trend if row["day"] == date.fromisoformat(day)] == states
    assert len(trend) == 3 * 36


def test_the_trend_begins_with_the_first_event(loaded: Loaded) -> None:
    assert ask(loaded, "consent.trend", "2025-12-06")[0]["day"] == date(2025, 12, 5)
    assert ask(loaded, "consent.trend", "2025-12-04") == []


learned = WORLD.corner()
learned.user(1)
learned.says(1, "given", "2026-03-11 10:00", version="2.0", recorded_at=baku("2026-03-14 00:00"))
learned.touched(1, 1, "2026-03-12 10:00")
learned.touched(2, 1, "2026-03-12 10:00", recorded_at=baku("2026-03-14 00:00"))


def test_what_was_known(loaded: Loaded) -> None:
    def state(known_at: date) -> list[str]:
        rows = learned.rows(loaded, "consent.states", "2026-03-12", known_at=known_at)
        return [row["state"] for row in rows if row["purpose"] == "policy" and row["subjects"]]

    before, after = date(2026, 3, 13), date(2026, 3, 14)
    assert state(before) == ["pending"]
    assert state(after) == ["explicit"]
    assert learned.refs(loaded, "processing_without_consent", "2026-03-12", known_at=before) == [1]
    assert learned.refs(loaded, "processing_without_consent", "2026-03-12", known_at=after) == []
    assert learned.refs(loaded, "processing_without_consent", "2026-03-12") == []


# ---------------------------------------------------------------- in force

T = baku("2026-03-16 12:00")

instants = WORLD.corner()
instants.users(1, 2, 3)
instants.says(1, "given", T)
instants.says(1, "withdrawn", T + TICK)
instants.says(2, "withdrawn", T)
instants.says(2, "given", T)  # the grant is the later one: it stays
instants.says(3, "given", T)
instants.says(3, "refused", T)  # the refusal is: T itself is covered, no more
for person in (1, 2, 3, 4):  # 4 is nobody's number
    for place, shift in enumerate((-TICK, timedelta(), TICK, 2 * TICK)):
        instants.touched(person * 10 + place, person, T + shift)


def test_at_one_instant_the_lawful_reading_wins(loaded: Loaded) -> None:
    without = instants.refs(loaded, "processing_without_consent", "2026-03-16")
    assert without == [10, 20, 30, 32, 33, 40, 41, 42, 43]
    assert instants.refs(loaded, "processing_after_withdrawal", "2026-03-16") == [13]
    assert instants.refs(loaded, "processing_after_withdrawal", "2026-03-15") == []


both = WORLD.corner()
both.user(1)
both.says(1, "given", T)
both.says(1, "given", T + HOUR, "5.3")
both.says(1, "withdrawn", T + 2 * HOUR)
both.says(1, "given", T + 3 * HOUR)
both.says(1, "refused", T + 4 * HOUR, "5.3")
for number in range(10):
    both.touched(number, 1, T + number * HOUR / 2, "5.3")


def test_the_policy_and_the_scope_are_both_needed(loaded: Loaded) -> None:
    assert both.refs(loaded, "processing_without_consent", "2026-04-01") == [0, 1, 9]
    assert both.refs(loaded, "processing_after_withdrawal", "2026-04-01") == [5]


channels = WORLD.corner()
channels.users(1, 2)
channels.says(1, "given", T - HOUR)
channels.says(1, "given", T, "3.3.email")
channels.says(1, "given", T + HOUR, "3.3.sms")
channels.says(1, "withdrawn", T + 2 * HOUR, "3.3.email")
channels.says(1, "withdrawn", T + 3 * HOUR, "3.3.sms")
channels.says(1, "given", T + 4 * HOUR, "3.3.phone")
# One channel is given and another withdrawn, but the policy is refused: no consent, and no withdrawal.
channels.says(2, "refused", T)
channels.says(2, "given", T, "3.3.sms")
channels.says(2, "withdrawn", T, "3.3.email")
for number in range(-1, 10):
    channels.touched(10 + number, 1, T + number * HOUR / 2, "3.3")
channels.touched(30, 2, T + HOUR, "3.3")


def test_purpose_3_3_is_any_of_three_channels(loaded: Loaded) -> None:
    assert channels.refs(loaded, "processing_without_consent", "2026-04-01") == [9, 30]
    assert channels.refs(loaded, "processing_after_withdrawal", "2026-04-01") == [17]


messages = WORLD.corner()
messages.user(1)
messages.says(1, "given", T)
messages.says(1, "given", T, "3.3.email")
messages.says(1, "given", T + TICK, "5.7")
messages.message(1, 1, "email", "service", T)
messages.message(2, 1, "sms", "service", T)
messages.message(3, 1, "email", "promotional", T)
messages.message(4, 1, "email", "promotional", T + TICK)
messages.message(5, 1, "email", "notice", T - TICK)


def test_messages_need_their_channel_and_offers_5_7(loaded: Loaded) -> None:
    assert messages.refs(loaded, "message_without_consent", "2026-03-16") == [2, 3, 5]


# ---------------------------------------------------------------- months

first = baku("2026-03-01 00:00")
months = WORLD.corner()
months.users(1, 2, 3)
months.user(4, first)
months.user(5, closed_at=first)
months.user(6, closed_at=first - TICK)
months.says(1, "given", first)  # at the very instant: in force
months.says(2, "given", first - TICK)
months.says(2, "withdrawn", first)  # not yet touched at that instant
months.says(3, "given", first - 2 * TICK)
months.says(3, "withdrawn", first - TICK)
for person in (4, 5, 6):
    months.says(person, "given", "2026-02-27 10:00")
months.says(99, "withdrawn", "2026-03-05 10:00")  # nobody's


def test_withdrawals_against_those_in_force_at_midnight_of_the_first(loaded: Loaded) -> None:
    rows = months.rows(loaded, "consent.withdrawals", "2026-04-02")
    found = [tuple(row.values()) for row in rows]
    assert found == [
        ("2025-12", "policy", 0, 0, None),  # somebody else's first answer
        ("2026-01", "policy", 0, 0, None),
        ("2026-02", "policy", 1, 0, None),
        ("2026-03", "policy", 1, 3, 1 / 3),  # 1, 2, and 5 who is there until that midnight
        ("2026-04", "policy", 0, 2, 0.0),  # 1 and 4
    ]


# ---------------------------------------------------------------- records and versions

records = WORLD.corner()
records.user(1)
records.says(1, "given", "2026-03-11 10:00", "5.7", version="1.0")
records.says(1, "given", "2026-03-11 10:00", version="", method="", actor=None)
records.says(1, "given", "2026-03-11 10:00", version="9.9")
records.says(99, "given", "2026-03-11 10:00", method=None)
records.says(1, "refused", "2026-03-11 10:00", version=None, method=None)


def test_records_of_consent(loaded: Loaded) -> None:
    rows = records.rows(loaded, "consent.record_quality", "2026-03-11")
    assert [tuple(row.values()) for row in rows] == [
        ("version", 3, 1), ("known_version", 3, 1), ("method", 3, 1), ("actor", 3, 1),
    ]  # fmt: skip
    assert records.refs(loaded, "consent_record_incomplete", "2026-03-11") == [2, 3, 4]
    assert records.refs(loaded, "consent_record_incomplete", "2026-03-10") == []


def test_versions_that_contradict_themselves(servers, tmp_path) -> None:
    world = World(
        policy_versions=[
            version("1", "2026-01-01 09:00"),
            version("2", "2026-02-01 09:00", effective="2026-02-01 08:59"),
            version("3", "2026-03-01 09:00", text_sha256=""),
            version("4", "2026-04-01 09:00", text_sha256="1"),
            version("5", "2026-05-01 09:00", effective="2026-06-01 09:00"),
        ]
    )
    early = world.corner()
    early.says(1, "requested", baku("2026-02-01 09:00") - TICK, version="2")
    early.says(1, "given", "2026-02-01 09:00", version="2")
    early.says(1, "given", "2026-02-01 09:00", version="nobody's")
    # What is not examined for consent, and one event that is.
    early.touched(1, 1, T)
    outside = ({"outcome": "denied"}, {"legal_basis": "law"}, {"user_id": None}, {"request_id": "R"}, {"purpose": ""})
    for number, but in enumerate(outside, start=2):
        early.touched(number, 1, T, **but)
    early.touched(9, 1, T, "9.9")
    loaded = compare.load(servers.make_source("sqlite", world.tables), tmp_path, LOADED_AT)

    def inconsistent(day: str) -> list[str]:
        return [row["ref"] for row in ask(loaded, "controls.version_inconsistent", day)]

    assert inconsistent("2026-01-31") == []
    assert inconsistent("2026-02-01") == ["2"]
    assert inconsistent("2026-03-31") == ["2", "3"]
    assert inconsistent("2026-04-01") == ["1", "2", "3", "4"]  # only now is there another with the text of 1
    results = {row["control"]: row for row in ask(loaded, "controls.results", "2026-05-01")}
    assert results["version_inconsistent"]["examined"] == 5
    assert results["consent_before_publication"]["examined"] == 2
    assert early.refs(loaded, "consent_before_publication", "2026-05-01") == [1]
    assert results["processing_without_consent"]["examined"] == 1
    assert results["processing_after_withdrawal"]["examined"] == 1
    blank = ask(loaded, "controls.contact_missing", "2020-01-01")
    assert [row["ref"] for row in blank] == ["email", "phone", "post"]


# ---------------------------------------------------------------- active all the same

refusals = WORLD.corner()
for person in (1, 2, 3):
    refusals.user(person, last_login_at=T)
refusals.says(1, "refused", "2026-03-10 09:00")
refusals.says(1, "given", "2026-03-20 09:00", version="2.0")
refusals.says(1, "refused", "2026-03-22 09:00")
refusals.says(2, "refused", T)
refusals.says(3, "refused", T - TICK)


def test_refused_but_active_is_of_the_latest_answer(loaded: Loaded) -> None:
    found = {day: refusals.people(loaded, "refused_but_active", f"2026-03-{day}") for day in (15, 16, 19, 20, 22)}
    assert found == {15: [], 16: [1, 3], 19: [1, 3], 20: [3], 22: [3]}


logins = WORLD.corner()
logins.user(1, last_login_at=T)  # after 2.0, before 3.0
logins.user(2, last_login_at=baku("2026-03-10 10:00"))  # at the instant of 2.0: not after it
logins.user(3, last_login_at=baku("2026-06-01 12:00"))
logins.user(4, last_login_at=baku("2025-12-31 12:00"))  # nothing was required yet
logins.user(5, last_login_at=T)
logins.says(5, "given", "2026-03-17 09:00", version="2.0")
logins.says(3, "given", "2026-01-05 09:00")


def test_outdated_but_active_is_of_the_version_required_that_day(loaded: Loaded) -> None:
    days = ("2026-01-10", "2026-03-15", "2026-03-16", "2026-03-17", "2026-04-30", "2026-05-01", "2026-06-01")
    found = [logins.people(loaded, "outdated_but_active", day) for day in days]
    assert found == [[], [], [1, 5], [1], [1], [], [3]]


oddities = WORLD.corner()
oddities.user(1, role="guest")
oddities.user(2, role="", closed_at=baku("2026-03-15 00:00"))
oddities.users(3, 4, 5)
for person, fin, bounced in ((3, "1AB23CD", True), (4, "1AB23C", False), (5, "", False)):
    oddities.tables["user_profiles"].append({"user_id": oddities.id(person), "fin": fin, "email_bounced": bounced})


def test_people_whose_role_or_contact_cannot_be(loaded: Loaded) -> None:
    assert oddities.people(loaded, "unknown_role", "2026-03-14") == [1, 2]
    assert oddities.people(loaded, "unknown_role", "2026-03-15") == [1]
    assert oddities.people(loaded, "undeliverable_contact", "2026-03-15") == [3, 4]
