"""The policy's files, read anew: nothing here comes from the program."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.reference.days import ONE_DAY, add_months, days_from

FOLDER = Path(__file__).parents[2] / "policy"
CONSENT_PURPOSES = ("policy", "3.3.email", "3.3.sms", "3.3.phone", "5.3", "5.7", "5.8")
CHANNEL_SCOPES = ("3.3.email", "3.3.sms", "3.3.phone")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Rule:
    """One line of deadlines.csv."""

    regime: str
    obligation: str
    applies_to: tuple[str, ...]
    limit: int
    unit: str
    extension: int
    condition: tuple[str, ...]
    article: str
    confidence: str
    valid_from: date


@dataclass
class Calendar:
    """'A working day is one that the calendar says works; outside the file's years Monday to Friday work.'"""

    rows: dict[date, dict[str, str]]

    @property
    def years(self) -> set[int]:
        return {day.year for day in self.rows}

    def covers(self, day: date) -> bool:
        return day.year in self.years

    def works(self, day: date) -> bool:
        if day in self.rows:
            return self.rows[day]["is_working"] in ("1", "true", "yes")
        return day.weekday() < 5

    def status(self, day: date) -> str | None:
        return self.rows[day]["status"] if day in self.rows else None

    def roll(self, day: date) -> date:
        """'... that end on a non-working day end on the next working day.'"""
        while not self.works(day):
            day += ONE_DAY
        return day

    def nth(self, day: date, number: int) -> date:
        """'A limit of n working days is the n-th working day after day 0; 0 means day 0 itself or the next working
        day.'"""
        if number == 0:
            return self.roll(day)
        while number:
            day += ONE_DAY
            number -= self.works(day)
        return day

    def after_up_to(self, first: date, last: date) -> int:
        """Working days after the first day up to and including the last."""
        return sum(self.works(day) for day in days_from(first + ONE_DAY, last)) if last > first else 0


@dataclass
class Policy:
    """What counsel and the operator declared."""

    purposes: dict[str, str]
    categories: list[dict[str, str]]
    retention: dict[str, dict[str, str]]
    rules: list[Rule]
    calendar: Calendar
    not_personal: set[tuple[str, str]]
    targets: dict[str, dict[str, str]]
    clauses: list[str]
    blank_contacts: dict[str, bool]
    settings: dict[str, Any] = field(
        default_factory=lambda: {"regime": "az", "due_soon_working_days": 2, "bulk_access_subjects": 1000}
    )

    def rule(self, regime: str, obligation: str, kind: str, day: date) -> Rule | None:
        """'A rule is chosen by regime, obligation, type (`*` is any) and the Baku day of ...': the newest in force."""
        fitting = [
            rule
            for rule in self.rules
            if rule.regime == regime
            and rule.obligation == obligation
            and (kind in rule.applies_to or "*" in rule.applies_to)
            and rule.valid_from <= day
        ]
        return max(fitting, key=lambda rule: (rule.valid_from, "*" not in rule.applies_to), default=None)

    def limit_day(self, rule: Rule, day_0: date) -> date:
        """The last day on which the act is in time, without an extension."""
        return self._count(rule.unit, rule.limit, day_0)

    def extended_day(self, rule: Rule, day_0: date) -> date:
        """'An extension in working days is counted from first_due_on; in months it is added to the limit and counted
        once.'"""
        if rule.unit == "working_day":
            return self.calendar.nth(self.limit_day(rule, day_0), rule.extension)
        return self._count(rule.unit, rule.limit + rule.extension, day_0)

    def _count(self, unit: str, number: int, day_0: date) -> date:
        if unit == "working_day":
            return self.calendar.nth(day_0, number)
        if unit == "month":
            return self.calendar.roll(add_months(day_0, number))
        if unit == "day":
            return self.calendar.roll(day_0 + timedelta(days=number))
        raise ValueError(f"A limit in {unit}s has no day.")


def read(folder: Path = FOLDER) -> Policy:
    """The policy in that folder."""
    text = (folder / "policy_az.txt").read_text(encoding="utf-8")
    targets = folder / "targets.csv"
    return Policy(
        purposes={row["purpose"]: row["consent_scope"] for row in table(folder / "purposes.csv")},
        categories=table(folder / "categories.csv"),
        retention={row["category"]: row for row in table(folder / "retention.csv")},
        rules=[_rule(row) for row in table(folder / "deadlines.csv")],
        calendar=Calendar(
            {date.fromisoformat(row["day"]): row for row in table(folder / "calendar_az.csv") if row["day"]}
        ),
        not_personal={(row["table"], row["column"]) for row in table(folder / "not_personal.csv")},
        targets={row["figure"]: row for row in table(targets)} if targets.exists() else {},
        clauses=clauses(text.splitlines()),
        blank_contacts=blank_contacts(text),
    )


def _rule(row: dict[str, str]) -> Rule:
    return Rule(
        regime=row["regime"],
        obligation=row["obligation"],
        applies_to=tuple(row["applies_to"].split()),
        limit=int(row["limit"]),
        unit=row["unit"],
        extension=int(row["extension"] or 0),
        condition=tuple(word for word in (row["extension_condition"] or "").split("+") if word),
        article=row["article"],
        confidence=row["confidence"],
        valid_from=date.fromisoformat(row["valid_from"]),
    )


def clauses(lines: Iterable[str]) -> list[str]:
    """'One row per number that opens a paragraph of policy_az.txt (3.2.1 and 7.1.1 too) and per section 4, 5, 6.'"""
    opened = [match[1] for line in lines if (match := re.match(r"\s*(\d+(?:\.\d+)+)\.?\s*\D", line))]
    return [*opened, "4", "5", "6"]


def blank_contacts(text: str) -> dict[str, bool]:
    """The three fields of 9.1: what stands after their names, underscores aside."""
    after = text[text.rindex("9.1") :]
    names = {"email": "Email", "post": "Poçt", "phone": "Telefon"}
    return {
        ref: not re.search(rf"^\s*{name}\s*:(.*)$", after, re.MULTILINE)[1].replace("_", "").strip()
        for ref, name in names.items()
    }
