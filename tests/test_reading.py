"""A column read as declared: every rule on its boundary, and days in Baku against the zone's own rules."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import SourceError
from loaders.datasets import Category, Column, Day, Flag, Instant, Text, Whole, Word
from loaders.reading import baku_days, read

BAKU = ZoneInfo("Asia/Baku")


def result(kind, values, arrow=None, required=False):
    """The values as read, and the first rule that each broken row broke."""
    array = pa.array(values, arrow) if arrow else pa.array(values, pa.string())
    reading = read(Column("x", kind), array, ("fin", "phone"), required)
    rules = [None] * len(values)
    for rule, mask in reading.wrong:
        for row in np.flatnonzero(mask):
            rules[row] = rules[row] or rule
    return reading.values.to_pylist(), rules


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-05 19:30:00", datetime(2026, 3, 5, 19, 30)),
        ("2026-03-05 19:30:00.5", datetime(2026, 3, 5, 19, 30, 0, 500000)),
        ("2026-03-05 19:30:00.000001", datetime(2026, 3, 5, 19, 30, 0, 1)),
        ("2026-03-05T19:30:00", datetime(2026, 3, 5, 19, 30)),
        ("2026-03-05T19:30:00Z", datetime(2026, 3, 5, 19, 30)),
        ("2026-03-05 19:30:00+04:00", datetime(2026, 3, 5, 15, 30)),
        ("2026-03-05 19:30:00.25+04", datetime(2026, 3, 5, 15, 30, 0, 250000)),
        ("0001-01-01 00:00:00", datetime(1, 1, 1)),
        ("9999-12-31 19:59:59.999999", datetime(9999, 12, 31, 19, 59, 59, 999999)),
        ("2024-02-29 00:00:00", datetime(2024, 2, 29)),
        ("", None),
        (None, None),
    ],
)
def test_times_that_can_be_read(text, expected):
    assert result(Instant(), [text]) == ([expected], [None])
    # the same beside a value that makes the whole batch be gone through one by one
    assert result(Instant(), [text, "x"]) == ([expected, None], [None, "not_a_time"])


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05",
        "2026-03-05 19:30",
        "2026-03-05 24:00:00",
        "2026-03-05 23:59:60",
        "2026-03-05 19:30:00.0000001",
        "2026-02-29 00:00:00",
        "0000-00-00 00:00:00",
        "9999-12-31 20:00:00",
        "0001-01-01 00:00:00+04",
        "05.03.2026 19:30:00",
        "1772739000",
        "infinity",
        "now",
        " 2026-03-05 19:30:00",
        "2026-03-05 19:30:00 ",
        "2026-03-05 19:30:00\n",
        "٢٠٢٦-03-05 19:30:00",
        "\0",
    ],
)
def test_times_that_cannot_be_read(text):
    assert result(Instant(), [text]) == ([None], ["not_a_time"])
    assert result(Instant(), ["2026-03-05 19:30:00", text])[1] == [None, "not_a_time"]


def test_infinite_times_of_a_database_are_not_times():
    moments = np.array([2**63 - 1, -(2**63) + 1, -9222425352054775809 + 1, 0], np.int64)
    array = pa.array(moments).view(pa.timestamp("us", "UTC"))
    reading = read(Column("x", Instant()), array, (), False)
    assert reading.values.to_pylist() == [None, None, None, datetime(1970, 1, 1)]
    assert [rule for rule, _ in reading.wrong] == ["not_a_time"]


@pytest.mark.parametrize(
    ("text", "bits", "expected", "rule"),
    [
        ("7", 64, 7, None),
        ("-7", 64, -7, None),
        ("9223372036854775807", 64, 2**63 - 1, None),
        ("9223372036854775808", 64, None, "number_out_of_range"),
        ("1" * 5000, 64, None, "number_out_of_range"),
        ("2147483647", 32, 2**31 - 1, None),
        ("2147483648", 32, None, "number_out_of_range"),
        ("-2147483649", 32, None, "number_out_of_range"),
        ("7.0", 64, None, "not_a_number"),
        ("0x1A", 64, None, "not_a_number"),
        ("+7", 64, None, "not_a_number"),
        (" 7", 64, None, "not_a_number"),
        ("7\n", 64, None, "not_a_number"),
        ("seven", 64, None, "not_a_number"),
        ("\0", 64, None, "not_a_number"),
        ("", 64, None, None),
    ],
)
def test_numbers(text, bits, expected, rule):
    assert result(Whole(bits), [text]) == ([expected], [rule])
    assert result(Whole(bits), ["1", text]) == ([1, expected], [None, rule])


def test_flags():
    assert result(Flag(), ["0", "1", "", "2", "true"]) == (
        [False, True, None, True, None],
        [None, None, None, "not_a_flag", "not_a_flag"],
    )
    assert result(Flag(), [True, None], pa.bool_()) == ([True, None], [None, None])


def test_days():
    assert result(Day(), ["2026-03-05", "", "2026-02-30", "2026-03-05 00:00:00", "26-03-05"]) == (
        [date(2026, 3, 5), None, None, None, None],
        [None, None, "not_a_time", "not_a_time", "not_a_time"],
    )


def test_words_are_compared_letter_by_letter_and_empty_is_null():
    word = Word("given", "refused")
    assert result(word, ["given", "Given", "", None, "given "]) == (
        ["given", "Given", None, None, "given "],
        [None, "unknown_word", None, None, "unknown_word"],
    )
    assert result(word, ["", None], required=True)[1] == ["missing", "missing"]
    assert result(Category(), ["fin", "iris_scan"])[1] == [None, "unknown_word"]


def test_text_that_is_not_text():
    assert result(Text(), ["crm", "a\0b", "", "\0"]) == (
        ["crm", None, None, None],
        [None, "not_text", None, "not_text"],
    )


def test_a_missing_value_that_was_unreadable_keeps_its_own_rule():
    assert result(Instant(), ["x", None], required=True)[1] == ["not_a_time", "missing"]


def test_a_retyped_column_is_an_error():
    with pytest.raises(SourceError, match=r"holds double where a whole number is declared"):
        result(Whole(), [1.5], pa.float64())


@given(st.lists(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)), min_size=1, max_size=50))
def test_days_are_days_in_baku(moments):
    expected = [moment.replace(tzinfo=UTC).astimezone(BAKU).date() for moment in moments]
    assert baku_days(pa.array(moments, pa.timestamp("us"))).to_pylist() == expected


def test_days_around_every_change_of_the_clocks():
    moments, moment = [], datetime(1924, 4, 28)
    while moment < datetime(2016, 1, 1):
        for hour in (19, 20, 21):
            whole = moment.replace(hour=hour)
            moments += [whole - timedelta(microseconds=1), whole]
        moment += timedelta(days=1)
    expected = [moment.replace(tzinfo=UTC).astimezone(BAKU).date() for moment in moments]
    assert baku_days(pa.array(moments, pa.timestamp("us"))).to_pylist() == expected


def test_no_day_where_there_is_no_time():
    assert baku_days(pa.array([None, datetime(2026, 3, 5, 20)], pa.timestamp("us"))).to_pylist() == [
        None,
        date(2026, 3, 6),
    ]
