"""The controls: what each examines, and which of that is a violation."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tests.reference import inventory
from tests.reference.access import is_complete
from tests.reference.asked import Answer, Asked
from tests.reference.consent import Consents, population
from tests.reference.days import add_months, baku_day, last_of_month, month_of, months_from
from tests.reference.policy import Policy
from tests.reference.registers import Registers, Row
from tests.reference.requests import cases, erasures


@dataclass(frozen=True)
class Examined:
    """One examined thing. Where the key is a user_id, `ref` is the `subject` itself."""

    ref: Any
    violated: bool
    subject: int | None = None
    on: date | None = None


@dataclass(frozen=True)
class Control:
    """One row of the table of controls."""

    name: str
    clause: str
    severity: str
    examine: Callable[["Question"], Iterator[Examined]]


@dataclass
class Question:
    """The facts, the policy and the day."""

    registers: Registers
    policy: Policy
    asked: Asked

    @property
    def consents(self) -> Consents:
        return Consents(self.registers, self.asked)

    def happened(self, name: str, time: str) -> list[Row]:
        return [row for row in self.registers.of(name) if self.asked.happened(row[time])]

    def allowed(self) -> list[Row]:
        """'"Allowed" is outcome `allowed`.'"""
        return [row for row in self.happened("access_log", "occurred_at") if row["outcome"] == "allowed"]

    def late(self, day_0: date, act, obligation: str, kind: str, counted_from: date) -> bool | None:
        """'Late by days: the act's Baku day is after the limit day, or it is not done by the end of D and D is after
        the
        limit day.' None without a rule: not examined."""
        rule = self.policy.rule(self.asked.regime_of(self.policy), obligation, kind, day_0)
        if rule is None:
            return None
        done_on = baku_day(self.asked.seen(act))
        return (done_on or self.asked.as_of) > self.policy.limit_day(rule, counted_from)


CONTROLS: dict[str, Control] = {}


def control(clause: str, severity: str):
    def register(examine):
        CONTROLS[examine.__name__] = Control(examine.__name__, clause, severity, examine)
        return examine

    return register


def _event(row: Row, violated: bool, key: str = "event_id", time: str = "occurred_at") -> Examined:
    return Examined(row[key], violated, row.get("user_id"), baku_day(row[time]))


def _person(user: Row, violated: bool) -> Examined:
    return Examined(user["user_id"], violated, user["user_id"])


def _people(q: Question) -> list[Row]:
    return population(q.registers, q.asked, q.asked.end)


@control("1.1", "low")
def unknown_role(q: Question):
    for user in _people(q):
        yield _person(user, user["role"] not in ("resident", "komendant", "partner"))


def _requests(q: Question):
    """Without the day of knowledge where the control does not offer it: the caller decides."""
    return cases(q.registers, q.policy, q.asked)


@control("1.3 3.5 7.1", "high")
def request_overdue(q: Question):
    for case in _requests(q):
        if case.is_open and case.due.rule:
            yield Examined(case.row["request_id"], case.overdue, case.row["user_id"], case.received_on)


@control("1.3 3.5 7.1", "medium")
def request_closed_late(q: Question):
    for case in _requests(q):
        if not case.is_open and case.due.rule:
            yield Examined(case.row["request_id"], not case.on_time, case.row["user_id"], case.received_on)


@control("2.4", "medium")
def request_registered_late(q: Question):
    for case in _requests(q):
        row = case.row
        late = q.late(case.received_on, row["registered_at"], "registration", row["type"], case.received_on)
        if late is not None:
            yield Examined(row["request_id"], late, row["user_id"], case.received_on)


def _under_consent(q: Question):
    """'Allowed access_log events with legal_basis consent, a user_id, and a known purpose, request_id empty'"""
    consents = q.consents
    for row in q.allowed():
        if (
            row["legal_basis"] == "consent"
            and row["user_id"] is not None
            and row["purpose"] in q.policy.purposes
            and row["request_id"] is None
            and q.asked.known(row["recorded_at"])
        ):
            person, at = row["user_id"], row["occurred_at"]
            in_force = consents.in_force(person, row["purpose"], at, q.policy)
            governing = (
                consents.governing(person, "policy", at),
                consents.governing_of_purpose(person, row["purpose"], at, q.policy),
            )
            yield row, in_force, "withdrawn" in governing


@control("3.1", "high")
def processing_without_consent(q: Question):
    for row, in_force, withdrawn in _under_consent(q):
        yield _event(row, not in_force and not withdrawn)


@control("3.5", "high")
def processing_after_withdrawal(q: Question):
    for row, in_force, withdrawn in _under_consent(q):
        yield _event(row, not in_force and withdrawn)


@control("3.3 5.7", "high")
def message_without_consent(q: Question):
    consents = q.consents
    for row in q.happened("contact_messages", "sent_at"):
        person, at = row["user_id"], row["sent_at"]
        allowed = consents.in_force(person, f"3.3.{row['channel']}", at, q.policy)
        if row["kind"] == "promotional":
            allowed = allowed and consents.in_force(person, "5.7", at, q.policy)
        yield _event(row, not allowed, "message_id", "sent_at")


@control("3.4", "low")
def undeliverable_contact(q: Question):
    profiles = {row["user_id"]: row for row in q.registers.of("user_profiles")}
    for user in _people(q):
        if profile := profiles.get(user["user_id"]):
            bad_fin = profile["fin"] is not None and not re.fullmatch("[A-Za-z0-9]{7}", profile["fin"])
            yield _person(user, profile["email_bounced"] or bad_fin)


@control("3.6", "high")
def retention_exceeded(q: Question):
    for row in inventory.categories(q.registers, q.policy, q.asked):
        if row["category"] and row["retention"] is not None:
            yield Examined(row["category"], row["past_retention_subjects"] > 0)


@control("3.6", "medium")
def category_without_retention(q: Question):
    for category in q.policy.categories:
        yield Examined(category["category"], category["category"] not in q.policy.retention)


@control("3.7", "medium")
def consent_record_incomplete(q: Question):
    for row in q.happened("consent_events", "occurred_at"):
        if row["state"] == "given":
            complete = row["method"] is not None and row["policy_version"] in q.registers.versions
            yield _event(row, not complete)


@control("4", "medium")
def undeclared_data(q: Question):
    for row in inventory.categories(q.registers, q.policy, q.asked):
        yield Examined(f"{row['table']}.{row['column']}", row["status"] == "undeclared" and row["rows"] > 0)


@control("4.2 3.2.3", "high")
def identity_data_outside_purpose(q: Question):
    for row in q.allowed():
        if row["category"] in ("fin", "id_series", "id_number"):
            yield _event(row, row["purpose"] not in ("3.2.3", "3.2.4", "5.1", "5.2", "5.9"))


@control("4.2", "medium")
def identity_data_without_purpose_to_hold(q: Question):
    profiles = {row["user_id"]: row for row in q.registers.of("user_profiles")}
    used = {(row["user_id"], row["category"]) for row in q.allowed() if row["purpose"] in ("3.2.3", "5.1")}
    for user in _people(q):
        profile = profiles.get(user["user_id"], {})
        held = [category for category in ("fin", "id_number") if profile.get(category) is not None]
        if held:
            yield _person(user, any((user["user_id"], category) not in used for category in held))


@control("5 2.3", "high")
def unknown_purpose(q: Question):
    for row in q.allowed():
        yield _event(row, row["purpose"] not in q.policy.purposes)


@control("5.3", "high")
def identifiable_research(q: Question):
    named = ("first_name", "last_name", "fin", "id_series", "id_number", "email", "phone")
    for row in q.allowed():
        if row["operation"] in ("disclose", "export") and row["purpose"] == "5.3":
            yield _event(row, row["category"] in named)


@control("5.8", "low")
def catch_all_purpose(q: Question):
    for row in q.allowed():
        yield _event(row, row["purpose"] == "5.8")


def _disclosure(row: Row, violated: bool) -> Examined:
    return _event(row, violated, "disclosure_id", "disclosed_at")


@control("6", "high")
def disclosure_without_ground(q: Question):
    for row in q.happened("disclosures", "disclosed_at"):
        yield _disclosure(row, row["ground"] not in ("law", "suspicion", "contract", "consent"))


@control("6.2 3.2.4", "high")
def disclosure_without_legal_demand(q: Question):
    for row in q.happened("disclosures", "disclosed_at"):
        if row["ground"] == "law":
            yield _disclosure(row, not is_complete(row))


@control("6.3", "high")
def disclosure_on_suspicion_undocumented(q: Question):
    for row in q.happened("disclosures", "disclosed_at"):
        if row["ground"] == "suspicion":
            yield _disclosure(row, not is_complete(row))


@control("6", "medium")
def disclosure_abroad(q: Question):
    for row in q.happened("disclosures", "disclosed_at"):
        if row["country"] is not None:
            yield _disclosure(row, row["country"] != "AZ" and row["ground"] != "consent")


@control("7.1", "critical")
def erasure_residual(q: Question):
    checked = {row["request_id"]: row for row in erasures(q.registers, q.policy, q.asked)}
    for case in _requests(q):
        row = checked.get(case.row["request_id"])
        if row and row["decision"] == "fulfilled" and case.row["user_id"] is not None:
            yield Examined(row["request_id"], row["residual_rows"] > 0, case.row["user_id"], case.received_on)


@control("7.1.1", "medium")
def erasure_partial_without_hold(q: Question):
    holds = q.happened("legal_holds", "placed_at")
    for case in _requests(q):
        row = case.row
        if row["type"] == "erasure" and case.decision == "partly_fulfilled":
            held = any(hold["request_id"] == row["request_id"] or hold["user_id"] == row["user_id"] for hold in holds)
            yield Examined(row["request_id"], not held, row["user_id"], case.received_on)


def _holds(q: Question) -> list[Row]:
    return [row for row in q.happened("legal_holds", "placed_at") if not q.asked.happened(row["released_at"])]


@control("7.1.1", "medium")
def hold_without_ground(q: Question):
    for row in _holds(q):
        yield _event(row, None in (row["ground"], row["legal_act"], row["review_on"]), "hold_id", "placed_at")


@control("7.1.1", "low")
def hold_past_review(q: Question):
    for row in _holds(q):
        past = row["review_on"] is not None and q.asked.as_of > row["review_on"]
        yield _event(row, past, "hold_id", "placed_at")


@control("7.1", "medium")
def recipients_not_told(q: Question):
    for case in _requests(q):
        row = case.row
        if (
            row["type"] in ("erasure", "correction", "restriction")
            and row["recipients_to_notify"]
            and case.decision in ("fulfilled", "partly_fulfilled")
        ):
            told = row["recipients_notified_at"]
            late = q.late(case.received_on, told, "recipients_notice", row["type"], case.closed_on)
            if late is not None:
                yield Examined(row["request_id"], late, row["user_id"], case.received_on)


@control("7.1", "medium")
def refusal_notified_late(q: Question):
    for case in _requests(q):
        row = case.row
        if case.decision == "refused":
            late = q.late(case.received_on, row["refusal_notified_at"], "refusal_notice", "refused", case.received_on)
            if late is not None:
                yield Examined(row["request_id"], late, row["user_id"], case.received_on)


def _incident(row: Row, violated: bool) -> Examined:
    return _event(row, violated, "incident_id", "discovered_at")


@control("7.2", "critical")
def incident_not_contained(q: Question):
    for row in q.happened("incidents", "discovered_at"):
        discovered_at = row["discovered_at"]
        regime = q.asked.regime_of(q.policy)
        rule = q.policy.rule(regime, "incident_containment", "incident", baku_day(discovered_at))
        if rule is None:
            continue
        # 'contained_at (else closed_at)'; 'late by hours: strictly more than the hours; what is not done is measured to
        # the end of D'
        done_at = q.asked.seen(row["contained_at"]) or q.asked.seen(row["closed_at"]) or q.asked.end
        yield _incident(row, done_at - discovered_at > timedelta(hours=rule.limit))


@control("7.2", "medium")
def incident_without_owner(q: Question):
    for row in q.happened("incidents", "discovered_at"):
        yield _incident(row, row["owner"] is None)


@control("7.2", "high")
def emergency_access_unreviewed(q: Question):
    for row in q.happened("access_log", "occurred_at"):
        if row["break_glass"]:
            day = baku_day(row["occurred_at"])
            late = q.late(day, row["reviewed_at"], "emergency_review", "break_glass", day)
            if late is not None:
                yield _event(row, late)


@control("7.2", "high")
def komendant_outside_building(q: Question):
    for row in q.allowed():
        if row["actor_role"] == "komendant":
            own, other = q.registers.building(row["actor_id"]), q.registers.building(row["user_id"])
            if own is not None and other is not None:
                yield _event(row, own != other)


@control("7.2", "medium")
def bulk_access(q: Question):
    for row in q.happened("access_log", "occurred_at"):
        many = row["subject_count"] > q.policy.settings["bulk_access_subjects"]
        yield _event(row, many and row["request_id"] is None)


@control("8.1", "medium")
def version_inconsistent(q: Question):
    end = q.asked.end
    seen = [r for r in q.registers.of("policy_versions") if r["published_at"] < end or r["effective_at"] < end]
    for row in seen:
        same_hash = any(other is not row and other["text_sha256"] == row["text_sha256"] for other in seen)
        violated = row["effective_at"] < row["published_at"] or row["text_sha256"] is None or same_hash
        yield _event(row, violated, "version", "published_at")


@control("8.1", "medium")
def consent_before_publication(q: Question):
    for row in q.happened("consent_events", "occurred_at"):
        if version := q.registers.versions.get(row["policy_version"]):
            yield _event(row, version["published_at"] > row["occurred_at"])


def _last_login(q: Question, user: Row):
    return q.asked.seen(user["last_login_at"])


@control("8.2", "medium")
def refused_but_active(q: Question):
    consents = q.consents
    for user in _people(q):
        answer = consents.latest(user["user_id"], "policy", q.asked.end)
        if answer and answer["state"] == "refused":
            login = _last_login(q, user)
            yield _person(user, login is not None and login > answer["occurred_at"])


@control("8.2", "medium")
def outdated_but_active(q: Question):
    consents = q.consents
    required_at = consents.required_at(q.asked.end)
    for user in _people(q):
        if consents.state(user["user_id"], "policy", q.asked.end, required_at) in ("outdated", "pending"):
            login = _last_login(q, user)
            yield _person(user, None not in (login, required_at) and login > required_at)


@control("9.1 2.4 7.1", "high")
def contact_missing(q: Question):
    for ref, blank in q.policy.blank_contacts.items():
        yield Examined(ref, blank)


def examined(name: str, registers: Registers, policy: Policy, asked: Asked) -> list[Examined]:
    """What one control examines at the end of D. Controls follow the setting's regime and take no filter of people;
    '`known_at` limits ... the controls of 3.1, 3.3 and 3.5.'"""
    clauses = CONTROLS[name].clause.split()
    known_at = asked.known_at if {"3.1", "3.3", "3.5"} & set(clauses) else None
    return list(CONTROLS[name].examine(Question(registers, policy, Asked(asked.as_of, known_at))))


def status(name: str, found: list[Examined]) -> str:
    """'met (0 violations), not_met, not_measurable (nothing examined), needs_a_person (a finding on the text)'"""
    violations = sum(thing.violated for thing in found)
    if name == "contact_missing":  # 'status needs_a_person if any is left blank, else met'
        return "needs_a_person" if violations else "met"
    return "not_measurable" if not found else "not_met" if violations else "met"


def results(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """control, clause, severity, examined, violations, status (the title is words)"""
    rows = []
    for name, declared in CONTROLS.items():
        found = examined(name, registers, policy, asked)
        rows.append(
            {
                "control": name,
                "clause": declared.clause,
                "severity": declared.severity,
                "examined": len(found),
                "violations": sum(thing.violated for thing in found),
                "status": status(name, found),
            }
        )
    return rows


def trend(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """'control, month (YYYY-MM; the twelve up to D's, or from from_day's month on), examined, violations, as of the
    month's last day (the running month: as of D)'"""
    first = asked.from_day or add_months(asked.as_of.replace(day=1), -11)
    rows = []
    for month in months_from(month_of(first), month_of(asked.as_of)):
        then = replace(asked, as_of=min(last_of_month(month), asked.as_of))
        for row in results(registers, policy, then):
            rows.append({"month": month, **{key: row[key] for key in ("control", "examined", "violations")}})
    return rows


def violating(name: str) -> Callable[[Registers, Policy, Asked], Answer]:
    """'The violating rows: ref, subject, occurred_on; one row per ref' (detail is words)."""

    def answer(registers: Registers, policy: Policy, asked: Asked) -> Answer:
        return [
            {"ref": str(thing.ref), "subject": thing.subject, "occurred_on": thing.on}
            for thing in examined(name, registers, policy, asked)
            if thing.violated
        ]

    return answer


def history(registers: Registers, policy: Policy, asked: Asked) -> Answer:
    """'Every answer of one pseudonym. Only one that a violation of the chosen day names is answered for.'"""
    then = Asked(asked.as_of)
    named = {
        thing.subject for name in CONTROLS for thing in examined(name, registers, policy, then) if thing.violated
    } - {None}
    return [
        {
            "subject": row["user_id"],
            "occurred_on": baku_day(row["occurred_at"]),
            "purpose": row["purpose"],
            "state": row["state"],
            "method": row["method"],
            "version": row["policy_version"],
            "answered_by": row["actor"],
            "event_id": row["event_id"],
        }
        for row in Consents(registers, asked).events
        if row["user_id"] == asked.subject in named
        and row["state"] != "requested"
        and asked.happened(row["occurred_at"])
    ]


QUERIES = {
    "consent.history": history,
    "controls.results": results,
    "controls.trend": trend,
    **{f"controls.{name}": violating(name) for name in CONTROLS},
}
