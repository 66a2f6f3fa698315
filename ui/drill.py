"""From a cell of the matrix to its events: which category, which purpose, then day by day and role by role."""

import streamlit as st

from ui import block
from ui.filters import put
from ui.look import Look
from ui.words import clause_order, plain

NONE = ""
UNNAMED = "-"  # how the address says that no purpose is named


def draw(look: Look) -> None:
    words = look.words
    cells = {(row["category"], row["purpose"] or UNNAMED) for row in look.answer("inventory.matrix").to_pylist()}
    category, purpose = look.picked("category") or NONE, look.picked("purpose") or NONE
    categories = {held for held, _ in cells}
    st.subheader(plain(words.text("One cell, day by day")), anchor=False)
    st.caption(plain(words.text("Choose a category of the matrix above, then one of its purposes.")))
    if (purpose and (category, purpose) not in cells) or (category and category not in categories):
        st.warning(
            plain(words.text("The matrix has no cell “{category}, {purpose}”.", category=category, purpose=purpose))
        )
        category, purpose = category if category in categories else NONE, NONE
    by_name = sorted(categories, key=lambda code: words.language.sort_key(words.word("category", code)))
    purposes = sorted({asked for held, asked in cells if held == category}, key=clause_order)
    with st.container(horizontal=True):
        _choice(look, words.text("Category"), "category", by_name, category, leaves="purpose")
        _choice(look, words.text("Purpose"), "purpose", purposes, purpose)
    if category and purpose:
        only = {"category": category, "purpose": None if purpose == UNNAMED else purpose, "outcome": "allowed"}
        block.draw(look, "access.daily", {}, title=False, only=only)


def _choice(look: Look, label: str, key: str, options: list[str], current: str, leaves: str = "") -> None:
    """One of the two sides of a cell. `leaves` is what the address forgets when another is chosen."""
    words, widget = look.words, f"picked_{key}"

    def named(code: str) -> str:
        if code == NONE:
            return words.text("choose")
        if code == UNNAMED:
            return words.text("no purpose named")
        return f"{code} · {words.word(key, code)}" if key == "purpose" else words.word(key, code)

    def moved() -> None:
        put(key, st.session_state[widget] or NONE)
        if leaves:
            put(leaves, NONE)

    st.session_state[widget] = current if current in options else NONE
    st.selectbox(
        label, [NONE, *options], key=widget, format_func=named, on_change=moved, width=340, disabled=not options
    )
