"""Reads one column of a batch as it is declared: values of the declared type, and which rows break which rule.

Works on whole columns; a column is gone through value by value only in a batch that holds something odd.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from errors import SourceError
from loaders.datasets import (
    Actor,
    Category,
    Code,
    Column,
    Day,
    Flag,
    Instant,
    Person,
    Present,
    Text,
    WellFormedFin,
    Whole,
    Word,
)
from loaders.sources import UNREADABLE

BAKU = ZoneInfo("Asia/Baku")

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The Baku day of every instant kept must be a day of the years 1 to 9999.
FIRST = (datetime(1, 1, 1, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
LAST = (datetime(9999, 12, 31, 20, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
FIRST_DAY = date(1, 1, 1).toordinal() - date(1970, 1, 1).toordinal()
LAST_DAY = date(9999, 12, 31).toordinal() - date(1970, 1, 1).toordinal()
# Baku has kept four hours since it gave up summer time; before that the zone's own rules are asked.
FOUR_HOURS_SINCE = (datetime(2015, 10, 24, 21, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)

WHOLE = re.compile(r"-?[0-9]+")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
    r"(Z|[+-][0-9]{2}(:?[0-9]{2})?)?"
)

Mask = npt.NDArray[np.bool_]


@dataclass
class Reading:
    """A column as declared. `wrong`: a rule and the rows that break it, in the order of looking."""

    values: pa.Array
    wrong: list[tuple[str, Mask]] = field(default_factory=list)


def read(column: Column, values: pa.Array, categories: tuple[str, ...], required: bool) -> Reading:
    """The column's values with empty text as null. `categories` is the closed list that the policy keeps.

    Raises SourceError where the operational database keeps another kind of thing in the column.
    """
    kind = column.kind
    if isinstance(values, pa.DictionaryArray):
        return _spread(read(column, values.dictionary, categories, False), values, required)
    match kind:
        case Text() | Code():
            reading = _text(values)
        case Word():
            reading = _word(values, kind.words)
        case Category():
            reading = _word(values, categories)
        case Person() | Actor():
            reading = _whole(values, 64)
        case Whole():
            reading = _whole(values, kind.bits)
        case Flag() | Present() | WellFormedFin():
            reading = _flag(values)
        case Instant():
            reading = _instant(values)
        case Day():
            reading = _day(values)
    if required and reading.values.null_count:
        missing = nulls(reading.values)
        for _, mask in reading.wrong:
            missing &= ~mask
        reading.wrong.append(("missing", missing))
    reading.wrong = [(rule, mask) for rule, mask in reading.wrong if mask.any()]
    return reading


def places(words: pa.DictionaryArray) -> npt.NDArray[np.int32]:
    """Where in the dictionary each row's word stands; one past its end where there is none."""
    indices = words.indices if words.null_count == 0 else words.indices.fill_null(len(words.dictionary))
    found: npt.NDArray[np.int32] = indices.to_numpy()
    return found


def _spread(words: Reading, values: pa.DictionaryArray, required: bool) -> Reading:
    """What was read of each word, for the rows that use it."""

    def of_rows(mask: Mask, absent: bool) -> Mask:
        spread: Mask = np.append(mask, absent)[places(values)]
        return spread

    wrong = [(rule, of_rows(mask, False)) for rule, mask in words.wrong]
    if required and (values.null_count or words.values.null_count):
        missing = of_rows(nulls(words.values), True)
        for _, mask in wrong:
            missing &= ~mask
        wrong.append(("missing", missing))
    wrong = [(rule, mask) for rule, mask in wrong if mask.any()]
    return Reading(pa.DictionaryArray.from_arrays(values.indices, words.values), wrong)


def nulls(values: pa.Array) -> Mask:
    """Where there is nothing."""
    mask: Mask = values.is_null().to_numpy(zero_copy_only=False)
    return mask


def numbers(values: pa.Array) -> npt.NDArray[Any]:
    """The numbers of a fixed-width column, without a copy; whatever stands where there is nothing."""
    width = values.type.bit_width // 8
    kind = {4: np.int32, 8: np.int64}[width]
    return np.frombuffer(values.buffers()[1], kind, len(values), values.offset * width)


def like(values: pa.Array, found: npt.NDArray[Any], kind: pa.DataType) -> pa.Array:
    """Numbers as a column that has nothing where `values` has nothing."""
    if values.null_count == 0:
        return pa.Array.from_buffers(kind, len(found), [None, pa.py_buffer(found)], 0)
    return pa.array(found, mask=nulls(values)).view(kind)


def baku_days(instants: pa.Array) -> pa.Array:
    """The day in Baku of each UTC instant."""
    moments = numbers(instants)
    days = (moments + 4 * HOUR) // DAY
    if len(moments) and moments.min() < FOUR_HOURS_SINCE:
        early = moments < FOUR_HOURS_SINCE
        starts, offsets = _offsets()
        old = moments[early]
        days[early] = (old + offsets[np.searchsorted(starts, old, side="right") - 1]) // DAY
    return like(instants, days.astype(np.int32), pa.date32())


@lru_cache
def _offsets() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Since when which offset from UTC held in Baku, found by halving between days on which it differs."""

    def offset(second: int) -> int:
        return int((EPOCH + timedelta(seconds=second)).astimezone(BAKU).utcoffset() // timedelta(seconds=1))  # type: ignore[operator]

    first = int((datetime(1880, 1, 1, tzinfo=UTC) - EPOCH).total_seconds())
    last = FOUR_HOURS_SINCE // SECOND
    starts, offsets = [np.iinfo(np.int64).min], [offset(first)]
    for day in range(first, last + 86400, 86400):
        if offset(day) != offsets[-1]:
            # the first second at which the new offset holds
            start = bisect_right(range(day - 86400, day + 1), 0, key=lambda second: int(offset(second) != offsets[-1]))
            starts.append((day - 86400 + start) * SECOND)
            offsets.append(offset(day))
    return np.array(starts, np.int64), np.array(offsets, np.int64) * SECOND


def _text(values: pa.Array) -> Reading:
    if pa.types.is_large_string(values.type):
        values = values.cast(pa.string())
    if not pa.types.is_string(values.type):
        raise _retyped(values, "text")
    wrong = []
    if _holds_nul(values):
        unreadable = pc.fill_null(pc.match_substring(values, UNREADABLE), False).to_numpy(zero_copy_only=False)
        wrong.append(("not_text", unreadable))
        values = pc.if_else(pa.array(unreadable), pa.scalar(None, pa.string()), values)
    blank = pc.equal(pc.binary_length(values), 0)
    if pc.any(blank).as_py():
        values = pc.if_else(blank, pa.scalar(None, pa.string()), values)
    return Reading(values, wrong)


def _holds_nul(values: pa.Array) -> bool:
    content = values.buffers()[2]
    if content is None or len(values) == 0:
        return False
    offsets = np.frombuffer(values.buffers()[1], np.int32, len(values) + 1, values.offset * 4)
    return bool((np.frombuffer(content, np.uint8)[offsets[0] : offsets[-1]] == 0).any())


def _word(values: pa.Array, words: tuple[str, ...]) -> Reading:
    reading = _text(values)
    known = pc.is_in(reading.values, pa.array([*words, None], pa.string()))
    if not pc.all(known).as_py():
        reading.wrong.append(("unknown_word", ~known.to_numpy(zero_copy_only=False)))
    return reading


def _whole(values: pa.Array, bits: int) -> Reading:
    if pa.types.is_integer(values.type):
        reading = Reading(values.cast(pa.int64()))
    else:
        reading = _parsed(values, pa.int64(), WHOLE, "a whole number", _number)
    if bits == 32:
        found = numbers(reading.values)
        small = (found >= -(2**31)) & (found < 2**31) | nulls(reading.values)
        if not small.all():
            reading.wrong.append(("number_out_of_range", ~small))
            reading.values = pc.if_else(pa.array(small), reading.values, pa.scalar(None, pa.int64()))
        reading.values = reading.values.cast(pa.int32(), safe=False)
    return reading


def _flag(values: pa.Array) -> Reading:
    if pa.types.is_boolean(values.type):
        return Reading(values)
    reading = _whole(values, 64)
    reading.wrong = [("not_a_flag", mask) for _, mask in reading.wrong]
    found = numbers(reading.values)
    told = (found == 0) | (found == 1) | nulls(reading.values)
    if not told.all():
        reading.wrong.append(("not_a_flag", ~told))
    reading.values = reading.values.cast(pa.bool_())
    return reading


def _instant(values: pa.Array) -> Reading:
    if pa.types.is_timestamp(values.type):
        reading = Reading(_microseconds(values))
    else:
        reading = _parsed(values, pa.timestamp("us"), TIME, "a time", _moment)
    return _within(reading, FIRST, LAST)


def _microseconds(values: pa.Array) -> pa.Array:
    """UTC without a zone: a time with one is kept in UTC already."""
    if values.type.unit != "us":
        values = values.cast(pa.timestamp("us", values.type.tz), safe=False)
    return values.view(pa.int64()).view(pa.timestamp("us"))


def _day(values: pa.Array) -> Reading:
    if pa.types.is_date32(values.type):
        reading = Reading(values)
    else:
        reading = _parsed(values, pa.date32(), DATE, "a date", _date)
    return _within(reading, FIRST_DAY, LAST_DAY + 1)


def _within(reading: Reading, first: int, end: int) -> Reading:
    """Infinite and impossible times are outside of every year that has a name."""
    found = numbers(reading.values)
    outside = (found < first) | (found >= end)
    if outside.any():
        outside &= ~nulls(reading.values)
        reading.wrong.append(("not_a_time", outside))
        reading.values = pc.if_else(pa.array(outside), pa.scalar(None, reading.values.type), reading.values)
    return reading


def _parsed(
    values: pa.Array, kind: pa.DataType, shape: re.Pattern[str], expected: str, parse: Callable[[str], Any]
) -> Reading:
    """Text read as something else: all at once if every value has the plain shape, else value by value."""
    if not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
        raise _retyped(values, expected)
    reading = _text(values)
    rule = {"a whole number": "not_a_number"}.get(expected, "not_a_time")
    reading.wrong = [(rule, mask) for _, mask in reading.wrong]
    text = reading.values
    if _is_plain(text, kind):
        try:
            reading.values = text.cast(kind)
            return reading
        except pa.ArrowInvalid:
            pass
    found: list[Any] = []
    wrong, too_large = np.zeros(len(text), np.bool_), np.zeros(len(text), np.bool_)
    for row, value in enumerate(text.to_pylist()):
        parsed = parse(value) if value is not None and shape.fullmatch(value) else None
        if value is not None and parsed is None:
            wrong[row] = True
        elif isinstance(parsed, int) and not -(2**63) <= parsed < 2**63:
            too_large[row], parsed = True, None
        found.append(parsed)
    reading.values = pa.array(found, kind)
    reading.wrong += [(rule, wrong), ("number_out_of_range", too_large)]
    return reading


def _is_plain(text: pa.Array, kind: pa.DataType) -> bool:
    """Whether Arrow's own reader, which takes more than the declared shapes, takes no more than them here."""
    if pa.types.is_timestamp(kind):
        shortest = pc.min(pc.binary_length(text)).as_py()
        return shortest is None or shortest >= len("2026-03-05 19:30:00")
    if pa.types.is_integer(kind):
        return pc.all(pc.match_substring_regex(text, "^-?[0-9]+$")).as_py() is not False
    return True


def _number(text: str) -> int | None:
    return int(text) if len(text) < 100 else 2**63


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo is None else moment.astimezone(UTC)).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _retyped(values: pa.Array, expected: str) -> SourceError:
    return SourceError(
        f"holds {values.type} where {expected} is declared.",
        fix="Restore the column's type, or change its declaration in loaders/datasets.py.",
    )
