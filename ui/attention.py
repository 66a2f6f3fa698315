"""What asks for attention: the clauses that are not met, worst first, and what is new since the last working day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

import queries
from evidence import overview
from ui import block, cells, destinations, states, turns
from ui.charts import access
from ui.look import Look, anchor
from ui.words import plain

WEEK = 5  # working days
SHOWN = 6  # the rest is one click away
APART = "\u2003 "  # between links of a line
NAMED = 3  # of those who used the data far more than others


def verdict(look: Look) -> None:
    """The three questions of the overview, each answered in a sentence."""
    words = look.words
    if overview.nothing_yet(look.of_everybody("overview.figures")):
        return
    figures = overview.figures(look.of_everybody, look.filters.as_of, words.language)
    answers = overview.verdict(look.of_everybody, look.role, look.filters.as_of, figures, words.language)
    if look.may("requests.open"):
        answers = [_due(look), *answers]
    st.markdown("\n\n".join(f"**{plain(question)}** {plain(answer)}" for question, answer in answers))
    leads = [look.link("requests", words.text("Open requests"), "requests.open")] if look.may("requests.open") else []
    for row in overview.greatest_risks(look.of_everybody("controls.results"))[:SHOWN]:
        leads.append(_link(look, row, overview.title(row["control"], words.language)))
    leads.append(look.link("access", words.text("Incidents"), "access.incidents"))
    leads.append(look.link("policy", words.text("All clauses"), "overview.clauses"))
    st.markdown(APART.join(leads))
    rests = overview.limits_rest_on(look.of_everybody("policy.deadlines"), look.load.regime, words.language)
    leads_to = look.link("requests", look.title("policy.deadlines"), "policy.deadlines")
    st.caption(f"{plain(rests)}{APART}{leads_to}")


def due(look: Look) -> None:
    """The same line where the requests are."""
    if look.may("requests.open") and not overview.nothing_yet(look.of_everybody("overview.figures")):
        question, answer = _due(look)
        st.markdown(f"**{plain(question)}** {plain(answer)}")


def _due(look: Look) -> tuple[str, str]:
    """What the morning begins with: late, due on the day, due within a week of work."""
    words, rows = look.words, look.of_everybody("requests.open")
    left = [row["working_days_left"] for row in rows if row["working_days_left"] is not None]
    said = words.text(
        "Requests overdue: {late}; due on {day}: {now}; in the next {days} working days: {soon}.",
        late=words.number(sum(row["urgency"] == "overdue" for row in rows)),
        day=words.date(look.filters.as_of),
        now=words.number(left.count(0)),
        days=WEEK,
        soon=words.number(sum(0 < days <= WEEK for days in left)),
    )
    return words.text("What is due?"), f"{said} {_to_contain(look)}".rstrip()


def _to_contain(look: Look) -> str:
    """The incidents whose time runs out."""
    words, deadlines = look.words, look.of_everybody("policy.deadlines")
    rules = overview.rules_in_force(deadlines, look.load.regime, "incident_containment", look.filters.as_of)
    ends = overview.to_contain(look.of_everybody("access.incidents"), rules)
    if not ends:
        return ""
    return words.text(
        "Incidents still within the time to contain them: {n}; the first to run out is no. {number}, on {moment}.",
        n=words.number(len(ends)),
        number=ends[0][1],
        moment=words.moment(ends[0][0]),
    )


def needs_a_look(look: Look, controls: tuple[str, ...]) -> None:
    """What these controls found, the worst first, how much of it is new, and the way to the records."""
    words = look.words
    unfinished = [str(row["incident_id"]) for row in look.of_everybody("access.incidents") if row["closed_on"] is None]
    since = overview.last_working_day(look.filters.as_of, look.of_everybody("policy.calendar"))
    news = {row["control"]: count for row, count, _ in overview.news(look.of_everybody("overview.news"))}
    st.subheader(plain(words.text("What needs a look")), anchor=False)
    block.not_limited(look, frozenset())
    beginning = words.language.capital(words.language.code("figure_period", "since_the_beginning"))
    st.caption(
        plain(
            overview.reach(look.load.newest_record, look.filters.as_of, words.language)
            + words.text("{beginning}; new since the beginning of {day}", beginning=beginning, day=words.date(since))
        )
    )
    open_ones = plain(words.text("Incidents that are not closed: {n}.", n=words.number(len(unfinished))))
    which = words.text("Their numbers: {refs}.", refs=_first(look, unfinished, SHOWN, ", ")) if unfinished else ""
    st.markdown(f"[{open_ones}](#{anchor('access.incidents')}) {plain(f'{which} {_to_contain(look)}'.strip())}")
    _unusual(look)
    for row in overview.controls_not_met(look.of_everybody("controls.results")):
        if (control := row["control"]) in controls:
            title, found = overview.title(control, words.language), overview.found(row, words.language)
            new = words.text("new: {n}", n=words.number(news.get(control, 0)))
            if look.may(f"controls.{control}"):
                ago = overview.month_before(look.filters.as_of)
                recent = words.number(_recent(look, control, ago))
                new = words.text("{new}, since {day}: {recent}", new=new, day=words.date(ago), recent=recent)
            severity = cells.status("severity", row["severity"], words)
            said = f"{severity} · {plain(title)}: **{plain(found)}** · {plain(new)}"
            st.markdown(f"{said}{APART}{_link(look, row)}")


def _unusual(look: Look) -> None:
    """Who used the data far more than others of the same role, and the list of them."""
    if not look.may("access.actors"):
        return
    words = look.words
    rows = [row for row in look.of_everybody("access.actors") if access.is_unusual(row["times_role_median"])]
    if rows:
        rows.sort(key=lambda row: row["times_role_median"], reverse=True)
        named = [f"{row['actor']} · {access.in_a_role(row, words)}" for row in rows]
        who = words.text("Their pseudonyms: {refs}.", refs=_first(look, named, NAMED, "; "))
        said = plain(access.said_of_unusual(len(rows), words))
        st.markdown(f"[{said}](#{anchor('access.actors')}) {plain(who)}")


def _first(look: Look, refs: Sequence[str], most: int, mark: str) -> str:
    """The first of several, and how many more there are."""
    more = [look.words.text("and {n} more", n=look.words.number(len(refs) - most))] if len(refs) > most else []
    return mark.join([*refs[:most], *more])


def _recent(look: Look, control: str, ago: date) -> int:
    """How many of its violations there were not at the end of that day."""
    name = f"controls.{control}"
    known = {row["ref"] for row in look.of_everybody(name, as_of=ago)}
    return sum(row["ref"] not in known for row in look.of_everybody(name))


def clauses(look: Look) -> None:
    """Each clause that is not met, with what that means in a sentence."""
    words, broken = look.words, _broken(look)
    if not broken:
        st.markdown(f":material/check: {plain(words.text('No clause that can be assessed has a violation.'))}")
    twins = overview.twins(broken)
    for row, controls in broken[:SHOWN]:
        _clause(look, row, controls, twins)


@st.fragment
def other_clauses(look: Look) -> None:
    """Those after the worst, drawn when somebody opens them."""
    broken = _broken(look)
    others, twins = broken[SHOWN:], overview.twins(broken)
    if not others:
        return
    with turns.drawing():
        label = look.words.text("Clauses with violations beside these: {n}", n=look.words.number(len(others)))
        box = st.expander(label, key="other-clauses", on_change="rerun")
        if box.open:
            with box:
                for row, controls in others:
                    _clause(look, row, controls, twins)


def _broken(look: Look) -> list[tuple[Mapping[str, Any], list[Mapping[str, Any]]]]:
    clauses, results = map(look.of_everybody, ("overview.clauses", "controls.results"))
    return overview.clauses_not_met(clauses, results, look.late)


def _clause(look: Look, row: Mapping[str, Any], controls: list[Mapping[str, Any]], twins: Mapping[str, str]) -> None:
    """What its worst control means for people, then what each of them found, and had found a month before."""
    words, number = look.words, row["clause"]
    found = "  \n".join(plain(_found(look, number, control)) for control in controls)
    is_worse = overview.has_more(number, controls, look.late, look.before)
    more = overview.more_than(look.before, words.language) if is_worse else ""
    with st.container(border=True, key=f"clause-{number.replace('.', '-')}", gap="xsmall"):
        st.markdown(
            f"{cells.status('severity', row['worst_severity'], words)} · "
            f"**{plain(words.word('clause', number))}**{f' · {cells.worse(more)}' if more else ''}  \n"
            f"{plain(overview.means_for(number, controls, look.late, twins, words.language))}"
        )
        leads = look.link("policy", _behind(look, controls), f"controls.{controls[0]['control']}", clause=number)
        st.caption(f"{found}\n\n{leads}")


def _link(look: Look, row: Mapping[str, Any], label: str = "") -> str:
    """To the records of a control; for who does not see them, to the page that tells most of what it is about."""
    place, name = destinations.of(look, row["control"])
    if place in ("policy", look.place):
        name = f"controls.{row['control']}"
        return look.link("policy", label or _behind(look, [row]), name, clause=row["clause"].split()[0])
    listed = name == "requests.open"
    return look.link(place, label or look.words.text("Open requests" if listed else "Details"), name)


def _behind(look: Look, controls: Sequence[Mapping[str, Any]]) -> str:
    """What the page of the clause shows of these controls: not every role sees their records."""
    if any(look.may(f"controls.{row['control']}") for row in controls):
        return look.words.text("All records behind it")
    return look.words.text("The clause and its controls")


def _found(look: Look, clause: str, control: Mapping[str, Any]) -> str:
    words = look.words.language
    said = f"{overview.title(control['control'], words)}: {overview.found_and_then(control, look.before, words)}"
    watched = overview.watches(clause, control["control"], look.late, words)
    return f"{said} ({watched})" if watched else said


def withdrawals(look: Look) -> None:
    """How many consents were taken back lately: the coverage moves too little to show it."""
    rows = look.of_everybody("consent.withdrawals")
    if said := overview.withdrawals(rows, look.filters.as_of, look.words.language):
        st.markdown(plain(said))


def news(look: Look) -> None:
    """Which controls have violations that were not there at the end of the last working day, and which ones."""
    words = look.words
    if overview.nothing_yet(look.of_everybody("overview.figures")):
        said = words.text("By the end of the as-of day nothing had been recorded: there is nothing to count yet.")
        states.nothing(said, "overview.news")
        return
    since = overview.last_working_day(look.filters.as_of, look.of_everybody("policy.calendar"))
    reach = overview.reach(look.load.newest_record, look.filters.as_of, words.language)
    st.caption(plain(reach + overview.since(since, words.language)))
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
    parts = [said]
    if of_requests:
        parts += [look.link("requests", ref, request_id=ref) for ref in keys]
    elif keys:
        parts = [f"{said} · {plain(words.text('record no. {refs}', refs=', '.join(keys)))}"]
    if len(refs) > SHOWN:
        parts.append(plain(words.text("and {n} more", n=words.number(len(refs) - SHOWN))))
    with st.container(key=f"news-{control}"):
        st.markdown(APART.join([*parts, _link(look, row)]))
