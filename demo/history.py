"""The frame of the demo's two years: its days, and when each version of the policy appears."""

from datetime import date, datetime, time, timedelta

DAYS = 730


def first_day(today: date) -> date:
    """The first of the days that are told; `today` itself has only just begun."""
    return today - timedelta(days=DAYS)


def ends_at(today: date) -> datetime:
    """The instant, in UTC, at which the history stops: midnight in Baku as `today` begins."""
    return datetime.combine(today, time(0)) - timedelta(hours=4)


def versions(today: date) -> dict[str, datetime]:
    """When each version of the policy is placed in the app and so in effect, in UTC."""
    start = datetime.combine(first_day(today), time(6))
    return {
        "1.0": start - timedelta(days=10),
        "1.1": start + timedelta(days=180),
        "2.0": start + timedelta(days=425),
        "2.1": start + timedelta(days=600),
    }


def version_at(today: date, instant: datetime) -> str:
    """The version that the app shows at an instant."""
    return max((published, name) for name, published in versions(today).items() if published <= instant)[1]
