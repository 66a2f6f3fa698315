"""Requests: due days, urgency, and the queries of the topic."""

from dataclasses import dataclass
from datetime import date

from tests.reference.asked import Answer, Asked, share
from tests.reference.days import ONE_DAY, add_months, baku_day, days_from, end_of, monday_of
from tests.reference.policy import Policy, Rule
from tests.reference.registers import REQUEST_TYPES, Registers, Row

BUCKETS = (
    "overdue_over_30", "overdue_15_30", "overdue_8_14", "overdue_1_7", "due_today", "left_1_2", "left_3_7",
    "left_over_7",
)  # fmt: skip


@dataclass(frozen=True)
class Due:
    """When one request is due; without a rule everything is null."""

    rule: Rule | None
    first: date | None = None
    last: date | None = None
    confidence: frozenset[str] = frozenset()


@dataclass
class Case:
    """One request as it stands at the end of D."""

    row: Row
    received_on: date
    closed_on: date | None
    decision: str | None
    due: Due
    left: int | None

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def overdue(self) -> bool:
        """'open and D > due_on, whatever the status'"""
        return self.is_open and self.left is not None and self.left < 0

    @property
    def on_time(self) -> bool | None:
        """'The Baku day of closed_at <= due_on. Every decision counts as closed.'"""
        return None if self.is_open or self.due.last is None else self.closed_on <= self.due.last


def due(row: Row, policy: Policy, asked: Asked) -> Due:
    """'first_due_on by the rule; due_on is the extended day if every word of the extension's condition holds'"""
    day_0 = baku_day(row["received_at"])
    rule = policy.rule(asked.regime_of(policy), "answer", row["type"], day_0)
    if rule is None:
        return Due(None)
    first = last = policy.limit_day(rule, day_0)
    extended = False
    if rule.extension:
        notified_on = baku_day(asked.seen(row["extension_notified_at"]))
        holds = {
            "third_party_consulted": bool(row["third_party_consulted"]),
            "notice_in_time": notified_on is not None and notified_on <= first,
        }
        if extended := all(holds[word] for word in rule.condition):
            last = policy.extended_day(rule, day_0)
    return Due(rule, first, last, confidence(policy, rule, day_0, last, extended))


def confidence(policy: Policy, rule: Rule, day_0: date, last: date, extended: bool) -> frozenset[str]:
    """'Confidence words: confirmed, secondary, single_source, assumption; a day resting on a calendar row `computed` or
    `estimated` says so too; `confidence` is `assumption` if received_on or due_on lies outside the calendar file's
    years.'"""
    calendar = policy.calendar
    outside = not calendar.covers(day_0) or not calendar.covers(last)
    if rule.unit == "working_day":
        looked_at = days_from(day_0 if rule.limit == 0 else day_0 + ONE_DAY, last)
    else:
        length = rule.limit + (rule.extension if extended else 0)
        raw = add_months(day_0, length) if rule.unit == "month" else day_0 + length * ONE_DAY
        looked_at = days_from(raw, last)
    resting = {calendar.status(day) for day in looked_at} & {"computed", "estimated"}
    return frozenset({"assumption" if outside else rule.confidence} | resting)


def working_days_left(policy: Policy, day: date, due_on: date) -> int:
    """'Working days after D up to and including due_on; when overdue, minus the working days after due_on up to and
    including D, and at least -1 (due Friday, seen Saturday: -1)'"""
    if day <= due_on:
        return policy.calendar.after_up_to(day, due_on)
    return min(-1, -policy.calendar.after_up_to(due_on, day))


def cases(registers: Registers, policy: Policy, asked: Asked) -> list[Case]:
    """'A request exists from received_at, registered or not': those received before the end of D."""
    found = []
    for row in asked.rows(registers, "privacy_requests"):
        if not asked.happened(row["received_at"]) or not asked.known(row["registered_at"]):
            continue
        closed_on = baku_day(asked.seen(row["closed_at"]))
        when = due(row, policy, asked)
        left = None if when.last is None else working_days_left(policy, asked.as_of, when.last)
        # 'decision and refusal_ground count only if closed_at is before the end of D'
        decision = row["decision"] if closed_on else None
        found.append(Case(row, baku_day(row["received_at"]), closed_on, decision, when, left))
    return found


def urgency(case: Case, policy: Policy) -> str:
    """'overdue, due_soon, on_track'; without a rule `not_measurable`."""
    if case.left is None:
        return "not_measurable"
    if case.overdue:
        return "overdue"
    return "due_soon" if case.left <= policy.settings["due_soon_working_days"] else "on_track"


def status(registers: Registers, case: Case, asked: Asked) -> str:
    """'The latest event's by (occurred_at, event_id) before the end of D, `received` if none. It never closes a
    request.'"""
    events = [
        event
        for event in registers.of("privacy_request_events")
        if event["request_id"] == case.row["request_id"] and asked.happened(event["occurred_at"])
    ]
    latest = max(events, key=lambda event: (event["occurred_at"], event["event_id"]), default=None)
    return latest["status"] if latest else "received"


def open_requests(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """request_id, type, status, received_on, first_due_on, due_on, working_days_left, urgency, rule_article,
    confidence"""
    return [
        {
            "request_id": case.row["request_id"],
            "type": case.row["type"],
            "status": status(registers, case, asked),
            "received_on": case.received_on,
            "first_due_on": case.due.first,
            "due_on": case.due.last,
            "working_days_left": case.left,
            "urgency": urgency(case, policy),
            "rule_article": case.due.rule.article if case.due.rule else None,
            "confidence": case.due.confidence or None,
        }
        for case in cases(registers, policy, asked)
        if case.is_open
    ]


def percentile(values: list[float], p: float) -> float | None:
    """'Median and p90 by linear interpolation.'"""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * p
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def time_to_close(case: Case, policy: Policy) -> int:
    """'Working days after the received day up to the closed day.'"""
    return policy.calendar.after_up_to(case.received_on, case.closed_on)


def figures(found: list[Case], policy: Policy) -> Row:
    """The figures of requests.summary for any set of requests."""
    closed = [case for case in found if not case.is_open]
    measured = [case for case in closed if case.on_time is not None]
    on_time = sum(case.on_time for case in measured)
    overdue = sum(case.overdue for case in found)
    times = [time_to_close(case, policy) for case in closed]
    return {
        "received": len(found),
        "open": len(found) - len(closed),
        "overdue": overdue,
        "due_soon": sum(case.is_open and urgency(case, policy) == "due_soon" for case in found),
        "closed": len(closed),
        "closed_late": len(measured) - on_time,
        "on_time_rate": share(on_time, len(measured)),
        "on_time_rate_incl_overdue": share(on_time, len(measured) + overdue),
        "median_working_days": percentile(times, 0.5),
        "p90_working_days": percentile(times, 0.9),
    }


def summary(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """Every type, 'also with 0'."""
    found = cases(registers, policy, asked)
    return [
        {"type": kind, **figures([case for case in found if case.row["type"] == kind], policy)}
        for kind in REQUEST_TYPES
    ]


def bucket(left: int) -> str:
    """'Buckets by working_days_left.'"""
    if left < 0:
        return BUCKETS[3 if left >= -7 else 2 if left >= -14 else 1 if left >= -30 else 0]
    return BUCKETS[4 if left == 0 else 5 if left <= 2 else 6 if left <= 7 else 7]


def ageing(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """bucket, requests, oldest_received_on"""
    held: dict[str, list[date]] = {name: [] for name in BUCKETS}
    for case in cases(registers, policy, asked):
        if case.is_open and case.left is not None:
            held[bucket(case.left)].append(case.received_on)
    return [
        {"bucket": name, "requests": len(days), "oldest_received_on": min(days, default=None)}
        for name, days in held.items()
    ]


def calendar(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """due_on, type, requests (open ones)"""
    counts: dict[tuple, int] = {}
    for case in cases(registers, policy, asked):
        if case.is_open:
            key = case.due.last, case.row["type"]
            counts[key] = counts.get(key, 0) + 1
    return [{"due_on": day, "type": kind, "requests": n} for (day, kind), n in counts.items()]


def flow(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """'week (its Monday; from the first request's to D's), received, closed, open_at_end (of the week, or of D)'"""
    found = cases(registers, policy, asked)
    if not found:
        return []
    week = monday_of(asked.from_day or min(case.received_on for case in found))
    last = monday_of(min(asked.to_day or asked.as_of, asked.as_of))
    rows = []
    while week <= last:
        end = min(week + 6 * ONE_DAY, asked.as_of)
        rows.append(
            {
                "week": week,
                "received": sum(week <= case.received_on <= end for case in found),
                "closed": sum(case.closed_on is not None and week <= case.closed_on <= end for case in found),
                "open_at_end": sum(
                    case.row["received_at"] < end_of(end)
                    and (case.row["closed_at"] is None or case.row["closed_at"] >= end_of(end))
                    for case in found
                ),
            }
        )
        week += 7 * ONE_DAY
    return rows


def closed(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """request_id, type, received_on, due_on, closed_on, decision, on_time, working_days"""
    return [
        {
            "request_id": case.row["request_id"],
            "type": case.row["type"],
            "received_on": case.received_on,
            "due_on": case.due.last,
            "closed_on": case.closed_on,
            "decision": case.decision,
            "on_time": case.on_time,
            "working_days": time_to_close(case, policy),
        }
        for case in cases(registers, policy, asked)
        if case.closed_on is not None
        and (asked.from_day is None or case.closed_on >= asked.from_day)
        and (asked.to_day is None or case.closed_on <= asked.to_day)
    ]


def by_month(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """Months run from the first in which a request was closed, or from_day's, to D's: closed, on time, late, median."""
    dealt = [case for case in cases(registers, policy, asked) if case.closed_on is not None]
    if not dealt:
        return []
    day = (asked.from_day or min(case.closed_on for case in dealt)).replace(day=1)
    rows = []
    while day <= min(asked.to_day or asked.as_of, asked.as_of):
        of_month = [case for case in dealt if case.closed_on.replace(day=1) == day]
        on_time, late = (sum(case.on_time is said for case in of_month) for said in (True, False))
        rows.append(
            {
                "month": f"{day:%Y-%m}",
                "closed": len(of_month),
                "closed_on_time": on_time,
                "closed_late": late,
                "on_time_rate": share(on_time, on_time + late),
                "median_working_days": percentile([time_to_close(case, policy) for case in of_month], 0.5),
            }
        )
        day = add_months(day, 1)
    return rows


def residue(registers: Registers, policy: Policy, user_id: int) -> dict[str, int]:
    """'For each category with `residue` yes: the user's rows with a value in its column, as loaded.'"""
    found = {}
    for category in policy.categories:
        if category["residue"] == "yes":
            found[category["category"]] = sum(
                row.get(category["owner_column"]) == user_id and row.get(category["column"]) not in (None, "")
                for row in registers.source.get(category["table"], [])
            )
    return found


def hold_in_force(registers: Registers, user_id: int, category: str, asked: Asked) -> bool:
    """'A hold covers (user_id, category), from placed_at until released_at.'"""
    return any(
        hold["user_id"] == user_id
        and hold["category"] == category
        and asked.happened(hold["placed_at"])
        and not asked.happened(hold["released_at"])
        for hold in registers.of("legal_holds")
    )


def erasures(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """'Erasures closed by D and decided fulfilled or partly_fulfilled': request_id, decision, closed_on,
    tables_checked,
    residual_rows, kept_on_hold, verified"""
    rows = []
    for case in cases(registers, policy, asked):
        if case.row["type"] != "erasure" or case.decision not in ("fulfilled", "partly_fulfilled"):
            continue
        user_id = case.row["user_id"]
        row = {"request_id": case.row["request_id"], "decision": case.decision, "closed_on": case.closed_on}
        if user_id is None:
            rows.append(
                row | {"tables_checked": None, "residual_rows": None, "kept_on_hold": None, "verified": "not_checkable"}
            )
            continue
        left, kept = 0, 0
        for category, number in residue(registers, policy, user_id).items():
            if hold_in_force(registers, user_id, category, asked):
                kept += number
            else:
                left += number
        rows.append(
            row
            | {
                "tables_checked": len({category["table"] for category in policy.categories}),
                "residual_rows": left,
                "kept_on_hold": kept,
                "verified": "residual" if left else "kept_on_hold" if kept else "clean",
            }
        )
    return rows


def erasure_outcomes(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """The rows of requests.erasures, counted by what was verified and decided."""
    found = erasures(registers, policy, asked)
    rows = []
    for verified in ("clean", "kept_on_hold", "residual", "not_checkable"):
        decisions = [row["decision"] for row in found if row["verified"] == verified]
        counts = {decision: decisions.count(decision) for decision in ("fulfilled", "partly_fulfilled")}
        rows.append({"verified": verified, **counts, "erasures": len(decisions)})
    return rows


QUERIES = {
    "requests.open": open_requests,
    "requests.summary": summary,
    "requests.ageing": ageing,
    "requests.calendar": calendar,
    "requests.flow": flow,
    "requests.closed": closed,
    "requests.by_month": by_month,
    "requests.erasures": erasures,
    "requests.erasure_outcomes": erasure_outcomes,
}
