"""What asks for attention: the clauses that are not met, worst first, and what is new since the last working day."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

import queries
from evidence import overview
from ui import cells, states
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
        found = "  \n".join(plain(_found(look, row["clause"], control)) for control in controls)
        with st.container(border=True, key=f"clause-{row['clause'].replace('.', '-')}", gap="xsmall"):
            st.markdown(
                f"{cells.status('severity', row['worst_severity'], words)} · "
                f"**{plain(row['clause'])} {plain(words.of(texts[row['clause']], 'title'))}**  \n"
                f"{found}"
            )
            look.link("policy", words.text("The records behind it"), clause=row["clause"])
    if (more := len(broken) - SHOWN) > 0:
        look.link("policy", words.text("All clauses; not met beside these: {n}", n=words.number(more)))


def _found(look: Look, clause: str, control: Mapping[str, Any]) -> str:
    words = look.words.language
    said = f"{overview.title(control['control'], words)}: {overview.found(control, words)}"
    watched = overview.watches(clause, control["control"], look.of_everybody("requests.summary"), words)
    return f"{said} ({watched})" if watched else said


def withdrawals(look: Look) -> None:
    """How many consents were taken back lately: the coverage moves too little to show it."""
    said = overview.withdrawals(look.of_everybody("consent.withdrawals"), look.filters.as_of, look.words.language)
    st.markdown(plain(said))


def news(look: Look) -> None:
    """Which controls have violations that were not there at the end of the last working day, and which ones."""
    words = look.words
    if overview.nothing_yet(look.of_everybody("overview.figures")):
        said = words.text("By the end of this day nothing had been recorded: there is nothing to count yet.")
        states.nothing(said, "overview.news")
        return
    since = overview.last_working_day(look.filters.as_of, look.of_everybody("policy.calendar"))
    st.caption(plain(overview.since(since, words.language)))
    found = overview.news(look.of_everybody("overview.news"))
    if not found:
        st.markdown(f":material/check: {plain(words.text('No control has a new violation.'))}")
        return
    for each in found:
        _new(look, *each)


def _new(look: Look, row: Mapping[str, Any], count: int, refs: list[str]) -> None:
    """One control: how many are new, and which; a request leads to its case, the rest to the clause."""
    words, control = look.words, str(row["control"])
    title = plain(overview.title(control, words.language))
    said = f"{cells.status('severity', str(row['severity']), words)} · {title}: **+{words.number(count)}**"
    of_requests = "request" in queries.get(f"controls.{control}").header.grain
    keys = refs[:SHOWN]
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key=f"news-{control}"):
        st.markdown(said if of_requests or not keys else f"{said} · {plain(', '.join(keys))}", width="content")
        for ref in keys if of_requests else []:
            look.link("requests", ref, request_id=ref)
        if len(refs) > SHOWN:
            st.markdown(plain(words.text("and {n} more", n=words.number(len(refs) - SHOWN))), width="content")
        look.link("policy", words.text("The records behind it"), clause=str(row["clause"]).split()[0])
