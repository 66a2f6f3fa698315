"""What asks for attention: the clauses that are not met, worst first, and what is new since the last working day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

import queries
from evidence import overview
from ui import cells, states
from ui.look import Look
from ui.words import plain

SHOWN = 6  # the rest is one click away


def verdict(look: Look) -> None:
    """The three questions of the overview, each answered in a sentence."""
    words = look.words
    if overview.nothing_yet(look.of_everybody("overview.figures")):
        return
    figures = overview.figures(look.of_everybody, look.filters.as_of, words.language).values()
    trends = Counter(figure.trend for figure in figures)
    checked = [row for row in look.of_everybody("overview.clauses") if row["controls"]]
    results = look.of_everybody("controls.results")
    broken = overview.clauses_not_met(checked, results)
    kept = words.text(
        "Clauses with violations: {broken} of {checked} that data can check; targets met: {met} of {targets}.",
        broken=words.number(len(broken)),
        checked=words.number(len(checked)),
        met=words.number(sum(figure.met is True for figure in figures)),
        targets=words.number(sum(figure.met is not None for figure in figures)),
    )
    trend = words.text(
        "Figures better than a month ago: {better}, worse: {worse}, unchanged: {same}.",
        better=words.number(trends["better"]),
        worse=words.number(trends["worse"]),
        same=words.number(trends["same"]),
    )
    said = [
        f"**{plain(words.text('Kept?'))}** {plain(kept)}",
        f"**{plain(words.text('Better or worse?'))}** {plain(trend)}",
    ]
    broken_controls = overview.controls_not_met(results)
    worst = [row for row in broken_controls if row["severity"] == broken_controls[0]["severity"]]
    if worst:
        risks = "; ".join(
            f"{overview.title(row['control'], words.language)}: {overview.found(row, words.language)}" for row in worst
        )
        severity = words.text("severity: {severity}", severity=words.word("severity", worst[0]["severity"]))
        said.append(f"**{plain(words.text('The greatest risk?'))}** {plain(f'{risks} ({severity}).')}")
    st.markdown("  \n".join(said))
    with st.container(horizontal=True, gap="small", key="risks"):
        for row in worst[:SHOWN]:
            title = overview.title(row["control"], words.language)
            look.link("policy", title, clause=row["clause"].split()[0])


def needs_a_look(look: Look, controls: tuple[str, ...]) -> None:
    """What these controls found, the worst first, and the way to the records by clause."""
    words = look.words
    found = [
        row for row in overview.controls_not_met(look.of_everybody("controls.results")) if row["control"] in controls
    ]
    unfinished = sum(row["closed_on"] is None for row in look.of_everybody("access.incidents"))
    st.subheader(plain(words.text("What needs a look")), anchor=False)
    st.caption(plain(words.language.code("figure_period", "since_the_beginning")))
    lines = [plain(words.text("Incidents that are not closed: {n}.", n=words.number(unfinished)))]
    for row in found:
        title, said = overview.title(row["control"], words.language), overview.found(row, words.language)
        lines.append(f"{cells.status('severity', row['severity'], words)} · {plain(title)}: **{plain(said)}**")
    st.markdown("  \n".join(lines))
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="look"):
        for clause in sorted({row["clause"].split()[0] for row in found}):
            look.link("policy", words.text("The records behind clause {clause}", clause=clause), clause=clause)


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
            look.link("policy", _behind(look, controls), clause=row["clause"])
    if (more := len(broken) - SHOWN) > 0:
        look.link("policy", words.text("All clauses; not met beside these: {n}", n=words.number(more)))


def _behind(look: Look, controls: Sequence[Mapping[str, Any]]) -> str:
    """What the page of the clause shows of these controls: not every role sees their records."""
    if any(look.may(f"controls.{row['control']}") for row in controls):
        return look.words.text("All records behind it")
    return look.words.text("The clause and its controls")


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
        look.link("policy", _behind(look, [row]), clause=str(row["clause"]).split()[0])
