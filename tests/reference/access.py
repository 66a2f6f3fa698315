"""Access: who touched what, who received what, what went wrong."""

from statistics import median

from tests.reference.asked import Answer, Asked, share
from tests.reference.days import baku_day, baku_time
from tests.reference.policy import Policy
from tests.reference.registers import Registers, Row


def events(registers: Registers, asked: Asked) -> list[Row]:
    """The events up to D, whatever their outcome."""
    return [row for row in asked.rows(registers, "access_log") if asked.happened(row["occurred_at"])]


def in_period(asked: Asked, instant) -> bool:
    day = baku_day(instant)
    return (asked.from_day is None or day >= asked.from_day) and (asked.to_day is None or day <= asked.to_day)


def daily(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """'day, actor_role, category, purpose (empty is null), operation, outcome, events, subjects (distinct people
    named),
    bulk_subjects (subject_count of events that name nobody)'"""
    return by_day(events(registers, asked), asked)


def by_day(used: list[Row], asked: Asked) -> Answer:
    columns = ("actor_role", "category", "purpose", "operation", "outcome")
    groups: dict[tuple, list[Row]] = {}
    for row in used:
        if in_period(asked, row["occurred_at"]):
            key = baku_day(row["occurred_at"]), *(row[column] for column in columns)
            groups.setdefault(key, []).append(row)
    return [
        dict(zip(("day", *columns), key, strict=True))
        | {
            "events": len(rows),
            "subjects": len({row["user_id"] for row in rows} - {None}),
            "bulk_subjects": sum(row["subject_count"] for row in rows if row["user_id"] is None),
        }
        for key, rows in groups.items()
    ]


def actors(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """'actor (pseudonym), actor_role (one row per the two), events (any outcome, up to D), subjects, days, denied,
    without_purpose (empty purpose), times_role_median (events / median events of the role's actors)'"""
    groups: dict[tuple, list[Row]] = {}
    for row in events(registers, asked):
        groups.setdefault((row["actor_id"], row["actor_role"]), []).append(row)
    medians = {
        role: median(len(rows) for (_, other), rows in groups.items() if other == role)
        for role in {role for _, role in groups}
    }
    return [
        {
            "actor": actor,
            "actor_role": role,
            "events": len(rows),
            "subjects": len({row["user_id"] for row in rows} - {None}),
            "days": len({baku_day(row["occurred_at"]) for row in rows}),
            "denied": sum(row["outcome"] == "denied" for row in rows),
            "without_purpose": sum(row["purpose"] is None for row in rows),
            "times_role_median": share(len(rows), medians[role]),
        }
        for (actor, role), rows in groups.items()
    ]


def of_actor(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """The events that access.actors counts for one actor: 'day, actor_role, category, purpose (empty is null),
    operation, outcome, events, subjects (distinct people named), bulk_subjects (subject_count of events that name
    nobody)'"""
    own = [row for row in events(registers, asked) if called(row) == asked.actor]
    return [{"actor": int(str(asked.actor).partition("-")[2]), **row} for row in by_day(own, asked)]


def called(row: Row) -> str:
    """Staff number 17 is not user 17."""
    return f"{'user' if row['actor_role'] in ('komendant', 'partner') else 'staff'}-{row['actor_id']}"


def hours(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """'weekday (1 = Monday), hour (Baku), actor_role, events (any outcome)'"""
    counts: dict[tuple, int] = {}
    for row in events(registers, asked):
        if in_period(asked, row["occurred_at"]):
            clock = baku_time(row["occurred_at"])
            key = clock.isoweekday(), clock.hour, row["actor_role"]
            counts[key] = counts.get(key, 0) + 1
    return [{"weekday": w, "hour": h, "actor_role": role, "events": n} for (w, h, role), n in counts.items()]


def is_complete(row: Row) -> bool:
    """'law: legal_act, article, letter_no there; suspicion: case_no, authorised_by; contract and consent: true; else
    false'"""
    if row["ground"] == "law":
        return None not in (row["legal_act"], row["article"], row["letter_no"])
    if row["ground"] == "suspicion":
        return None not in (row["case_no"], row["authorised_by"])
    return row["ground"] in ("contract", "consent")


def disclosures(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """disclosure_id, disclosed_on, recipient, recipient_type, ground, legal_act, article, letter_no, subject_count,
    complete"""
    columns = ("recipient", "recipient_type", "ground", "legal_act", "article", "letter_no", "subject_count")
    return [
        {"disclosure_id": row["disclosure_id"], "disclosed_on": baku_day(row["disclosed_at"])}
        | {column: row[column] for column in columns}
        | {"complete": is_complete(row)}
        for row in registers.of("disclosures")
        if asked.happened(row["disclosed_at"]) and in_period(asked, row["disclosed_at"])
    ]


def incidents(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """'incident_id, kind, severity, discovered_at, hours_to_contain (from contained_at only), closed_on,
    subject_count'"""
    found = []
    for row in registers.of("incidents"):
        if asked.happened(row["discovered_at"]) and in_period(asked, row["discovered_at"]):
            contained_at = asked.seen(row["contained_at"])
            spent = None if contained_at is None else contained_at - row["discovered_at"]
            found.append(
                {
                    "incident_id": row["incident_id"],
                    "kind": row["kind"],
                    "severity": row["severity"],
                    "discovered_at": row["discovered_at"],
                    "hours_to_contain": None if spent is None else spent.total_seconds() / 3600,
                    "closed_on": baku_day(asked.seen(row["closed_at"])),
                    "subject_count": row["subject_count"],
                }
            )
    return found


QUERIES = {
    "access.daily": daily,
    "access.actors": actors,
    "access.of_actor": of_actor,
    "access.hours": hours,
    "access.disclosures": disclosures,
    "access.incidents": incidents,
}
