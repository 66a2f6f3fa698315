"""Everything there is to take along, and what every metric and term means."""

import pandas as pd
import streamlit as st

import queries
from queries import Query
from ui import block, explain
from ui.filters import put
from ui.glossary import TERMS
from ui.look import Look
from ui.words import folded, plain


def exports(look: Look) -> None:
    """Pick an answer, see it, take it."""
    words = look.words
    permitted = [query for query in _all() if look.role in query.header.roles and query.name != "requests.case"]
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
        words.text("What to take along"),
        list(names),
        key="picked_query",
        format_func=lambda name: f"{words.word('topic', names[name].topic)} · {look.title(name)}",
        on_change=moved,
    )
    block.draw(look, str(picked), {}, chart=False)
    st.subheader(plain(words.text("What its columns mean")), anchor=False)
    table = look.answer(str(picked))
    frame = pd.DataFrame(
        [
            {
                words.text("Column"): plain(field.name),
                words.text("Meaning"): plain(words.word("column", field.name)),
                words.text("Kind"): plain(words.word("arrow_type", str(field.type))),
            }
            for field in table.schema
        ]
    )
    st.table(frame, border="horizontal", hide_index=True, alt=words.text("What its columns mean"))


def metrics(look: Look) -> None:
    """The definition of every query, from its header; then the terms."""
    words = look.words
    sought = folded(st.text_input(words.text("Search"), key="search_metrics", width=320).strip())
    topic = ""
    for query in _all():
        said = explain.definition(query, words)
        if sought and sought not in folded(said):
            continue
        if query.topic != topic:
            topic = query.topic
            st.header(plain(words.word("topic", topic)), anchor=False)
        with st.expander(plain(look.title(query.name))):
            st.markdown(said)
    terms = [(words.text(term), words.text(meaning)) for term, meaning in TERMS]
    terms = [pair for pair in terms if not sought or sought in folded(" ".join(pair))]
    if terms:
        st.header(plain(words.text("Terms")), anchor=False)
        for term, meaning in sorted(terms, key=lambda pair: words.sorted_as(pair[0])):
            st.markdown(f"**{plain(term)}**  \n{plain(meaning)}")


def _all() -> list[Query]:
    return [queries.get(name) for name in queries.names()]
