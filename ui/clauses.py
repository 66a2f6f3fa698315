"""The policy clause by clause: the text, its controls, their state, how they developed, and the rows behind them."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
import streamlit as st

from evidence import overview
from ui import block, cells, destinations, explain
from ui.filters import put
from ui.look import Look, anchor
from ui.still import still
from ui.words import Words, clause_order, plain

NONE = ""
OBLIGATIONS = {  # which limits a control compares with
    "controls.request_overdue": "answer",
    "controls.request_closed_late": "answer",
    "controls.request_registered_late": "registration",
    "controls.refusal_notified_late": "refusal_notice",
    "controls.recipients_not_told": "recipients_notice",
    "controls.incident_not_contained": "incident_containment",
    "controls.emergency_access_unreviewed": "emergency_review",
}
HISTORY = "consent.history"
READ = ("found", "not_found")  # of the findings, those that were read from the text itself
STATUSES = ("not_met", "needs_a_person", "not_measurable", "met")
SEVERITIES = ("critical", "high", "medium", "low")


def draw(look: Look) -> None:
    words = look.words
    texts = {row["clause"]: row for row in look.answer("policy.clauses").to_pylist()}
    states = {row["clause"]: row for row in look.answer("overview.clauses").to_pylist()}
    results = look.answer("controls.results").to_pylist()
    picked = look.picked("clause") or NONE
    if picked and picked not in texts:
        st.warning(plain(words.text("The policy has no clause “{number}”.", number=picked)))
        picked = NONE
    elif st.session_state.get("picked_clause", picked) != picked:
        put("clause", picked)  # a link to the page that is open changes what is asked, and not the address

    def label(number: str) -> str:
        row = states.get(number)
        state = _broken(look, row, results) if row and row["not_met"] else ""
        if row and not row["controls"]:
            state = words.text("not measured")
        return " · ".join(part for part in (f"{number}  {words.of(texts[number], 'title')}", state) if part)

    def moved() -> None:
        put("clause", st.session_state["picked_clause"] or NONE)
        put("part", NONE)  # of the clause before

    st.session_state["picked_clause"] = picked
    st.selectbox(
        words.text("Clause"),
        [NONE, *(number for number in sorted(texts, key=clause_order) if number in states)],
        key="picked_clause",
        format_func=lambda number: (
            label(number) if number else words.text("choose one, or open it from the list below")
        ),
        on_change=moved,
    )
    if not picked:
        return
    still(look, "clause", lambda: _text(look, texts[picked]), picked)
    still(look, "text", lambda: _which_text(look))
    _controls(look, picked)


def _broken(look: Look, row: Mapping[str, Any], results: Iterable[Mapping[str, Any]]) -> str:
    """How many controls of a clause found violations, and how many of them only what it is not about."""
    words, clause = look.words, row["clause"]
    said = words.text("with violations: {n}", n=words.number(row["not_met"]))
    others = sum(_of_others(look, clause, control) for control in results if clause in control["clause"].split())
    if not others:
        return said
    return f"{said}, {words.text('of them only by other requests: {n}', n=words.number(others))}"


def _of_others(look: Look, clause: str, row: Mapping[str, Any]) -> bool:
    """Whether a control found violations, and only by requests that the clause is not about."""
    return row["status"] == "not_met" and overview.is_of_others(clause, row["control"], look.late)


def _urgency(look: Look, clause: str, row: Mapping[str, Any]) -> tuple[int, bool, int, str]:
    """Not met first, the worst of them first of all; last of them what only other requests than the clause's break."""
    others = _of_others(look, clause, row)
    return STATUSES.index(row["status"]), others, SEVERITIES.index(row["severity"]), row["control"]


def _text(look: Look, row: Mapping[str, Any]) -> None:
    words = look.words
    st.subheader(plain(f"{row['clause']}  {words.of(row, 'title')}"), anchor=False)
    said = plain(" ".join(words.of(row).split()))
    st.markdown(f"> {said}")
    if row["unofficial"] and words.code != "az":
        st.caption(plain(words.text("An unofficial translation; the Azerbaijani text prevails.")))


def _which_text(look: Look) -> None:
    """The hash of the text that is quoted, the versions that state it, and what it means if none do."""
    words = look.words
    [sha256] = {row["text_sha256"] for row in look.answer("controls.findings").to_pylist() if row["status"] in READ}
    versions = [row["version"] for row in look.answer("policy.versions").to_pylist() if row["text_sha256"] == sha256]
    said = words.text("The text of the policy shown here has the SHA-256 {sha256}.", sha256=sha256)
    if versions:
        named = words.text("Versions in the register with this text: {versions}.", versions=", ".join(versions))
        st.caption(plain(f"{said} {named}"))
        return
    unknown = words.text(
        "Which text was in force on a day, and whether it read like this one, cannot be told from here. "
        "Compare this text with that of the version in force; "
        "if they are the same, have its hash entered in the register."
    )
    title = words.text("No version in the register has this text")
    leads = look.link("consent", look.title("policy.versions"), "policy.versions")
    st.warning(f"{plain(f'{said} {unknown}')}\n\n{leads}", title=title, icon=":material/rule:")


def _controls(look: Look, clause: str) -> None:
    words = look.words
    controls = [row for row in look.answer("controls.results").to_pylist() if clause in row["clause"].split()]
    findings = [row for row in look.answer("controls.findings").to_pylist() if clause in str(row["clause"]).split()]
    if not controls and not findings:
        st.caption(plain(words.text("No control checks this clause: it promises nothing that data could show.")))
    asked = {anchor(f"controls.{row['control']}"): row["control"] for row in controls}
    ordered = sorted(controls, key=lambda row: _urgency(look, clause, row))
    opened = asked.get(look.picked("part") or "", ordered[0]["control"] if ordered else "")
    for row in ordered:
        _control(look, row, clause, opened=row["control"] == opened)
    _person(look, [row["control"] for row in controls if row["violations"]])
    if findings:
        still(look, "findings", lambda: _findings(look, findings), clause)


def _findings(look: Look, findings: list[dict[str, Any]]) -> None:
    words = look.words
    st.subheader(plain(words.text("What only a person can judge")), anchor=False)
    for row in findings:
        st.markdown(
            f"**{plain(row['finding'])}** · {cells.status('finding_status', row['status'], words)}  \n"
            f"{plain(row['reason'] if words.code == 'en' else words.of(row, 'reason'))}"
        )


def _control(look: Look, row: Mapping[str, Any], clause: str, *, opened: bool) -> None:
    """What a control found. The records of one are open, for whoever follows a link comes for them: else the worst."""
    name = f"controls.{row['control']}"
    with st.container(border=True, key=f"control-{row['control']}", gap="xsmall"):
        look.blocks[anchor(name)] = look.title(name)
        still(look, name, lambda: _state(look, row, clause), clause)
        if row["violations"] and look.may(name):
            block.folded(look, name, look.words.text("The records behind it"), chart=True, opened=opened)
        elif row["violations"]:
            look.withheld.append(name)


def _state(look: Look, row: Mapping[str, Any], clause: str) -> None:
    words, name = look.words, f"controls.{row['control']}"
    st.subheader(plain(look.title(name)), anchor=anchor(name))
    found = words.text(
        "violations: {violations} of {examined} examined",
        violations=words.number(row["violations"]),
        examined=words.number(row["examined"]),
    )
    then = overview.then(row["control"], look.before, words.language)
    said = [
        plain(words.text("violations of other requests only"))
        if _of_others(look, clause, row)
        else cells.status("control_status", row["status"], words),
        plain("; ".join(part for part in (found, then) if part) if row["examined"] else words.text("nothing examined")),
        plain(words.text("severity: {severity}", severity=words.word("severity", row["severity"]))),
    ]
    if watched := overview.watches(clause, row["control"], look.late, words.language):
        said.append(plain(watched))
    st.markdown(" · ".join(said))
    new = (
        overview.new_in_the_month(
            row["control"],
            overview.figures(look.of_everybody, look.filters.as_of, words.language),
            look.filters.as_of,
            words.language,
        ),
        destinations.news(look).get(row["control"], ""),
    )
    if any(new):
        st.markdown(f"**{plain(' · '.join(filter(None, new)))}**")
    if look.may(name) and (n := block.in_the_period(look, name, _of_all_time(look, name), look.answer(name))):
        said_of_period = words.text("of them arisen in the period: {n}", n=n)
        st.markdown(f":material/date_range: **{plain(said_of_period)}**")
    if limits := _limits(look, name):
        st.caption(plain(words.text("Limit: {limits}", limits="; ".join(limits))))
    if name in block.AT_THE_LOAD:
        block.counted_at_the_load(look)
    if not row["violations"] or not look.may(name):
        st.caption(plain(block.about(look, name)))
    elif look.may(HISTORY) and _people(look, [row["control"]]):
        st.caption(f":material/arrow_downward:\u00a0[{plain(look.title(HISTORY))}](#{anchor(HISTORY)})")
    if row["violations"] and not look.may(name):
        _without_rows(look, row["control"])


def _of_all_time(look: Look, name: str) -> pa.Table:
    """The records of a control, whatever the period."""
    return look.answer(name, **block.of_all_time(name))


def _limits(look: Look, name: str) -> list[str]:
    """The limits in force that a control compares with, and how sure each is."""
    words, asked = look.words, look.filters.as_of
    if name not in OBLIGATIONS:
        return []
    rules = overview.rules_in_force(
        look.answer("policy.deadlines").to_pylist(), look.load.regime, OBLIGATIONS[name], asked
    )
    said = (
        f"{_long(row['limit'], row['unit'], words)}, {words.language.said(row['article'])} "
        f"({words.word('confidence', row['confidence'])})"
        for row in rules
    )
    return list(dict.fromkeys(said))


def _long(number: int, unit: str, words: Words) -> str:
    plural = words.language.plural
    match unit:
        case "hour":
            return plural("{number} hour", "{number} hours", number)
        case "working_day":
            return plural("{number} working day", "{number} working days", number)
        case "month":
            return plural("{number} month", "{number} months", number)
    return plural("{number} day", "{number} days", number)


def _without_rows(look: Look, control: str) -> None:
    """What who does not see the rows sees instead: how it developed, and what it counts."""
    words = look.words
    if control not in overview.AT_THE_LOAD:
        months = [row for row in look.answer("controls.trend").to_pylist() if row["control"] == control]
        said = words.text(
            "Violations at the end of {month}: {before}; on the as-of day: {now}",
            month=words.language.month(months[0]["month"]),
            before=words.number(months[0]["violations"]),
            now=words.number(months[-1]["violations"]),
        )
        st.markdown(f":material/show_chart: {plain(said)}")
    explain.popover(look, f"controls.{control}", {})


def _people(look: Look, controls: list[str]) -> list[int]:
    """The pseudonyms behind the rows of these controls."""
    rows = (_of_all_time(look, f"controls.{control}").column("subject").to_pylist() for control in controls)
    return sorted({subject for subjects in rows for subject in subjects if subject is not None})


def _person(look: Look, controls: list[str]) -> None:
    """One of the people behind the rows, by pseudonym: never in the address, only in this visit."""
    words = look.words
    people = _people(look, controls) if look.may(HISTORY) else []
    if not people:
        return
    st.subheader(plain(look.title(HISTORY)), anchor=anchor(HISTORY))
    picked = st.selectbox(
        words.text("Pseudonym"),
        people,
        index=None,
        key="picked_person",
        placeholder=words.text("choose one from the records"),
        width=420,
        help=words.text("Who is picked stays on this screen: the address does not say it."),
    )
    if picked is not None:
        block.draw(look, HISTORY, {"subject": picked}, title=False)
        st.caption(plain(words.text("Records of this person behind the controls of the clause")))
        for control in controls:
            name = f"controls.{control}"
            found = block.kept_rows(_of_all_time(look, name), {"subject": picked})
            if found.num_rows:
                st.markdown(f"**{plain(look.title(name))}**")
                block.rows(look, name, found, f"{name}-of-one")
