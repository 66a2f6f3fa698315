"""What a planted case is made of: a few rows, and the violations that they must cause."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from demo import history
from policy import Policy, WorkingDays

BAKU = timedelta(hours=4)
# Beyond 32 bits: an operational id may be any bigint.
FIRST_PLANTED_USER = 5_000_000_001
STAFF = 9_000_000_002
SERVICE = 8_000_000_003


@dataclass(frozen=True)
class Row:
    """A planted row whose key is only known once its table has been put in order."""

    table: str
    mark: str


@dataclass(frozen=True)
class Violation:
    """What a control must find on every day D with from_on <= D < until_on."""

    control: str
    ref: Row | int | str
    from_on: date
    until_on: date | None


@dataclass
class Planting:
    """Collects the rows of the planted cases and what the controls must find in them."""

    today: date
    policy: Policy
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    violations: list[Violation] = field(default_factory=list)
    control: str = ""
    users: int = 0

    @property
    def working_days(self) -> WorkingDays:
        return self.policy.working_days

    @property
    def first_day(self) -> date:
        """The first day of the demo's history."""
        return history.first_day(self.today)

    def version(self, name: str) -> datetime:
        """When a version of the base is published, in UTC."""
        return history.versions(self.today)[name]

    def ago(self, days: int, clock: str = "12:00") -> datetime:
        """A time of the Baku clock so many days before the last day, in UTC."""
        return self.at(self.today - timedelta(days=days), clock)

    def at(self, day: date, clock: str = "12:00") -> datetime:
        """A time of the Baku clock, in UTC."""
        return datetime.combine(day, time.fromisoformat(clock)) - BAKU

    def on(self, instant: datetime) -> date:
        """The Baku day of an instant."""
        return (instant + BAKU).date()

    def workday(self, day: date, n: int) -> date:
        """The n-th working day after a day; n may be negative."""
        return self.working_days.after(day, n) if n >= 0 else self._before(day, -n)

    def received_for(self, due_on: date, n: int = 7) -> date:
        """The latest working day whose limit of n working days is the given working day."""
        return self._before(due_on, n)

    def _before(self, day: date, n: int) -> date:
        while n > 0:
            day -= timedelta(days=1)
            n -= self.working_days.is_working(day)
        return day

    def expect(self, ref: Row | int | str, from_on: date, until_on: date | None = None, control: str = "") -> None:
        """The control must find `ref` from one day until another (not included), or for ever."""
        if until_on is None or from_on < until_on:
            self.violations.append(Violation(control or self.control, ref, from_on, until_on))

    def add(self, table: str, **values: Any) -> Row:
        """One row of a table, its usual values filled in."""
        rows = self.rows.setdefault(table, [])
        row = Row(table, f"{self.control} {len(rows):05}")
        rows.append(USUAL.get(table, {}) | values | {"mark": row.mark})
        return row

    def person(
        self,
        *,
        role: str = "resident",
        building_id: int | None = 1,
        registered_at: datetime | None = None,
        policy: bool = True,
        last_login_at: datetime | None = None,
        closed_at: datetime | None = None,
        status: str | None = None,
        is_test: bool = False,
        phone: str | None = None,
    ) -> int:
        """A person of their own for one case; unless told otherwise they have accepted both versions of the policy."""
        self.users += 1
        user_id = FIRST_PLANTED_USER + self.users - 1
        registered_at = registered_at or self.at(self.first_day + timedelta(days=20), "10:00")
        if policy:
            self.consent(user_id, "policy", "given", registered_at + timedelta(seconds=40), method="checkbox")
            again = self.version("2.0") + timedelta(days=3 + self.users % 19, hours=self.users % 9)
            if registered_at < self.version("2.0") and (closed_at is None or closed_at > again):
                self.consent(user_id, "policy", "given", again, method="checkbox")
                last_login_at = last_login_at or (None if closed_at else again + timedelta(minutes=1))
        self.add(
            "users",
            user_id=user_id,
            role=role,
            building_id=building_id,
            phone=phone,
            status=status or ("closed" if closed_at else "active"),
            registered_at=registered_at,
            last_login_at=last_login_at,
            closed_at=closed_at,
            is_test=is_test,
        )
        return user_id

    def consent(self, user_id: int, purpose: str, state: str, occurred_at: datetime, **values: Any) -> Row:
        """One event of consent, recorded a second later, for the version of that time."""
        usual = {
            "method": None if state == "requested" else "toggle",
            "policy_version": history.version_at(self.today, occurred_at),
            "actor": "self",
            "recorded_at": occurred_at + timedelta(seconds=1),
        }
        event = {"user_id": user_id, "purpose": purpose, "state": state, "occurred_at": occurred_at}
        return self.add("consent_events", **(usual | event | values))

    def access(self, occurred_at: datetime, **values: Any) -> Row:
        """One line of the access log, recorded half a second later."""
        usual = {"occurred_at": occurred_at, "recorded_at": occurred_at + timedelta(milliseconds=500)}
        return self.add("access_log", **(usual | values))

    def collected(self, user_id: int, category: str, registered_at: datetime) -> None:
        """What shows that identity data was taken to identify the person."""
        self.access(registered_at, user_id=user_id, operation="collect", category=category, purpose="5.1")

    def request(self, type: str, received_at: datetime, **values: Any) -> Row:
        """A privacy request, registered ten minutes after it came, with its history of statuses."""
        usual: dict[str, Any] = {
            "type": type,
            "received_at": received_at,
            "registered_at": received_at + timedelta(minutes=10),
            "identity_verified_at": received_at + timedelta(minutes=20),
            "decision": "fulfilled" if values.get("closed_at") else None,
        }
        request = self.add("privacy_requests", **(usual | values))
        self.status(request, "received", received_at)
        self.status(request, "in_progress", received_at + timedelta(minutes=25))
        decision = values.get("decision", usual["decision"])
        if values.get("closed_at") and decision:
            self.status(request, "failed" if decision == "unidentifiable" else decision, values["closed_at"])
        return request

    def status(self, request: Row, status: str, occurred_at: datetime) -> None:
        """One line of a request's history."""
        step = len(self.rows.get("privacy_request_events", ()))
        self.add("privacy_request_events", request_id=request.mark, status=status, occurred_at=occurred_at, step=step)

    def hold(self, user_id: int, category: str, placed_at: datetime, request: Row | None = None, **values: Any) -> Row:
        """A legal hold on one category, complete unless told otherwise."""
        usual = {
            "user_id": user_id,
            "category": category,
            "placed_at": placed_at,
            "request_id": request.mark if request else None,
            "review_on": self.today + timedelta(days=400),
        }
        return self.add("legal_holds", **(usual | values))


# What a row holds where the case does not say.
USUAL: dict[str, dict[str, Any]] = {
    "user_profiles": {"email_bounced": False},
    "user_devices": {"model": "Galaxy A15", "os": "Android 14", "browser": "WebView", "ip": "192.0.2.77"},
    "page_views": {"page": "payments"},
    "payments": {"kind": "payment", "amount": Decimal("25.00")},
    "support_messages": {"kind": "question", "body": "Qəbz haqqında sual"},
    "chat_messages": {"body": "Salam", "building_id": 1},
    "access_log": {
        "actor_id": STAFF,
        "actor_role": "staff",
        "subject_count": 1,
        "operation": "consult",
        "category": "phone",
        "purpose": "5.4",
        "legal_basis": "contract",
        "system": "back_office",
        "outcome": "allowed",
        "break_glass": False,
    },
    "contact_messages": {"channel": "email", "kind": "service", "delivered": True},
    "disclosures": {
        "recipient": "Ödəniş Mərkəzi MMC",
        "recipient_type": "processor",
        "ground": "contract",
        "categories": "transactions",
        "subject_count": 1,
        "country": "AZ",
    },
    "privacy_requests": {
        "channel": "app",
        "third_party_consulted": False,
        "recipients_to_notify": False,
        "handler": "privacy",
    },
    "legal_holds": {"ground": "tax_records", "legal_act": "Vergi Məcəlləsi 71.4"},
    "incidents": {
        "kind": "confidentiality",
        "severity": "medium",
        "categories": "phone",
        "subject_count": 12,
        "owner": "security",
    },
}
