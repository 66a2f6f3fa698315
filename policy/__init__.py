"""The policy as data: its text, clauses, purposes, categories, deadlines, retention, calendar and findings.

Counsel changes a deadline or a holiday by editing one line of a file in this folder. Every file is checked here;
what is wrong is said with the file, the line and the fix.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from errors import PolicyError
from policy import rows, tables
from policy.calendar import WorkingDays
from policy.text import PolicyText, read

__all__ = ["FOLDER", "Policy", "WorkingDays", "load"]

FOLDER = Path(__file__).parent
TEXT = "policy_az.txt"


@dataclass(frozen=True)
class Policy:
    """Everything the files say, already checked against each other."""

    text: PolicyText
    clauses: tuple[rows.Clause, ...]
    categories: tuple[rows.Category, ...]
    purposes: tuple[rows.Purpose, ...]
    purpose_words: dict[str, rows.PurposeWords]
    deadlines: tuple[rows.Deadline, ...]
    retention: tuple[rows.Retention, ...]
    calendar: tuple[rows.CalendarDay, ...]
    calendar_reasons: dict[str, rows.CalendarReason]
    not_personal: tuple[rows.NotPersonal, ...]
    targets: tuple[rows.Target, ...]
    findings: tuple[rows.Finding, ...]

    @cached_property
    def working_days(self) -> WorkingDays:
        return WorkingDays({row.day: (row.is_working, row.status) for row in self.calendar})

    def tables(self) -> dict[str, pa.Table]:
        """The policy as the tables of a snapshot."""
        return {
            "clauses": tables.clauses(self.text, self.clauses),
            "categories": tables.as_read("categories", self.categories),
            "purposes": tables.purposes(self.purposes, self.purpose_words),
            "deadlines": tables.deadlines(self.deadlines),
            "retention": tables.as_read("retention", self.retention),
            "calendar": tables.calendar(self.working_days, self.calendar, self.calendar_reasons),
            "not_personal": tables.as_read("not_personal", self.not_personal),
            "targets": tables.as_read("targets", self.targets),
            "findings": tables.findings(self.text, self.findings),
            "policy_text": tables.policy_text(self.text),
            "contact_fields": tables.contact_fields(self.text),
        }


def load(folder: Path = FOLDER) -> Policy:
    """Reads and checks every file of the folder."""
    policy = Policy(
        text=_text(folder),
        clauses=rows.read(folder, rows.Clause),
        categories=rows.read(folder, rows.Category),
        purposes=rows.read(folder, rows.Purpose),
        purpose_words={row.purpose: row for row in rows.read(folder, rows.PurposeWords)},
        deadlines=rows.read(folder, rows.Deadline),
        retention=rows.read(folder, rows.Retention),
        calendar=rows.read(folder, rows.CalendarDay),
        calendar_reasons={row.reason_en: row for row in rows.read(folder, rows.CalendarReason)},
        not_personal=rows.read(folder, rows.NotPersonal),
        targets=rows.read(folder, rows.Target),
        findings=rows.read(folder, rows.Finding),
    )
    numbers = policy.text.numbers
    rows.check_clauses(policy.clauses, numbers, TEXT)
    rows.check_known(policy.categories, "clause", numbers)
    rows.check_known(policy.purposes, "purpose", numbers)
    rows.check_known(policy.findings, "clauses", numbers)
    rows.check_known(policy.retention, "category", [row.category for row in policy.categories])
    rows.check_purpose_words(policy.purposes, policy.purpose_words)
    rows.check_retention(policy.retention, policy.categories)
    rows.check_deadlines(policy.deadlines)
    return policy


def _text(folder: Path) -> PolicyText:
    try:
        text = read((folder / TEXT).read_bytes())
    except OSError as error:
        raise PolicyError(
            f"{TEXT} cannot be read: {error.strerror}.", fix=f"Put the policy's text into {folder}."
        ) from error
    except UnicodeDecodeError as error:
        raise PolicyError(f"{TEXT} is not UTF-8 text.", fix="Save it as UTF-8.") from error
    if not text.paragraphs:
        raise PolicyError(f"{TEXT} has no numbered paragraph.", fix="Its paragraphs begin with numbers like 1.1.")
    return text
