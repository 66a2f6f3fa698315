"""One answer on a page: what it is, its finding, its chart, its rows, how it is computed and the file to take along.

Each block is a fragment: a search in one table redraws that table and nothing else.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

import queries
from evidence import csv, downloads, overview
from language import fold
from ui import cells, charts, destinations, explain, filters, states, turns
from ui.cells import Column
from ui.charts.chart import Chart, Drawn, Input
from ui.look import Look, anchor
from ui.memory import Memory
from ui.still import still
from ui.style import table_key
from ui.words import MISSING, Words, plain

IN_A_NOTE = ("rule_article",)  # stands below the table for most rows at once, so that a search for it finds them all
SHORT = 12  # up to here a list needs no search
PAGE = 20
MOST_SOUGHT = 200_000  # rows; a search reads every one in words, and millions would take the memory of all visitors
WHOLE = ("requests.case",)  # a history is read from beginning to end
PERIOD = ("from_day", "to_day")
AT_THE_LOAD = (  # what the source holds is known as it was then, whatever day is asked about
    "inventory.categories",
    "inventory.schema",
    "requests.erasure_outcomes",
    "requests.erasures",
    "requests.residue",
    *(f"controls.{name}" for name in sorted(overview.AT_THE_LOAD)),
)
# What one opens a list for stands first, for a telephone shows three columns or four; the others follow as in the file.
FIRST = {
    "access.actors": ("actor", "actor_role", "times_role_median", "events"),
    "access.disclosures": (
        "disclosure_id",
        "recipient",
        "complete",
        "missing",
        "ground",
        "disclosed_on",
        "subject_count",
    ),
    "access.of_actor": ("day", "category", "operation", "events", "subjects", "outcome"),
    "access.incidents": ("incident_id", "severity", "past_limit", "closed_on", "hours_to_contain"),
    "consent.by_building": ("building_id", "coverage", "explicit", "implied"),
    "consent.by_role": ("role", "coverage", "explicit", "implied"),
    "consent.by_version": ("version", "explicit", "implied", "outdated"),
    "consent.coverage": ("purpose", "coverage", "explicit", "implied"),
    "consent.withdrawals": ("month", "purpose", "withdrawals", "rate"),
    "controls": ("ref", "detail", "occurred_on"),  # the rows of each
    "controls.findings": ("finding", "status", "reason", "reason_az", "reason_ru"),
    "controls.results": ("control", "status", "violations", "severity"),
    "controls.trend": ("control", "month", "violations"),
    "inventory.categories": (
        "category",
        "status",
        "past_retention_subjects",
        "retention",
        "subjects",
        "rows",
        "oldest_on",
        "newest_on",
    ),
    "inventory.recipients": ("recipient", "ground", "disclosures", "subjects", "last_on"),
    "inventory.record_of_processing": (
        "activity_id_name",
        "completeness",
        "lawful_basis",
        "retention_limit_trigger",
        "recipients",
    ),
    "loads.freshness": ("dataset", "stale", "lag"),
    "loads.history": ("load_id", "dataset", "loaded", "quarantined"),
    "overview.clauses": ("clause", "worst_severity", "not_met"),
    "overview.figures": ("figure", "value", "target", "previous"),
    "requests.case": ("day", "event", "explanation"),
    "requests.closed": ("request_id", "on_time", "closed_on", "due_on"),
    "requests.erasures": ("request_id", "verified", "residual_rows", "kept_on_hold"),
    "requests.open": ("request_id", "urgency", "due_on", "working_days_left"),
    "requests.summary": ("type", "open", "overdue", "due_soon", "on_time_rate_incl_overdue"),
}
# Of a wide answer the list shows these alone; each of its rows opens whole, and so does the file.
BRIEF = ("inventory.record_of_processing", "inventory.categories", "access.disclosures")
OF_A_GROUP = {"loads.history": ("load_id", "started_at", "seconds", "mode")}  # said once for rows of the same group
LONG = 32  # characters of a text that would make every row a paragraph
SIDEWAYS = 5  # one row with more columns is read better downwards
_columns: Memory[list[Column]] = Memory(1024)
_figures: Memory[Drawn | None] = Memory(512)  # building a figure costs more than asking for its rows
# What a search looks into: 16 million characters, the longest list alone being some of them.
_sought: Memory[list[str]] = Memory(2**24, weigh=lambda lines: sum(map(len, lines)))

FORMS = {"machine": "CSV", "spreadsheet": "CSV for Excel"}


@st.fragment
def folded(look: Look, name: str, label: str, *, chart: bool, opened: bool = False) -> None:
    """A block behind a label and what it tells, drawn when somebody opens it."""
    with turns.drawing():
        told = f"**{plain(label)}**  \n:gray[{plain(about(look, name))}]"
        box = st.expander(told, opened, key=f"folded-{anchor(name)}", on_change="rerun")
        if box.open:
            with box:
                draw(look, name, {}, title=False, chart=chart)


def draw(
    look: Look,
    name: str,
    fixed: Mapping[str, Any],
    *,
    title: bool = True,
    chart: bool = True,
    only: Mapping[str, Any] | None = None,
) -> None:
    """The whole block. `fixed` are filters set by the page itself; `only` keeps the rows with these values."""
    if not look.may(name):
        look.withheld.append(name)
        return
    if title:
        look.blocks[anchor(name)] = look.title(name)
        still(look, f"head-{name}", lambda: _head(look, name))
    kept = dict(only or {})
    key = "-".join([name, *(str(value) for value in [*fixed.values(), *kept.values()])])
    _body(look, name, dict(fixed), kept, key, chart)


def _head(look: Look, name: str) -> None:
    st.subheader(plain(look.title(name)), anchor=anchor(name))
    st.caption(plain(about(look, name)))


@st.fragment
def _body(look: Look, name: str, fixed: dict[str, Any], only: dict[str, Any], key: str, chart: bool) -> None:
    with turns.drawing(), states.trouble_shown(name, look.words):
        whole = kept_rows(look.answer(name, **fixed, **of_all_time(name)), only)
        table = in_period = kept_rows(look.answer(name, **fixed), only)
        _limits(look, name, whole, in_period)
        people = look.filters.person_role or look.filters.building_id  # whose news these are not
        if not people and (leading := destinations.leading_to(look, name)):
            still(look, f"news-{key}", lambda: _news(look, leading))
        if table.num_rows == 0:
            states.nothing(_nothing(look, name, whole), key)
        elif chart and name in charts.CHARTS and _chart(look, name, fixed | only, table, key):
            twin = st.expander(look.words.text("As a table"), key=f"twin-{key.replace('.', '-')}", on_change="rerun")
            if twin.open:
                with twin:
                    table = rows(look, name, table, key)
        else:
            table = rows(look, name, table, key)
        sought = {"search": True} if table.num_rows < in_period.num_rows else {}
        limits = limits_of(look, name) | fixed | only | sought
        foot(look, name, table, whole.num_rows, key, limits)


def _news(look: Look, controls: list[str]) -> None:
    for control in controls:
        if said := destinations.news(look).get(control):
            title = look.title(f"controls.{control}")
            st.caption(f"**{plain(f'{title} · {said}')}**")


def limits_of(look: Look, name: str) -> dict[str, Any]:
    """What limits the rows beside the as-of day, for the name of their file."""
    return {key: value for key, value in look.filters.limits().items() if key in queries.get(name).filters}


def kept_rows(table: pa.Table, only: Mapping[str, Any]) -> pa.Table:
    for column, value in only.items():
        same = pc.is_null(table[column]) if value is None else pc.equal(table[column], value)
        table = table.filter(same)
    return table


def of_all_time(name: str) -> dict[str, None]:
    """What asks a control for all that is wrong as of the day. The period limits the rows that are listed; how many
    there are without it is said beside them. Another answer is the one of its period."""
    return dict.fromkeys(PERIOD) if queries.get(name).is_control else {}


def in_the_period(look: Look, name: str, whole: pa.Table, table: pa.Table) -> str:
    """How many records of a control went wrong in the chosen period, and of how many nobody knows; empty if none is
    chosen, or for another answer."""
    if not queries.get(name).is_control or not (look.filters.from_day or look.filters.to_day):
        return ""
    number, undated = look.words.number(table.num_rows), whole["violated_since"].null_count
    if not undated:
        return number
    unknown = look.words.text("not known, because no record says since when")
    return unknown if undated == whole.num_rows else f"{number}; {unknown}: {look.words.number(undated)}"


def _limits(look: Look, name: str, whole: pa.Table, table: pa.Table) -> None:
    """Which of the chosen filters do not limit what follows, or how much of it the period leaves."""
    if queries.get(name).topic != "loads":
        not_limited(look, queries.get(name).filters)
    if name in AT_THE_LOAD:
        counted_at_the_load(look)
    if arisen := in_the_period(look, name, whole, table):
        said = look.words.text(
            "Became violations in the period ({period}): {n}; in all: {all}.",
            period=filters.period_in_words(look.filters, look.words),
            n=arisen,
            all=look.words.number(whole.num_rows),
        )
        st.caption(f":material/date_range: {plain(said)}")


def counted_at_the_load(look: Look) -> None:
    """Said of a past day, on which something else may have been held."""
    if look.filters.as_of != look.load.loaded_on:
        said = look.words.text(
            "What is held is counted at the load, {day}: of a past day only periods and holds are known.",
            day=look.words.date(look.load.loaded_on),
        )
        st.caption(f":material/event_busy: **{plain(said)}**")


def not_limited(look: Look, named: frozenset[str]) -> None:
    """Said above the figures: who filters must not take those of everybody for those of one building."""
    if ignored := filters.not_taken(look.filters, named, look.words):
        said = look.words.text("Not limited here by: {filters}", filters=", ".join(ignored))
        st.caption(f":material/filter_alt_off: **{plain(said)}**")


def _nothing(look: Look, name: str, whole: pa.Table) -> str:
    if whole.num_rows:
        return look.words.text("No record is known to fall in the period.")
    if queries.get(name).is_control:
        return look.words.text("No violation of this control on the as-of day.")
    if name == "loads.quarantine":
        return look.words.text("Every row of the source that was to be loaded could be read.")
    return look.words.text("There is nothing to show for the as-of day and these filters.")


def _chart(look: Look, name: str, fixed: dict[str, Any], table: pa.Table, key: str) -> bool:
    """The chart with its finding above it. False if the answer holds too little to draw."""
    chart = charts.CHARTS[name]
    picked = _pick(look, chart, table, key) if chart.pick else None
    asked = tuple(sorted((look.filters.asked() | fixed).items(), key=str))
    drawn = _figures.recall(
        (name, look.snapshot.sha256, look.role, asked, picked, look.words.code, look.palette),
        lambda: _drawn(look, chart, table, picked),
    )
    if drawn is None:
        return False
    still(look, f"chart-{key}", lambda: _drawing(look, name, drawn, key), picked)
    return True


def _drawing(look: Look, name: str, drawn: Drawn, key: str) -> None:
    st.markdown(f"**{plain(drawn.finding)}**")
    st.plotly_chart(
        drawn.ready,
        key=f"chart-{key}",
        theme=None,
        config={"displayModeBar": False, "scrollZoom": False},
        alt=f"{look.title(name)}. {drawn.finding}",
    )
    st.caption(plain(" · ".join([drawn.unit, look.words.text("n = {n}", n=look.words.number(drawn.n)), *drawn.notes])))


def _drawn(look: Look, chart: Chart, table: pa.Table, picked: str | None) -> Drawn | None:
    more = {other: look.answer(other).to_pandas() for other in chart.more if look.may(other)}
    given = Input(table.to_pandas(), more, picked, look.filters.as_of, look.words, look.palette)
    return chart.draw(given)


def _pick(look: Look, chart: Chart, table: pa.Table, key: str) -> str | None:
    """Which of several the chart shows. The table below and the file hold them all."""
    options = [value for value in table.column(chart.pick).unique().to_pylist() if value is not None]
    if len(options) < 2:
        return options[0] if options else None
    kind = cells.CODES.get(chart.pick, chart.pick)
    named = {code: look.words.word(kind, code) for code in options}
    together = {"": look.words.text("all together")} if chart.together else {}
    return _choice(look.words.text("Show in the chart"), together | named, key=f"pick-{key}", width=420) or None


def _choice(
    label: str, named: Mapping[str, str], key: str, width: int, chosen: Callable[[str], None] | None = None
) -> str:
    """One of several, kept by its code: the browser knows what it is called, which another language calls otherwise."""
    kept = f"kept-{key}"

    def moved() -> None:
        st.session_state[kept] = st.session_state[key]
        if chosen:
            chosen(st.session_state[key])

    current = st.session_state.get(kept)
    st.session_state[key] = current = current if current in named else next(iter(named))
    st.selectbox(label, list(named), key=key, format_func=named.__getitem__, on_change=moved, width=width)
    return str(current)


def rows(look: Look, name: str, table: pa.Table, key: str) -> pa.Table:
    """A short answer whole; a long one by pages, with search and order. Returns the rows in question."""
    asked = tuple(sorted(look.filters.asked().items()))
    rows_of = (key, look.snapshot.sha256, look.role, asked, look.words.code)
    every = _columns.recall(rows_of, lambda: cells.columns(name, table, look.words))
    brief = _is_brief(look, name)
    shown = _in_order(look, name, every)
    if table.num_rows <= SHORT or name in WHOLE:
        _table(look, name, table, shown, key, ())
        if brief:
            _one(look, name, table, shown, every, key)
        return table
    state: tuple[Any, ...] = ("", "", False)
    if table.num_rows <= MOST_SOUGHT:
        table, state = _searched(look, table, shown, key, rows_of)
    else:
        st.caption(plain(look.words.text("Too many rows to search here: choose a building, or take the file.")))
    if table.num_rows == 0:
        states.nothing(look.words.text("No row has this text."), f"{key}-search")
        return table
    pages = -(-table.num_rows // PAGE)
    slot = st.container()
    page = 1
    if pages > 1:
        page = min(st.pagination(pages, key=f"page-{key}"), pages)
    with slot:
        _table(look, name, table.slice((page - 1) * PAGE, PAGE), shown, key, (*state, page))
    if brief:
        _one(look, name, table, shown, every, key)
    return table


def _is_brief(look: Look, name: str) -> bool:
    """Who takes an answer along sees all of it first."""
    return name in BRIEF and look.place != "exports"


def _in_order(look: Look, name: str, every: list[Column]) -> list[Column]:
    """The columns of the list, from left to right: beside its file they stand as the file has them."""
    if look.place == "exports":
        return every
    first = FIRST.get("controls" if queries.get(name).is_control else name, ())
    ahead = sorted((column for column in every if column.name in first), key=lambda column: first.index(column.name))
    return ahead if name in BRIEF else ahead + [column for column in every if column not in ahead]


def _one(look: Look, name: str, table: pa.Table, shown: list[Column], every: list[Column], key: str) -> None:
    """A row of a list with all that is known of it, one line for each."""
    first = shown[0]
    named = {str(row[first.name]): cells.text(row, first, look.words) for row in table.to_pylist()}
    picked = _choice(
        look.words.text("One row with every column"),
        {"": look.words.text("choose")} | named,
        key=f"one-{key}",
        width=640,
    )
    if picked:
        place = list(named).index(picked)
        _list(look, name, table.slice(place, 1), every, f"{key}-one")


def _searched(
    look: Look, table: pa.Table, shown: list[Column], key: str, rows_of: tuple[Hashable, ...]
) -> tuple[pa.Table, tuple[Any, ...]]:
    """The rows that are sought, in the order asked for; and what was asked for."""
    words = look.words

    def anew() -> None:
        st.session_state[f"page-{key}"] = 1

    def ordered(by: str) -> None:
        """Who orders by a number looks for the largest."""
        st.session_state[f"down-{key}"] = _is_counted(shown, by)
        anew()

    with st.container(horizontal=True, vertical_alignment="bottom", key=f"tools-{key.replace('.', '-')}"):
        asked = st.text_input(
            words.text("Search"),
            key=f"search-{key}",
            placeholder=words.text("any word of a row"),
            help=words.text("What is searched stays on this screen: the address does not say it."),
            width=260,
            on_change=anew,
        )
        order = _choice(
            words.text("Order"),
            {"": words.text("default")} | {column.name: column.label for column in shown},
            key=f"order-{key}",
            width=240,
            chosen=ordered,
        )
        st.session_state.setdefault(f"down-{key}", _is_counted(shown, order))
        down = st.toggle(words.text("largest first"), key=f"down-{key}", disabled=not order, on_change=anew)
    state = (asked, order, down)
    if not asked and not order:
        return table, state
    kept: Sequence[int] = range(table.num_rows)
    if asked:
        sought, lines = fold(asked.strip()), _sought.recall(rows_of, lambda: _lines(table, shown, words))
        kept = [place for place in kept if sought in lines[place]]
    if order:
        column, values = next(column for column in shown if column.name == order), table[order].to_pylist()
        there = [place for place in kept if values[place] is not None]
        there.sort(key=lambda place: _place(values[place], column, look), reverse=down)
        kept = there + [place for place in kept if values[place] is None]
    return table.take(pa.array(kept, pa.int64())), state


def _lines(table: pa.Table, shown: list[Column], words: Words) -> list[str]:
    """Each row as a search reads it; no text that somebody types reaches from one cell into the next."""
    sought = [column for column in shown if column.name not in IN_A_NOTE]
    return [fold("\n".join(cells.text(row, column, words) for column in sought)) for row in table.to_pylist()]


def _is_counted(shown: list[Column], name: str) -> bool:
    return any(column.name == name and column.to_the_right for column in shown)


def _place(value: Any, column: Column, look: Look) -> Any:
    """Numbers and days by size, words by the alphabet of the language."""
    if column.kind in ("code", "status"):
        return look.words.language.sort_key(look.words.word(column.code, value))
    return look.words.language.sort_key(value) if isinstance(value, str) else value


def _table(look: Look, name: str, table: pa.Table, shown: list[Column], key: str, state: tuple[Any, ...]) -> None:
    draw = _list if table.num_rows == 1 and len(shown) > SIDEWAYS else _rows
    if state and state[0]:  # what somebody typed nobody else will
        draw(look, name, table, shown, key)
    else:
        still(look, f"table-{key}", lambda: draw(look, name, table, shown, key), state)


def _rows(look: Look, name: str, table: pa.Table, shown: list[Column], key: str) -> None:
    """A real table of the page: it can be read aloud, selected and printed."""
    said, notes = _said(look, name, table, shown)
    right, unbroken = [column.to_the_right for column in shown], [column.on_one_line for column in shown]
    with st.container(key=table_key(key, right, unbroken)):
        st.table(said, border="horizontal", hide_index=True, hide_header=False, alt=look.title(name))
    if any(plain(cells.not_shown(look.words)) in column.to_pylist() for column in said.columns):
        st.caption(plain(_why_hidden(look)))
    if notes:
        st.caption("  \n".join(f"({number}) {text}" for number, text in enumerate(notes, start=1)))


def _why_hidden(look: Look) -> str:
    return look.words.text(
        "{hidden}: not shown to management, because it counts 1 to 9 people or would let somebody count them.",
        hidden=look.words.capital(cells.not_shown(look.words)),
    )


def _said(look: Look, name: str, table: pa.Table, shown: list[Column]) -> tuple[pa.Table, list[str]]:
    """The cells, and the notes below them."""
    lines, group = _cells(look, name, table, shown), OF_A_GROUP.get(name, ())
    for before, line in reversed(list(pairwise(lines))):
        if group and before[group[0]] == line[group[0]]:
            line.update(dict.fromkeys(group, ""))
    below = [] if _is_brief(look, name) else _notes(lines, shown)
    labels = _apart([plain(column.label) for column in shown])
    columns = [pa.array([line[column.name] for line in lines], pa.string()) for column in shown]
    return pa.Table.from_arrays(columns, names=labels), below


def _notes(lines: list[dict[str, str]], shown: list[Column]) -> list[str]:
    """Long texts that repeat from row to row stand once below the table, and their numbers in the cells."""
    notes: list[str] = []
    for column in (column for column in shown if column.kind in ("text", "said")):
        said = list(dict.fromkeys(line[column.name] for line in lines))
        if len(lines) < 4 or len(said) > len(lines) // 2 or max(map(len, said)) < LONG:
            continue
        for line in lines:
            if line[column.name] != MISSING:
                if line[column.name] not in notes:
                    notes.append(line[column.name])
                line[column.name] = f"({notes.index(line[column.name]) + 1})"
    return notes


def _cells(look: Look, name: str, table: pa.Table, shown: list[Column]) -> list[dict[str, str]]:
    """Every cell in words; what a row is about leads on to it."""
    lines = cells.rows(table, shown, look.words)
    for row, line in zip(table.to_pylist(), lines, strict=True):
        column, address = _leads(look, name, row)
        if column in line and address:
            line[column] = f"[{line[column]}]({address})"
    return lines


def _leads(look: Look, name: str, row: Mapping[str, Any]) -> tuple[str, str]:
    """Which column of a row leads on, and where: to the clause, the control or the case that it names."""
    if name == "overview.clauses":
        return "clause", look.address("policy", clause=row["clause"])
    if name == "controls.results":
        part = anchor(f"controls.{row['control']}")
        return "control", look.address("policy", clause=row["clause"].split()[0], part=part)
    query = queries.get(name)
    column = "ref" if query.is_control and "request" in query.header.grain else "request_id"
    number = row.get(column) if look.may("requests.case") else None
    return column, look.address("requests", request_id=number) if number else ""


def _list(look: Look, name: str, table: pa.Table, shown: list[Column], key: str) -> None:
    """One row with many columns: one line for each."""
    [row] = _cells(look, name, table, shown)
    lines = {"": [plain(column.label) for column in shown]}
    lines["\u200b"] = [row[column.name] for column in shown]
    with st.container(key=table_key(key, [], []), width=640):
        st.table(pd.DataFrame(lines), border="horizontal", hide_index=True, hide_header=True, alt=look.title(name))


def _apart(labels: list[str]) -> list[str]:
    """Two columns may be called alike in a language; a table wants them apart."""
    return [label + "\u200b" * labels[:place].count(label) for place, label in enumerate(labels)]


def as_of(look: Look, name: str) -> str:
    if name in AT_THE_LOAD and look.filters.as_of != look.load.loaded_on:
        return look.words.text("counted at the load, {day}", day=look.words.date(look.load.loaded_on))
    return look.words.text("as of {day}", day=look.words.date(look.filters.as_of))


def foot(look: Look, name: str, table: pa.Table, of: int, key: str, limits: Mapping[str, Any]) -> None:
    """How many rows, of how many; the day; the definition; the files."""
    words, stem = look.words, csv.stem(name, look.filters.as_of, look.snapshot.load_id, limits)
    with st.container(key=f"foot-{key.replace('.', '-')}", horizontal=True, vertical_alignment="center", gap="medium"):
        shown = (table.num_rows, of)
        still(
            look, f"foot-{key}", lambda: _said_of(look, name, *shown, limits), *shown, *sorted(limits.items(), key=str)
        )
        for profile, label in FORMS.items():
            offer = downloads.of_rows(table, name, stem, profile, words.code)
            download(words.text(label), offer, f"{profile}-{key}")


def _said_of(look: Look, name: str, number: int, of: int, limits: Mapping[str, Any]) -> None:
    rows = look.words.rows(number)
    if number < of:
        rows = look.words.text("{rows} of {all}", rows=rows, all=look.words.number(of))
    st.caption(plain(f"{rows} · {as_of(look, name)}"), width="content")
    explain.popover(look, name, limits)


def download(label: str, offer: downloads.Offer, key: str) -> None:
    """A link that works once; using it draws the block anew, with a new one."""
    st.link_button(
        label,
        f"/download/{downloads.offer(offer)}",
        key=key,
        on_click="rerun",
        type="tertiary",
        icon=":material/download:",
    )


def about(look: Look, name: str) -> str:
    return queries.get(name).header.about[look.words.code]
