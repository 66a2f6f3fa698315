"""What the overview says, in words: its figures, the clauses that are not met, what is new.

The screen and the report say it with these, so that they cannot differ.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import queries
from language import HIDDEN, MISSING, Language

Row = Mapping[str, Any]

SHARES = frozenset(
    {
        "consent_coverage",
        "implied_share",
        "on_time_rate_incl_overdue",
        "erasures_clean_share",
        "disclosures_complete_share",
    }
)
"""The figures that are a part of a whole; the others are counts, and one is a number of days."""

WORST_FIRST = ("critical", "high", "medium", "low")


@dataclass(frozen=True)
class Figure:
    """One figure as it is read: all of it is text but `met`, which is None where nothing can be met."""

    key: str
    name: str
    about: str
    value: str
    fraction: str
    target: str
    met: bool | None
    change: str
    judged: str


def figure(row: Row, words: Language) -> Figure:
    """A row of overview.figures in words."""
    name = row["figure"]
    aim, met = _target(name, row, words)
    change, judged = _change(name, row, words)
    return Figure(
        key=name,
        name=words.capital(words.code("figure", name)),
        about=words.code("figure_about", name),
        value=words.column("hidden") if "value" in _unseen(row) else _value(name, row["value"], words),
        fraction=_fraction(row, words),
        target=aim,
        met=met,
        change=change,
        judged=judged,
    )


def clauses_not_met(clauses: Iterable[Row], results: Iterable[Row]) -> list[tuple[Row, list[Row]]]:
    """Rows of overview.clauses, the worst first, each with its controls of controls.results that are not met."""
    broken = controls_not_met(results)
    rows = [row for row in clauses if row["not_met"]]
    rows.sort(key=lambda row: (WORST_FIRST.index(row["worst_severity"]), -row["violations"]))
    return [(row, [control for control in broken if row["clause"] in control["clause"].split()]) for row in rows]


def controls_not_met(results: Iterable[Row]) -> list[Row]:
    """Rows of controls.results, the worst first."""
    rows = [row for row in results if row["status"] == "not_met"]
    return sorted(rows, key=lambda row: (WORST_FIRST.index(row["severity"]), -row["violations"], row["control"]))


def grown(results: Iterable[Row], day_before: Iterable[Row]) -> list[tuple[Row, int]]:
    """The controls with more violations than the day before, and how many more; the worst first."""
    then = {row["control"]: row["violations"] for row in day_before}
    more = [(row, row["violations"] - then.get(row["control"], 0)) for row in results]
    return sorted(
        ((row, by) for row, by in more if by > 0),
        key=lambda pair: (WORST_FIRST.index(pair[0]["severity"]), -pair[1], pair[0]["control"]),
    )


def found(row: Row, words: Language) -> str:
    """How many of the things that a control examined violate it."""
    return words.text("{part} of {whole}", part=words.number(row["violations"]), whole=words.number(row["examined"]))


def title(control: str, words: Language) -> str:
    """What a control is called."""
    return queries.get(f"controls.{control}").header.title[words.code_of_language]


def _unseen(row: Row) -> list[str]:
    """The columns that the role does not see; among them those that only rest on a count of few people."""
    return (row.get("hidden") or "").split()


def _value(name: str, number: float | None, words: Language) -> str:
    if number is None:
        return MISSING
    return words.percent(number) if name in SHARES else words.number(number, 0 if float(number).is_integer() else 1)


def _fraction(row: Row, words: Language) -> str:
    if row["denominator"] is None:
        return ""
    whole = words.number(row["denominator"])
    if row["numerator"] is not None:
        return words.text("{part} of {whole}", part=words.number(row["numerator"]), whole=whole)
    if "numerator" in _unseen(row):
        few = HIDDEN if "people" in _unseen(row) else words.column("hidden")
        return words.text("{part} of {whole}", part=few, whole=whole)
    return words.text("from {whole}", whole=whole)


def _change(name: str, row: Row, words: Language) -> tuple[str, str]:
    """Against the same day of the last month: by how much, and whether that is for the better."""
    if row["value"] is None or row["previous"] is None:
        return "", ""
    by = row["value"] - row["previous"]
    if abs(by) < (0.0005 if name in SHARES else 1e-9):
        return "±0", words.text("in a month")
    scaled, digits = (abs(by) * 100, 1) if name in SHARES else (abs(by), 0 if float(by).is_integer() else 1)
    size = ("+" if by > 0 else "−") + words.number(scaled, digits)
    better = (by > 0) == (row["direction"] == "up_is_good")
    return (
        words.text("{size} points", size=size) if name in SHARES else size,
        words.text("in a month, better") if better else words.text("in a month, worse"),
    )


def _target(name: str, row: Row, words: Language) -> tuple[str, bool | None]:
    if row["target"] is None:
        return words.text("no target set"), None
    aim = words.percent(row["target"], 0) if name in SHARES else _value(name, row["target"], words)
    if row["value"] is None:
        return words.text("target {aim}", aim=aim), None
    up = row["direction"] == "up_is_good"
    if row["value"] >= row["target"] - 1e-12 if up else row["value"] <= row["target"] + 1e-12:
        return words.text("target {aim} met", aim=aim), True
    return words.text("target {aim} not met", aim=aim), False
