"""What one value of an answer looks like in a table: decided by the name and the type of its column."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

import queries
from evidence.overview import PERIODS
from evidence.overview import SHARES as SHARES_OF_FIGURES
from language import LANGUAGES
from queries import small_numbers
from ui.words import HIDDEN, MISSING, Words, plain

# Columns whose values are codes, and the kind of code. `topic.column` goes before `column`.
CODES = {
    "purpose": "purpose",
    "scope": "purpose",
    "consent_scope": "purpose",
    "category": "category",
    "state": "state",
    "type": "request_type",
    "urgency": "urgency",
    "bucket": "bucket",
    "decision": "decision",
    "regime": "regime",
    "confidence": "confidence",
    "verified": "verified",
    "severity": "severity",
    "worst_severity": "severity",
    "role": "role",
    "person_role": "role",
    "actor_role": "role",
    "operation": "operation",
    "outcome": "outcome",
    "legal_basis": "legal_basis",
    "recipient_type": "recipient_type",
    "change_kind": "change_kind",
    "field": "field",
    "figure": "figure",
    "event": "event",
    "control": "control",
    "obligation": "obligation",
    "unit": "unit",
    "clock_starts": "clock_starts",
    "applies_to": "request_type",
    "check": "check",
    "level": "level",
    "mode": "mode",
    "dataset": "dataset",
    "rule": "rule",
    "weekday": "weekday",
    "source_kind": "source_kind",
    "direction": "direction",
    "method": "method",
    "answered_by": "consent_actor",
    "overview.clause": "clause",
    "requests.status": "request_status",
    "inventory.status": "column_status",
    "controls.status": "control_status",
    "policy.status": "day_status",
    "controls.findings.status": "finding_status",
    "access.kind": "incident_kind",
    "access.ground": "ground",
    "inventory.ground": "ground",
    "inventory.categories.ground": "",
}
LISTS = {  # several codes in one cell
    "categories": "category",
    "legal_bases": "legal_basis",
    "requests.residue.ground": "hold_ground",
    "access.disclosures.missing": "column",
}
SHARES = frozenset({"coverage", "rate", "share", "on_time_rate", "on_time_rate_incl_overdue", "completeness"})
NAMES = frozenset(  # numbers that name something: never grouped by thousands
    {
        "request_id",
        "load_id",
        "building_id",
        "subject",
        "actor",
        "event_id",
        "disclosure_id",
        "incident_id",
        "hold_id",
        "ref",
        "version",
        "clause",
    }
)

# Times that say which came first.
IN_ORDER = frozenset({"access.after_withdrawal.occurred_at", "access.after_withdrawal.withdrawn_at"})

# What is shown as it stands: numbers that their row puts in a sentence, what somebody typed, a pattern of codes.
IN_WORDS = frozenset({"inventory.categories.retention", "access.disclosures.article", "policy.purposes.consent_scope"})

# What a control examines, by a word of its grain: its rows name a day of that.
DAY_OF = ("request", "access", "consent", "disclosure", "hold", "incident", "message", "version")

# Words that ask for somebody to act, and those that warn. They never stand without their icon.
ACT = frozenset(
    {"overdue", "not_met", "residual", "critical", "undeclared", "declared_but_absent", "fail", "refused_load"}
)
WARN = frozenset({"due_soon", "needs_a_person", "high", "not_checkable", "warn", "stale"})
FINE = frozenset({"met", "clean", "on_track", "declared"})
ICONS = {
    **dict.fromkeys(ACT, "error"),
    **dict.fromkeys(WARN, "schedule"),
    **dict.fromkeys(FINE, "check"),
    "needs_a_person": "person",
    "not_checkable": "help",
    "not_measurable": "remove",
    "kept_on_hold": "gavel",
    "high": "priority_high",
}
TWICE = {
    "requests.open": ("first_due_on",),  # of an extended due day, whose cell says so; the case tells both
    "controls.results": ("title",),
    "inventory.categories": ("counted_from",),  # said with the period
    "loads.checks": ("load_id",),  # that of the load above
    "overview.clauses": ("violations",),  # a sum of unlike things; each control has its own
    "overview.figures": ("people", "people_asked", "people_before", "direction"),
    "policy.clauses": ("unofficial", "level"),
}
# Columns that say something in English sentences: the language has them, part by part.
SAID = frozenset({"detail", "explanation", "article", "rule_article", "inventory.categories.ground"})
SAID_BY = frozenset({"inventory.record_of_processing"})  # answers that are all sentences
ENDS = frozenset({"fulfilled", "partly_fulfilled", "refused"})  # written down, yet only a closing date closes a request
CODED = ("code", "codes", "status")
STATUSES = frozenset({"urgency", "status", "verified", "severity", "worst_severity"})


@dataclass(frozen=True)
class Column:
    name: str
    label: str
    kind: str  # text, said, code, codes, status, number, share, date, month, moment, instant, flag or name
    code: str = ""
    digits: int = 0  # after the sign, the same in the whole column
    few: bool = False  # whatever is hidden in it counts 1 to 9 people

    @property
    def to_the_right(self) -> bool:
        return self.kind in ("number", "share")

    @property
    def on_one_line(self) -> bool:
        return self.kind in ("number", "share", "name", "flag")


def columns(name: str, table: pa.Table, words: Words) -> list[Column]:
    """How each column of an answer is shown. The file has them all; the screen leaves out what says a thing twice."""
    return [
        Column(
            field.name,
            words.capital(label(name, field.name, words)),
            *_kind(name, field),
            _digits(table.column(field.name)),
            _few(name, field.name, table),
        )
        for field in table.schema
        if not _says_it_twice(name, field.name, table.schema.names, words.code)
    ]


def label(query: str, column: str, words: Words) -> str:
    """What a column is called. The day of a control's rows is that of what it examines."""
    if column == "occurred_on" and queries.get(query).is_control:
        grain = queries.get(query).header.grain
        return next((words.language.code("day_of", kind) for kind in DAY_OF if kind in grain), words.text("Day"))
    return words.language.column(_stem(column), query)


def _digits(column: pa.ChunkedArray) -> int:
    if not pa.types.is_floating(column.type):
        return 0
    return 0 if all(value.is_integer() for value in column.drop_null().unique().to_pylist()) else 1


def _few(query: str, column: str, table: pa.Table) -> bool:
    """Whether every hidden cell of the column is itself a count of 1 to 9 people.

    A rate or a difference is not. Nor can a count be told from the one that is hidden along with it, so that nobody
    subtracts: of two hidden cells in a group, one may be such a cover; a third is never hidden for that.
    """
    header = queries.get(query).header
    if column not in header.people or small_numbers.HIDDEN not in table.column_names:
        return False
    if header.people_total is None:
        return True
    rows = table.filter(pc.match_substring_regex(table.column(small_numbers.HIDDEN), rf"\b{column}\b"))
    groups = Counter(tuple(row[key] for key in header.people_total) for row in rows.to_pylist())
    return all(cells > 2 for cells in groups.values())


def is_hidden(row: Mapping[str, Any], column: str) -> bool:
    return column in (row.get(small_numbers.HIDDEN) or "").split()


def _stem(column: str) -> str:
    stem, _, code = column.rpartition("_")
    return stem if stem and code in LANGUAGES else column


def _says_it_twice(query: str, column: str, names: list[str], code: str) -> bool:
    """`hidden` says which cells are; a text in another language; a title beside its code; what a figure is made of."""
    if column == "hidden" or column in TWICE.get(query, ()):
        return True
    own = f"{_stem(column)}_{code}"
    if column in LANGUAGES or _stem(column) != column:
        return column not in (code, own)
    return own in names


def _kind(query: str, field: pa.Field) -> tuple[str, str]:
    name, topic = field.name, query.partition(".")[0]
    if f"{query}.{name}" in IN_WORDS:
        return "text", ""
    code = next((CODES[key] for key in (f"{query}.{name}", f"{topic}.{name}", name) if key in CODES), "")
    if code:
        return ("status" if name in STATUSES else "code"), code
    if several := LISTS.get(f"{query}.{name}") or LISTS.get(name):
        return "codes", several
    if name == "month":
        return "month", ""
    if name == "activity_id_name":
        return "activity", ""
    if name.endswith("sha256"):
        return "hash", ""  # its beginning; the file has it whole
    if name in SAID or f"{query}.{name}" in SAID or (query in SAID_BY and pa.types.is_string(field.type)):
        return "said", ""
    if name in NAMES:
        return "name", ""
    if name in SHARES or name.endswith(("_share", "_rate")):
        return "share", ""
    if pa.types.is_date(field.type):
        return "date", ""
    if pa.types.is_timestamp(field.type):
        return "instant" if f"{query}.{name}" in IN_ORDER else "moment", ""
    if pa.types.is_boolean(field.type):
        return "flag", ""
    if pa.types.is_integer(field.type) or pa.types.is_floating(field.type) or pa.types.is_decimal(field.type):
        return "number", ""
    return "text", ""


def rows(table: pa.Table, shown: list[Column], words: Words) -> list[dict[str, str]]:
    """Every cell as Markdown that holds the data as text only."""
    return [{column.name: cell(row, column, words) for column in shown} for row in table.to_pylist()]


def cell(row: Mapping[str, Any], column: Column, words: Words) -> str:
    value = row[column.name]
    if (said := _said_by_the_row(row, column, words)) is not None:
        return _marked(value, plain(said))
    if value is None:
        if not is_hidden(row, column.name):
            return MISSING
        return plain(HIDDEN) if column.few else plain(not_shown(words))
    if column.kind == "status":
        return status(column.code, str(value), words)
    if "figure" in row and column.name in ("value", "target", "previous"):  # each row is another figure
        share = row["figure"] in SHARES_OF_FIGURES
        return plain(words.percent(value) if share else words.number(value, 0 if value == int(value) else 1))
    return plain(SHOWN[column.kind](value, column, words))


def _said_by_the_row(row: Mapping[str, Any], column: Column, words: Words) -> str | None:
    """Where a value alone would mislead, and the rest of its row says what it means."""
    value = row[column.name]
    match column.name:
        case "not_met" | "worst_severity" if row.get("controls") == 0:
            return words.text("not measured")
        case "urgency" if value == "due_soon" and row.get("working_days_left") == 0:
            return words.word("bucket", "due_today")
        case "status" if value in ENDS and "urgency" in row:
            return words.text("{status}, but not closed", status=words.word(column.code, value))
        case "due_on" if value and row.get("first_due_on", value) != value:
            return words.text("{day}, extended", day=words.short_date(value))
        case "hours_after" if value is not None and value < 0.05:
            return words.text("less than 0.1")
        case "category" if value is None and row.get("status") == "undeclared":
            return f"{row['table']}.{row['column']}"
        case "previous" if PERIODS.get(row.get("figure", "")) == "at_the_load":
            return words.text("not compared")
        case "retention" if value is not None and row.get("counted_from"):
            return words.language.said(f"{value} months from {row['counted_from']}")
        case "closed_on" if value is None and "hours_to_contain" in row:
            return words.text("not closed")
        case "hours_to_contain" if value is None:
            return words.text("not recorded")
        case "hours_to_contain" if row.get("past_limit") and 0 < value - round(value) < 0.05:
            return words.text("just over {hours}", hours=words.number(round(value)))
        case "version" if value and "effective_on" in row and row["effective_on"] is None:
            return words.text("version {version}, never published", version=value)
    return None


def key(name: str, table: pa.Table, words: Words) -> pa.Table:
    """What the file says in codes and in English sentences: column by column, each once, with what that means."""
    said: dict[tuple[str, str], tuple[str, str]] = {}
    for column in columns(name, table, words):
        for value in table.column(column.name).drop_null().unique().to_pylist():
            for which, there, meaning in _pieces(column, value, words):
                if there != meaning or column.kind in CODED:
                    said.setdefault((column.name, which), (there, explained(meaning, words)))
    return pa.table(
        {
            "column": pa.array([column for column, _ in said], pa.string()),
            "value": pa.array([there for there, _ in said.values()], pa.string()),
            "meaning": pa.array([meaning for _, meaning in said.values()], pa.string()),
        }
    )


def explained(word: str, words: Words) -> str:
    """A word with what the glossary says of it, if it is one of its terms."""
    meaning = words.language.meaning_of(word)
    return f"{word}: {meaning}" if meaning else word


def _pieces(column: Column, value: Any, words: Words) -> Iterable[tuple[str, str, str]]:
    match column.kind:
        case "code" | "status":
            return [(str(value), str(value), words.word(column.code, value))]
        case "codes":
            return [(code, code, words.word(column.code, code)) for code in re.split(r"[\s,;]+", value) if code]
        case "said":
            return words.language.pieces(str(value), words.word)
    return []


def not_shown(words: Words) -> str:
    """What stands for a hidden value that need not be below ten."""
    return words.language.column(small_numbers.HIDDEN)


def text(row: Mapping[str, Any], column: Column, words: Words) -> str:
    """The same without Markdown: what a search looks into."""
    value = row[column.name]
    if (said := _said_by_the_row(row, column, words)) is not None:
        return said
    if value is None:
        return ""
    return words.word(column.code, value) if column.kind == "status" else SHOWN[column.kind](value, column, words)


def status(kind: str, value: str, words: Words) -> str:
    """An icon and a word; the accent only where somebody must act."""
    return _marked(value, plain(words.word(kind, value)))


def worse(said: str) -> str:
    """What got worse: an icon and words in the accent."""
    return f":red[:material/trending_up: {plain(said)}]"


def _marked(value: Any, word: str) -> str:
    icon = f":material/{ICONS[value]}: " if value in ICONS else ""
    return f":red[{icon}{word}]" if value in ACT else f"{icon}{word}"


def _number(value: int | float | Decimal, column: Column, words: Words) -> str:
    return words.number(value, column.digits)


def _code(value: object, column: Column, words: Words) -> str:
    return words.word(column.code, value)


def _codes(value: str, column: Column, words: Words) -> str:
    return ", ".join(words.word(column.code, code) for code in re.split(r"[\s,;]+", value) if code)


def _text(value: object, column: Column, words: Words) -> str:
    return str(value)


def _hash(value: str, column: Column, words: Words) -> str:
    return value if len(value) <= 12 else f"{value[:12]}…"


def _activity(value: str, column: Column, words: Words) -> str:
    """`5.1/fin: ...`: a purpose and a category, which the policy has words for."""
    purpose, _, category = value.partition(":")[0].partition("/")
    return f"{purpose}: {words.word('purpose', purpose)}; {words.word('category', category)}"


def _said(value: object, column: Column, words: Words) -> str:
    return words.language.said(str(value), words.word)


def _share(value: float, column: Column, words: Words) -> str:
    return words.percent(value)


def _date(value: date, column: Column, words: Words) -> str:
    return words.short_date(value)


def _month(value: str, column: Column, words: Words) -> str:
    return words.language.month(value)


def _moment(value: datetime, column: Column, words: Words) -> str:
    return words.moment(value)


def _instant(value: datetime, column: Column, words: Words) -> str:
    return words.language.exact_time(value)


def _flag(value: bool, column: Column, words: Words) -> str:
    return words.text("yes") if value else words.text("no")


SHOWN: dict[str, Callable[[Any, Column, Words], str]] = {
    "text": _text,
    "said": _said,
    "activity": _activity,
    "hash": _hash,
    "name": _text,
    "code": _code,
    "codes": _codes,
    "number": _number,
    "share": _share,
    "date": _date,
    "month": _month,
    "moment": _moment,
    "instant": _instant,
    "flag": _flag,
}
