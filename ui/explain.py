"""How a figure is computed, from the header of its query: the same words as docs/metrics.md."""

import streamlit as st

import queries
from queries import Query
from ui.look import Look
from ui.words import Words, plain

FIGURE = ("numerator", "denominator", "exclusions", "sources")
OF_ONE = frozenset({"request_id", "subject"})  # who asks with these asks about one request, one person


def popover(look: Look, name: str) -> None:
    query, words = queries.get(name), look.words
    with st.popover(words.text("How it is computed"), icon=":material/functions:", type="tertiary"):
        st.markdown(definition(query, words))
        if is_exported(query, look.role):
            look.link("exports", words.text("What the columns and codes of its file mean"), query=name)


def is_exported(query: Query, role: str) -> bool:
    """Whether the exports page has it for this role."""
    return role in query.header.roles and not query.filters & OF_ONE


def definition(query: Query, words: Words) -> str:
    """As Markdown: one line per thing the header says."""
    header, code = query.header, words.code
    labels = {
        "numerator": words.text("Counted"),
        "denominator": words.text("Out of"),
        "exclusions": words.text("Not counted"),
        "sources": words.text("Sources"),
    }
    lines = [f"**{plain(header.title[code])}**", plain(header.about[code])]
    for key in FIGURE:
        if said := header.figure.get(f"{key}.{code}") or header.figure.get(key):
            lines.append(f"**{labels[key]}:** {plain(said)}")
    lines.append(f"**{words.text('One row is')}:** {plain(words.word('grain', header.grain))}")
    lines.append(f"**{words.text('Basis')}:** {plain(words.language.said(header.basis))}")
    if header.severity:
        lines.append(f"**{words.text('Severity')}:** {plain(words.word('severity', header.severity))}")
    roles = ", ".join(words.word("viewer", role) for role in header.roles)
    lines.append(f"**{words.text('Who may see it')}:** {plain(roles)}")
    if header.people:
        lines.append(words.text("Management does not see counts of people from 1 to 9."))
    lines.append(
        words.text(
            "Query `{name}`, version {version}. `python -m queries {name}` gives the same bytes as the CSV.",
            name=query.name,
            version=header.version,
        )
    )
    return "\n\n".join(lines)
