"""How a figure is computed, from the header of its query: the same words as docs/metrics.md."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

import queries
from evidence import overview
from queries import Query
from ui.look import Look
from ui.words import Words, plain

FIGURE = ("numerator", "denominator", "exclusions", "sources")
OF_ONE = frozenset({"request_id", "subject", "actor"})  # who asks with these asks about one request, one person


def popover(look: Look, name: str, limits: Mapping[str, Any]) -> None:
    """`limits` are what limits the rows beside the as-of day."""
    query, words = queries.get(name), look.words
    with st.popover(words.text("How it is computed"), icon=":material/functions:", type="tertiary"):
        said = definition(query, words)
        if look.may(name):
            said += f"\n\n{plain(gives(query, limits, words))}\n```\n{command(look, query, limits)}\n```"
        if is_exported(query, look.role):
            columns = words.text("What the columns and codes of its file mean")
            said += f"\n\n{look.link('exports', columns, query=name)}"
        st.markdown(said)


def gives(query: Query, limits: Mapping[str, Any], words: Words) -> str:
    """What its command gives, beside what is on the page."""
    if limits.keys() <= query.filters:
        return words.text("The same bytes as the CSV, at a terminal:")
    return words.text("Every row, whatever is searched or picked here, at a terminal:")


def command(look: Look, query: Query, limits: Mapping[str, Any]) -> str:
    """What asks the same at a terminal."""
    day = [f"--as-of {look.filters.as_of.isoformat()}"] if "as_of" in query.filters else []
    asked = [f"--set {key}={value}" for key, value in sorted(limits.items()) if key in query.filters]
    of = f"--snapshot {look.snapshot.load_id}"
    return " ".join(["python -m queries", query.name, *day, f"--role {look.role}", of, *asked])


def is_exported(query: Query, role: str) -> bool:
    """Whether the exports page has it for this role."""
    return role in query.header.roles and not query.filters & OF_ONE


def definition(query: Query, words: Words) -> str:
    """As Markdown: one line per thing the header says."""
    title, about, *rest = said(query, words).items()
    lines = [f"**{plain(title[1])}**", plain(about[1])]
    lines += [f"**{plain(label)}:** {plain(text)}" for label, text in rest]
    if query.name == "overview.figures":
        lines += [f"**{plain(name)}**  \n{plain(meaning)}" for name, meaning in figures(words).items()]
    if query.header.people:
        lines.append(plain(overview.of_small_numbers(words.language)))
    return "\n\n".join(lines)


def said(query: Query, words: Words) -> dict[str, str]:
    """What the header says, by what that is called; first the title and the sentence about it."""
    header, code = query.header, words.code
    told = {
        words.text("Name"): header.title[code],
        words.text("Meaning"): header.about[code],
    }
    labels = (words.text("Counted"), words.text("Out of"), words.text("Not counted"), words.text("Sources"))
    for key, label in zip(FIGURE, labels, strict=True):
        if text := header.figure.get(f"{key}.{code}") or header.figure.get(key):
            told[label] = text
    told[words.text("One row is")] = words.word("grain", header.grain)
    told[words.text("Basis")] = words.language.said(header.basis)
    if header.severity:
        told[words.text("Severity")] = words.word("severity", header.severity)
    told[words.text("Who may see it")] = ", ".join(words.word("viewer", role) for role in header.roles)
    told[words.text("Query")] = words.text("{name}, version {version}", name=query.name, version=header.version)
    return told


def figures(words: Words) -> dict[str, str]:
    """Each figure of the overview and what its card says of it, with the time it counts."""
    return {
        words.capital(words.word("figure", name)): f"{words.word('figure_about', name)} "
        f"({words.word('figure_period', period)})"
        for name, period in overview.PERIODS.items()
    }
