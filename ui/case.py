"""One request: picked from those there are, how it stands, what happened to it and how its due day was counted."""

from datetime import date
from typing import Any

import streamlit as st

from ui import block, cells
from ui.filters import put
from ui.look import Look
from ui.words import plain

NONE = ""


def draw(look: Look) -> None:
    words = look.words
    if not look.may("requests.case"):
        look.withheld.append("requests.case")
        return
    known: dict[str, str] = {}
    for name in ("requests.open", "requests.closed"):
        for row in look.answer(name).to_pylist():
            known.setdefault(row["request_id"], f"{row['request_id']} · {words.word('request_type', row['type'])}")
    picked = look.picked("request_id") or NONE
    if picked and picked not in known:
        st.warning(plain(words.text("There is no request “{number}” on the as-of day.", number=picked)))
        picked = NONE
    elif st.session_state.get("picked_request", picked) != picked:
        # A link to the page that is open changes what is asked, and not the address. Who arrives from another page
        # has it there already: told once more, a busy browser could write it under the page that is being left.
        put("request_id", picked)

    def moved() -> None:
        put("request_id", st.session_state["picked_request"] or NONE)

    st.session_state["picked_request"] = picked
    with st.container(horizontal=True, vertical_alignment="bottom", key="case"):
        st.selectbox(
            words.text("One request"),
            [NONE, *known],
            key="picked_request",
            format_func=lambda number: known.get(number, words.text("choose or type a number")),
            on_change=moved,
            width=420,
        )
        if picked:
            st.button(
                words.text("Back to the lists"), icon=":material/arrow_back:", on_click=put, args=("request_id", NONE)
            )
    if picked:
        st.subheader(plain(known[picked]), anchor=False)
        history = look.answer("requests.case", request_id=picked).to_pylist()
        for row in look.answer("requests.standing", request_id=picked).to_pylist():
            st.markdown(" · ".join(_standing(look, row, history)))
        if status := _decided_and_open(look, picked):
            ended = words.text("{status}, but not closed", status=words.word("request_status", status))
            only = words.text("No closing is recorded, and only that ends its time.")
            st.markdown(f":material/help: {plain(words.capital(ended))}. {plain(only)}")
        if extension := _extension(look, history):
            st.markdown("  \n".join(plain(words.capital(said)) for said in extension))
        _erased(look, picked)
        block.draw(look, "requests.case", {"request_id": picked}, title=False)
        st.header(plain(words.text("All requests")), anchor=False)


def _decided_and_open(look: Look, number: str) -> str:
    """The status of an open request that says that nothing is left to do."""
    rows = look.answer("requests.open").to_pylist()
    return next((row["status"] for row in rows if row["request_id"] == number and row["status"] in cells.ENDS), "")


def _standing(look: Look, row: dict[str, Any], history: list[dict[str, Any]]) -> list[str]:
    """How it stands, whose it is: Markdown."""
    words = look.words
    due = plain(_due(look, row["due_on"], history)) if row["due_on"] is not None else ""
    if row["closed_on"] is None:
        today = row["working_days_left"] == 0
        said = [cells.status("bucket", "due_today", words) if today else cells.status("urgency", row["urgency"], words)]
        if due:
            said.append(due)
        if (left := row["working_days_left"]) is not None:
            said.append(
                plain(words.text("working days past the due day: {n}", n=words.number(-left)))
                if left < 0
                else plain(words.text("working days left: {n}", n=words.number(left)))
            )
    else:
        said = [plain(words.word("decision", row["decision"]))] if row["decision"] else []
        said.append(plain(words.text("closed {day}", day=words.date(row["closed_on"]))))
        if due:
            said.append(due)
            said.append(
                plain(words.text("on time"))
                if row["on_time"]
                else f":red[:material/error: {plain(words.text('late'))}]"
            )
        said.append(plain(words.text("working days: {n}", n=words.number(row["working_days"]))))
    if row["subject"] is not None:
        said.append(plain(words.text("person {pseudonym}", pseudonym=row["subject"])))
    return [f"**{said[0]}**", *said[1:]]


def _due(look: Look, day: date, history: list[dict[str, Any]]) -> str:
    """The due day, and the one before an extension moved it."""
    words = look.words
    first = next(row["day"] for row in history if row["event"] == "first_due")
    if day == first:
        return words.text("due {day}", day=words.date(day))
    return words.text("due {day}, extended from {first}", day=words.date(day), first=words.date(first))


def _extension(look: Look, history: list[dict[str, Any]]) -> list[str]:
    """Why the due day was extended, or why an extension that was told of does not count, and what message told it."""
    lines = {row["event"]: row["explanation"] for row in history}
    asked_for = any(row["event"] == "status" and row["explanation"] == "extended" for row in history)
    if "first_due" not in lines or not (asked_for or "extension_notified" in lines):
        return []
    _, _, why = lines["first_due"].partition("; ")
    said = look.words.language.said
    return [f"{said(text, look.words.word)}." for text in (why, lines.get("extension_notified")) if text]


def _erased(look: Look, number: str) -> None:
    """What the check of an erasure found, and where."""
    words = look.words
    for row in look.answer("requests.erasures").to_pylist():
        if row["request_id"] == number:
            found = [cells.status("verified", row["verified"], words)]
            if row["tables_checked"] is not None:
                found += [
                    plain(words.text("tables checked: {n}", n=words.number(row["tables_checked"]))),
                    plain(words.text("rows left without a hold: {n}", n=words.number(row["residual_rows"]))),
                    plain(words.text("rows kept on a hold: {n}", n=words.number(row["kept_on_hold"]))),
                ]
            st.markdown(" · ".join(found))
            if row["residual_rows"] or row["kept_on_hold"]:
                block.draw(look, "requests.residue", {}, only={"request_id": number})
