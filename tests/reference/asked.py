"""What is asked beside the question: the day, what was known, and the filters."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.reference.days import end_of
from tests.reference.policy import Policy
from tests.reference.registers import Registers, Row


@dataclass(frozen=True)
class Asked:
    """One question's parameters."""

    as_of: date
    known_at: date | None = None
    from_day: date | None = None
    to_day: date | None = None
    person_role: str | None = None
    building_id: int | None = None
    regime: str | None = None
    subject: int | None = None
    """A user_id; the query is asked about that person's pseudonym."""
    actor: str | None = None
    """`staff-17` or, of a komendant or a partner, `user-17`; the query is asked about that one's pseudonym."""

    @property
    def end(self) -> datetime:
        """`as_of` 'means the end of that day there'."""
        return end_of(self.as_of)

    def happened(self, instant: datetime | None) -> bool:
        return instant is not None and instant < self.end

    def seen(self, instant: datetime | None) -> datetime | None:
        """'In every column, a timestamp at or after the end of D is null.'"""
        return instant if self.happened(instant) else None

    def known(self, recorded_at: datetime) -> bool:
        """'What the operational database had recorded by the end of that day.'"""
        return self.known_at is None or recorded_at < end_of(self.known_at)

    def wants(self, registers: Registers, user_id: int | None) -> bool:
        """'Rows whose user has it; rows without a known user drop out.'"""
        if self.person_role is None and self.building_id is None:
            return True
        user = registers.users.get(user_id)
        if user is None:
            return False
        if self.person_role is not None and user["role"] != self.person_role:
            return False
        return self.building_id is None or registers.building(user_id) == self.building_id

    def rows(self, registers: Registers, name: str) -> list[Row]:
        """The rows of one register that are not of test accounts and pass the filters."""
        return [row for row in registers.of(name) if self.wants(registers, row.get("user_id"))]

    def regime_of(self, policy: Policy) -> str:
        return self.regime or policy.settings["regime"]


def share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


Answer = list[dict[str, Any]]
