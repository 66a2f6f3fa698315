"""Everything there is to take along, and what every metric and term means."""

from collections.abc import Iterator
from functools import partial
from itertools import groupby

import pandas as pd
import pyarrow as pa
import streamlit as st

import queries
from evidence import csv, downloads
from language import Term, fold
from queries import Query
from ui import answers, block, cells, explain, filters, states, turns
from ui.filters import put
from ui.look import Look
from ui.memory import Memory
from ui.still import still
from ui.words import Words, plain

TERMS = "terms"
GUIDE = ("answers", "keys", "contents", "forms", "proof")
_keys: Memory[pa.Table] = Memory(512)


def exports(look: Look) -> None:
    """Pick an answer, see it, take it."""
    words = look.words
    permitted = [query for query in _all() if explain.is_exported(query, look.role)]
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
    whole = csv.stem("everything", look.filters.as_of, look.snapshot.load_id, look.filters.limits())
    every = downloads.of_several(lambda: _everything(look, permitted), _guide(look), whole, words.code)
    block.download(words.text("All of them as one ZIP, each with its explanation"), every, "everything")
    block.draw(look, str(picked), {}, chart=False)
    query = names[str(picked)]
    whole, table = look.answer(query.name, **block.of_all_time(query.name)), look.answer(query.name)
    key = _key(look, query.name, whole)
    still(look, "columns", lambda: _columns(look, query, table, key), picked)
    called = f"{query.name}.key"
    stem = csv.stem(called, look.filters.as_of, look.snapshot.load_id, block.limits_of(look, query.name))
    explained = _with_columns(look, query, table, whole, key)
    offer = downloads.of_rows(explained, called, stem, "spreadsheet", words.code)
    block.download(words.text("This explanation as CSV for Excel"), offer, f"key-{query.name}")
    st.caption(plain(words.text("The name of a file ends with the first twelve characters of its own SHA-256.")))


def _guide(look: Look) -> str:
    """How to read the ZIP and what is not in it, for whoever finds it in a year."""
    lines = [look.words.word("guide", part) for part in GUIDE]
    if of_one := [query for query in _all() if look.may(query.name) and query.filters & explain.OF_ONE]:
        lines.append(look.words.word("guide", "not_here"))
        for query in of_one:
            limits = block.limits_of(look, query.name) | dict.fromkeys(query.filters & explain.OF_ONE, "NUMBER")
            lines.append(f"- {look.title(query.name)}: `{explain.command(look, query, limits)}`")
    return "".join(f"{line}\n" for line in lines)


def _everything(look: Look, permitted: list[Query]) -> Iterator[tuple[str, pa.Table, str]]:
    """What there is, every answer with the filters of the page and what its file means, and what every word means."""
    contents: list[dict[str, str | int]] = []
    for query in permitted:
        asked = look.filters.asked()
        table = answers.answer(query.name, look.snapshot, look.role, asked)
        whole = answers.answer(query.name, look.snapshot, look.role, asked | block.of_all_time(query.name))
        yield query.name, table, "machine"
        key = _key(look, query.name, whole)
        yield f"{query.name}.key", _with_columns(look, query, table, whole, key), "spreadsheet"
        limits = _limits(look, query, table, whole).items()
        contents.append(
            {
                "file": f"{query.name}.csv",
                "title": look.title(query.name),
                "rows": table.num_rows,
                "limits": "; ".join(f"{label}: {text}" for label, text in limits),
            }
        )
    yield "contents", pa.Table.from_pylist(contents), "spreadsheet"
    yield "definitions", _definitions(look.words), "spreadsheet"


def _key(look: Look, name: str, table: pa.Table) -> pa.Table:
    """What the codes of a file mean, worked out once: a long file takes a moment to go through."""
    asked = tuple(sorted(look.filters.asked().items()))
    return _keys.recall(
        (name, look.snapshot.sha256, look.role, asked, look.words.code), lambda: cells.key(name, table, look.words)
    )


def _columns(look: Look, query: Query, table: pa.Table, key: pa.Table) -> None:
    words = look.words
    title = words.text("What its columns mean")
    frame = pd.DataFrame(
        [
            {
                words.text("Column"): plain(field.name),
                words.text("Name on the page"): plain(words.language.column(field.name, query.name)),
                words.text("Meaning"): plain(_meaning(words, query, field.name)),
                words.text("Kind"): plain(words.word("kind_of_value", kind_of_value(field.type))),
            }
            for field in table.schema
        ]
    )
    st.subheader(plain(title), anchor=False)
    st.table(frame, border="horizontal", hide_index=True, alt=title)
    if key.num_rows == 0:
        return
    title = words.text("What its codes mean")
    frame = pd.DataFrame(
        [
            {
                words.text("Column"): plain(row["column"]),
                words.text("In the file"): plain(row["value"]),
                words.text("Meaning"): plain(row["meaning"]),
            }
            for row in key.to_pylist()
        ]
    )
    st.subheader(plain(title), anchor=False)
    st.caption(plain(words.text("Every code, and each kind of sentence by one example.")))
    st.table(frame, border="horizontal", hide_index=True, alt=title)


def _with_columns(look: Look, query: Query, table: pa.Table, whole: pa.Table, key: pa.Table) -> pa.Table:
    """The key of a file: where it comes from, what its columns mean, what its codes mean.

    Columns `column`, `called`, `kind`, `value`, `meaning`. What is said of the file has no column; what is said of a
    column, no value, but what the page calls it and the kind of its values.
    """
    words, fields = look.words, list(table.schema)
    told = _origin(look, query, table, whole)
    of_the_file = pa.table({"value": list(told), "meaning": list(told.values())})
    of_columns = pa.table(
        {
            "column": [field.name for field in fields],
            "called": [words.language.column(field.name, query.name) for field in fields],
            "kind": [words.word("kind_of_value", kind_of_value(field.type)) for field in fields],
            "value": pa.nulls(len(fields), pa.string()),
            "meaning": [_meaning(words, query, field.name) for field in fields],
        }
    )
    return pa.concat_tables([of_the_file, of_columns, key], promote_options="default").select(of_columns.column_names)


def _limits(look: Look, query: Query, table: pa.Table, whole: pa.Table) -> dict[str, str]:
    """Which of the chosen filters limit a file, how much of it they leave, and which do not."""
    words, named, told = look.words, query.filters, {}
    if limits := filters.limits_in_words(look.filters, named, words):
        told[words.text("Limited to")] = limits
    if arisen := block.in_the_period(look, query.name, whole, table):
        told[words.text("Became violations in the period")] = arisen
    if table.num_rows < whole.num_rows:
        told[words.text("Rows without the period")] = words.number(whole.num_rows)
    if ignored := filters.not_taken(look.filters, named, words):
        told[words.text("Not limited by")] = ", ".join(ignored)
    return told


def _origin(look: Look, query: Query, table: pa.Table, whole: pa.Table) -> dict[str, str]:
    """What one must know of a file to make it again, and to say what it counts."""
    words, limits = look.words, block.limits_of(look, query.name)
    told = explain.said(query, words) | {words.text("As of"): block.as_of(look, query.name)}
    told |= _limits(look, query, table, whole)
    told |= {
        words.text("Rows"): words.number(table.num_rows),
        words.text("Snapshot"): f"{look.snapshot.load_id}, SHA-256 {look.snapshot.sha256}",
        words.text("Data loaded"): words.moment(look.load.loaded_at),
        words.text("Time limits under"): words.word("regime", look.load.regime),
        words.text("Version of the program"): look.load.code_version,
        words.text("Prepared for"): words.word("viewer", look.role),
        explain.gives(query, limits, words).rstrip(":"): explain.command(look, query, limits),
    }
    if look.load.demo:
        told[words.text("DEMO: invented people")] = words.text("yes")
    return told


def _meaning(words: Words, query: Query, column: str) -> str:
    """Of the rows of a control, what their number and their day are depends on what it examines."""
    if query.is_control and column == "ref" and "request" in query.header.grain:
        return words.language.meaning("request_id")
    if query.is_control and column == "ref":
        return words.text("The key of: {what}", what=words.word("grain", query.header.grain))
    if query.is_control and column == "occurred_on":
        return cells.label(query.name, column, words)
    return words.language.meaning(column, query.name)


def metrics(look: Look) -> None:
    """The definition of every query, from its header; then the terms."""
    words = look.words
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sought = fold(st.text_input(words.text("Search"), key="search_metrics", width=320).strip())
        stem = csv.stem("definitions", look.load.loaded_on, look.snapshot.load_id, {})
        offer = downloads.Offer(
            "definitions", lambda folder: csv.write(_definitions(words), folder, stem, "spreadsheet", words.code)
        )
        block.download(words.text("All definitions and terms as CSV for Excel"), offer, "definitions")
    if sought:
        _found(look, sought)
        return
    look.sections.update((query.topic, words.word("topic", query.topic)) for query in _all())
    look.sections[TERMS] = words.text("Terms")
    _topics(look)
    still(look, "terms", lambda: _terms(look, list(words.language.terms())))


@st.fragment
def _topics(look: Look) -> None:
    """The definitions by topic, each topic behind what it holds and drawn when somebody opens it."""
    with turns.drawing():
        for topic, queries_of_it in groupby(_all(), key=lambda query: query.topic):
            held = list(queries_of_it)
            titles = ", ".join(look.title(query.name) for query in held)
            label = f"**{plain(look.words.word('topic', topic))}**  \n:gray[{plain(titles)}]"
            box = st.expander(label, key=f"folded-{topic}", on_change="rerun")
            if box.open:
                with box:
                    still(look, f"topic-{topic}", partial(_defined, look, held))


def _defined(look: Look, found: list[Query]) -> None:
    for query in found:
        with st.expander(plain(look.title(query.name))):
            st.markdown(explain.definition(query, look.words))


def _terms(look: Look, terms: list[Term]) -> None:
    st.header(plain(look.words.text("Terms")), anchor=TERMS)
    st.markdown("\n\n".join(f"**{plain(term.word)}**  \n{plain(term.meaning)}" for term in terms))


def _definitions(words: Words) -> pa.Table:
    """Every query, control and term: what it is called, and what is said of it, part by part."""
    told = [(query.name, part, text) for query in _all() for part, text in explain.said(query, words).items()]
    told += [("overview.figures", *figure) for figure in explain.figures(words).items()]
    told += [(words.text("Terms"), term.word, term.meaning) for term in words.language.terms()]
    return pa.table(dict(zip(("of", "what", "meaning"), map(list, zip(*told, strict=True)), strict=True)))


def _found(look: Look, sought: str) -> None:
    """The definitions and terms that have this text."""
    words = look.words
    found = [query for query in _all() if sought in fold(explain.definition(query, words))]
    for topic, queries_of_it in groupby(found, key=lambda query: query.topic):
        st.header(plain(words.word("topic", topic)), anchor=topic)
        _defined(look, list(queries_of_it))
    terms = [term for term in words.language.terms() if sought in fold(f"{term.word} {term.meaning}")]
    if terms:
        _terms(look, terms)
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
