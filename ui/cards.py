"""Figures as cards: the value, what it is a part of, how it changed, whether the target is met, and where to go on."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from ui.cells import SHARES_OF_FIGURES as SHARES
from ui.look import Look
from ui.words import HIDDEN, Words, plain

ACROSS = 4
PLACES = {
    "consent_coverage": "consent",
    "implied_share": "consent",
    "processing_after_withdrawal": "policy",
    "messages_without_consent": "policy",
    "requests_overdue": "requests",
    "on_time_rate_incl_overdue": "requests",
    "median_working_days": "requests",
    "erasures_clean_share": "requests",
    "controls_not_met": "policy",
    "disclosures_complete_share": "access",
    "retention_exceeded_categories": "inventory",
    "undeclared_columns": "inventory",
}
CLAUSES = {"processing_after_withdrawal": "3.5", "messages_without_consent": "3.3"}


def draw(look: Look, names: tuple[str, ...]) -> None:
    rows = {row["figure"]: row for row in look.answer("overview.figures").to_pylist()}
    wanted = [name for name in names or rows if name in rows]
    for first in range(0, len(wanted), ACROSS):
        columns = st.columns(ACROSS)
        for column, name in zip(columns, wanted[first : first + ACROSS], strict=False):
            with column, st.container(border=True, key=f"card-{name}", height="stretch", gap="xsmall"):
                _card(look, rows[name])


def _card(look: Look, row: Mapping[str, Any]) -> None:
    words, name = look.words, row["figure"]
    by, judged = change(name, row, words)
    st.metric(
        plain(words.capital(words.word("figure", name))),
        plain(value(name, row["value"], words)),
        delta=plain(by) or None,
        delta_color="off",
        delta_arrow="off",
        delta_description=plain(judged) or None,
        help=plain(words.word("figure_about", name)),
    )
    lines = [fraction(row, words), target(name, row, words)]
    st.markdown("  \n".join(line for line in lines if line))
    if name in PLACES:
        clause = {"clause": CLAUSES[name]} if name in CLAUSES else {}
        look.link(PLACES[name], words.text("Look further"), **clause)


def value(name: str, number: float | None, words: Words) -> str:
    if name in SHARES:
        return words.percent(number)
    return words.number(number, 0 if number is None or float(number).is_integer() else 1)


def fraction(row: Mapping[str, Any], words: Words) -> str:
    if row["denominator"] is None:
        return ""
    whole = words.number(row["denominator"])
    if row["numerator"] is not None:
        return plain(words.text("{part} of {whole}", part=words.number(row["numerator"]), whole=whole))
    if "numerator" in (row.get("hidden") or "").split():
        return plain(words.text("{part} of {whole}", part=HIDDEN, whole=whole))
    return plain(words.text("from {whole}", whole=whole))


def change(name: str, row: Mapping[str, Any], words: Words) -> tuple[str, str]:
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


def target(name: str, row: Mapping[str, Any], words: Words) -> str:
    if row["target"] is None:
        return f":gray[{plain(words.text('no target set'))}]"
    aim = words.percent(row["target"], 0) if name in SHARES else value(name, row["target"], words)
    if row["value"] is None:
        return f":gray[{plain(words.text('target {aim}', aim=aim))}]"
    up = row["direction"] == "up_is_good"
    met = row["value"] >= row["target"] - 1e-12 if up else row["value"] <= row["target"] + 1e-12
    if met:
        return f":material/check: {plain(words.text('target {aim} met', aim=aim))}"
    return f":red[:material/error: {plain(words.text('target {aim} not met', aim=aim))}]"
