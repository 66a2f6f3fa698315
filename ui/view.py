"""What a page is written with. A page lists queries; the View draws each answer the same way."""

from typing import Any

import streamlit as st

import queries
from ui import attention, block, cards, case, clauses, dictionary, drill, report, states
from ui.look import Look, anchor
from ui.still import still
from ui.words import plain

LONG = 3  # parts, from which on a page says what it holds


class View(Look):
    """A look that can draw. What goes wrong in one part stays in that part."""

    def section(self, title: str, about: str = "") -> None:
        """A heading between blocks. Both are message ids."""
        name = title.lower().replace(" ", "-")
        self.sections[name] = self.words.text(title)
        st.header(plain(self.words.text(title)), anchor=name)
        if about:
            st.caption(plain(self.words.text(about)))

    def not_limited(self) -> None:
        """Which filters do not limit the figures below, up to the first block, which says it of itself."""
        block.not_limited(self, frozenset())

    def figures(self, *names: str) -> None:
        """Cards of overview.figures."""
        with states.trouble_shown("overview.figures", self.words):
            still(self, "figures", lambda: cards.draw(self, names), names)

    def show(self, *names: str, **fixed: Any) -> None:
        """Answers, one below the other; `fixed` are filters that the page sets."""
        for name in names:
            with states.trouble_shown(name, self.words):
                block.draw(self, name, fixed)

    def fold(self, *names: str, chart: bool = True) -> None:
        """Answers behind their titles."""
        self.withheld.extend(name for name in names if not self.may(name))
        for name in filter(self.may, names):
            self.blocks[anchor(name)] = self.title(name)
            with states.trouble_shown(name, self.words):
                block.folded(self, name, self.title(name), chart=chart)

    def verdict(self) -> None:
        """Whether the promises are kept, whether it gets better, and where the risk is."""
        with states.trouble_shown("overview.figures", self.words):
            still(self, "verdict", lambda: attention.verdict(self))

    def due(self) -> None:
        """What is late, and what falls due."""
        with states.trouble_shown("requests.open", self.words):
            still(self, "due", lambda: attention.due(self))

    def needs_a_look(self, *controls: str) -> None:
        """What these controls found."""
        with states.trouble_shown("controls.results", self.words):
            still(self, "needs_a_look", lambda: attention.needs_a_look(self, controls))

    def not_met(self) -> None:
        """The clauses that are not met, worst first."""
        with states.trouble_shown("overview.clauses", self.words):
            still(self, "not_met", lambda: attention.clauses(self))
            attention.other_clauses(self)

    def withdrawals(self) -> None:
        """How many consents were taken back lately."""
        with states.trouble_shown("consent.withdrawals", self.words):
            still(self, "withdrawals", lambda: attention.withdrawals(self))

    def news(self) -> None:
        """What is new."""
        with states.trouble_shown("overview.news", self.words):
            still(self, "news", lambda: attention.news(self))

    def report(self) -> None:
        """The page to take along on paper."""
        with states.trouble_shown("report", self.words):
            report.draw(self)

    def case(self) -> None:
        """Pick one request and read its history."""
        with states.trouble_shown("requests.case", self.words):
            case.draw(self)

    def clauses(self) -> None:
        """Pick one clause and read it with its controls and the rows behind them."""
        with states.trouble_shown("overview.clauses", self.words):
            clauses.draw(self)

    def cell(self) -> None:
        """Pick one cell of the matrix and see its events."""
        with states.trouble_shown("access.daily", self.words):
            drill.draw(self)

    def actor(self) -> None:
        """Pick one of those who accessed the data and see what was done."""
        with states.trouble_shown("access.of_actor", self.words):
            drill.actor(self)

    def exports(self) -> None:
        """Everything the role may take along."""
        with states.trouble_shown("exports", self.words):
            dictionary.exports(self)

    def stamp(self) -> None:
        """Which file the figures are read from, and the hash that proves it is the same one."""
        said = f"{self.words.text('Snapshot')}: {self.snapshot.load_id}, SHA-256"
        st.markdown(f"{plain(said)} `{self.snapshot.sha256}`")

    def contents(self) -> None:
        """A line that leads to the sections of a long page; where there are none, to its blocks."""
        asked = self.picked("part")
        if asked and asked not in self.blocks | self.sections:
            said = self.words.text("This page has no part “{name}”.", name=asked)
            st.warning(plain(said), icon=":material/filter_alt_off:")
        parts = self.sections or self.blocks
        if len(parts) >= LONG:
            links = " · ".join(f"[{plain(title)}](#{name})" for name, title in parts.items())
            st.caption(f"{plain(self.words.text('On this page'))}: {links}")

    def not_shown(self) -> None:
        """What of this page the role does not see."""
        if self.withheld:
            roles = dict.fromkeys(role for name in self.withheld for role in queries.get(name).header.roles)
            of_controls = self.words.text("the records behind each control")
            parts = [of_controls if queries.get(name).is_control else self.title(name) for name in self.withheld]
            states.not_permitted(self.words, dict.fromkeys(parts), roles)

    def metrics(self) -> None:
        """Every metric, control and term in words."""
        with states.trouble_shown("metrics", self.words):
            dictionary.metrics(self)
