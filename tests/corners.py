"""Small worlds for hand-worked tests: each has a building and numbers of its own, so that one load serves them all."""

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import queries
from tests.databases import Row, Tables
from tests.reference.compare import Loaded

SHARE = 1000  # each corner's numbers begin at a multiple of this


def baku(text: str) -> datetime:
    """'2026-03-10 09:30' on a clock in Baku, as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Baku")).astimezone(UTC).replace(tzinfo=None)


def instant(value: str | datetime | None) -> datetime | None:
    return baku(value) if isinstance(value, str) else value


class World:
    """The corners of one test module."""

    def __init__(self, **tables: list[Row]) -> None:
        self.tables: Tables = defaultdict(list, tables)
        self.corners = 0

    def corner(self) -> "Corner":
        self.corners += 1
        return Corner(self, self.corners)


class Corner:
    """People, events and requests numbered from 1 on, who live in one building."""

    def __init__(self, world: World, number: int) -> None:
        self.tables, self.building, self.first = world.tables, number, number * SHARE
        self.events = 0

    def id(self, number: int | None) -> int | None:
        return None if number is None else self.first + number

    def user(self, number: int, registered: str | datetime = "2025-12-01 12:00", **more: Any) -> None:
        self.tables["users"].append(
            {
                "user_id": self.id(number), "role": "resident", "building_id": self.building, "status": "active",
                "registered_at": instant(registered), "is_test": False, **more,
            }
        )  # fmt: skip

    def users(self, *numbers: int) -> None:
        for number in numbers:
            self.user(number)

    def says(
        self, person: int, state: str, when: str | datetime, purpose: str = "policy", version: str | None = "1.0",
        **more: Any,
    ) -> None:  # fmt: skip
        self.events += 1
        self.tables["consent_events"].append(
            {
                "event_id": self.id(self.events), "user_id": self.id(person), "purpose": purpose, "state": state,
                "method": "toggle", "policy_version": version, "actor": "self", "occurred_at": instant(when),
                "recorded_at": instant(when), **more,
            }
        )  # fmt: skip

    def touched(self, number: int, person: int | None, when: str | datetime, purpose: str = "5.1", **more: Any) -> None:
        self.tables["access_log"].append(
            {
                "event_id": self.id(number), "occurred_at": instant(when), "recorded_at": instant(when), "actor_id": 7,
                "actor_role": "staff", "user_id": self.id(person), "subject_count": 1, "operation": "consult",
                "category": "phone", "purpose": purpose, "legal_basis": "consent", "request_id": None, "system": "app",
                "outcome": "allowed", "break_glass": False, **more,
            }
        )  # fmt: skip

    def message(self, number: int, person: int, channel: str, kind: str, when: datetime) -> None:
        self.tables["contact_messages"].append(
            {
                "message_id": self.id(number),
                "user_id": self.id(person),
                "channel": channel,
                "kind": kind,
                "sent_at": when,
            }
        )

    def request(self, number: int, received: str, **more: Any) -> None:
        """Of person 1; received on a clock in Baku and registered at once; other times are given the same way."""
        times = {name: instant(value) if name.endswith("_at") else value for name, value in more.items()}
        self.tables["privacy_requests"].append(
            {
                "request_id": str(self.id(number)), "user_id": self.id(1), "type": "access", "channel": "email",
                "received_at": baku(received), "registered_at": baku(received), "third_party_consulted": False,
                "recipients_to_notify": False, **times,
            }
        )  # fmt: skip

    def rows(self, loaded: Loaded, name: str, day: str, **filters: Any) -> list[Row]:
        """What a query says of this building, its request_ids as they are numbered here."""
        rows = ask(loaded, name, day, building_id=self.building, **filters)
        return [row | {"request_id": self.number(row["request_id"])} if "request_id" in row else row for row in rows]

    def refs(self, loaded: Loaded, control: str, day: str, **filters: Any) -> list[int]:
        """The violating events, messages or requests of this corner."""
        found = [int(row["ref"]) for row in ask(loaded, f"controls.{control}", day, **filters)]
        return [self.number(ref) for ref in found if self.has(ref)]

    def people(self, loaded: Loaded, control: str, day: str) -> list[int]:
        """The people of this corner that violate a control."""
        found = [int(loaded.back("user", row["subject"]) or 0) for row in ask(loaded, f"controls.{control}", day)]
        return sorted(self.number(person) for person in found if self.has(person))

    def has(self, number: int) -> bool:
        return self.first <= number < self.first + SHARE

    def number(self, number: int | str) -> int:
        return int(number) - self.first


def ask(loaded: Loaded, name: str, day: str, **filters: Any) -> list[Row]:
    """The answer as of a day, for the DPO."""
    return queries.run(name, loaded.snapshot, "dpo", {"as_of": date.fromisoformat(day), **filters}).to_pylist()
