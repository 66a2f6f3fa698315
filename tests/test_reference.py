"""The program beside a second opinion: plain Python over the same rows (tests/reference), on random databases.

DATABASES_TO_COMPARE=200 and CASES_TO_COMPARE=10000 are for the night; `python -m tests.reference` prints differences.
A case is one person with all answers, one request or one erasure; CROWD of them at least share a database.
"""

import os
from collections.abc import Callable
from datetime import date, datetime, timedelta

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import queries
from tests import reference
from tests.reference import compare, policy
from tests.reference.asked import Asked
from tests.reference.consent import Consents
from tests.reference.days import end_of, start_of
from tests.reference.policy import CONSENT_PURPOSES, Policy
from tests.reference.registers import REQUEST_TYPES, Registers

DATABASES = int(os.environ.get("DATABASES_TO_COMPARE", "3"))
CASES = int(os.environ.get("CASES_TO_COMPARE", "80"))
CROWD = 40
PEOPLE = (5, 0, 1, 30)
TICK = timedelta(microseconds=1)

# A crowd takes pages to write out; were that an error, it would stand where the difference should.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

MAKE = Callable[..., str]
many_loads = settings(
    max_examples=-(-CASES // CROWD),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def declared() -> Policy:
    return policy.read()


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=[pytest.mark.slow] * (seed > 0)) for seed in range(DATABASES)]
)
def test_every_query_answers_as_the_reference(seed: int, servers, tmp_path) -> None:
    asked, found = compare.compare_one(
        seed, PEOPLE[seed % len(PEOPLE)], "sqlite", servers, tmp_path, 2, compare.compared()
    )
    assert asked > 100
    assert found == []


def test_the_reference_knows_every_query_with_figures() -> None:
    words = {*compare.NOT_COMPARED, *(name for name in queries.names() if name.startswith(("loads.", "policy.")))}
    assert set(queries.names()) - words == set(reference.QUERIES) - {"loads.examined"}


# ---------------------------------------------------------------- the reference itself

VECTORS = """
2025-03-06  2025-03-11  2025-03-13  2025-03-17  2025-04-07  2025-04-07  2025-06-10
2025-06-16  2025-06-19  2025-06-21  2025-06-24  2025-07-07  2025-07-16  2025-09-16
2025-12-24  2025-12-29  2026-01-05  2026-01-07  2026-01-16  2026-01-26  2026-03-31
2026-01-31  2026-02-04  2026-02-06  2026-02-10  2026-02-19  2026-03-02  2026-04-30
2026-03-12  2026-03-17  2026-03-19  2026-04-01  2026-04-10  2026-04-13  2026-06-12
2026-03-19  2026-04-02  2026-04-06  2026-04-08  2026-04-17  2026-04-20  2026-06-19
2026-05-21  2026-05-26  2026-06-02  2026-06-04  2026-06-16  2026-06-22  2026-08-21
2026-08-31  2026-09-03  2026-09-07  2026-09-09  2026-09-18  2026-09-30  2026-11-30
2026-10-08  2026-10-13  2026-10-15  2026-10-19  2026-10-28  2026-11-11  2027-01-08
2026-11-05  2026-11-12  2026-11-16  2026-11-18  2026-11-27  2026-12-07  2027-02-05
2026-12-24  2026-12-29  2027-01-05  2027-01-07  2027-01-18  2027-01-25  2027-03-29
"""  # received, 3, 5, 7 and 7 + 7 working days, one month, three months


@pytest.mark.parametrize("vector", VECTORS.split("\n")[1:-1])
def test_the_reference_counts_days_as_the_law_does(vector: str, declared: Policy) -> None:
    day_0, *expected = (date.fromisoformat(word) for word in vector.split())
    az = declared.rule("az", "answer", "erasure", day_0)
    gdpr = declared.rule("gdpr", "answer", "erasure", day_0)
    count = declared.calendar.nth
    assert expected == [
        count(day_0, 3), count(day_0, 5), declared.limit_day(az, day_0), declared.extended_day(az, day_0),
        declared.limit_day(gdpr, day_0), declared.extended_day(gdpr, day_0),
    ]  # fmt: skip


# ---------------------------------------------------------------- people, one by one, as hypothesis invents them

MIDNIGHT = start_of(date(2026, 3, 16))
INSTANTS = st.sampled_from(
    [MIDNIGHT + timedelta(days=n) + small for n in (-2, -1, 0, 1, 2) for small in (-TICK, timedelta(0), TICK)]
)
VERSIONS = [
    {"version": "1", "published_at": MIDNIGHT - timedelta(days=9), "change_kind": "material"},
    {"version": "2", "published_at": MIDNIGHT - timedelta(days=1), "change_kind": "material"},
    {"version": "2a", "published_at": MIDNIGHT - timedelta(days=1) + TICK, "change_kind": "minor"},
    {"version": "3", "published_at": MIDNIGHT, "change_kind": "material"},
]
DAYS = [date(2026, 3, 12) + timedelta(days=n) for n in range(8)]

answers = st.fixed_dictionaries(
    {
        "purpose": st.sampled_from(["policy", "policy", "3.3.email", "3.3.sms", "5.7"]),
        "state": st.sampled_from(["given", "given", "withdrawn", "refused", "requested"]),
        "method": st.sampled_from(["checkbox", "continued_use", "", None]),
        "policy_version": st.sampled_from(["1", "2", "2a", "3", "9", "", None]),
        "occurred_at": INSTANTS,
    }
)
people = st.fixed_dictionaries(
    {
        "registered_at": INSTANTS | st.just(MIDNIGHT - timedelta(days=99)),
        "closed_at": st.none() | INSTANTS,
        "answers": st.lists(answers, max_size=6),
    }
)


def tables_of(crowd: list[dict]) -> dict[str, list[dict]]:
    events = [(number, answer) for number, person in enumerate(crowd, start=1) for answer in person["answers"]]
    return {
        "users": [
            {"user_id": number, "role": "resident", "status": "active", "is_test": False,
             "registered_at": person["registered_at"], "closed_at": person["closed_at"]}
            for number, person in enumerate(crowd, start=1)
        ],
        "policy_versions": [{**version, "effective_at": version["published_at"]} for version in VERSIONS],
        "consent_events": [
            {"event_id": event_id, "user_id": user_id, "recorded_at": MIDNIGHT, **answer}
            for event_id, (user_id, answer) in enumerate(events, start=1)
        ],
    }  # fmt: skip


@many_loads
@given(crowd=st.lists(people, min_size=CROWD, max_size=120))
def test_consent_of_each_person(crowd: list[dict], make_source: MAKE, tmp_path_factory, declared: Policy) -> None:
    """The state for each purpose at the end of each day, and what is in force at each instant."""
    tables = tables_of(crowd)
    loaded = compare.load(make_source("sqlite", tables), tmp_path_factory.mktemp("consent"))
    registers = Registers(tables, declared)
    consents = Consents(registers, Asked(DAYS[-1]))
    with duckdb.connect(loaded.snapshot.path, read_only=True) as connection:
        spells = connection.execute("select subject, purpose, state, from_on, until_on from consent_spells").fetchall()
        in_force = connection.execute("select subject, scope, from_at, until_at from in_force").fetchall()

    got = {
        (loaded.back("user", subject), purpose, day): state
        for subject, purpose, state, from_on, until_on in spells
        for day in DAYS
        if from_on <= day < until_on
    }
    expected = {
        (user["user_id"], purpose, day): state
        for day in DAYS
        for user in registers.rows["users"]
        if user["registered_at"] < end_of(day) and not (user["closed_at"] and user["closed_at"] < end_of(day))
        for purpose in CONSENT_PURPOSES
        if (state := consents.state(user["user_id"], purpose, end_of(day), consents.required_at(end_of(day))))
        != "pending"
    }
    assert got == expected

    instants = sorted(
        {row["occurred_at"] + small for row in tables["consent_events"] for small in (-TICK, 0 * TICK, TICK)}
    )
    covered = {
        (loaded.back("user", subject), scope, at)
        for subject, scope, from_at, until_at in in_force
        for at in instants
        if from_at <= at < until_at
    }
    scopes = {"policy": "policy", "3.3.email": "3.3.email", "3.3.sms": "3.3.sms", "3.3": "3.3", "5.7": "5.7"}
    assert covered == {
        (number, scope, at)
        for number in range(1, len(crowd) + 1)
        for scope, purpose in scopes.items()
        for at in instants
        if consents.in_force(number, purpose, at, declared)
    }


RECEIVED = st.dates(date(2023, 12, 1), date(2026, 10, 30)) | st.sampled_from(
    [date(2010, 6, 14), date(2010, 6, 15), date(2018, 5, 24), date(2018, 5, 25), date(2026, 3, 12), date(2025, 6, 16)]
)
CLOCK = st.sampled_from([timedelta(0), -TICK, timedelta(hours=23, minutes=30), timedelta(hours=12)])
cases = st.fixed_dictionaries(
    {
        "type": st.sampled_from(REQUEST_TYPES),
        "day": RECEIVED,
        "clock": CLOCK,
        "third_party_consulted": st.booleans(),
        "notice": st.none() | st.tuples(st.integers(0, 40), CLOCK),
        "closed": st.none() | st.tuples(st.integers(0, 60), CLOCK),
        "regime": st.sampled_from(["az", "gdpr"]),
        "as_of": st.integers(0, 60),
    }
)


def moment(day: date, clock: timedelta) -> datetime:
    return start_of(day) + clock


@pytest.mark.slow
@many_loads
@given(crowd=st.lists(cases, min_size=CROWD, max_size=300))
def test_due_day_of_each_request(crowd: list[dict], make_source: MAKE, tmp_path_factory, declared: Policy) -> None:
    """On the day it was received, on later days and at the end, in both regimes."""
    rows = []
    for number, case in enumerate(crowd):
        received_at = moment(case["day"], case["clock"])
        rows.append(
            {
                "request_id": f"R{number}", "type": case["type"], "channel": "app", "received_at": received_at,
                "registered_at": received_at, "third_party_consulted": case["third_party_consulted"],
                "recipients_to_notify": False,
                "extension_notified_at": case["notice"]
                and moment(case["day"] + timedelta(days=case["notice"][0]), case["notice"][1]),
                "closed_at": case["closed"]
                and max(received_at, moment(case["day"] + timedelta(days=case["closed"][0]), case["closed"][1])),
                "decision": "fulfilled" if case["closed"] else None,
            }
        )  # fmt: skip
    tables = {"privacy_requests": rows}
    loaded = compare.load(make_source("sqlite", tables), tmp_path_factory.mktemp("requests"))
    registers = Registers(tables, declared)
    days = {min(case["day"] + timedelta(days=case["as_of"]), date(2026, 11, 20)) for case in crowd[:8]}
    found = []
    for day in [*sorted(days), date(2026, 11, 20)]:
        for regime in ("az", "gdpr"):
            for name in ("requests.open", "requests.closed"):
                found += compare.differences(name, loaded, registers, declared, as_of=day, regime=regime)
    assert found == []


columns_with_residue = [row for row in policy.read().categories if row["residue"] == "yes"]
KEYS = {"user_profiles": None, "users": None, "notification_preferences": None, "user_devices": "device_id",
        "page_views": "view_id", "payments": "payment_id", "support_messages": "message_id"}  # fmt: skip
erased_people = st.fixed_dictionaries(
    {
        "left": st.lists(st.sampled_from(columns_with_residue).map(lambda row: row["category"]), max_size=4),
        "held": st.lists(
            st.tuples(
                st.sampled_from([row["category"] for row in columns_with_residue]), INSTANTS, st.none() | INSTANTS
            ),
            max_size=4,
        ),
        "has_user": st.booleans(),
        "decision": st.sampled_from(["fulfilled", "partly_fulfilled", "refused"]),
        "closed_at": INSTANTS,
    }
)
FILLER = {
    "user_devices": {"first_seen_at": MIDNIGHT, "last_seen_at": MIDNIGHT},
    "payments": {"kind": "payment", "paid_at": MIDNIGHT},
    "page_views": {"viewed_at": MIDNIGHT},
    "support_messages": {"kind": "question", "sent_at": MIDNIGHT},
}
LEFT = {"amount": 0, "allowed": False, "last_login_at": MIDNIGHT}


def rows_left(crowd: list[dict]) -> dict[str, list[dict]]:
    """What each person left behind, one value for each category named."""
    tables: dict[str, list[dict]] = {table: [] for table in KEYS}
    one: dict[tuple[str, int], dict] = {}
    for number, person in enumerate(crowd, start=1):
        one["users", number] = {"user_id": number, "role": "resident", "status": "erased", "registered_at": MIDNIGHT,
                                "is_test": number % 9 == 0}  # fmt: skip
        for category in person["left"]:
            row = next(row for row in columns_with_residue if row["category"] == category)
            table, value = row["table"], {row["column"]: LEFT.get(row["column"], "x")}
            if KEYS[table]:
                key = {KEYS[table]: len(tables[table]) + 1, "user_id": number}
                tables[table].append({**key, **FILLER[table], **value})
            else:
                empty = {"email_bounced": False} if table == "user_profiles" else {}
                if table == "notification_preferences":
                    empty = {"channel": "sms", "updated_at": MIDNIGHT}
                one.setdefault((table, number), {"user_id": number, **empty}).update(value)
    for (table, _), row in one.items():
        tables[table].append(row)
    return tables


@pytest.mark.slow
@many_loads
@given(crowd=st.lists(erased_people, min_size=CROWD, max_size=150))
def test_residue_of_each_erasure(crowd: list[dict], make_source: MAKE, tmp_path_factory, declared: Policy) -> None:
    tables = rows_left(crowd)
    tables["privacy_requests"] = [
        {"request_id": f"R{number}", "user_id": number if person["has_user"] else None, "type": "erasure",
         "channel": "app",
         "received_at": MIDNIGHT - timedelta(days=5), "registered_at": MIDNIGHT - timedelta(days=5),
         "third_party_consulted": False, "recipients_to_notify": False, "decision": person["decision"],
         "closed_at": person["closed_at"]}
        for number, person in enumerate(crowd, start=1)
    ]  # fmt: skip
    held = [(number, *hold) for number, person in enumerate(crowd, start=1) for hold in person["held"]]
    tables["legal_holds"] = [
        {"hold_id": n, "user_id": number, "category": category, "placed_at": placed_at, "released_at": released_at}
        for n, (number, category, placed_at, released_at) in enumerate(held, start=1)
    ]
    loaded = compare.load(make_source("sqlite", tables), tmp_path_factory.mktemp("erasures"))
    registers = Registers(tables, declared)
    found = []
    for day in DAYS:
        for name in ("requests.erasures", "controls.erasure_residual", "controls.erasure_partial_without_hold"):
            found += compare.differences(name, loaded, registers, declared, as_of=day)
    assert found == []
