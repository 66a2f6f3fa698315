"""What asks for attention: the clauses that are not met, worst first, and what is new since the day before."""

from datetime import timedelta

import streamlit as st

from evidence import overview
from ui import cells
from ui.look import Look
from ui.words import plain

SHOWN = 6  # the rest is one click away


def clauses(look: Look) -> None:
    """Each clause that is not met, with what that means in a sentence."""
    words = look.words
    texts = {row["clause"]: row for row in look.answer("policy.clauses").to_pylist()}
    broken = overview.clauses_not_met(
        look.answer("overview.clauses").to_pylist(), look.answer("controls.results").to_pylist()
    )
    if not broken:
        st.markdown(f":material/check: {plain(words.text('No clause that can be assessed has a violation.'))}")
        return
    for row, controls in broken[:SHOWN]:
        found = "; ".join(
            f"{overview.title(control['control'], words.language)}: {overview.found(control, words.language)}"
            for control in controls
        )
        with st.container(border=True, key=f"clause-{row['clause'].replace('.', '-')}", gap="xsmall"):
            st.markdown(
                f"{cells.status('severity', row['worst_severity'], words)} · "
                f"**{plain(row['clause'])} {plain(words.of(texts[row['clause']], 'title'))}**  \n"
                f"{plain(found)}"
            )
            look.link("policy", words.text("The records behind it"), clause=row["clause"])
    if more := len(broken) - SHOWN:
        look.link("policy", words.text("All clauses; not met beside these: {n}", n=words.number(max(more, 0))))


def since_the_day_before(look: Look) -> None:
    """Which controls have more violations than the day before."""
    words = look.words
    before = look.filters.as_of - timedelta(days=1)
    grown = overview.grown(
        look.answer("controls.results").to_pylist(), look.answer("controls.results", as_of=before).to_pylist()
    )
    if not grown:
        st.markdown(f":material/check: {plain(words.text('No control has more violations than the day before.'))}")
        return
    lines = []
    for row, by in grown:
        title = overview.title(row["control"], words.language)
        lines.append(f"- {cells.status('severity', row['severity'], words)} · {plain(title)}: **+{words.number(by)}**")
    st.markdown("\n".join(lines))
