"""Days in Baku, ends of days, months and working days, counted one by one."""

import calendar as months
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

BAKU = ZoneInfo("Asia/Baku")
ONE_DAY = timedelta(days=1)


def baku_time(instant: datetime) -> datetime:
    """An instant (UTC without a zone) as a clock in Baku shows it."""
    return instant.replace(tzinfo=UTC).astimezone(BAKU)


def baku_day(instant: datetime | None) -> date | None:
    """'Days are days in Asia/Baku.'"""
    return None if instant is None else baku_time(instant).date()


def start_of(day: date) -> datetime:
    """00:00 Baku of that day, as an instant."""
    return datetime(day.year, day.month, day.day, tzinfo=BAKU).astimezone(UTC).replace(tzinfo=None)


def end_of(day: date) -> datetime:
    """'An event counts if it happened before 00:00 Baku of D+1.'"""
    return start_of(day + ONE_DAY)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def month_of(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def add_months(day: date, number: int) -> date:
    """'"One month" is the same day number next month, clipped to the month's end.'"""
    count = day.year * 12 + day.month - 1 + number
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))


def last_of_month(month: str) -> date:
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, months.monthrange(year, number)[1])


def first_of_month(month: str) -> date:
    return last_of_month(month).replace(day=1)


def days_from(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def months_from(first: str, last: str) -> list[str]:
    """Every month from the first to the last, both included."""
    found = []
    month = first
    while month <= last:
        found.append(month)
        month = month_of(last_of_month(month) + ONE_DAY)
    return found
