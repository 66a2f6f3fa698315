"""Consent: states, what governs, what is in force, and the queries of the topic."""

from datetime import datetime

from tests.reference.asked import Answer, Asked, share
from tests.reference.days import (
    ONE_DAY,
    baku_day,
    days_from,
    first_of_month,
    last_of_month,
    month_of,
    months_from,
    start_of,
)
from tests.reference.policy import CHANNEL_SCOPES, CONSENT_PURPOSES, Policy
from tests.reference.registers import Registers, Row

POLICY_STATES = ("explicit", "implied", "outdated", "refused", "withdrawn", "pending")
OTHER_STATES = ("explicit", "implied", "refused", "withdrawn", "pending")


class Consents:
    """The consent events that are known, by person and purpose."""

    def __init__(self, registers: Registers, asked: Asked) -> None:
        self.registers = registers
        self.events: list[Row] = [row for row in registers.of("consent_events") if asked.known(row["recorded_at"])]
        self.answers: dict[tuple[int, str], list[Row]] = {}
        for row in sorted(self.events, key=lambda row: (row["occurred_at"], row["event_id"])):
            if row["state"] != "requested":  # '`requested` is no answer'
                self.answers.setdefault((row["user_id"], row["purpose"]), []).append(row)
        self.in_effect = {
            version: max(row["published_at"], row["effective_at"]) for version, row in registers.versions.items()
        }  # 'A version is in effect from the later of published_at and effective_at.'

    def latest(self, user_id: int, purpose: str, end: datetime) -> Row | None:
        """'The latest answer, by occurred_at, then event_id, before the end of D.'"""
        found = None
        for row in self.answers.get((user_id, purpose), []):
            if row["occurred_at"] < end:
                found = row
        return found

    def required_at(self, end: datetime) -> datetime | None:
        """'The required version(D) is the `material` one with the latest such instant before the end of D.'"""
        return max(
            (
                since
                for version, since in self.in_effect.items()
                if self.registers.versions[version]["change_kind"] == "material" and since < end
            ),
            default=None,
        )

    def state(self, user_id: int, purpose: str, end: datetime, required_at: datetime | None) -> str:
        """The state of a person for a purpose at the end of a day."""
        answer = self.latest(user_id, purpose, end)
        if answer is None:
            return "pending"
        if answer["state"] != "given":
            return answer["state"]
        if purpose == "policy":
            since = self.in_effect.get(answer["policy_version"])
            if since is None or (required_at is not None and since < required_at):
                return "outdated"  # 'given, but for an older version, or for an unknown or empty one'
        return "implied" if answer["method"] == "continued_use" else "explicit"

    def governing(self, user_id: int, scope: str, at: datetime) -> str | None:
        """'`given` if a given event is at t (whatever its event_id), else the latest answer before t.'"""
        answers = self.answers.get((user_id, scope), [])
        if any(row["occurred_at"] == at and row["state"] == "given" for row in answers):
            return "given"
        before = [row for row in answers if row["occurred_at"] < at]
        return before[-1]["state"] if before else None

    def governing_of_purpose(self, user_id: int, purpose: str, at: datetime, policy: Policy) -> str | None:
        """'An access_log event under 3.3 has no channel: its scope is given if any of the three channel scopes is,
        withdrawn if none is given and any is withdrawn.'"""
        scope = policy.purposes.get(purpose, purpose)
        if scope != "3.3.<channel>":
            return self.governing(user_id, scope, at)
        answers = [self.governing(user_id, channel, at) for channel in CHANNEL_SCOPES]
        return next((state for state in ("given", "withdrawn") if state in answers), None)

    def in_force(self, user_id: int, purpose: str, at: datetime, policy: Policy) -> bool:
        """'The governing answers of `policy` and of the purpose's own scope are both `given`.'"""
        return (
            self.governing(user_id, "policy", at) == "given"
            and self.governing_of_purpose(user_id, purpose, at, policy) == "given"
        )


def population(registers: Registers, asked: Asked, end: datetime) -> list[Row]:
    """'Users not is_test, registered_at before the end of D, closed_at null or not before the end of D.'"""
    return [
        user
        for user in asked.rows(registers, "users")
        if user["registered_at"] < end and (user["closed_at"] is None or user["closed_at"] >= end)
    ]


def _counts(registers: Registers, asked: Asked, consents: Consents, end: datetime) -> dict[tuple[str, str], int]:
    """Every purpose and state, 'also with 0'."""
    counts = {("policy", state): 0 for state in POLICY_STATES}
    counts |= {(purpose, state): 0 for purpose in CONSENT_PURPOSES[1:] for state in OTHER_STATES}
    required_at = consents.required_at(end)
    for user in population(registers, asked, end):
        for purpose in CONSENT_PURPOSES:
            counts[purpose, consents.state(user["user_id"], purpose, end, required_at)] += 1
    return counts


def states(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """purpose, state, subjects"""
    counts = _counts(registers, asked, Consents(registers, asked), asked.end)
    return [{"purpose": purpose, "state": state, "subjects": n} for (purpose, state), n in counts.items()]


def people(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """subject, purpose, state, version, answered_on: 'an active user' is a member of population(D)"""
    consents = Consents(registers, asked)
    required_at = consents.required_at(asked.end)
    found = []
    for user in population(registers, asked, asked.end):
        for purpose in CONSENT_PURPOSES:
            answer = consents.latest(user["user_id"], purpose, asked.end)
            found.append(
                {
                    "subject": user["user_id"],
                    "purpose": purpose,
                    "state": consents.state(user["user_id"], purpose, asked.end, required_at),
                    "version": answer and answer["policy_version"],
                    "answered_on": answer and baku_day(answer["occurred_at"]),
                }
            )
    return found


def coverage(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """purpose, population, explicit, implied, coverage: 'explicit / population (null for an empty one)'."""
    counts = _counts(registers, asked, Consents(registers, asked), asked.end)
    everybody = len(population(registers, asked, asked.end))
    return [
        {
            "purpose": purpose,
            "population": everybody,
            "explicit": counts[purpose, "explicit"],
            "implied": counts[purpose, "implied"],
            "coverage": share(counts[purpose, "explicit"], everybody),
        }
        for purpose in CONSENT_PURPOSES
    ]


def trend(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """day, purpose, state, subjects (each day of the period; 'default from the first event of the query's own
    table')."""
    consents = Consents(registers, asked)
    events = [row["occurred_at"] for row in consents.events if asked.wants(registers, row["user_id"])]
    first = asked.from_day or baku_day(min(filter(asked.happened, events), default=None))
    last = min(asked.to_day or asked.as_of, asked.as_of)
    found = []
    for day in days_from(first, last) if first else []:
        counts = _counts(registers, asked, consents, start_of(day + ONE_DAY))
        found += [{"day": day, "purpose": p, "state": s, "subjects": n} for (p, s), n in counts.items()]
    return found


def by_version(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """'People of population(D) whose latest policy answer is a grant naming it; rows: versions in effect by D and
    whatever else is named (null and '' are one row, null).'"""
    consents = Consents(registers, asked)
    required_at = consents.required_at(asked.end)
    rows = {version: [0, 0, 0] for version, since in consents.in_effect.items() if since < asked.end}
    for user in population(registers, asked, asked.end):
        answer = consents.latest(user["user_id"], "policy", asked.end)
        if answer is None or answer["state"] != "given":
            continue
        state = consents.state(user["user_id"], "policy", asked.end, required_at)
        rows.setdefault(answer["policy_version"], [0, 0, 0])[("explicit", "implied", "outdated").index(state)] += 1
    return [
        {
            "version": version,
            "effective_on": baku_day(consents.in_effect.get(version)),
            "change_kind": registers.versions.get(version, {}).get("change_kind"),
            "explicit": explicit,
            "implied": implied,
            "outdated": outdated,
        }
        for version, (explicit, implied, outdated) in rows.items()
    ]


def by_building(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """building_id, population, explicit, implied, coverage (purpose `policy`)"""
    return _by(registers, asked, "building_id", lambda user: registers.building(user["user_id"]))


def by_role(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """role, population, explicit, implied, coverage (purpose `policy`; role as stored)"""
    return _by(registers, asked, "role", lambda user: user["role"])


def _by(registers: Registers, asked: Asked, column: str, value) -> Answer:
    consents = Consents(registers, asked)
    required_at = consents.required_at(asked.end)
    groups: dict = {}
    for user in population(registers, asked, asked.end):
        groups.setdefault(value(user), []).append(consents.state(user["user_id"], "policy", asked.end, required_at))
    return [
        {
            column: group,
            "population": len(found),
            "explicit": found.count("explicit"),
            "implied": found.count("implied"),
            "coverage": share(found.count("explicit"), len(found)),
        }
        for group, found in groups.items()
    ]


def withdrawals(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """'month (YYYY-MM, from the first answer of any existing, non-test user to D's), purpose, withdrawals (all
    withdrawn
    events of existing, non-test users), in_force_at_start (population at 00:00 Baku of the 1st for whom the purpose is
    in force then), rate (null at 0)'"""
    consents = Consents(registers, asked)
    answers = [
        row
        for (user_id, _), rows in consents.answers.items()
        if user_id in registers.users
        for row in rows
        if asked.happened(row["occurred_at"])
    ]
    if not answers:
        return []
    first = month_of(asked.from_day) if asked.from_day else month_of(baku_day(min(r["occurred_at"] for r in answers)))
    last = month_of(min(asked.to_day or asked.as_of, asked.as_of))
    # Not one of the breakdowns that show 'every member, also with 0': the purposes that anybody answered, in every
    # month.
    purposes = sorted({row["purpose"] for row in answers if asked.wants(registers, row["user_id"])})
    found = []
    for month in months_from(first, last):
        start, end = start_of(first_of_month(month)), start_of(last_of_month(month) + ONE_DAY)
        people = population(registers, asked, start)
        for purpose in purposes:
            withdrawn = sum(
                row["state"] == "withdrawn"
                and row["purpose"] == purpose
                and start <= row["occurred_at"] < end
                and asked.wants(registers, row["user_id"])
                for row in answers
            )
            in_force = sum(consents.in_force(user["user_id"], purpose, start, policy) for user in people)
            found.append(
                {
                    "month": month,
                    "purpose": purpose,
                    "withdrawals": withdrawn,
                    "in_force_at_start": in_force,
                    "rate": share(withdrawn, in_force),
                }
            )
    return found


def record_quality(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """'field (version, known_version, method, actor), records (given events up to D), missing (empty; known_version:
    not
    empty and in no policy_versions row)'"""
    given = [
        row
        for row in Consents(registers, asked).events
        if row["state"] == "given" and asked.happened(row["occurred_at"]) and asked.wants(registers, row["user_id"])
    ]
    missing = {
        "version": sum(row["policy_version"] is None for row in given),
        "known_version": sum(
            row["policy_version"] is not None and row["policy_version"] not in registers.versions for row in given
        ),
        "method": sum(row["method"] is None for row in given),
        "actor": sum(row["actor"] is None for row in given),
    }
    return [{"field": field, "records": len(given), "missing": n} for field, n in missing.items()]


QUERIES = {
    "consent.states": states,
    "consent.people": people,
    "consent.coverage": coverage,
    "consent.trend": trend,
    "consent.by_version": by_version,
    "consent.by_building": by_building,
    "consent.by_role": by_role,
    "consent.withdrawals": withdrawals,
    "consent.record_quality": record_quality,
}
