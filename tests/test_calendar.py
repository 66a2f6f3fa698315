"""Working days and due days: the vectors of the law's calendar, and cases worked out by hand."""

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import policy
from policy.calendar import WorkingDays, add_months, baku_day
from policy.deadlines import due, rule_for

POLICY = policy.load()
DAYS = POLICY.working_days

# received: 3, 5, 7 and 7 + 7 working days; one month as counted, one month and three months rolled forward
VECTORS = """
2025-03-06: 2025-03-11 2025-03-13 2025-03-17 2025-04-07   2025-04-06 2025-04-07 2025-06-10
2025-06-16: 2025-06-19 2025-06-21 2025-06-24 2025-07-07   2025-07-16 2025-07-16 2025-09-16
2025-12-24: 2025-12-29 2026-01-05 2026-01-07 2026-01-16   2026-01-24 2026-01-26 2026-03-31
2026-01-31: 2026-02-04 2026-02-06 2026-02-10 2026-02-19   2026-02-28 2026-03-02 2026-04-30
2026-03-12: 2026-03-17 2026-03-19 2026-04-01 2026-04-10   2026-04-12 2026-04-13 2026-06-12
2026-03-19: 2026-04-02 2026-04-06 2026-04-08 2026-04-17   2026-04-19 2026-04-20 2026-06-19
2026-05-21: 2026-05-26 2026-06-02 2026-06-04 2026-06-16   2026-06-21 2026-06-22 2026-08-21
2026-08-31: 2026-09-03 2026-09-07 2026-09-09 2026-09-18   2026-09-30 2026-09-30 2026-11-30
2026-10-08: 2026-10-13 2026-10-15 2026-10-19 2026-10-28   2026-11-08 2026-11-11 2027-01-08
2026-11-05: 2026-11-12 2026-11-16 2026-11-18 2026-11-27   2026-12-05 2026-12-07 2027-02-05
2026-12-24: 2026-12-29 2027-01-05 2027-01-07 2027-01-18   2027-01-24 2027-01-25 2027-03-29
"""
CASES = list(csv.DictReader((Path(__file__).parent / "deadline_cases.csv").read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("line", VECTORS.split("\n")[1:-1], ids=lambda line: line[:10])
def test_the_vectors_of_the_law(line: str) -> None:
    received, expected = line.split(":")
    day = date.fromisoformat(received)
    assert [date.fromisoformat(text) for text in expected.split()] == [
        DAYS.after(day, 3),
        DAYS.after(day, 5),
        DAYS.after(day, 7),
        DAYS.extended_on(day, 7, 7, "working_day"),
        add_months(day, 1),
        DAYS.limit_on(day, 1, "month"),
        DAYS.extended_on(day, 1, 2, "month"),
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_case_worked_out_by_hand(case: dict[str, str]) -> None:
    received_on = baku_day(datetime.fromisoformat(case["received_at"]))
    notified_on = baku_day(datetime.fromisoformat(case["notified_at"])) if case["notified_at"] else None
    rule = rule_for(POLICY.deadlines, case["regime"], "answer", case["type"], received_on)
    if not case["due_on"]:
        assert rule is None
        return
    found = due(rule, DAYS, received_on, third_party=case["third_party"] == "yes", notified_on=notified_on)
    assert (str(found.first_due_on), str(found.due_on), " ".join(found.confidence)) == (
        case["first_due_on"],
        case["due_on"],
        case["confidence"],
    )


def test_there_are_enough_cases_and_each_is_named_once() -> None:
    assert len({case["case"] for case in CASES}) == len(CASES) >= 60


def test_working_days_between_two_days() -> None:
    friday, saturday, monday = date(2026, 9, 11), date(2026, 9, 12), date(2026, 9, 14)
    assert DAYS.between(friday, monday) == 1
    assert DAYS.between(friday, saturday) == 0
    assert DAYS.between(friday, friday) == 0
    assert DAYS.between(monday, friday) == -1
    assert DAYS.between(date(2026, 3, 19), date(2026, 3, 31)) == 1


def test_calendar_days_that_end_on_a_rest_day_move_on() -> None:
    assert DAYS.limit_on(date(2026, 9, 1), 11, "day") == date(2026, 9, 14)
    assert DAYS.extended_on(date(2026, 9, 1), 10, 10, "day") == date(2026, 9, 21)


def test_months_are_clipped_to_the_month_they_end_in() -> None:
    assert add_months(date(2023, 12, 31), 2) == date(2024, 2, 29)
    assert add_months(date(2024, 12, 31), 2) == date(2025, 2, 28)
    assert add_months(date(2026, 1, 31), 3) == date(2026, 4, 30)
    assert add_months(date(2026, 5, 15), 0) == date(2026, 5, 15)


def test_the_day_in_baku() -> None:
    assert baku_day(datetime(2026, 3, 5, 19, 59, 59, 999999, tzinfo=UTC)) == date(2026, 3, 5)
    assert baku_day(datetime(2026, 3, 5, 20, tzinfo=UTC)) == date(2026, 3, 6)


def test_the_table_agrees_with_the_count() -> None:
    table = POLICY.tables()["calendar"]
    lines = {line["day"]: line for line in table.slice(45_000, 3_000).to_pylist()}
    for day, line in lines.items():
        assert line["is_working"] == DAYS.is_working(day)
        assert line["working_index"] == DAYS.index(day)
    assert (table["day"][0].as_py(), table["day"][-1].as_py()) == (date(1900, 1, 1), date(2199, 12, 31))
    assert [str(year) for year in range(2023, 2031) if DAYS.in_file(date(year, 5, 1))] == [
        "2024", "2025", "2026", "2027", "2028",
    ]  # fmt: skip
    assert [lines[date(2024, 1, 4)][column] for column in ("status", "reason_az", "reason_ru")] == [
        "official",
        "İstirahət günü (30.12.2023 ilə yeri dəyişdirilib)",
        "Выходной день (перенесён с 30.12.2023)",
    ]
    assert lines[date(2024, 1, 3)]["reason_az"].endswith("günü (keçirilmiş istirahət günü)")
    assert lines[date(2026, 9, 12)]["status"] is None


def test_without_a_calendar_monday_to_friday_works() -> None:
    plain = WorkingDays({})
    assert plain.after(date(2026, 12, 30), 2) == date(2027, 1, 1)
    assert not plain.in_file(date(2026, 12, 30))
