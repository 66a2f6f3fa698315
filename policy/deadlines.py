"""When one request is due, counted day by day. The dashboard itself counts with SQL over the same rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from policy.calendar import WorkingDays, add_months
from policy.rows import Deadline


@dataclass(frozen=True)
class Due:
    """`confidence`: the rule's word, and the calendar's where a day counted is not official."""

    first_due_on: date
    due_on: date
    confidence: tuple[str, ...]


def rule_for(rules: Iterable[Deadline], regime: str, obligation: str, applies_to: str, day: date) -> Deadline | None:
    """The newest rule that was valid on the day; of two as new, the one that names the type."""
    valid = [
        rule
        for rule in rules
        if (rule.regime, rule.obligation) == (regime, obligation)
        and (applies_to in rule.applies_to or "*" in rule.applies_to)
        and rule.valid_from <= day
    ]
    return max(valid, key=lambda rule: (rule.valid_from, applies_to in rule.applies_to), default=None)


def due(rule: Deadline, days: WorkingDays, received_on: date, *, third_party: bool, notified_on: date | None) -> Due:
    """`notified_on`: the day on which the person was told of an extension."""
    first = days.limit_on(received_on, rule.limit, rule.unit)
    holds = {"third_party_consulted": third_party, "notice_in_time": notified_on is not None and notified_on <= first}
    extended = rule.extension > 0 and all(holds[word] for word in rule.extension_condition)
    last = days.extended_on(received_on, rule.limit, rule.extension, rule.unit) if extended else first
    return Due(first, last, _confidence(rule, days, received_on, last, extended=extended))


def _confidence(
    rule: Deadline, days: WorkingDays, received_on: date, due_on: date, *, extended: bool
) -> tuple[str, ...]:
    """A count of working days looks at every day after day 0; a month only at the days from its end on."""
    length = rule.limit + (rule.extension if extended else 0)
    if rule.unit == "month":
        looked_at_from = add_months(received_on, length)
    elif rule.unit == "day":
        looked_at_from = received_on + timedelta(days=length)
    else:
        looked_at_from = received_on + timedelta(days=1 if length else 0)
    in_file = days.in_file(received_on) and days.in_file(due_on)
    resting = days.rests_on(looked_at_from, due_on) & {"computed", "estimated"}
    return (rule.confidence if in_file else "assumption", *sorted(resting))
