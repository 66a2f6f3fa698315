"""The policy as data: its text, clauses, purposes, categories, deadlines, retention, calendar and findings.

Counsel changes a deadline or a holiday by editing one line of a file in this folder. Every file is checked here;
what is wrong is said with the file, the line and the fix.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from errors import PolicyError
from policy import rows, text
from policy.calendar import FIRST_DAY, LAST_DAY, WorkingDays

__all__ = ["FOLDER", "Policy", "WorkingDays", "load"]

FOLDER = Path(__file__).parent
TEXT = "policy_az.txt"


@dataclass(frozen=True)
class Policy:
    """Everything the files say, already checked against each other."""

    text: text.PolicyText
    clauses: tuple[rows.Clause, ...]
    categories: tuple[rows.Category, ...]
    purposes: tuple[rows.Purpose, ...]
    purpose_words: dict[str, rows.PurposeWords]
    deadlines: tuple[rows.Deadline, ...]
    retention: tuple[rows.Retention, ...]
    calendar: tuple[rows.CalendarDay, ...]
    calendar_reasons: dict[str, str]
    not_personal: tuple[rows.NotPersonal, ...]
    targets: tuple[rows.Target, ...]
    findings: tuple[rows.Finding, ...]

    @cached_property
    def working_days(self) -> WorkingDays:
        return WorkingDays({row.day: row.is_working for row in self.calendar}, {row.day: row.status for row in self.calendar})

    def finding_status(self, finding: rows.Finding) -> str:
        """`found` and `not_found` are read from the text; a person's judgement holds for the text it was given on."""
        if finding.found_by == "person":
            return "needs_a_person" if finding.text_sha256 == self.text.sha256 else "review_again"
        absent = {
            "F1": bool(self.text.blank_contacts()),
            "F3": not (self.text.names_version() and self.text.names_date()),
            "F4": not self.text.names_retention_period(),
            "F5": not self.text.names_deadline(),
        }
        return "found" if absent[finding.finding] else "not_found"

    def tables(self) -> dict[str, pa.Table]:
        """The policy as the tables of a snapshot."""
        return {
            "clauses": self._clauses(),
            "categories": self._categories(),
            "purposes": self._purposes(),
            "deadlines": self._deadlines(),
            "retention": _table(
                (("category", pa.string()), ("months", pa.int32()), ("counted_from", pa.string()), ("ground", pa.string()),
                 ("confidence", pa.string())),
                [(row.category, row.months, row.counted_from, row.ground, row.confidence) for row in self.retention],
            ),
            "calendar": self._calendar(),
            "not_personal": _table(
                (("table", pa.string()), ("column", pa.string()), ("why", pa.string())),
                [(row.table, row.column, row.why) for row in self.not_personal],
            ),
            "targets": _table(
                (("figure", pa.string()), ("target", pa.float64()), ("direction", pa.string())),
                [(row.figure, row.target, row.direction) for row in self.targets],
            ),
            "findings": self._findings(),
            "policy_text": _table(
                (("sha256", pa.string()), ("characters", pa.int32())), [(self.text.sha256, self.text.characters)]
            ),
            "contact_fields": _table(
                (("field", pa.string()), ("blank", pa.bool_())),
                [(field, field in self.text.blank_contacts()) for field in text.CONTACT_LABELS],
            ),
        }

    def _clauses(self) -> pa.Table:
        words = {row.clause: row for row in self.clauses}
        return _table(
            (("clause", pa.string()), ("position", pa.int32()), ("level", pa.string()), ("az", pa.string()),
             ("en", pa.string()), ("ru", pa.string()), ("unofficial", pa.bool_()), ("title_az", pa.string()),
             ("title_en", pa.string()), ("title_ru", pa.string())),
            [
                (paragraph.number, position, _level(paragraph), paragraph.text, said.en, said.ru, True,
                 said.title_az, said.title_en, said.title_ru)
                for position, paragraph in enumerate(self.text.paragraphs, start=1)
                for said in (words[paragraph.number],)
            ],
        )

    def _categories(self) -> pa.Table:
        return _table(
            (("category", pa.string()), ("clause", pa.string()), ("az", pa.string()), ("en", pa.string()),
             ("ru", pa.string()), ("table", pa.string()), ("column", pa.string()), ("owner_column", pa.string()),
             ("time_column", pa.string()), ("sensitive", pa.bool_()), ("dpv", pa.string()), ("residue", pa.bool_())),
            [
                (row.category, row.clause, row.az, row.en, row.ru, row.table, row.column, row.owner_column,
                 row.time_column, row.sensitive, row.dpv, row.residue)
                for row in self.categories
            ],
        )

    def _purposes(self) -> pa.Table:
        return _table(
            (("purpose", pa.string()), ("consent_scope", pa.string()), ("az", pa.string()), ("en", pa.string()),
             ("ru", pa.string())),
            [
                (row.purpose, row.consent_scope, words.az, row.en, words.ru)
                for row in self.purposes
                for words in (self.purpose_words[row.purpose],)
            ],
        )

    def _deadlines(self) -> pa.Table:
        return _table(
            (("regime", pa.string()), ("obligation", pa.string()), ("applies_to", pa.string()), ("limit", pa.int32()),
             ("unit", pa.string()), ("extension", pa.int32()), ("needs_third_party", pa.bool_()),
             ("needs_notice", pa.bool_()), ("clock_starts", pa.string()), ("article", pa.string()),
             ("confidence", pa.string()), ("valid_from", pa.date32())),
            [
                (row.regime, row.obligation, what, row.limit, row.unit, row.extension,
                 "third_party_consulted" in row.extension_condition, "notice_in_time" in row.extension_condition,
                 row.clock_starts, row.article, row.confidence, row.valid_from)
                for row in self.deadlines
                for what in row.applies_to
            ],
        )

    def _calendar(self) -> pa.Table:
        days = self.working_days
        named = {row.day: row for row in self.calendar}
        columns: dict[str, list[object]] = {field.name: [] for field in CALENDAR}
        for day in days.every(FIRST_DAY, LAST_DAY):
            row = named.get(day)
            columns["day"].append(day)
            columns["is_working"].append(days.is_working(day))
            columns["working_index"].append(days.index(day))
            columns["in_file"].append(days.in_file(day))
            columns["status"].append(row and row.status)
            columns["reason_az"].append(row and row.reason_az)
            columns["reason_en"].append(row and row.reason_en)
            columns["reason_ru"].append(row and rows.reason_ru(row.reason_en, self.calendar_reasons))
        return pa.table(columns, schema=CALENDAR)

    def _findings(self) -> pa.Table:
        return _table(
            (("finding", pa.string()), ("clause", pa.string()), ("status", pa.string()), ("reason_az", pa.string()),
             ("reason_en", pa.string()), ("reason_ru", pa.string()), ("text_sha256", pa.string())),
            [
                (row.finding, row.clause or None, self.finding_status(row), row.reason_az, row.reason_en, row.reason_ru,
                 row.text_sha256 if row.found_by == "person" else self.text.sha256)
                for row in self.findings
            ],
        )


CALENDAR = pa.schema(
    [("day", pa.date32()), ("is_working", pa.bool_()), ("working_index", pa.int32()), ("in_file", pa.bool_()),
     ("status", pa.string()), ("reason_az", pa.string()), ("reason_en", pa.string()), ("reason_ru", pa.string())]
)  # fmt: skip


def load(folder: Path = FOLDER) -> Policy:
    """Reads and checks every file of the folder."""
    said = _text(folder)
    policy = Policy(
        text=said,
        clauses=rows.read(folder, rows.Clause),
        categories=rows.read(folder, rows.Category),
        purposes=rows.read(folder, rows.Purpose),
        purpose_words={row.purpose: row for row in rows.read(folder, rows.PurposeWords)},
        deadlines=rows.read(folder, rows.Deadline),
        retention=rows.read(folder, rows.Retention),
        calendar=rows.read(folder, rows.CalendarDay),
        calendar_reasons={row.reason_en: row.reason_ru for row in rows.read(folder, rows.CalendarReason)},
        not_personal=rows.read(folder, rows.NotPersonal),
        targets=rows.read(folder, rows.Target),
        findings=rows.read(folder, rows.Finding),
    )
    rows.check_clauses(policy.clauses, said.numbers, TEXT)
    rows.check_known(policy.categories, "clause", said.numbers)
    rows.check_known(policy.purposes, "purpose", said.numbers)
    rows.check_known(policy.retention, "category", [row.category for row in policy.categories])
    rows.check_known(policy.findings, "clauses", said.numbers)
    rows.check_purpose_words(policy.purposes, policy.purpose_words)
    rows.check_retention(policy.retention, policy.categories)
    rows.check_deadlines(policy.deadlines)
    return policy


def _text(folder: Path) -> text.PolicyText:
    try:
        said = text.read((folder / TEXT).read_bytes())
    except OSError as error:
        raise PolicyError(f"{TEXT} cannot be read: {error.strerror}.", fix=f"Put the policy's text into {folder}.") from error
    except UnicodeDecodeError as error:
        raise PolicyError(f"{TEXT} is not UTF-8 text.", fix="Save it as UTF-8.") from error
    if not said.paragraphs:
        raise PolicyError(f"{TEXT} has no numbered paragraph.", fix="Its paragraphs begin with numbers like 1.1.")
    return said


def _level(paragraph: text.Paragraph) -> str:
    """Sections 4, 5 and 6 are bound by controls of their own; the other headings only stand above their clauses."""
    if not paragraph.is_section:
        return "clause"
    return "section" if paragraph.number in ("4", "5", "6") else "heading"


def _table(columns: tuple[tuple[str, pa.DataType], ...], values: list[tuple[object, ...]]) -> pa.Table:
    schema = pa.schema(list(columns))
    return pa.table([[row[index] for row in values] for index in range(len(columns))], schema=schema)
