"""What asks for attention: the clauses that are not met, worst first, and what is new since the last working day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

import queries
from evidence import overview
from ui import block, cells, states
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
    """What these controls found, the worst first, how much of it is new, and the way to the records."""
    words = look.words
    unfinished = sum(row["closed_on"] is None for row in look.of_everybody("access.incidents"))
    since = overview.last_working_day(look.filters.as_of, look.of_everybody("policy.calendar"))
    news = {row["control"]: count for row, count, _ in overview.news(look.of_everybody("overview.news"))}
    st.subheader(plain(words.text("What needs a look")), anchor=False)
    beginning = words.language.capital(words.language.code("figure_period", "since_the_beginning"))
    st.caption(plain(words.text("{beginning}; new since the end of {day}", beginning=beginning, day=words.date(since))))
    open_ones = plain(words.text("Incidents that are not closed: {n}.", n=words.number(unfinished)))
    st.markdown(f"[{open_ones}](#{block.anchor('access.incidents')})")
    for row in overview.controls_not_met(look.of_everybody("controls.results")):
        if (control := row["control"]) in controls:
            title, found = overview.title(control, words.language), overview.found(row, words.language)
            new = words.text("new: {n}", n=words.number(news.get(control, 0)))
            if look.may(f"controls.{control}"):
                recent, days = _recent(look, control), overview.RECENT.days
                new = words.text("{new}, in {days} days: {recent}", new=new, days=days, recent=words.number(recent))
            severity = cells.status("severity", row["severity"], words)
            with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key=f"look-{control}"):
                st.markdown(f"{severity} · {plain(title)}: **{plain(found)}** · {plain(new)}", width="content")
                look.link("policy", _behind(look, [row]), clause=row["clause"].split()[0])


def _recent(look: Look, control: str) -> int:
    """How many of its violations there were not 30 days before."""
    name, before = f"controls.{control}", look.filters.as_of - overview.RECENT
    known = {row["ref"] for row in look.of_everybody(name, as_of=before)}
    return sum(row["ref"] not in known for row in look.of_everybody(name))


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
        said = words.text("By the end of the as-of day nothing had been recorded: there is nothing to count yet.")
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
