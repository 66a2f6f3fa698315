"""The datasets: what is copied from the operational database, column by declared column. Nothing else is read.

A word list here is closed: a row with another word is quarantined. `Code` and `Text` are open, since controls look for
what is wrong in them; so they are never required either, except as a key.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Text:
    """Free text without personal data: references, letters, teams."""


@dataclass(frozen=True)
class Code:
    """A word from an open list."""


@dataclass(frozen=True, init=False)
class Word:
    """A word from a closed list."""

    words: tuple[str, ...]

    def __init__(self, *words: str) -> None:
        object.__setattr__(self, "words", words)


@dataclass(frozen=True)
class Category:
    """A category code of the policy's categories."""


@dataclass(frozen=True)
class Person:
    """An operational user id; lands as the pseudonym `subject`."""


@dataclass(frozen=True)
class Actor:
    """An operational actor id; lands as the pseudonym `actor`. Actors in these roles are users, the rest are staff."""

    role: str
    users: tuple[str, ...] = ("komendant", "partner")


@dataclass(frozen=True)
class Instant:
    """A moment; lands as UTC in `*_at` and as the Baku day in `*_on`, or as the day alone."""

    keep: Literal["both", "day"] = "both"


@dataclass(frozen=True)
class Day:
    """A date without a time."""


@dataclass(frozen=True)
class Flag:
    """Yes or no."""


@dataclass(frozen=True)
class Whole:
    """A whole number."""

    bits: Literal[32, 64] = 64


@dataclass(frozen=True)
class Present:
    """Whether a value is there: of a direct identifier, or where no more is asked. It never leaves the database."""

    of: str


@dataclass(frozen=True)
class WellFormedFin:
    """Whether a FIN is seven letters and digits; null where there is none. The value never leaves the database."""

    of: str


Kind = Text | Code | Word | Category | Person | Actor | Instant | Day | Flag | Whole | Present | WellFormedFin
Derived = (Present, WellFormedFin)
Words = (Text, Code, Word, Category, Flag, Present, WellFormedFin)  # what a kind is made of


@dataclass(frozen=True)
class Column:
    """One column: its name in the operational database (of a derived one: in the snapshot) and what it holds."""

    name: str
    kind: Kind
    required: bool = True

    @property
    def source(self) -> str:
        """The column of the operational database that it reads."""
        return self.kind.of if isinstance(self.kind, Derived) else self.name


@dataclass(frozen=True)
class Dataset:
    """One table copied: its name in the snapshot, its table in the operational database, its key and its columns."""

    name: str
    source: str
    key: str
    columns: tuple[Column, ...]
    recorded: str | None = None
    """The column that says how fresh the register is."""
    append_only: bool = False
    """Whether the table grows with its key, so that it need not be sorted."""
    kinds: bool = False
    """Whether its words and flags land once a combination: the table is long, its words are few and repeat."""


USERS = Dataset(
    name="users",
    source="users",
    key="user_id",
    recorded="registered_at",
    columns=(
        Column("user_id", Person()),
        Column("role", Code(), required=False),
        Column("building_id", Whole(), required=False),
        Column("status", Word("active", "closed", "erased")),
        Column("registered_at", Instant(keep="day")),
        Column("last_login_at", Instant(), required=False),
        Column("closed_at", Instant(keep="day"), required=False),
        Column("is_test", Flag()),
    ),
)

PROFILES = Dataset(
    name="profiles",
    source="user_profiles",
    key="user_id",
    columns=(
        Column("user_id", Person()),
        Column("has_fin", Present("fin")),
        Column("fin_well_formed", WellFormedFin("fin"), required=False),
        Column("has_id_number", Present("id_number")),
        Column("email_bounced", Flag()),
    ),
)

POLICY_VERSIONS = Dataset(
    name="policy_versions",
    source="policy_versions",
    key="version",
    recorded="published_at",
    columns=(
        Column("version", Text()),
        Column("published_at", Instant()),
        Column("effective_at", Instant()),
        Column("change_kind", Word("material", "minor")),
        Column("text_sha256", Text(), required=False),
    ),
)

CONSENT_EVENTS = Dataset(
    name="consent_events",
    source="consent_events",
    key="event_id",
    recorded="recorded_at",
    append_only=True,
    kinds=True,
    columns=(
        Column("event_id", Whole()),
        Column("user_id", Person()),
        Column("purpose", Word("policy", "3.3.email", "3.3.sms", "3.3.phone", "5.3", "5.7", "5.8")),
        Column("state", Word("requested", "given", "refused", "withdrawn")),
        Column("method", Code(), required=False),
        Column("policy_version", Code(), required=False),
        Column("actor", Word("self", "on_behalf"), required=False),
        Column("occurred_at", Instant()),
        Column("recorded_at", Instant(keep="day")),
    ),
)

ACCESS_LOG = Dataset(
    name="access_log",
    source="access_log",
    key="event_id",
    recorded="recorded_at",
    append_only=True,
    kinds=True,
    columns=(
        Column("event_id", Whole()),
        Column("occurred_at", Instant()),
        Column("recorded_at", Instant(keep="day")),
        Column("actor_id", Actor(role="actor_role")),
        Column("actor_role", Word("staff", "komendant", "partner", "service")),
        Column("user_id", Person(), required=False),
        Column("subject_count", Whole(bits=32)),
        Column("operation", Word("collect", "alter", "consult", "disclose", "combine", "erase", "export")),
        Column("category", Category()),
        Column("purpose", Code(), required=False),
        Column("legal_basis", Code(), required=False),
        Column("for_request", Present("request_id")),
        Column("system", Text(), required=False),
        Column("outcome", Word("allowed", "denied")),
        Column("break_glass", Flag()),
        Column("reviewed_at", Instant(keep="day"), required=False),
    ),
)

CONTACT_MESSAGES = Dataset(
    name="contact_messages",
    source="contact_messages",
    key="message_id",
    recorded="sent_at",
    append_only=True,
    kinds=True,
    columns=(
        Column("message_id", Whole()),
        Column("user_id", Person()),
        Column("channel", Word("email", "sms", "phone")),
        Column("kind", Word("service", "notice", "promotional")),
        Column("sent_at", Instant()),
        Column("delivered", Flag(), required=False),
    ),
)

DISCLOSURES = Dataset(
    name="disclosures",
    source="disclosures",
    key="disclosure_id",
    recorded="disclosed_at",
    columns=(
        Column("disclosure_id", Whole()),
        Column("disclosed_at", Instant()),
        Column("recipient", Text(), required=False),
        Column("recipient_type", Word("state_body", "law_enforcement", "processor", "partner", "other")),
        Column("ground", Code(), required=False),
        Column("legal_act", Text(), required=False),
        Column("article", Text(), required=False),
        Column("letter_no", Text(), required=False),
        Column("letter_date", Day(), required=False),
        Column("case_no", Text(), required=False),
        Column("authorised_by", Text(), required=False),
        Column("categories", Text(), required=False),
        Column("subject_count", Whole(bits=32)),
        Column("country", Code(), required=False),
    ),
)

REQUESTS = Dataset(
    name="requests",
    source="privacy_requests",
    key="request_id",
    recorded="registered_at",
    columns=(
        Column("request_id", Text()),
        Column("user_id", Person(), required=False),
        Column(
            "type",
            Word(
                "access",
                "information",
                "correction",
                "erasure",
                "withdrawal",
                "objection",
                "restriction",
                "portability",
                "complaint",
            ),
        ),
        Column("channel", Word("email", "app", "paper", "phone")),
        Column("received_at", Instant()),
        Column("registered_at", Instant()),
        Column("identity_verified_at", Instant(keep="day"), required=False),
        Column("third_party_consulted", Flag()),
        Column("extension_notified_at", Instant(keep="day"), required=False),
        Column("first_response_at", Instant(keep="day"), required=False),
        Column(
            "decision",
            Word("fulfilled", "partly_fulfilled", "refused", "withdrawn", "duplicate", "unidentifiable"),
            required=False,
        ),
        Column("refusal_ground", Text(), required=False),
        Column("refusal_notified_at", Instant(keep="day"), required=False),
        Column("closed_at", Instant(), required=False),
        Column("recipients_to_notify", Flag()),
        Column("recipients_notified_at", Instant(keep="day"), required=False),
        Column("handler", Text(), required=False),
        Column("reopened_from", Text(), required=False),
    ),
)

REQUEST_EVENTS = Dataset(
    name="request_events",
    source="privacy_request_events",
    key="event_id",
    recorded="occurred_at",
    append_only=True,
    columns=(
        Column("event_id", Whole()),
        Column("request_id", Text(), required=False),
        Column(
            "status",
            Word(
                "received",
                "identity_pending",
                "in_progress",
                "waiting_third_party",
                "on_hold",
                "extended",
                "fulfilled",
                "partly_fulfilled",
                "refused",
                "withdrawn",
                "duplicate",
                "failed",
            ),
        ),
        Column("occurred_at", Instant()),
    ),
)

HOLDS = Dataset(
    name="holds",
    source="legal_holds",
    key="hold_id",
    recorded="placed_at",
    columns=(
        Column("hold_id", Whole()),
        Column("user_id", Person()),
        Column("request_id", Text(), required=False),
        Column("category", Category()),
        Column("ground", Word("tax_records", "claim", "investigation", "other_law"), required=False),
        Column("legal_act", Text(), required=False),
        Column("placed_at", Instant()),
        Column("review_on", Day(), required=False),
        Column("released_at", Instant(), required=False),
    ),
)

INCIDENTS = Dataset(
    name="incidents",
    source="incidents",
    key="incident_id",
    recorded="discovered_at",
    columns=(
        Column("incident_id", Whole()),
        Column("kind", Word("confidentiality", "integrity", "availability")),
        Column("severity", Word("low", "medium", "high", "critical")),
        Column("occurred_at", Instant(), required=False),
        Column("discovered_at", Instant()),
        Column("contained_at", Instant(), required=False),
        Column("closed_at", Instant(), required=False),
        Column("categories", Text(), required=False),
        Column("subject_count", Whole(bits=32), required=False),
        Column("authority_notified_at", Instant(keep="day"), required=False),
        Column("subjects_notified_at", Instant(keep="day"), required=False),
        Column("owner", Text(), required=False),
    ),
)

DATASETS = (
    USERS,  # first: whom the others point to
    PROFILES,
    POLICY_VERSIONS,
    CONSENT_EVENTS,
    ACCESS_LOG,
    CONTACT_MESSAGES,
    DISCLOSURES,
    REQUESTS,
    REQUEST_EVENTS,
    HOLDS,
    INCIDENTS,
)
