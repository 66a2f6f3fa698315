"""What asks for attention: the clauses that are not met, worst first, and what is new since the day before."""

from datetime import timedelta
from typing import Any

import streamlit as st

import queries
from ui import cells
from ui.look import Look
from ui.words import plain

WORST = ("critical", "high", "medium", "low")
SHOWN = 6  # the rest is one click away


def clauses(look: Look) -> None:
    """Each clause that is not met, with what that means in a sentence."""
    words = look.words
    texts = {row["clause"]: row for row in look.answer("policy.clauses").to_pylist()}
    results = [row for row in look.answer("controls.results").to_pylist() if row["status"] == "not_met"]
    results.sort(key=lambda row: (WORST.index(row["severity"]), -row["violations"], row["control"]))
    broken = [row for row in look.answer("overview.clauses").to_pylist() if row["not_met"]]
    broken.sort(key=lambda row: (WORST.index(row["worst_severity"]), -row["violations"]))
    if not broken:
        st.markdown(f":material/check: {plain(words.text('Every clause that can be measured is met.'))}")
        return
    for row in broken[:SHOWN]:
        mine = [result for result in results if row["clause"] in result["clause"].split()]
        with st.container(border=True, key=f"clause-{row['clause'].replace('.', '-')}", gap="xsmall"):
            st.markdown(
                f"{cells.status('severity', row['worst_severity'], words)} · "
                f"**{plain(row['clause'])} {plain(words.of(texts[row['clause']], 'title'))}**  \n"
                f"{plain(_sentence(look, mine))}"
            )
            look.link("policy", words.text("The rows behind it"), clause=row["clause"])
    if more := len(broken) - SHOWN:
        look.link("policy", words.text("All clauses; not met beside these: {n}", n=words.number(max(more, 0))))


def _sentence(look: Look, results: list[dict[str, Any]]) -> str:
    words = look.words
    said = []
    for row in results:
        part, whole = words.number(row["violations"]), words.number(row["examined"])
        title = look.title(f"controls.{row['control']}")
        said.append(f"{title}: {words.text('{part} of {whole}', part=part, whole=whole)}")
    return "; ".join(said)


def since_the_day_before(look: Look) -> None:
    """Which controls have more violations than the day before."""
    words = look.words
    before = look.filters.as_of - timedelta(days=1)
    then = {row["control"]: row["violations"] for row in look.answer("controls.results", as_of=before).to_pylist()}
    grown = [
        (row, row["violations"] - then.get(row["control"], 0))
        for row in look.answer("controls.results").to_pylist()
        if row["violations"] > then.get(row["control"], 0)
    ]
    if not grown:
        st.markdown(f":material/check: {plain(words.text('No control has more violations than the day before.'))}")
        return
    lines = []
    for row, by in sorted(grown, key=lambda pair: (WORST.index(pair[0]["severity"]), -pair[1])):
        title = queries.get(f"controls.{row['control']}").header.title[words.code]
        lines.append(f"- {cells.status('severity', row['severity'], words)} · {plain(title)}: **+{words.number(by)}**")
    st.markdown("\n".join(lines))
