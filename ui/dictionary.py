"""Everything there is to take along, and what every metric and term means."""

import pandas as pd
import pyarrow as pa
import streamlit as st

import queries
from language import fold
from queries import Query
from ui import block, explain, states
from ui.filters import put
from ui.look import Look
from ui.still import still
from ui.words import plain

TERMS = "terms"
OF_ONE = frozenset({"request_id", "subject"})  # who asks with these asks about one request, one person


def exports(look: Look) -> None:
    """Pick an answer, see it, take it."""
    words = look.words
    permitted = [query for query in _all() if look.role in query.header.roles and not query.filters & OF_ONE]
    names = {query.name: query for query in permitted}
    picked = look.picked("query")
    if picked not in names:
        if picked:
            st.warning(plain(words.text("There is no export “{name}” for your role.", name=picked)))
        picked = permitted[0].name

    def moved() -> None:
        put("query", st.session_state["picked_query"])

    st.session_state["picked_query"] = picked
    st.selectbox(
        words.text("What to download"),
        list(names),
        key="picked_query",
        format_func=lambda name: f"{words.word('topic', names[name].topic)} · {look.title(name)}",
        on_change=moved,
    )
    block.draw(look, str(picked), {}, chart=False)
    still(look, "columns", lambda: _columns(look, names[str(picked)]), picked)


def _columns(look: Look, query: Query) -> None:
    words = look.words
    st.subheader(plain(words.text("What its columns mean")), anchor=False)
    table, topic = look.answer(query.name), query.topic
    frame = pd.DataFrame(
        [
            {
                words.text("Column"): plain(field.name),
                words.text("Name on the page"): plain(words.language.column(field.name, topic)),
                words.text("Meaning"): plain(words.language.meaning(field.name, topic)),
                words.text("Kind"): plain(words.word("kind_of_value", kind_of_value(field.type))),
            }
            for field in table.schema
        ]
    )
    st.table(frame, border="horizontal", hide_index=True, alt=words.text("What its columns mean"))


def metrics(look: Look) -> None:
    """The definition of every query, from its header; then the terms."""
    words = look.words
    sought = fold(st.text_input(words.text("Search"), key="search_metrics", width=320).strip())
    if sought:
        _found(look, sought)
    else:
        look.sections.update((query.topic, words.word("topic", query.topic)) for query in _all())
        look.sections[TERMS] = words.text("Terms")
        still(look, "metrics", lambda: _found(look, ""))


def _found(look: Look, sought: str) -> None:
    words = look.words
    found = [(query, said) for query in _all() if sought in fold(said := explain.definition(query, words))]
    topic = ""
    for query, said in found:
        if query.topic != topic:
            topic = query.topic
            st.header(plain(words.word("topic", topic)), anchor=topic)
        with st.expander(plain(look.title(query.name))):
            st.markdown(said)
    terms = [term for term in words.language.terms() if sought in fold(f"{term.word} {term.meaning}")]
    if terms:
        st.header(plain(words.text("Terms")), anchor=TERMS)
        st.markdown("\n\n".join(f"**{plain(term.word)}**  \n{plain(term.meaning)}" for term in terms))
    if not found and not terms:
        states.nothing(words.text("No metric, control or term has this text."), "metrics")


def _all() -> list[Query]:
    return [queries.get(name) for name in queries.names()]


def kind_of_value(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return "flag"
    if pa.types.is_date(kind):
        return "day"
    if pa.types.is_timestamp(kind):
        return "instant"
    if pa.types.is_integer(kind):
        return "whole_number"
    return "number" if pa.types.is_floating(kind) or pa.types.is_decimal(kind) else "text"
