"""Access: the log itself, asked for one role or building, says what the tables made at the load say of everybody."""

from datetime import UTC, date, datetime, timedelta

import pytest

import queries
from tests.reference import compare, policy
from tests.reference.registers import Registers

LOADED_AT = datetime(2026, 6, 30, 8, tzinfo=UTC)
SUMMER_2015 = datetime(2015, 7, 5, 19, 30, tzinfo=UTC)  # half past midnight on Monday in Baku, five hours ahead then
WINTER_2015 = datetime(2015, 11, 1, 19, 30, tzinfo=UTC)  # half past eleven on Sunday evening
QUERIES = ("access.daily", "access.actors", "access.hours", "inventory.matrix")


def event(event_id, occurred_at, **changed):
    given = {
        "event_id": event_id,
        "occurred_at": occurred_at,
        "recorded_at": occurred_at,
        "actor_id": 1,
        "actor_role": "staff",
        "user_id": 1,
        "subject_count": 1,
        "operation": "consult",
        "category": "phone",
        "purpose": "5.1",
        "legal_basis": "contract",
        "system": "crm",
        "outcome": "allowed",
        "break_glass": False,
    }
    return given | changed


def users():
    given = {"role": "resident", "building_id": 1, "status": "active", "registered_at": SUMMER_2015, "is_test": False}
    return [
        {"user_id": 1} | given,
        {"user_id": 2} | given | {"building_id": 2},
        {"user_id": 3} | given | {"role": "komendant"},
        {"user_id": 4} | given | {"status": "erased"},
        {"user_id": 5} | given | {"is_test": True},
    ]


def events():
    noon = datetime(2026, 3, 5, 12, tzinfo=UTC)
    return [
        event(1, SUMMER_2015),
        event(2, WINTER_2015),
        event(3, noon, user_id=2, purpose=None, legal_basis=None),
        event(4, noon, user_id=None, subject_count=500),
        event(5, noon + timedelta(days=40), user_id=3, outcome="denied"),
        event(6, noon + timedelta(days=40), user_id=4, actor_id=1, actor_role="komendant"),
        event(7, noon, user_id=5),
        event(8, noon, user_id=99, legal_basis="law"),
        event(9, noon + timedelta(days=80), user_id=1, legal_basis="consent", actor_id=2),
        event(10, noon + timedelta(days=80), user_id=2, purpose="", actor_id=2),
    ]


@pytest.fixture(scope="module")
def loaded(make_source, tmp_path_factory):
    url = make_source("sqlite", {"users": users(), "access_log": events()})
    return compare.load(url, tmp_path_factory.mktemp("access"), LOADED_AT)


def answer(loaded, name, **filters):
    return queries.run(name, loaded.snapshot, "dpo", filters).to_pylist()


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("as_of", [date(2015, 7, 6), date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 30)])
@pytest.mark.parametrize(
    "filters",
    [{}, {"person_role": "resident"}, {"person_role": "komendant"}, {"building_id": 1}, {"building_id": 7}],
    ids=str,
)
def test_the_answer_is_that_of_the_reference(loaded, name, as_of, filters):
    tables, declared = {"users": users(), "access_log": events()}, policy.read()
    registers = Registers(tables, declared)
    assert compare.differences(name, loaded, registers, declared, as_of=as_of, **filters) == []


def test_hours_are_those_of_baku_also_when_it_had_summer_time(loaded):
    rows = answer(loaded, "access.hours", as_of=date(2015, 12, 31))
    assert [(row["weekday"], row["hour"], row["events"]) for row in rows] == [(1, 0, 1), (7, 23, 1)]


def test_totals_of_months_and_days_of_the_month_meet_without_gap_or_overlap(loaded):
    def first_actor(day):
        rows = [row for row in answer(loaded, "access.actors", as_of=day) if row["actor_role"] == "staff"]
        return max((row["events"], row["days"], row["subjects"]) for row in rows)

    assert first_actor(date(2015, 7, 31)) == (1, 1, 1)
    assert first_actor(date(2015, 8, 1)) == (1, 1, 1)
    assert first_actor(date(2015, 11, 1)) == (2, 2, 1)
    assert first_actor(date(2026, 2, 28)) == (2, 2, 1)
    assert first_actor(date(2026, 3, 5)) == (5, 3, 3)
    assert first_actor(date(2026, 4, 30)) == (6, 4, 4)


def test_nobody_is_asked_for_by_an_unknown_building(loaded):
    for name in QUERIES:
        assert answer(loaded, name, building_id=7) == []


def test_incidents_are_measured_to_the_microsecond(make_source, tmp_path):
    discovered = datetime(2026, 3, 5, 19, 59, 59, 999999, tzinfo=UTC)
    incident = {"kind": "integrity", "severity": "low", "discovered_at": discovered}
    url = make_source(
        "sqlite",
        {
            "incidents": [
                incident | {"incident_id": 1, "contained_at": discovered + timedelta(hours=72, microseconds=1)},
                incident | {"incident_id": 2, "closed_at": discovered + timedelta(hours=1)},
            ]
        },
    )
    loaded = compare.load(url, tmp_path, LOADED_AT)
    contained, closed = answer(loaded, "access.incidents")
    assert contained["hours_to_contain"] == timedelta(hours=72, microseconds=1).total_seconds() / 3600
    assert (closed["hours_to_contain"], closed["closed_on"]) == (None, date(2026, 3, 6))
    contained, closed = answer(loaded, "access.incidents", as_of=date(2026, 3, 5))
    assert (contained["hours_to_contain"], closed["closed_on"]) == (None, None)
