"""The operational database as the registers show it: every row read as declared, or set aside with its rule.

'Quarantine is for rows that cannot be read as declared: NULL or duplicate key, a required time missing, an impossible
or infinite date, a number that does not fit, text that is not text (invalid UTF-8, NUL).' 'An unknown word elsewhere
is quarantined: the closed lists are those in schema.sql's comments, category codes and consent_events.purpose
included.'
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tests.databases import SCHEMA, Table
from tests.reference.policy import CONSENT_PURPOSES, Policy

Row = dict[str, Any]
Tables = dict[str, list[Row]]


class CannotBeRead(Exception):
    """A value that is not what its column declares."""


def empty(value: Any) -> bool:
    """'Empty means null or '', everywhere.'"""
    return value is None or value == ""


def text(value: Any) -> str | None:
    if empty(value):
        return None
    if isinstance(value, bytes):
        try:
            value = value.decode()
        except UnicodeDecodeError:
            raise CannotBeRead from None
    if not isinstance(value, str) or "\0" in value:
        raise CannotBeRead
    return value


def whole(bits: int) -> Callable[[Any], int | None]:
    def read(value: Any) -> int | None:
        if empty(value):
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
            raise CannotBeRead
        if not re.fullmatch(r"[+-]?\d+", str(value)):
            raise CannotBeRead
        if not -(2 ** (bits - 1)) <= int(value) < 2 ** (bits - 1):
            raise CannotBeRead
        return int(value)

    return read


def truth(value: Any) -> bool | None:
    if empty(value):
        return None
    if value in (0, 1, False, True):
        return bool(value)
    raise CannotBeRead


def instant(value: Any) -> datetime | None:
    """UTC without a zone; SQLite keeps it as text with 0 to 6 digits after the second."""
    if empty(value):
        return None
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,6})?", value):
        raise CannotBeRead
    whole_part, _, fraction = value.replace("T", " ").partition(".")
    try:
        moment = datetime.strptime(whole_part, "%Y-%m-%d %H:%M:%S")
    except ValueError:
        raise CannotBeRead from None
    return moment.replace(microsecond=int(fraction.ljust(6, "0")) if fraction else 0)


def day(value: Any) -> date | None:
    if empty(value):
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise CannotBeRead from None


def word(*known: str) -> Callable[[Any], str | None]:
    def read(value: Any) -> str | None:
        found = text(value)
        if found is not None and found not in known:
            raise CannotBeRead
        return found

    return read


big, small = whole(64), whole(32)
REQUEST_TYPES = (
    "access", "information", "correction", "erasure", "withdrawal", "objection", "restriction", "portability",
    "complaint",
)  # fmt: skip
DECISIONS = ("fulfilled", "partly_fulfilled", "refused", "withdrawn", "duplicate", "unidentifiable")
STATUSES = (
    "received", "identity_pending", "in_progress", "waiting_third_party", "on_hold", "extended", "fulfilled",
    "partly_fulfilled", "refused", "withdrawn", "duplicate", "failed",
)  # fmt: skip
CATEGORY = "a category code"  # its words are those of categories.csv

# table -> (key, {column: (reader, whether a value must be there)})
DECLARED: dict[str, tuple[str, dict[str, tuple[Any, bool]]]] = {
    "users": ("user_id", {
        "user_id": (big, True), "role": (text, False), "building_id": (big, False),
        "status": (word("active", "closed", "erased"), True), "registered_at": (instant, True),
        "last_login_at": (instant, False), "closed_at": (instant, False), "is_test": (truth, True),
    }),
    "user_profiles": ("user_id", {
        "user_id": (big, True), "fin": (text, False), "id_number": (text, False), "email_bounced": (truth, True),
    }),
    "policy_versions": ("version", {
        "version": (text, True), "published_at": (instant, True), "effective_at": (instant, True),
        "change_kind": (word("material", "minor"), True), "text_sha256": (text, False),
    }),
    "consent_events": ("event_id", {
        "event_id": (big, True), "user_id": (big, True), "purpose": (word(*CONSENT_PURPOSES), True),
        "state": (word("requested", "given", "refused", "withdrawn"), True), "method": (text, False),
        "policy_version": (text, False), "actor": (word("self", "on_behalf"), False),
        "occurred_at": (instant, True), "recorded_at": (instant, True),
    }),
    "access_log": ("event_id", {
        "event_id": (big, True), "occurred_at": (instant, True), "recorded_at": (instant, True),
        "actor_id": (big, True), "actor_role": (word("staff", "komendant", "partner", "service"), True),
        "user_id": (big, False), "subject_count": (small, True),
        "operation": (word("collect", "alter", "consult", "disclose", "combine", "erase", "export"), True),
        "category": (CATEGORY, True), "purpose": (text, False), "legal_basis": (text, False),
        "request_id": (text, False), "system": (text, False), "outcome": (word("allowed", "denied"), True),
        "break_glass": (truth, True), "reviewed_at": (instant, False),
    }),
    "contact_messages": ("message_id", {
        "message_id": (big, True), "user_id": (big, True), "channel": (word("email", "sms", "phone"), True),
        "kind": (word("service", "notice", "promotional"), True), "sent_at": (instant, True),
        "delivered": (truth, False),
    }),
    "disclosures": ("disclosure_id", {
        "disclosure_id": (big, True), "disclosed_at": (instant, True), "recipient": (text, False),
        "recipient_type": (word("state_body", "law_enforcement", "processor", "partner", "other"), True),
        "ground": (text, False), "legal_act": (text, False), "article": (text, False), "letter_no": (text, False),
        "letter_date": (day, False), "case_no": (text, False), "authorised_by": (text, False),
        "categories": (text, False), "subject_count": (small, True), "country": (text, False),
    }),
    "privacy_requests": ("request_id", {
        "request_id": (text, True), "user_id": (big, False), "type": (word(*REQUEST_TYPES), True),
        "channel": (word("email", "app", "paper", "phone"), True), "received_at": (instant, True),
        "registered_at": (instant, True), "identity_verified_at": (instant, False),
        "third_party_consulted": (truth, True), "extension_notified_at": (instant, False),
        "first_response_at": (instant, False), "decision": (word(*DECISIONS), False), "refusal_ground": (text, False),
        "refusal_notified_at": (instant, False), "closed_at": (instant, False),
        "recipients_to_notify": (truth, True), "recipients_notified_at": (instant, False), "handler": (text, False),
        "reopened_from": (text, False),
    }),
    "privacy_request_events": ("event_id", {
        "event_id": (big, True), "request_id": (text, True), "status": (word(*STATUSES), True),
        "occurred_at": (instant, True),
    }),
    "legal_holds": ("hold_id", {
        "hold_id": (big, True), "user_id": (big, True), "request_id": (text, False), "category": (CATEGORY, True),
        "ground": (word("tax_records", "claim", "investigation", "other_law"), False), "legal_act": (text, False),
        "placed_at": (instant, True), "review_on": (day, False), "released_at": (instant, False),
    }),
    "incidents": ("incident_id", {
        "incident_id": (big, True), "kind": (word("confidentiality", "integrity", "availability"), True),
        "severity": (word("low", "medium", "high", "critical"), True), "occurred_at": (instant, False),
        "discovered_at": (instant, True), "contained_at": (instant, False), "closed_at": (instant, False),
        "categories": (text, False), "subject_count": (small, False), "authority_notified_at": (instant, False),
        "subjects_notified_at": (instant, False), "owner": (text, False),
    }),
}  # fmt: skip


@dataclass
class Registers:
    """The rows that could be read, and how many could not; `source` is the database as it is."""

    source: Tables
    policy: Policy
    schema: dict[str, Table] = field(default_factory=lambda: SCHEMA)
    rows: Tables = field(default_factory=dict)
    set_aside: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, (key, columns) in DECLARED.items():
            self.rows[name], self.set_aside[name] = [], 0
            met = set()
            for raw in self.source.get(name, []):
                row = self._read(raw, columns)
                if row is None or row[key] in met:
                    self.set_aside[name] += 1
                else:
                    met.add(row[key])
                    self.rows[name].append(row)
        self.users = {row["user_id"]: row for row in self.rows["users"]}
        self.test_ids = {row["user_id"] for row in self.rows["users"] if row["is_test"]}
        self.versions = {row["version"]: row for row in self.rows["policy_versions"]}

    def _read(self, raw: Row, columns: dict[str, tuple[Any, bool]]) -> Row | None:
        row = {}
        for column, (reader, required) in columns.items():
            if reader is CATEGORY:
                reader = word(*(category["category"] for category in self.policy.categories))
            try:
                row[column] = reader(raw.get(column))
            except CannotBeRead:
                return None
            if required and row[column] is None:
                return None
        return row

    def of(self, name: str) -> list[Row]:
        """'Rows whose user_id is a test account are left out of every figure. An id that points to nothing is not
        one.'"""
        return [row for row in self.rows[name] if row.get("user_id") not in self.test_ids]

    def building(self, user_id: int | None) -> int | None:
        """'A user with status erased has building null in every figure.'"""
        user = self.users.get(user_id)
        return None if user is None or user["status"] == "erased" else user["building_id"]
