"""Working days, and the days on which limits end.

Day 0 is the Baku day of the event; counting starts the day after.
"""

import calendar
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
BAKU = ZoneInfo("Asia/Baku")


class WorkingDays:
    """Monday to Friday, except what the calendar file says."""

    def __init__(self, differs: Mapping[date, tuple[bool, str]]) -> None:
        """`differs`: the days of the calendar file, each with whether it works and how sure that is."""
        self._differs = dict(differs)
        self._years = {day.year for day in differs}
        self._working = [day for day in self.every(FIRST_DAY, LAST_DAY) if self.is_working(day)]

    @staticmethod
    def every(first: date, last: date) -> list[date]:
        return [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]

    def is_working(self, day: date) -> bool:
        said = self._differs.get(day)
        return day.weekday() < 5 if said is None else said[0]

    def in_file(self, day: date) -> bool:
        """In a year of the calendar file? Outside, Monday to Friday is an assumption."""
        return day.year in self._years

    def index(self, day: date) -> int:
        """How many working days there are up to and including this day."""
        return bisect_right(self._working, day)

    def roll(self, day: date) -> date:
        """The day itself if it works, else the next working day."""
        return self._working[bisect_left(self._working, day)]

    def after(self, day: date, limit: int) -> date:
        """The n-th working day after day 0; a limit of 0 is day 0 itself or the next working day."""
        if limit == 0:
            return self.roll(day)
        return self._working[self.index(day) + limit - 1]

    def months_after(self, day: date, months: int) -> date:
        return self.roll(add_months(day, months))

    def days_after(self, day: date, days: int) -> date:
        return self.roll(day + timedelta(days=days))

    def between(self, after: date, until: date) -> int:
        """Working days after the one and up to and including the other; negative backwards."""
        return self.index(until) - self.index(after)

    def limit_on(self, day: date, limit: int, unit: str) -> date:
        """The last day on which an act is in time."""
        if unit == "working_day":
            return self.after(day, limit)
        return self.months_after(day, limit) if unit == "month" else self.days_after(day, limit)

    def extended_on(self, day: date, limit: int, extension: int, unit: str) -> date:
        """Working days go on from the first due day; months and days are counted once from day 0."""
        if unit == "working_day":
            return self.after(self.limit_on(day, limit, unit), extension)
        return self.limit_on(day, limit + extension, unit)

    def rests_on(self, first: date, last: date) -> set[str]:
        """How sure the calendar's own days are, of those that a count looked at."""
        return {status for day, (_, status) in self._differs.items() if first <= day <= last}


def baku_day(instant: datetime) -> date:
    """The day in Baku of an instant with a zone."""
    return instant.astimezone(BAKU).date()


def add_months(day: date, months: int) -> date:
    """The same day number, clipped to the month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
