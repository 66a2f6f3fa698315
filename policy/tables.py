"""The policy as tables of a snapshot."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, repeat

import pyarrow as pa

from policy import rows
from policy.calendar import FIRST_DAY, LAST_DAY, WorkingDays
from policy.text import CONTACT_LABELS, Paragraph, PolicyText

COLUMNS = {
    "clauses": "clause position level az en ru unofficial title_az title_en title_ru",
    "categories": "category clause az en ru table column owner_column time_column sensitive dpv residue",
    "purposes": "purpose consent_scope az en ru",
    "deadlines": "regime obligation applies_to limit unit extension needs_third_party needs_notice clock_starts "
    "article confidence valid_from",
    "retention": "category months counted_from ground confidence",
    "calendar": "day is_working working_index in_file status reason_az reason_en reason_ru",
    "not_personal": "table column why",
    "targets": "figure target direction",
    "findings": "finding clause status reason_az reason_en reason_ru text_sha256",
    "policy_text": "sha256 characters",
    "contact_fields": "field blank",
}
TYPES = {
    **dict.fromkeys(("position", "limit", "extension", "months", "working_index", "characters"), pa.int32()),
    **dict.fromkeys(("unofficial", "sensitive", "residue", "needs_third_party", "needs_notice"), pa.bool_()),
    **dict.fromkeys(("is_working", "in_file", "blank"), pa.bool_()),
    **dict.fromkeys(("day", "valid_from"), pa.date32()),
    "target": pa.float64(),
}


def clauses(text: PolicyText, words: Iterable[rows.Clause]) -> pa.Table:
    said = {row.clause: row for row in words}
    return _table(
        "clauses",
        [
            (part.number, position, _level(part), part.text, row.en, row.ru, True, *row.titles)
            for position, part in enumerate(text.paragraphs, start=1)
            for row in (said[part.number],)
        ],
    )


def purposes(lines: Iterable[rows.Purpose], words: dict[str, rows.PurposeWords]) -> pa.Table:
    return _table(
        "purposes",
        [(row.purpose, row.consent_scope, words[row.purpose].az, row.en, words[row.purpose].ru) for row in lines],
    )


def deadlines(lines: Iterable[rows.Deadline]) -> pa.Table:
    """One row per rule and type, so that a rule is found by equality."""
    return _table(
        "deadlines",
        [
            (
                *(row.regime, row.obligation, applies_to, row.limit, row.unit, row.extension),
                "third_party_consulted" in row.extension_condition,
                "notice_in_time" in row.extension_condition,
                *(row.clock_starts, row.article, row.confidence, row.valid_from),
            )
            for row in lines
            for applies_to in row.applies_to
        ],
    )


def calendar(days: WorkingDays, lines: Iterable[rows.CalendarDay], reasons: dict[str, rows.CalendarReason]) -> pa.Table:
    every = days.every(FIRST_DAY, LAST_DAY)
    named = {row.day: (row.status, *rows.reasons(row, reasons)) for row in lines}
    plain = (None, None, None, None)
    working = [days.is_working(day) for day in every]
    return _columns(
        "calendar",
        [
            every,
            working,
            list(accumulate(map(int, working))),
            [days.in_file(day) for day in every],
            *map(list, zip(*map(named.get, every, repeat(plain)), strict=True)),
        ],
    )


def findings(text: PolicyText, lines: Iterable[rows.Finding]) -> pa.Table:
    """A status read from the text belongs to this text, a person's judgement to the text it was given on."""
    return _table(
        "findings",
        [
            (
                *(row.finding, row.clause or None, finding_status(text, row)),
                *(row.reason_az, row.reason_en, row.reason_ru),
                text.sha256 if row.found_by == "text" else row.text_sha256,
            )
            for row in lines
        ],
    )


def finding_status(text: PolicyText, finding: rows.Finding) -> str:
    if finding.found_by == "person":
        return "needs_a_person" if finding.text_sha256 == text.sha256 else "review_again"
    found = {
        "F1": bool(text.blank_contacts()),
        "F3": not (text.names_version() and text.names_date()),
        "F4": not text.names_retention_period(),
        "F5": not text.names_deadline(),
    }
    return "found" if found[finding.finding] else "not_found"


def policy_text(text: PolicyText) -> pa.Table:
    return _table("policy_text", [(text.sha256, text.characters)])


def contact_fields(text: PolicyText) -> pa.Table:
    return _table("contact_fields", [(field, field in text.blank_contacts()) for field in CONTACT_LABELS])


def as_read(name: str, lines: Iterable[rows.Row]) -> pa.Table:
    """A table whose columns are the file's own."""
    return _table(name, [tuple(getattr(row, column) for column in COLUMNS[name].split()) for row in lines])


def _level(paragraph: Paragraph) -> str:
    """Sections 4, 5 and 6 are examined as a whole too; the other headings only stand above their clauses."""
    if not paragraph.is_section:
        return "clause"
    return "section" if paragraph.number in ("4", "5", "6") else "heading"


def _table(name: str, values: Sequence[tuple[object, ...]]) -> pa.Table:
    return _columns(name, [list(column) for column in zip(*values, strict=True)] or [[] for _ in COLUMNS[name].split()])


def _columns(name: str, values: Sequence[Sequence[object]]) -> pa.Table:
    schema = pa.schema([(column, TYPES.get(column, pa.string())) for column in COLUMNS[name].split()])
    return pa.table(list(values), schema=schema)
