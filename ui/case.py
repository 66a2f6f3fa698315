"""One request: picked from those there are, with what happened to it and how its due day was counted."""

import streamlit as st

from ui import block
from ui.filters import put
from ui.look import Look
from ui.words import plain

NONE = ""


def draw(look: Look) -> None:
    words = look.words
    st.subheader(plain(words.text("One request")), anchor=False)
    if not look.may("requests.case"):
        block.draw(look, "requests.case", {}, title=False)
        return
    known: dict[str, str] = {}
    for name in ("requests.open", "requests.closed"):
        for row in look.answer(name).to_pylist():
            known.setdefault(row["request_id"], f"{row['request_id']} · {words.word('request_type', row['type'])}")
    picked = look.picked("request_id") or NONE
    if picked and picked not in known:
        st.warning(plain(words.text("There is no request “{number}” on this day.", number=picked)))
        picked = NONE

    def moved() -> None:
        put("request_id", st.session_state["picked_request"] or NONE)

    st.session_state["picked_request"] = picked
    st.selectbox(
        words.text("Request"),
        [NONE, *known],
        key="picked_request",
        format_func=lambda number: known.get(number, words.text("choose or type a number")),
        on_change=moved,
        width=420,
    )
    if picked:
        block.draw(look, "requests.case", {"request_id": picked}, title=False)
    else:
        st.caption(plain(words.text("Its history and how its due day was counted, day by day.")))
