"""Requests worked out by hand: due days seen from different days, lists and rates, and the controls of time limits."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

import queries
import snapshots
from tests.corners import World, ask, baku
from tests.databases import Row
from tests.reference import compare
from tests.reference.compare import Loaded

TICK = timedelta(microseconds=1)
LOADED_AT = datetime(2026, 6, 30, 8, tzinfo=UTC)
WORLD = World()


@pytest.fixture(scope="module")
def loaded(servers, tmp_path_factory) -> Loaded:
    return compare.load(servers.make_source("sqlite", WORLD.tables), tmp_path_factory.mktemp("requests"), LOADED_AT)


def corner():
    made = WORLD.corner()
    made.user(1)
    return made


# ---------------------------------------------------------------- due

told = corner()  # received on Thursday 12 March: 7 working days end on 1 April, 14 on 10 April
told.request(1, "2026-03-12 10:00", third_party_consulted=True, extension_notified_at="2026-04-01 23:59")
told.request(2, "2026-03-12 10:00", third_party_consulted=True, extension_notified_at="2026-04-02 00:00")
told.request(3, "2026-03-12 10:00", extension_notified_at="2026-03-16 10:00")


def test_an_extension_counts_from_the_day_it_is_known(loaded: Loaded) -> None:
    def due(day: str) -> dict[int, tuple[str, int, str]]:
        rows = told.rows(loaded, "requests.open", day)
        return {r["request_id"]: (f"{r['due_on']:%m-%d}", r["working_days_left"], r["urgency"]) for r in rows}

    assert due("2026-03-31") == dict.fromkeys((1, 2, 3), ("04-01", 1, "due_soon"))
    assert due("2026-04-01") == {
        1: ("04-10", 7, "on_track"), 2: ("04-01", 0, "due_soon"), 3: ("04-01", 0, "due_soon"),
    }  # fmt: skip
    assert due("2026-04-02")[2] == ("04-01", -1, "overdue")  # told too late, by a minute
    assert due("2026-04-11")[1] == ("04-10", -1, "overdue")  # a Saturday: at least -1
    assert told.refs(loaded, "request_overdue", "2026-04-01") == []
    assert told.refs(loaded, "request_overdue", "2026-04-02") == [2, 3]
    assert told.refs(loaded, "request_overdue", "2026-04-10") == [2, 3]
    assert told.refs(loaded, "request_overdue", "2026-04-11") == [1, 2, 3]


regimes = corner()
regimes.request(1, "2026-01-31 10:00", extension_notified_at="2026-02-20 10:00")


def test_both_regimes_stand_side_by_side(loaded: Loaded) -> None:
    def due(regime: str, day: str) -> list[Any]:
        rows = regimes.rows(loaded, "requests.open", day, regime=regime)
        return [(row["first_due_on"], row["due_on"]) for row in rows]

    assert due("az", "2026-02-20") == [(date(2026, 2, 10), date(2026, 2, 10))]
    assert due("gdpr", "2026-02-19") == [(date(2026, 3, 2), date(2026, 3, 2))]  # 28 February is a Saturday
    assert due("gdpr", "2026-02-20") == [(date(2026, 3, 2), date(2026, 4, 30))]


old = corner()
old.request(1, "2009-05-04 10:00")
old.request(2, "2009-05-04 10:00", closed_at="2009-05-06 10:00", decision="fulfilled")


def test_without_a_rule_nothing_is_due(loaded: Loaded) -> None:
    (row,) = old.rows(loaded, "requests.open", "2026-06-01")
    assert row["urgency"] == "not_measurable"
    nothing = ("first_due_on", "due_on", "working_days_left", "rule_article", "confidence")
    assert [row[column] for column in nothing] == [None] * 5
    (row,) = old.rows(loaded, "requests.closed", "2026-06-01")
    assert (row["due_on"], row["on_time"], row["working_days"]) == (None, None, 2)
    summary = old.rows(loaded, "requests.summary", "2026-06-01")[0]
    assert (summary["closed"], summary["closed_late"], summary["on_time_rate"]) == (1, 0, None)
    assert sum(row["requests"] for row in old.rows(loaded, "requests.ageing", "2026-06-01")) == 0
    assert [row["due_on"] for row in old.rows(loaded, "requests.calendar", "2026-06-01")] == [None]
    # By 2009 nothing else has come: no control of due days examines anything.
    results = {row["control"]: row["examined"] for row in ask(loaded, "controls.results", "2009-06-01")}
    assert results["request_overdue"] == results["request_closed_late"] == results["request_registered_late"] == 0


sure = corner()
sure.request(1, "2026-06-24 10:00")
sure.request(2, "2026-06-24 10:00", type="withdrawal")


def test_confidence_is_the_rules(loaded: Loaded) -> None:
    rows = sure.rows(loaded, "requests.open", "2026-06-24")
    assert {row["request_id"]: row["confidence"] for row in rows} == {1: "secondary", 2: "assumption"}


# ---------------------------------------------------------------- lists and rates

ages = corner()
for number, day in enumerate(
    ("03-10", "03-31", "04-01", "04-24", "04-27", "05-06", "05-07", "05-15", "05-18", "05-19", "05-20", "05-21"),
    start=1,
):
    ages.request(number, f"2026-{day} 10:00")


def bucket(left: int) -> str:
    if left < 0:
        past = -left
        return (
            "overdue_1_7" if past <= 7 else "overdue_8_14" if past <= 14 else "overdue_15_30" if past <= 30
            else "overdue_over_30"
        )  # fmt: skip
    return "due_today" if left == 0 else "left_1_2" if left <= 2 else "left_3_7" if left <= 7 else "left_over_7"


def test_buckets_meet_without_a_gap(loaded: Loaded) -> None:
    met = set()
    for number in range(60):
        day = str(date(2026, 4, 25) + timedelta(days=number))
        rows = ages.rows(loaded, "requests.open", day)
        buckets = ages.rows(loaded, "requests.ageing", day)
        by_hand: dict[str, list[date]] = {row["bucket"]: [] for row in buckets}
        for row in rows:
            by_hand[bucket(row["working_days_left"])].append(row["received_on"])
            met.add(row["working_days_left"])
        assert [tuple(row.values()) for row in buckets] == [
            (name, len(days), min(days, default=None)) for name, days in by_hand.items()
        ]
    assert {-31, -30, -15, -14, -8, -7, -1, 0, 1, 2, 3, 7} <= met


rates = corner()  # received on Monday 1 June 2026: 7 working days end on 10 June
rates.request(1, "2026-06-01 10:00", closed_at="2026-06-10 23:59", decision="fulfilled")
rates.request(2, "2026-06-01 10:00", closed_at="2026-06-11 00:00", decision="refused")
rates.request(3, "2026-06-01 10:00", closed_at="2026-06-01 11:00", decision="duplicate")
rates.request(4, "2026-06-01 10:00")
rates.request(5, "2026-06-29 10:00")


def test_rates_say_what_they_leave_out(loaded: Loaded) -> None:
    rows = rates.rows(loaded, "requests.summary", "2026-06-29")
    assert rows[0] == {
        "type": "access", "received": 5, "open": 2, "overdue": 1, "due_soon": 0, "closed": 3, "closed_late": 1,
        "on_time_rate": 2 / 3, "on_time_rate_incl_overdue": 2 / 4, "median_working_days": 7.0,
        "p90_working_days": 7.8,
    }  # fmt: skip
    assert len(rows) == 9
    assert rates.refs(loaded, "request_closed_late", "2026-06-10") == []
    assert rates.refs(loaded, "request_closed_late", "2026-06-11") == [2]
    before = rates.rows(loaded, "requests.closed", "2026-06-10")
    assert [(row["request_id"], row["decision"]) for row in before] == [(3, "duplicate"), (1, "fulfilled")]


status = corner()
status.request(1, "2026-06-01 10:00")
status.request(2, "2026-06-01 10:00")
for number, word, when in (
    (2, "fulfilled", "2026-06-03 10:00"), (1, "in_progress", "2026-06-03 10:00"),
    (3, "identity_pending", "2026-06-02 10:00"), (4, "failed", "2026-06-04 00:00"),
):  # fmt: skip
    event = {"event_id": number, "request_id": str(status.id(1)), "status": word, "occurred_at": baku(when)}
    status.tables["privacy_request_events"].append(event)


def test_status_is_the_latest_event_and_closes_nothing(loaded: Loaded) -> None:
    rows = status.rows(loaded, "requests.open", "2026-06-03")
    assert {row["request_id"]: row["status"] for row in rows} == {1: "fulfilled", 2: "received"}


weeks = corner()
weeks.request(1, "2026-05-31 23:59")  # a Sunday
weeks.request(2, "2026-06-01 00:00", closed_at="2026-06-10 10:00", decision="fulfilled")
weeks.request(3, "2026-06-17 10:00", closed_at="2026-06-18 10:00", decision="fulfilled")


def test_a_week_is_what_was_before_and_came_and_went(loaded: Loaded) -> None:
    def flow(day: str, **period: date) -> list[tuple[Any, ...]]:
        rows = weeks.rows(loaded, "requests.flow", day, **period)
        return [(f"{row['week']:%m-%d}", row["received"], row["closed"], row["open_at_end"]) for row in rows]

    assert flow("2026-06-17") == [("05-25", 1, 0, 1), ("06-01", 1, 0, 2), ("06-08", 0, 1, 1), ("06-15", 1, 0, 2)]
    period = {"from_day": date(2026, 6, 14), "to_day": date(2026, 6, 15)}  # its weeks are shown whole
    assert flow("2026-06-30", **period) == [("06-08", 0, 1, 1), ("06-15", 1, 1, 1)]


backwards = corner()
backwards.request(1, "2026-06-03 10:00", closed_at="2026-06-01 10:00", decision="fulfilled")


def test_a_closing_before_the_receipt_closes_it_all_the_same(loaded: Loaded) -> None:
    assert backwards.rows(loaded, "requests.closed", "2026-06-02") == []
    assert backwards.rows(loaded, "requests.open", "2026-06-03") == []
    (row,) = backwards.rows(loaded, "requests.closed", "2026-06-03")
    assert (row["on_time"], row["working_days"]) == (True, 0)


unknown = corner()
unknown.request(1, "2026-06-01 10:00", registered_at="2026-06-20 00:00")


def test_requests_registered_later_were_not_known(loaded: Loaded) -> None:
    before, after = date(2026, 6, 19), date(2026, 6, 20)
    assert unknown.rows(loaded, "requests.open", "2026-06-15", known_at=before) == []
    assert len(unknown.rows(loaded, "requests.open", "2026-06-15", known_at=after)) == 1
    assert unknown.refs(loaded, "request_overdue", "2026-06-15") == [1]
    assert unknown.refs(loaded, "request_overdue", "2026-06-15", known_at=before) == []


# ---------------------------------------------------------------- one case

case = corner()
case.request(
    1, "2026-03-12 10:00", third_party_consulted=True, extension_notified_at="2026-03-16 10:00",
    closed_at="2026-04-09 10:00", decision="fulfilled",
)  # fmt: skip
case.request(2, "2026-03-21 10:00", type="withdrawal")
case.request(3, "2009-05-04 10:00")
case.request(4, "2026-06-01 10:00", closed_at="2026-06-11 10:00", decision="fulfilled")
case.request(5, "2026-06-03 10:00")  # due on Friday 12 June
case.request(6, "2026-03-12 10:00", extension_notified_at="2026-03-17 10:00")
case.message(7, 1, "sms", "notice", baku("2026-03-16 23:30"))
case.message(8, 1, "email", "promotional", baku("2026-03-16 10:00"))
case.message(9, 1, "email", "promotional", baku("2026-03-17 00:00"))


def lines(loaded: Loaded, number: int, day: str = "2026-04-15", **filters: Any) -> list[Row]:
    return ask(loaded, "requests.case", day, request_id=str(case.id(number)), **filters)


def test_a_case_shows_each_day_counted_and_why_not(loaded: Loaded) -> None:
    found = lines(loaded, 1)
    assert [row["line"] for row in found] == list(range(1, len(found) + 1))
    assert [row["working_day"] for row in found if row["event"] == "counted"] == list(range(1, 15))
    days = sorted(row["day"] for row in found if row["event"] in ("counted", "skipped"))
    assert days == [date(2026, 3, 13) + timedelta(days=n) for n in range(29)]  # from day 1 to 10 April
    (novruz,) = (row for row in found if row["day"] == date(2026, 3, 20) and row["event"] == "skipped")
    assert novruz["explanation"] == "not a working day: Eid al-Fitr; Spring Festival"
    said = {row["event"]: row for row in found}
    assert said["rule"]["explanation"].startswith("az: 7 working days from the day received, 7 more if")
    assert "secondary; in force since 2010-06-15" in said["rule"]["explanation"]
    assert (said["first_due"]["day"], said["due"]["day"]) == (date(2026, 4, 1), date(2026, 4, 10))
    assert said["as_of"]["explanation"] == "closed on time; working days: 13"


def test_a_case_of_months_shows_where_they_end(loaded: Loaded) -> None:
    said = {row["event"]: row for row in lines(loaded, 1, regime="gdpr")}
    assert (said["first_due"]["day"], said["due"]["day"]) == (date(2026, 4, 13), date(2026, 6, 12))
    assert "counted" not in said


def test_a_case_due_at_once_waits_for_a_working_day(loaded: Loaded) -> None:
    found = [(row["day"].day, row["event"]) for row in lines(loaded, 2)]
    counting = [pair for pair in found if pair[1] in ("skipped", "counted", "due")]
    assert counting[:10] == [(day, "skipped") for day in range(21, 31)]
    assert counting[10:12] == [(31, "counted"), (31, "due")]


def test_a_case_past_its_due_day_shows_which_days_since_do_not_count(loaded: Loaded) -> None:
    found = lines(loaded, 2, "2026-04-15")
    since = [row["day"] for row in found if row["day"] > date(2026, 3, 31) and row["event"] == "skipped"]
    assert since == [date(2026, 4, day) for day in (4, 5, 11, 12)]
    assert [row["working_day"] for row in found if row["event"] == "late"] == list(range(1, 12))
    assert found[-1]["explanation"] == "open, overdue, working days past the due day: 11"  # 15 days, 4 at weekends
    (closed_late,) = (row for row in lines(loaded, 4, "2026-06-20") if row["event"] == "late")
    assert (closed_late["day"], closed_late["explanation"]) == (date(2026, 6, 11), "working day 1 past the due day")
    assert lines(loaded, 5, "2026-06-13")[-1]["explanation"] == (
        "open, overdue, working days past the due day: 1 (days off alone count as one)"
    )


def test_a_case_says_what_extended_it_and_which_message_told_so(loaded: Loaded) -> None:
    said = {row["event"]: row["explanation"] for row in lines(loaded, 1)}
    assert said["first_due"].startswith(
        "first due day; the extension counts; a third party was consulted; told of it in time, on 2026-03-16; Law"
    )
    assert said["extension_notified"] == (
        f"the person was told of an extension; message of that day: {case.id(7)}, by sms"
    )
    months = {row["event"]: row["explanation"] for row in lines(loaded, 1, regime="gdpr")}
    assert "third party" not in months["first_due"]
    assert months["first_due"].endswith("the extension counts; told of it in time, on 2026-03-16; GDPR Art. 12(3)")
    unsent = {row["event"]: row["explanation"] for row in lines(loaded, 6)}
    assert unsent["first_due"].endswith("no extension: no third party was consulted")
    assert unsent["extension_notified"].endswith("; no message to the person on that day in the register of messages")


def test_a_case_tells_what_is_known_that_day(loaded: Loaded) -> None:
    assert lines(loaded, 1, "2026-03-11") == []
    events = [row["event"] for row in lines(loaded, 1, "2026-03-13")]
    assert "extension_notified" not in events
    assert "closed" not in events
    assert max(row["day"] for row in lines(loaded, 1, "2026-03-13")) == date(2026, 4, 1)


def test_a_case_without_a_rule_or_a_name(loaded: Loaded) -> None:
    assert [row["event"] for row in lines(loaded, 3)] == ["received", "no_rule", "registered", "as_of"]
    assert lines(loaded, 7) == []
    assert ask(loaded, "requests.case", "2026-04-15") == []


def test_after_an_erasure_a_case_says_which_holds_ended(demo) -> None:
    snapshot = snapshots.current(demo.warehouse)

    def held(number: str, day: date) -> dict[str, set[str]]:
        rows = queries.run("requests.residue", snapshot, "dpo", {"as_of": day}).to_pylist()
        of_it = [row for row in rows if row["request_id"] == number and row["hold_id"]]
        return {row["category"]: set(row["hold_id"].split(", ")) for row in of_it}

    ended = 0
    for erasure in queries.run("requests.erasures", snapshot, "dpo").to_pylist():
        number = erasure["request_id"]
        for row in queries.run("requests.case", snapshot, "dpo", {"request_id": number}).to_pylist():
            if row["event"] == "hold_ended":
                hold, category = re.match(r"hold (\d+) of (\w+) ended", row["explanation"]).groups()
                day = row["day"]
                assert day >= erasure["closed_on"]
                if day > erasure["closed_on"]:
                    assert hold in held(number, day - timedelta(days=1))[category]
                assert hold not in held(number, day).get(category, ())
                ended += 1
    assert ended


# ---------------------------------------------------------------- other time limits

registered = corner()  # Friday 5 June 2026 and one working day: Monday 8 June
registered.request(1, "2026-06-05 10:00", registered_at="2026-06-08 23:59")
registered.request(2, "2026-06-05 10:00", registered_at="2026-06-09 00:00")
registered.request(3, "2026-06-05 10:00", registered_at="2026-06-20 00:00")


def test_registration_has_one_working_day(loaded: Loaded) -> None:
    assert registered.refs(loaded, "request_registered_late", "2026-06-08") == []
    assert registered.refs(loaded, "request_registered_late", "2026-06-09") == [2, 3]


notices = corner()  # closed on Monday 1 June 2026: recipients by 4 June; refusals by 8 June
done = {"closed_at": "2026-06-01 10:00", "decision": "fulfilled", "recipients_to_notify": True, "type": "erasure"}
no = {"decision": "refused", "type": "complaint"}
notices.request(1, "2026-05-20 10:00", **done, recipients_notified_at="2026-06-04 23:59")
notices.request(2, "2026-05-20 10:00", **done, recipients_notified_at="2026-06-05 00:00")
notices.request(3, "2026-05-20 10:00", **done)
notices.request(4, "2026-05-20 10:00", **(done | {"type": "access"}))
notices.request(5, "2026-05-20 10:00", **(done | {"decision": "duplicate"}))
notices.request(6, "2026-05-20 10:00", **(done | {"recipients_to_notify": False}))
notices.request(7, "2026-06-01 10:00", **no, closed_at="2026-06-02 10:00", refusal_notified_at="2026-06-08 10:00")
notices.request(8, "2026-06-01 10:00", **no, closed_at="2026-06-02 10:00", refusal_notified_at="2026-06-09 10:00")
notices.request(9, "2026-06-01 10:00", **no, closed_at="2026-06-12 10:00")


def test_who_has_to_be_told(loaded: Loaded) -> None:
    assert notices.refs(loaded, "recipients_not_told", "2026-06-04") == []
    assert notices.refs(loaded, "recipients_not_told", "2026-06-05") == [2, 3]
    assert notices.refs(loaded, "refusal_notified_late", "2026-06-08") == []
    assert notices.refs(loaded, "refusal_notified_late", "2026-06-09") == [8]
    assert notices.refs(loaded, "refusal_notified_late", "2026-06-12") == [8, 9]


def incident(number: int, contained: datetime | None = None, closed: datetime | None = None, **more: Any) -> None:
    row = {
        "incident_id": number, "kind": "integrity", "severity": "low", "discovered_at": baku("2026-06-01 12:00"),
        "contained_at": contained, "closed_at": closed, "owner": "dpo", **more,
    }  # fmt: skip
    WORLD.tables["incidents"].append(row)


limit = baku("2026-06-04 12:00")  # 72 hours later
incident(1, limit)
incident(2, limit + TICK)
incident(3, None, limit)
incident(4)
incident(5, baku("2026-06-10 10:00"), baku("2026-06-03 10:00"))  # closed first, contained a week later
incident(6, baku("2026-06-03 10:00"), baku("2026-06-10 10:00"), owner="")
incident(7, baku("2026-05-01 10:00"))
incident(8, discovered_at=baku("2026-06-01 00:00"))  # its 72 hours end with the last instant of 3 June
incident(9, None, limit + TICK)


def test_containment_is_by_the_hour_and_by_what_is_known(loaded: Loaded) -> None:
    def late(day: str) -> str:
        return " ".join(row["ref"] for row in ask(loaded, "controls.incident_not_contained", day))

    assert late("2026-06-03") == ""
    assert late("2026-06-04") == "2 4 8 9"
    assert late("2026-06-09") == "2 4 8 9"
    assert late("2026-06-10") == "2 4 5 8 9"
    assert ask(loaded, "controls.incident_without_owner", "2026-05-31") == []
    assert [row["ref"] for row in ask(loaded, "controls.incident_without_owner", "2026-06-01")] == ["6"]


emergencies = corner()  # Thursday 4 June 2026 and three working days: Tuesday 9 June
seen = {"break_glass": True, "outcome": "denied"}
emergencies.touched(1, None, "2026-06-04 10:00", **seen, reviewed_at=baku("2026-06-09 23:59"))
emergencies.touched(2, None, "2026-06-04 10:00", **seen, reviewed_at=baku("2026-06-10 00:00"))
emergencies.touched(3, 1, "2026-06-04 10:00", **seen)
emergencies.touched(4, 1, "2026-06-04 10:00")


def test_emergency_access_is_reviewed_in_three_working_days(loaded: Loaded) -> None:
    assert emergencies.refs(loaded, "emergency_access_unreviewed", "2026-06-09") == []
    assert emergencies.refs(loaded, "emergency_access_unreviewed", "2026-06-10") == [2, 3]
