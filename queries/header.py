"""The header of a query file: `-- key: value` lines above the SELECT, parsed strictly."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from errors import QueryError

LANGUAGES = ("az", "en", "ru")
ROLES = ("management", "dpo", "auditor")
SEVERITIES = ("critical", "high", "medium", "low")
RESERVED = ("results", "trend", "findings")  # files in controls/ that are not controls

_TEXTS = ("title", "about")
_SINGLE = ("grain", "basis", "roles", "version")
_FIGURE = ("numerator", "denominator", "exclusions", "sources")
_OF_PEOPLE = ("people_total", "people_elsewhere", "derived")
_OPTIONAL = ("people", *_OF_PEOPLE, "chart", *_FIGURE, *(f"{k}.{c}" for k in _FIGURE for c in LANGUAGES))
_CONTROL = ("clause", "severity")
REQUIRED = (*(f"{key}.{code}" for key in _TEXTS for code in LANGUAGES), *_SINGLE)

_LINE = re.compile(r"^-- ([a-z_]+(?:\.[a-z]+)?):(.*)$")
_WHOLE_ANSWER = "-"


@dataclass(frozen=True)
class Header:
    """What a query says of itself. Texts are by language code; column names are those of the answer."""

    title: dict[str, str]
    about: dict[str, str]
    grain: str
    basis: str
    roles: tuple[str, ...]
    version: int
    people: tuple[str, ...] = ()
    """Columns that count people: small numbers are hidden there from management."""
    people_total: tuple[str, ...] | None = None
    """Rows equal in these columns add up to a published total; empty: the whole answer; None: no total is known."""
    people_elsewhere: tuple[str, ...] = ()
    """A column and its values whose counts another answer shows: to hide them here alone would hide nothing."""
    derived: tuple[str, ...] = ()
    """Columns computed from counts of people: hidden where such a count is."""
    chart: str = ""
    clauses: tuple[str, ...] = ()
    severity: str = ""
    figure: dict[str, str] = field(default_factory=dict)
    """numerator, denominator, exclusions, sources; a language may have its own, as `numerator.az`."""


def read(path: Path) -> tuple[Header, str]:
    """The header and the SQL of a file. Raises QueryError that names the file and the line."""
    name = f"{path.parent.name}/{path.name}"
    text = path.read_text(encoding="utf-8")
    values, start = _values(name, text)
    control = path.parent.name == "controls" and path.stem not in RESERVED
    _complete(name, values, control)
    sql = "\n".join(text.splitlines()[start:]).strip().rstrip(";")
    if not sql:
        raise QueryError(f"{name} has a header and no SELECT.", fix="Write the SELECT below the header.")
    return _header(name, values), sql


def _values(name: str, text: str) -> tuple[dict[str, str], int]:
    known = {*REQUIRED, *_OPTIONAL, *_CONTROL}
    values: dict[str, str] = {}
    for number, line in enumerate(text.splitlines()):
        if not line.startswith("--"):
            return values, number
        if not (match := _LINE.match(line)):
            raise QueryError(f"{name}:{number + 1} is not a header line.", fix="Write `-- key: value`.")
        key, value = match[1], match[2].strip()
        if key not in known:
            raise QueryError(f"{name}:{number + 1}: unknown header {key!r}.", fix=f"Known: {', '.join(sorted(known))}.")
        if key in values:
            raise QueryError(f"{name}:{number + 1}: {key!r} stands twice.", fix="Keep one.")
        if not value:
            raise QueryError(f"{name}:{number + 1}: {key!r} is empty.", fix="Give it a value or remove the line.")
        values[key] = value
    return values, len(text.splitlines())


def _complete(name: str, values: dict[str, str], control: bool) -> None:
    required = REQUIRED + _CONTROL if control else REQUIRED
    if missing := [key for key in required if key not in values]:
        raise QueryError(f"{name}: the header lacks {', '.join(missing)}.", fix="Add the lines.")
    if not control and (extra := [key for key in _CONTROL if key in values]):
        raise QueryError(f"{name}: {extra[0]!r} belongs to controls only.", fix="Remove the line.")


def _header(name: str, values: dict[str, str]) -> Header:
    total = values.get("people_total")
    severity = values.get("severity", "")
    if severity and severity not in SEVERITIES:
        raise QueryError(f"{name}: unknown severity {severity!r}.", fix=f"Known: {', '.join(SEVERITIES)}.")
    if not values["version"].isdecimal():
        raise QueryError(f"{name}: version {values['version']!r} is not a whole number.", fix="Start at 1.")
    roles = tuple(values["roles"].split())
    if unknown := [role for role in roles if role not in ROLES]:
        raise QueryError(f"{name}: unknown role {unknown[0]!r}.", fix=f"Known: {', '.join(ROLES)}.")
    if (needs := [key for key in _OF_PEOPLE if key in values]) and "people" not in values:
        raise QueryError(f"{name}: {needs[0]} needs people.", fix="Name the columns that count people.")
    return Header(
        title={code: values[f"title.{code}"] for code in LANGUAGES},
        about={code: values[f"about.{code}"] for code in LANGUAGES},
        grain=values["grain"],
        basis=values["basis"],
        roles=roles,
        version=int(values["version"]),
        people=tuple(values.get("people", "").split()),
        people_total=None if total is None else () if total == _WHOLE_ANSWER else tuple(total.split()),
        people_elsewhere=tuple(values.get("people_elsewhere", "").split()),
        derived=tuple(values.get("derived", "").split()),
        chart=values.get("chart", ""),
        clauses=tuple(values.get("clause", "").split()),
        severity=severity,
        figure={key: value for key, value in values.items() if key.split(".")[0] in _FIGURE},
    )
