"""What a line of each file holds, how a file is read, and what the files must agree on."""

import csv
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from errors import PolicyError
from policy.calendar import FIRST_DAY, LAST_DAY

CHANNEL_SCOPE = "3.3.<channel>"
CLOCKS = {
    "answer": "received_at",
    "refusal_notice": "received_at",
    "recipients_notice": "closed_at",
    "registration": "received_at",
    "incident_containment": "discovered_at",
    "emergency_review": "occurred_at",
}
REQUEST_TYPES = (
    "access", "information", "correction", "erasure", "withdrawal", "objection", "restriction", "portability",
    "complaint",
)  # fmt: skip
APPLIES_TO = {
    "answer": (*REQUEST_TYPES, "*"),
    "refusal_notice": ("refused", "*"),
    "recipients_notice": (*REQUEST_TYPES, "*"),
    "registration": (*REQUEST_TYPES, "*"),
    "incident_containment": ("incident", "*"),
    "emergency_review": ("break_glass", "*"),
}
FOUND_BY_TEXT = ("F1", "F3", "F4", "F5")
FIGURES = (
    "consent_coverage", "implied_share", "requests_overdue", "on_time_rate_incl_overdue", "median_working_days",
    "erasures_clean_share", "controls_not_met", "processing_after_withdrawal", "messages_without_consent",
    "disclosures_complete_share", "retention_exceeded_categories", "undeclared_columns",
)  # fmt: skip


def wrong(what: str, fix: str) -> PydanticCustomError:
    return PydanticCustomError("policy", "{what}", {"what": what, "fix": fix})


def _day(value: str) -> date:
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise wrong("is not a date", "Write it as year-month-day: 2026-03-20.")


def _whole(value: str) -> int:
    if re.fullmatch(r"\d{1,4}", value):
        return int(value)
    raise wrong("is not a whole number from 0 to 9999", "Write digits only.")


def _choice(**known: bool) -> BeforeValidator:
    def read_choice(value: str) -> bool:
        if value in known:
            return known[value]
        raise wrong("is neither of the two it may be", f"Write {' or '.join(known)}.")

    return BeforeValidator(read_choice)


def _share(value: str) -> float | None:
    try:
        return float(value) if value else None
    except ValueError:
        raise wrong("is not a number", "Write it with a point, 0.95, or leave it empty.") from None


Text = Annotated[str, Field(min_length=1)]
Day = Annotated[date, BeforeValidator(_day)]
Whole = Annotated[int, BeforeValidator(_whole)]
YesNo = Annotated[bool, _choice(yes=True, no=False)]
OneZero = Annotated[bool, _choice(**{"1": True, "0": False})]
Words = Annotated[tuple[str, ...], BeforeValidator(lambda value: tuple(value.split()))]
Condition = Annotated[
    tuple[Literal["third_party_consulted", "notice_in_time"], ...],
    BeforeValidator(lambda value: tuple(value.split("+")) if value else ()),
]
Confidence = Literal["confirmed", "secondary", "single_source", "assumption"]
Number = Annotated[str, Field(pattern=r"^[1-9]\d?(\.[1-9]\d?){0,2}$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Row(BaseModel):
    """One line of one file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    FILE: ClassVar[str]
    KEY: ClassVar[tuple[str, ...]]  # no two lines have the same

    line: int = 0

    def keys(self) -> Iterator[tuple[Any, ...]]:
        yield tuple(getattr(self, column) for column in self.KEY)


class Clause(Row):
    """The words for a paragraph; its Azerbaijani text is cut from the policy's own."""

    FILE = "clauses.csv"
    KEY = ("clause",)

    clause: Number
    title_az: Text
    title_en: Text
    title_ru: Text
    en: Text
    ru: Text

    @property
    def titles(self) -> tuple[str, str, str]:
        return self.title_az, self.title_en, self.title_ru


class Category(Row):
    FILE = "categories.csv"
    KEY = ("category",)

    category: Name
    clause: Number
    az: Text
    en: Text
    ru: Text
    table: Name
    column: Name
    owner_column: Name
    time_column: Name
    sensitive: YesNo
    dpv: Text
    residue: YesNo


class Purpose(Row):
    FILE = "purposes.csv"
    KEY = ("purpose",)

    purpose: Number
    consent_scope: Literal["policy", "3.3.<channel>", "5.3", "5.7", "5.8"]
    en: Text


class PurposeWords(Row):
    FILE = "purposes_languages.csv"
    KEY = ("purpose",)

    purpose: Number
    az: Text
    ru: Text


class Deadline(Row):
    FILE = "deadlines.csv"
    KEY = ("regime", "obligation", "applies_to", "valid_from")

    regime: Literal["az", "gdpr"]
    obligation: Literal[
        "answer", "refusal_notice", "recipients_notice", "incident_containment", "registration", "emergency_review"
    ]
    applies_to: Words
    limit: Whole
    unit: Literal["day", "working_day", "month", "hour"]
    extension: Whole
    extension_condition: Condition
    clock_starts: str
    article: Text
    confidence: Confidence
    valid_from: Day

    def keys(self) -> Iterator[tuple[Any, ...]]:
        for what in self.applies_to:
            yield self.regime, self.obligation, what, self.valid_from

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        known = APPLIES_TO[self.obligation]
        if unknown := [what for what in self.applies_to if what not in known]:
            raise wrong(f"applies_to has {unknown[0]!r}, unknown to {self.obligation}", f"Known: {', '.join(known)}.")
        if not self.applies_to:
            raise wrong("applies_to is empty", f"Write one or more of {', '.join(known)}, with spaces between.")
        if (self.unit == "hour") != (self.obligation == "incident_containment"):
            allowed = "hour" if self.obligation == "incident_containment" else "day, working_day or month"
            raise wrong(f"{self.obligation} has the unit {self.unit!r}", f"Write {allowed}.")
        if self.clock_starts != CLOCKS[self.obligation]:
            raise wrong(f"clock_starts is {self.clock_starts!r}", f"For {self.obligation}: {CLOCKS[self.obligation]}.")
        if self.extension and self.obligation != "answer":
            raise wrong(f"{self.obligation} has an extension", "Only an answer can be extended: write 0.")
        return self


class Retention(Row):
    FILE = "retention.csv"
    KEY = ("category",)

    category: Name
    months: Whole
    counted_from: Text
    ground: Text
    confidence: Confidence


class CalendarDay(Row):
    """A day that differs from plain Monday to Friday, or is a holiday all the same."""

    FILE = "calendar_az.csv"
    KEY = ("day",)

    day: Day
    weekday: Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    is_working: OneZero
    reason_en: Text
    reason_az: Text
    status: Literal["official", "computed", "estimated", "operator_override"]
    source: Text

    @model_validator(mode="after")
    def _weekday_fits(self) -> Self:
        fits = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[self.day.weekday()]
        if self.weekday != fits:
            raise wrong(f"{self.day} is a {fits}, not a {self.weekday}", "Correct the day or the weekday.")
        if not FIRST_DAY <= self.day <= LAST_DAY:
            raise wrong(f"{self.day} is in no calendar", f"Days go from {FIRST_DAY} to {LAST_DAY}.")
        return self


class CalendarReason(Row):
    """How a reason is said; `{day}` stands for a date in it. Its Azerbaijani goes before that of calendar_az.csv."""

    FILE = "calendar_languages.csv"
    KEY = ("reason_en",)

    reason_en: Text
    reason_az: Text
    reason_ru: Text


class NotPersonal(Row):
    FILE = "not_personal.csv"
    KEY = ("table", "column")

    table: Name
    column: Name
    why: Text


class Target(Row):
    FILE = "targets.csv"
    KEY = ("figure",)

    figure: str
    target: Annotated[float | None, BeforeValidator(_share)]
    direction: Literal["up_is_good", "down_is_good"]

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        if self.figure not in FIGURES:
            raise wrong(f"no figure is called {self.figure!r}", _known(self.figure, FIGURES))
        return self


class Finding(Row):
    """A finding on the text; `person`: judged by a person, on the text with this hash."""

    FILE = "findings.csv"
    KEY = ("finding",)

    finding: Annotated[str, Field(pattern=r"^F[1-9]\d?$")]
    clause: str
    found_by: Literal["text", "person"]
    reason_az: Text
    reason_en: Text
    reason_ru: Text
    text_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

    @property
    def clauses(self) -> tuple[str, ...]:
        return tuple(self.clause.split())

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if self.found_by == "text" and self.finding not in FOUND_BY_TEXT:
            raise wrong(f"{self.finding} cannot be found by reading the text", "Write found_by person.")
        return self


AnyRow = TypeVar("AnyRow", bound=Row)


def read(folder: Path, kind: type[AnyRow]) -> tuple[AnyRow, ...]:
    """Every line of the file, checked one by one."""
    name = kind.FILE
    try:
        content = (folder / name).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise PolicyError(f"{name} cannot be read: {error.strerror}.", fix=f"Put it into {folder}.") from error
    except UnicodeDecodeError as error:
        raise PolicyError(f"{name} is not UTF-8 text.", fix="Save it as CSV UTF-8.") from error
    reader = csv.reader(content.splitlines(keepends=True), strict=True)
    try:
        header = next(reader, [])
        _check_header(kind, header)
        return tuple(_distinct(kind, _checked(kind, header, reader)))
    except csv.Error as error:
        raise PolicyError(f"{name}, line {reader.line_num}: {error}.", fix='Close each quoted cell with ".') from error


def _check_header(kind: type[Row], header: list[str]) -> None:
    expected = [column for column in kind.model_fields if column != "line"]
    where = f"{kind.FILE}, line 1:"
    if len(header) == 1 and ";" in header[0]:
        raise PolicyError(f"{where} the columns are separated by semicolons.", fix="Save it with commas.")
    if unknown := [column for column in header if column not in expected]:
        raise PolicyError(f"{where} unknown column {unknown[0]!r}.", fix=_known(unknown[0], expected))
    if missing := [column for column in expected if column not in header]:
        raise PolicyError(f"{where} the column {missing[0]!r} is missing.", fix=f"Columns: {', '.join(expected)}.")
    if twice := [column for column in header if header.count(column) > 1]:
        raise PolicyError(f"{where} the column {twice[0]!r} stands twice.", fix="Remove one.")


def _checked(kind: type[AnyRow], header: list[str], lines: Any) -> Iterator[AnyRow]:
    for cells in lines:
        if not any(cells):
            continue
        where = f"{kind.FILE}, line {lines.line_num}"
        if len(cells) != len(header):
            raise PolicyError(
                f"{where}: {len(cells)} cells instead of {len(header)}.",
                fix=f"Columns: {', '.join(header)}; a comma inside a cell needs quotes around the cell.",
            )
        values: dict[str, Any] = {column: cell.strip() for column, cell in zip(header, cells, strict=True)}
        try:
            yield kind.model_validate({**values, "line": lines.line_num})
        except ValidationError as error:
            raise _policy_error(kind, where, values, error) from error


def _policy_error(kind: type[Row], where: str, values: Mapping[str, str], error: ValidationError) -> PolicyError:
    first = error.errors()[0]
    column = str(first["loc"][0]) if first["loc"] else ""
    said = f"{column} {values[column]!r} " if column else ""
    if first["type"] == "policy":
        return PolicyError(f"{where}: {said}{first['ctx']['what']}.", fix=first["ctx"]["fix"])
    if first["type"] == "string_too_short":
        return PolicyError(f"{where}: {column} is empty.", fix="Fill it in.")
    if first["type"] == "string_pattern_mismatch":
        return PolicyError(f"{where}: {said}is not written as it must be.", fix=f"Pattern: {first['ctx']['pattern']}")
    if first["type"] == "literal_error":
        value = values[column]
        return PolicyError(f"{where}: unknown {column} {value!r}.", fix=f"Known: {first['ctx']['expected']}.")
    return PolicyError(f"{where}: {said}{first['msg']}.", fix=f"See the other lines of {kind.FILE}.")


def _distinct(kind: type[AnyRow], lines: Iterable[AnyRow]) -> Iterator[AnyRow]:
    first: dict[tuple[Any, ...], int] = {}
    for row in lines:
        for key in row.keys():  # noqa: SIM118 - a method of the row, not of a dictionary
            if key in first:
                what = " ".join(str(part) for part in key)
                raise PolicyError(
                    f"{kind.FILE}, line {row.line}: {what} stands in line {first[key]} already.",
                    fix="Remove one of the two.",
                )
            first[key] = row.line
        yield row


def check_known(lines: Sequence[Row], column: str, known: Sequence[str]) -> None:
    """The column names things that exist elsewhere in the policy."""
    for row in lines:
        value = getattr(row, column)
        for word in (value,) if isinstance(value, str) else value:
            if word not in known:
                raise PolicyError(f"{row.FILE}, line {row.line}: unknown {column} {word!r}.", fix=_known(word, known))


def check_clauses(lines: Sequence[Clause], numbers: Sequence[str], text: str) -> None:
    check_known(lines, "clause", numbers)
    if missing := [number for number in numbers if number not in {row.clause for row in lines}]:
        raise PolicyError(
            f"{Clause.FILE}: paragraph {missing[0]} of {text} has no line.",
            fix=f"Add a line that begins with {missing[0]}.",
        )


def check_purpose_words(purposes: Sequence[Purpose], words: Mapping[str, PurposeWords]) -> None:
    check_known(tuple(words.values()), "purpose", [row.purpose for row in purposes])
    for row in purposes:
        if row.purpose not in words:
            raise PolicyError(
                f"{PurposeWords.FILE}: purpose {row.purpose} has no line.",
                fix="Add one with its Azerbaijani and Russian words.",
            )


def check_retention(lines: Sequence[Retention], categories: Sequence[Category]) -> None:
    """A period is counted from the closing of the account or from the time of the category's own rows."""
    times = {row.category: row.time_column for row in categories}
    for row in lines:
        if row.counted_from not in ("account closed", times[row.category]):
            raise PolicyError(
                f"{row.FILE}, line {row.line}: unknown counted_from {row.counted_from!r}.",
                fix=f"For {row.category}: account closed, or {times[row.category]}.",
            )


def check_deadlines(lines: Sequence[Deadline]) -> None:
    """A rule for one type goes before a rule for every type; is the latter newer, it is open which was meant."""
    for row in lines:
        for other in lines:
            if (
                (row.regime, row.obligation) == (other.regime, other.obligation)
                and "*" in row.applies_to
                and "*" not in other.applies_to
                and row.valid_from > other.valid_from
            ):
                raise PolicyError(
                    f"{row.FILE}, line {row.line}: a newer rule for * beside line {other.line}, which names types.",
                    fix="Name the types in both.",
                )


def reasons(row: CalendarDay, words: Mapping[str, CalendarReason]) -> tuple[str, str, str]:
    """In the three languages; a holiday that counsel adds reads in English in Russian until its words are added."""
    said = words.get(re.sub(r"\d{2}/\d{2}/\d{4}", "{day}", row.reason_en))
    if said is None:
        return row.reason_az, row.reason_en, row.reason_en
    az, ru = said.reason_az, said.reason_ru
    for month, day, year in re.findall(r"(\d{2})/(\d{2})/(\d{4})", row.reason_en):
        az, ru = (text.replace("{day}", f"{day}.{month}.{year}", 1) for text in (az, ru))
    return az, row.reason_en, ru


def _known(word: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
