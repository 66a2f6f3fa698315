"""From a count to its events, day by day: those of a cell of the matrix, those of one who accessed the data."""

import re

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from ui import block, states, turns
from ui.charts import access
from ui.filters import put
from ui.look import Look
from ui.memory import Memory
from ui.words import clause_order, plain

NONE = ""
UNNAMED = "-"  # how the address says that no purpose is named
ACTORS = "access.actors"
OF_ACTOR = "access.of_actor"
MOST_OFFERED = 300  # a browser is sent the whole list each time; whoever is not on it can be typed
CHOSEN_ACTOR = "chosen-one-of-the-actors"
PSEUDONYM = re.compile(r"\s*([0-9]{1,18})\b")
_actors: Memory[dict[str, str]] = Memory(128)


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


def actor(look: Look) -> None:
    """One of those who accessed the data, by pseudonym: never in the address, only in this visit."""
    if not look.may(OF_ACTOR):
        look.withheld.append(OF_ACTOR)
    elif look.answer(ACTORS).num_rows:
        st.subheader(plain(look.title(OF_ACTOR)), anchor=False)
        st.caption(plain(block.about(look, OF_ACTOR)))
        _one_actor(look)


@st.fragment
def _one_actor(look: Look) -> None:
    words = look.words
    with turns.drawing(), states.trouble_shown(OF_ACTOR, words):
        table = look.answer(ACTORS)
        kept = st.session_state.get(CHOSEN_ACTOR, NONE)
        named = _furthest(look, table)
        if PSEUDONYM.fullmatch(kept):  # may be one who is not offered
            named = named | _named(look, table.filter(pc.equal(table["actor"], int(kept))))

        def moved() -> None:
            said = str(st.session_state["pick-actor"] or NONE)
            number = PSEUDONYM.match(said)  # a browser may say the label, which begins with it
            st.session_state[CHOSEN_ACTOR] = number[1] if number else said

        st.session_state["pick-actor"] = kept if kept in named else NONE
        st.selectbox(
            words.text("Pseudonym"),
            [NONE, *named],
            key="pick-actor",
            format_func=lambda value: named.get(value, value) if value else words.text("choose"),
            on_change=moved,
            accept_new_options=True,
            width=420,
            help=words.text("Who is picked stays on this screen: the address does not say it."),
        )
        if pc.count_distinct(table["actor"]).as_py() > MOST_OFFERED:
            said = words.text(
                "Listed are those furthest above the median of their role: {n}. Any other pseudonym can be typed.",
                n=words.number(MOST_OFFERED),
            )
            st.caption(plain(said))
        if kept in named:
            block.draw(look, OF_ACTOR, {"actor": int(kept)}, title=False)
        elif kept:
            st.warning(plain(words.text("The list above has no pseudonym “{value}”.", value=kept)))


def _furthest(look: Look, table: pa.Table) -> dict[str, str]:
    """The actors furthest above the median of their role, each with what the list above says of it."""

    def made() -> dict[str, str]:
        order = [("times_role_median", "descending"), ("actor", "ascending"), ("actor_role", "ascending")]
        ranked = table.sort_by(order)
        first = list(dict.fromkeys(ranked["actor"].to_pylist()))[:MOST_OFFERED]
        return _named(look, ranked.filter(pc.is_in(ranked["actor"], pa.array(first, pa.int64()))))

    asked = tuple(sorted(look.filters.asked().items()))
    return _actors.recall((look.snapshot.sha256, look.role, asked, look.words.code), made)


def _named(look: Look, table: pa.Table) -> dict[str, str]:
    """By pseudonym, in the order of the rows: one actor may have had several roles."""
    said: dict[str, list[str]] = {}
    for row in table.select(["actor", "actor_role", "times_role_median"]).to_pylist():
        said.setdefault(str(row["actor"]), []).append(access.in_a_role(row, look.words))
    return {pseudonym: " · ".join([pseudonym, *roles]) for pseudonym, roles in said.items()}
