"""Random small operational databases, crowded onto the boundaries: few instants, few people, much that is wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tests.databases import SCHEMA, Row, Table, Tables, without_not_null
from tests.reference.days import add_months, start_of
from tests.reference.policy import CONSENT_PURPOSES, Policy
from tests.reference.registers import DECISIONS, REQUEST_TYPES, STATUSES

TICK = timedelta(microseconds=1)
NEWEST = date(2026, 11, 20)  # days asked about end here, whenever the tests run
METHODS = ("checkbox", "toggle", "esignature", "paper", "support", "continued_use", "continued_use", "", None, "other")
RULE_STARTS = (date(2010, 6, 15), date(2018, 5, 25))


@dataclass
class History:
    """One random database, and the days worth asking about."""

    seed: int
    people: int
    policy: Policy
    bad_rows: bool = True
    tables: Tables = field(default_factory=dict)
    schema: dict[str, Table] = field(default_factory=lambda: dict(SCHEMA))

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.crowd = max(1, self.people)
        self.days = self._days()
        self.instants = self._instants()
        self.person_ids = self._ids()
        self.orphans = [self.random.choice((901, 902, 2**53 + 1)) for _ in range(2)]
        self.leavers = [801, 802, 803]  # they asked for erasure; little is left of them
        self.versions = ["1.0", "1.1", "2.0", "2.1", "3.0"][: self.random.randint(0, 5)]
        self.request_ids = [f"REQ-{number:03}" for number in range(self.random.randint(0, 2 * self.crowd))]
        for make in (
            self._users, self._profiles, self._content, self._policy_versions, self._consent_events, self._access_log,
            self._contact_messages, self._disclosures, self._requests, self._request_events, self._holds,
            self._incidents,
        ):  # fmt: skip
            make()
        if self.chance(0.1):
            self.tables[self.random.choice(list(self.tables))] = []  # 'empty dataset'
        if self.chance(0.3):
            self._other_schema()
        if self.bad_rows and self.chance(0.4):
            self.schema = without_not_null(self.schema)
            self._bad_rows()
        if self.bad_rows and self.chance(0.4):
            self._spellings()

    # ------------------------------------------------------------------ what everything is drawn from

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, values) -> Any:
        return self.random.choice(list(values))

    def _days(self) -> list[date]:
        calendar = list(self.policy.calendar.rows)
        middle = self.pick(
            [
                date(2024, 1, 8) + timedelta(days=self.random.randint(0, 1040)),
                self.pick([day for day in calendar if day < NEWEST]),
                NEWEST - timedelta(days=self.random.randint(0, 50)),  # due days reach into a year not yet official
                date(2026, self.random.randint(1, 10), 28) + timedelta(days=self.random.randint(0, 4)),
            ]
        )
        offsets = [0, 0, 1, 1, 2, 3, 4, 5, 7, 8, 10, 13, 14, 21, 28, 30, 31, 45, 60, -1, -3, -9, -20, -31]
        found = {min(middle + timedelta(days=offset), NEWEST) for offset in self.random.sample(offsets, 9)}
        return sorted(found)

    def _instants(self) -> list[datetime]:
        found = []
        for day in self.days:
            start = start_of(day)
            choices = (
                start, start, start - TICK, start + TICK, start + timedelta(hours=3, minutes=30),
                start + timedelta(hours=12), start + timedelta(hours=12, milliseconds=500),
                start + timedelta(hours=23, minutes=59, seconds=59),
            )  # fmt: skip
            found += self.random.sample(choices, 2)
        return found

    def instant(self) -> datetime:
        """Mostly one of the few, so that different things happen at the same instant."""
        if self.chance(0.85):
            moment = self.pick(self.instants)
            return moment if self.chance(0.7) else moment + self.pick((-TICK, TICK, timedelta(days=1)))
        return start_of(self.pick(self.days)) + timedelta(seconds=self.random.randint(-40 * 86400, 40 * 86400))

    def seldom_old(self) -> datetime:
        """Now and then half past midnight in a Baku that still kept summer time."""
        return datetime(2015, 7, 14, 19, 30) if self.chance(0.01) else self.instant()

    def maybe(self, share: float = 0.5) -> datetime | None:
        return self.instant() if self.chance(share) else None

    def recorded(self, number: int) -> list[datetime]:
        """Times that grow with the event's number."""
        return sorted(self.instant() for _ in range(number))

    def _ids(self) -> list[int]:
        wide = [2**63 - 1, 2**62, 2**53 + 3, 4_000_000_000, 0, -7, -(2**63)]
        few = list(range(1, self.people + 1))
        return (self.random.sample(wide, self.random.randint(0, 3)) + few)[: self.people]

    def person(self) -> int:
        if self.chance(0.03):
            return self.pick(self.leavers)
        return self.pick(self.person_ids) if self.person_ids and not self.chance(0.08) else self.pick(self.orphans)

    def text(self, *values: str, missing: float = 0.2) -> str | None:
        return self.pick((None, "")) if self.chance(missing) else self.pick(values)

    @property
    def categories(self) -> list[str]:
        return [row["category"] for row in self.policy.categories]

    # ------------------------------------------------------------------ people and their data

    def _users(self) -> None:
        rows: list[Row] = []
        for user_id in self.person_ids:
            status = self.pick(("active", "active", "active", "closed", "erased"))
            closed_at = self.maybe(0.1 if status == "active" else 0.9)
            registered_at = self.instant() if self.chance(0.4) else self.instants[0] - timedelta(days=400)
            if self.chance(0.05):
                registered_at = datetime(2015, 7, 1, 19, 30)  # summer time was kept in Baku until then
            rows.append(
                {
                    "user_id": user_id,
                    "role": self.pick(
                        ("resident", "resident", "resident", "komendant", "partner", "guest", "Resident")
                    ),
                    "building_id": self.pick((None, 1, 1, 2, 3)),
                    "phone": self.text("+994501234567", "+994701234567"),
                    "password_hash": self.text("$argon2id$x"),
                    "status": status,
                    "registered_at": registered_at,
                    "last_login_at": self.maybe(0.7),
                    "closed_at": closed_at,
                    "is_test": self.chance(0.1),
                }
            )
        self.tables["users"] = rows

    def _profiles(self) -> None:
        self.tables["user_profiles"] = [
            {
                "user_id": user_id,
                "first_name": self.text("Aygün", "=SUM(A1)"),
                "last_name": self.text("Əliyeva"),
                "gender": self.text("female", "male", missing=0.6),
                "fin": self.text("5ABCD12", "5abcd1", "5ABCD123", "5ABCÇ12", "12345 7", "1234567", missing=0.4),
                "id_series": self.text("AA", missing=0.5),
                "id_number": self.text("1234567", missing=0.5),
                "email": self.text("a@example.az", missing=0.4),
                "email_bounced": self.chance(0.2),
                "updated_at": self.maybe(0.8),
            }
            for user_id in [*self.person_ids, self.orphans[0]]
            if self.chance(0.7)
        ]

    def old(self) -> datetime:
        """A time whose retention period ends about one of the days."""
        months = self.pick((1, 12, 12, 36, 60))
        day = add_months(self.pick(self.days), -months) + timedelta(days=self.random.randint(-2, 2))
        return start_of(day) + self.pick((timedelta(0), -TICK, timedelta(hours=12)))

    def _content(self) -> None:
        number = range(1, 2 * self.crowd + 1)
        self.tables["page_views"] = [
            {"view_id": n, "user_id": self.person(), "page": self.text("/home", "/pay", missing=0.1) or "",
             "viewed_at": self.old()} for n in number
        ]  # fmt: skip
        self.tables["user_devices"] = [
            {"device_id": n, "user_id": self.person(), "model": self.text("X1"), "os": self.text("Android"),
             "browser": self.text("Firefox"), "ip": self.text("10.0.0.1"), "first_seen_at": self.old(),
             "last_seen_at": self.old()} for n in number
        ]  # fmt: skip
        pairs = sorted({(self.person(), self.pick(("email", "sms", "phone"))) for _ in number})
        self.tables["notification_preferences"] = [
            {"user_id": user_id, "channel": channel, "allowed": self.chance(0.5), "updated_at": self.instant()}
            for user_id, channel in pairs
        ]
        self.tables["payments"] = [
            {"payment_id": n, "user_id": self.person(), "kind": self.pick(("payment", "cash_out")),
             "amount": self.pick((0, 10, 12.5)), "paid_at": self.old()} for n in number
        ]  # fmt: skip
        for table in ("support_messages", "chat_messages"):
            own = {"kind": "question"} if table == "support_messages" else {"building_id": self.pick((None, 1))}
            self.tables[table] = [
                {"message_id": n, "user_id": self.person(), "body": self.text("salam"), "sent_at": self.old(), **own}
                for n in number
            ]

    # ------------------------------------------------------------------ versions and consent

    def _policy_versions(self) -> None:
        rows = []
        for version in self.versions:
            published_at = self.instant()
            effective_at = published_at if self.chance(0.6) else self.instant()
            rows.append(
                {
                    "version": version,
                    "published_at": published_at,
                    "effective_at": effective_at,
                    "change_kind": self.pick(("material", "material", "minor")),
                    "text_sha256": self.text("aa", "bb", "cc"),
                }
            )
        self.tables["policy_versions"] = rows

    def _consent_events(self) -> None:
        rows: list[Row] = []
        for user_id in [*self.person_ids, *self.orphans]:  # most begin with a yes to much
            if self.chance(0.7):
                wanted = ["policy", *self.random.sample(CONSENT_PURPOSES[1:], self.random.randint(0, 6))]
                began = self.pick(self.instants[:6]) - self.pick((timedelta(0), timedelta(days=1), timedelta(days=90)))
                rows += [self._answer(user_id, purpose, "given", began) for purpose in wanted]
        for _ in range(self.random.randint(0, 4 * self.crowd)):
            purpose = self.pick(("policy", "policy", "policy", *CONSENT_PURPOSES))
            state = self.pick(("given", "given", "given", "withdrawn", "withdrawn", "refused", "requested"))
            rows.append(self._answer(self.person(), purpose, state, self.instant()))
        self.random.shuffle(rows)
        for event_id, (row, recorded_at) in enumerate(zip(rows, self.recorded(len(rows)), strict=True), start=1):
            row |= {"event_id": event_id if self.chance(0.9) else event_id + 2**53, "recorded_at": recorded_at}
        for row in self.random.sample(rows, len(rows) // 5):  # the opposite, by the same person at the same instant
            twin = self.pick(rows)
            row |= {key: twin[key] for key in ("user_id", "purpose", "occurred_at")}
        self.tables["consent_events"] = [{"event_id": row.pop("event_id"), **row} for row in rows]

    def _answer(self, user_id: int, purpose: str, state: str, occurred_at: datetime) -> Row:
        return {
            "user_id": user_id,
            "purpose": purpose,
            "state": state,
            "method": self.pick(METHODS),
            "policy_version": self.pick((*self.versions * 3, "9.9", "", None)),
            "actor": self.pick(("self", "on_behalf", "", None)),
            "occurred_at": occurred_at,
        }

    # ------------------------------------------------------------------ processing

    def _access_log(self) -> None:
        purposes = list(self.policy.purposes)
        rows = []
        for event_id, recorded_at in enumerate(self.recorded(self.random.randint(0, 12 * self.crowd)), start=1):
            actor_role = self.pick(("staff", "komendant", "komendant", "partner", "service"))
            rows.append(
                {
                    "event_id": event_id,
                    "occurred_at": self.seldom_old(),
                    "recorded_at": recorded_at,
                    "actor_id": self.person() if actor_role in ("komendant", "partner") else self.pick((1, 2, 3, 17)),
                    "actor_role": actor_role,
                    "user_id": None if self.chance(0.15) else self.person(),
                    "subject_count": self.pick((0, 1, 1, 5, 1000, 1001, 2**31 - 1)),
                    "operation": self.pick(("collect", "alter", "consult", "disclose", "combine", "erase", "export")),
                    "category": self.pick((*self.categories, *("fin", "id_number") * 4)),
                    "purpose": self.text(
                        *purposes, "3.3", "3.2.3", "3.2.3", "5.1", "5.1", "5.3", "5.3", "5.7", "9.9", missing=0.1
                    ),
                    "legal_basis": self.text("consent", "consent", "consent", "contract", "law", "hunch", missing=0.1),
                    "request_id": self.text("REQ-001", "REQ-404", missing=0.8),
                    "system": "crm",
                    "outcome": self.pick(("allowed", "allowed", "allowed", "denied")),
                    "break_glass": self.chance(0.15),
                    "reviewed_at": self.maybe(0.3),
                }
            )
        self.tables["access_log"] = rows

    def _contact_messages(self) -> None:
        self.tables["contact_messages"] = [
            {
                "message_id": n,
                "user_id": self.person(),
                "channel": self.pick(("email", "sms", "phone")),
                "kind": self.pick(("service", "notice", "promotional", "promotional")),
                "sent_at": self.seldom_old(),
                "delivered": self.pick((True, False, None)),
            }
            for n in range(1, self.random.randint(0, 4 * self.crowd) + 1)
        ]

    def _disclosures(self) -> None:
        self.tables["disclosures"] = [
            {
                "disclosure_id": n,
                "disclosed_at": self.instant(),
                "recipient": self.pick(("Ministry", "Police", "=Bank")),
                "recipient_type": self.pick(("state_body", "law_enforcement", "processor", "partner", "other")),
                "ground": self.text(
                    "law", "law", "suspicion", "suspicion", "contract", "consent", "rumour", missing=0.1
                ),
                "legal_act": self.text("998-IIIQ", missing=0.3),
                "article": self.text("12", missing=0.3),
                "letter_no": self.text("7/1", missing=0.3),
                "letter_date": self.pick((None, self.pick(self.days))),
                "case_no": self.text("C-1", missing=0.3),
                "authorised_by": self.text("DPO", missing=0.3),
                "categories": self.text("fin", "fin,phone"),
                "subject_count": self.pick((0, 1, 20)),
                "country": self.text("AZ", "az", "TR", "DE", missing=0.3),
            }
            for n in range(1, self.random.randint(0, self.crowd + 3) + 1)
        ]

    # ------------------------------------------------------------------ rights

    def received(self) -> datetime:
        if self.chance(0.03):  # before, on and after the day from which there is a rule
            return start_of(self.pick(RULE_STARTS) + timedelta(days=self.random.randint(-1, 1)))
        return self.seldom_old() - timedelta(days=self.pick((0, 0, 0, 1, 9, 14, 30, 31, 60, 90)))

    def _requests(self) -> None:
        rows: list[Row] = []
        for request_id in self.request_ids:
            kind = self.pick((*REQUEST_TYPES, "erasure", "erasure", "erasure", "correction"))
            leaves = kind == "erasure" and self.chance(0.6)
            received_at = self.received()
            after = [moment for moment in self.instants if moment >= received_at] or [received_at]
            closed_at = self.pick(after) if self.chance(0.6) else None
            if self.chance(0.02):  # impossible, and yet readable
                closed_at = received_at - timedelta(days=1)
            decided = closed_at is not None or self.chance(0.1)
            rows.append(
                {
                    "request_id": request_id,
                    "user_id": None if self.chance(0.1) else self.pick(self.leavers) if leaves else self.person(),
                    "type": kind,
                    "channel": self.pick(("email", "app", "paper", "phone")),
                    "received_at": received_at,
                    "registered_at": self.pick(
                        (
                            received_at,
                            received_at + timedelta(hours=20),
                            received_at + timedelta(days=2),
                            self.pick(after),
                        )
                    ),
                    "identity_verified_at": self.maybe(0.2),
                    "third_party_consulted": self.chance(0.5),
                    "extension_notified_at": self.pick((None, self.pick(after), received_at + timedelta(days=6))),
                    "first_response_at": self.maybe(0.2),
                    "decision": self.pick((*DECISIONS, *("fulfilled", "partly_fulfilled", "refused") * 2))
                    if decided
                    else None,
                    "refusal_ground": None,
                    "refusal_notified_at": self.pick((None, self.pick(after), received_at + timedelta(days=7))),
                    "closed_at": closed_at,
                    "recipients_to_notify": self.chance(0.6),
                    "recipients_notified_at": self.pick((None, self.pick(after))),
                    "handler": "support",
                    "reopened_from": self.text("REQ-000", missing=0.9),
                }
            )
        self.tables["privacy_requests"] = rows

    def _request_events(self) -> None:
        self.tables["privacy_request_events"] = [
            {
                "event_id": n,
                "request_id": self.pick((*self.request_ids, "REQ-404")),
                "status": self.pick(STATUSES),
                "occurred_at": self.instant(),
            }
            for n in range(1, self.random.randint(0, 3 * self.crowd) + 1)
        ]

    def _holds(self) -> None:
        rows: list[Row] = []
        for n in range(1, self.random.randint(0, 4 * self.crowd + 3) + 1):
            user_id = self.pick(self.leavers) if self.chance(0.3) else self.person()
            left = [
                category["category"]
                for category in self.policy.categories
                if any(row["user_id"] == user_id for row in self.tables.get(category["table"], []))
            ]
            rows.append(
                {
                    "hold_id": n,
                    "user_id": user_id,
                    "request_id": self.text(*self.request_ids[:3], "REQ-404", missing=0.4),
                    "category": self.pick(left or self.categories),
                    "ground": self.text("tax_records", "claim", "investigation", "other_law"),
                    "legal_act": self.text("Tax Code 71.4"),
                    "placed_at": self.instant(),
                    "review_on": self.pick((None, self.pick(self.days), date(2031, 1, 1))),
                    "released_at": self.maybe(0.4),
                }
            )
        self.tables["legal_holds"] = rows

    def _incidents(self) -> None:
        rows = []
        for n in range(1, self.random.randint(0, self.crowd + 3) + 1):
            discovered_at = self.instant() if self.chance(0.95) else datetime(2010, 6, 14, 12)
            hours = (timedelta(hours=72), timedelta(hours=72) + TICK, timedelta(hours=71), timedelta(days=9))
            rows.append(
                {
                    "incident_id": n,
                    "kind": self.pick(("confidentiality", "integrity", "availability")),
                    "severity": self.pick(("low", "medium", "high", "critical")),
                    "occurred_at": self.maybe(),
                    "discovered_at": discovered_at,
                    "contained_at": self.pick((None, discovered_at + self.pick(hours))),
                    "closed_at": self.pick((None, discovered_at + self.pick(hours))),
                    "categories": self.text("fin"),
                    "subject_count": self.pick((None, 0, 12)),
                    "authority_notified_at": self.maybe(0.2),
                    "subjects_notified_at": self.maybe(0.2),
                    "owner": self.text("security"),
                }
            )
        self.tables["incidents"] = rows

    # ------------------------------------------------------------------ columns that nobody declared, or nobody has

    def _other_schema(self) -> None:
        """Tables and columns more and fewer than declared; none that a register needs is missing."""
        self._add_column("users", "nickname", "text", lambda: self.text("Ayka"))
        self._add_column("users", "born_on", "date", lambda: self.pick((None, date(1990, 1, 1))))
        self._add_column("payments", "card_tail", "bigint", lambda: self.pick((None, 4242)))
        self._add_column("access_log", "remark", "text", lambda: self.text("x"))
        parking = {"place_id": "bigint not null", "user_id": "bigint", "plate": "text", "since_at": "timestamptz"}
        self.schema["parking"] = Table(parking, ("place_id",))
        self.tables["parking"] = [
            {"place_id": n, "user_id": self.pick((None, self.person())), "plate": self.text("10-AA-001")}
            for n in range(1, self.crowd + 1)
        ]
        self.schema["lifts"] = Table({"lift_id": "bigint not null", "building_id": "bigint"}, ("lift_id",))
        self.tables["lifts"] = [{"lift_id": 1, "building_id": 1}]
        self._drop_column("user_devices", "browser")
        self._drop_column("user_profiles", "gender")
        if self.chance(0.5):
            for table in ("chat_messages", "support_messages"):
                del self.schema[table], self.tables[table]

    def _add_column(self, table: str, column: str, declared: str, value: Callable[[], Any]) -> None:
        known = self.schema[table]
        self.schema[table] = Table({**known.columns, column: declared}, known.key)
        self.tables[table] = [{**row, column: value()} for row in self.tables[table]]

    def _drop_column(self, table: str, column: str) -> None:
        known = self.schema[table]
        left = {name: declared for name, declared in known.columns.items() if name != column}
        self.schema[table] = Table(left, known.key)
        self.tables[table] = [{n: value for n, value in row.items() if n != column} for row in self.tables[table]]

    # ------------------------------------------------------------------ rows that cannot be read

    def _bad_rows(self) -> None:
        """A few rows that must be set aside; SQLite keeps whatever it is given."""
        wrong = {
            "users": ("status", "gone"),
            "consent_events": ("state", "maybe"),
            "access_log": ("outcome", "perhaps"),
            "contact_messages": ("channel", "pigeon"),
            "privacy_requests": ("type", "wish"),
            "privacy_request_events": ("status", "lost"),
            "legal_holds": ("category", "shoe_size"),
            "incidents": ("severity", "mild"),
            "disclosures": ("recipient_type", "friend"),
            "policy_versions": ("change_kind", "cosmetic"),
        }
        times = {
            "users": "registered_at", "consent_events": "occurred_at", "access_log": "occurred_at",
            "contact_messages": "sent_at", "privacy_requests": "received_at",
            "privacy_request_events": "occurred_at", "legal_holds": "placed_at", "incidents": "discovered_at",
            "disclosures": "disclosed_at", "policy_versions": "published_at",
        }  # fmt: skip
        numbers = {"consent_events": "user_id", "access_log": "subject_count", "disclosures": "subject_count"}
        texts = {"access_log": "system", "disclosures": "recipient", "privacy_requests": "handler"}
        optional = {"users": "last_login_at", "access_log": "reviewed_at", "privacy_requests": "closed_at"}
        for table, (column, value) in wrong.items():
            if not self.tables.get(table):
                continue
            key = next(iter(self.tables[table][0]))
            changes = [
                {column: value}, {times[table]: None}, {times[table]: ""}, {times[table]: "2026-02-30 10:00:00"},
                {key: None},
            ]  # fmt: skip
            if table in numbers:
                changes += [{numbers[table]: "many"}, {numbers[table]: 2**40 if table != "consent_events" else "1.5x"}]
            if table in texts:
                changes += [{texts[table]: b"caf\xe9"}, {texts[table]: "a\0b"}]
            if table in optional:
                changes.append({optional[table]: "2026-13-01 00:00:00"})
            for number, change in enumerate(self.random.sample(changes, 2)):
                fresh = f"BAD-{number}" if isinstance(self.tables[table][0][key], str) else 700_000 + number
                self.tables[table].append({**self.pick(self.tables[table]), key: fresh, **change})

    def _spellings(self) -> None:
        """SQLite keeps times as text 'with 0 to 6 digits after the second, so compare them as times, never as text'."""

        def spelled(value: Any) -> Any:
            if not isinstance(value, datetime) or self.chance(0.5):
                return value
            needed = f"{value.microsecond:06}".rstrip("0")
            digits = needed.ljust(self.random.randint(len(needed), 6), "0")
            return f"{value:%Y-%m-%d %H:%M:%S}" + (f".{digits}" if digits else "")

        for table, rows in self.tables.items():
            self.tables[table] = [{column: spelled(value) for column, value in row.items()} for row in rows]
