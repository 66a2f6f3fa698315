"""One visitor's look at one snapshot: who asks, what for, in which language. What a block needs to draw itself."""

from collections.abc import Hashable
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
import streamlit as st

import queries
from evidence import overview
from snapshots import Snapshot
from ui import answers
from ui.answers import Load
from ui.filters import Choices, Filters
from ui.palette import Palette
from ui.words import Words, plain

# What the address picks out on one page; it stays behind when the visitor goes to another.
OF_ONE_PAGE = ("request_id", "clause", "query", "category", "purpose", "part")


def anchor(name: str) -> str:
    """Where the answer of that name stands on its page."""
    return name.replace(".", "-")


@dataclass(frozen=True)
class Look:
    """Never changes during a run."""

    snapshot: Snapshot
    load: Load
    role: str
    words: Words
    filters: Filters
    choices: Choices
    palette: Palette
    place: str = ""
    """The page that is open."""
    withheld: list[str] = field(default_factory=list)
    """What the page holds and the role may not see."""
    sections: dict[str, str] = field(default_factory=dict)
    """The titles of the sections drawn so far, by their anchors."""
    blocks: dict[str, str] = field(default_factory=dict)
    """The same of the blocks."""

    @cached_property
    def seen_by(self) -> tuple[Hashable, ...]:
        """All that what stands still on a page depends on."""
        return (
            *(self.place, self.snapshot.sha256, self.role, self.words.code, self.palette.paper, self.filters),
            *sorted(self.kept.items()),
        )

    def answer(self, name: str, **fixed: Any) -> pa.Table:
        """Whoever has to wait for it sees that it is being worked out."""
        asked = self.filters.asked() | fixed
        new = answers.is_new(name, self.snapshot, self.role, asked)
        with st.spinner(self.words.text("Counting…")) if new else nullcontext():
            return answers.answer(name, self.snapshot, self.role, asked)

    def of_everybody(self, name: str, **fixed: Any) -> list[dict[str, Any]]:
        """The rows without the filters that limit people or periods."""
        free = dict.fromkeys(("person_role", "building_id", "from_day", "to_day"))
        rows: list[dict[str, Any]] = self.answer(name, **free, **fixed).to_pylist()
        return rows

    @cached_property
    def late(self) -> overview.Late:
        """What the controls of requests found, by type."""
        return overview.late_by_type(self.of_everybody, self.role)

    @cached_property
    def before(self) -> overview.Before:
        """What the controls found on the same day last month."""
        return overview.a_month_before(self.of_everybody, self.role, self.filters.as_of)

    def may(self, name: str) -> bool:
        return self.role in queries.get(name).header.roles

    def picked(self, key: str) -> str | None:
        """What the address picks out: a request, a clause, a cell of a matrix, a part of the page. Never a person."""
        assert key in OF_ONE_PAGE
        return st.query_params.get(key)

    def title(self, name: str) -> str:
        return queries.get(name).header.title[self.words.code]

    @cached_property
    def kept(self) -> dict[str, str]:
        """What of the address goes along to another page."""
        return {key: value for key, value in st.query_params.to_dict().items() if key not in OF_ONE_PAGE}

    def address(self, place: str, **params: str) -> str:
        return f"/{place}?{urlencode({**self.kept, **params})}"

    def link(self, place: str, label: str, name: str = "", **params: str) -> str:
        """Markdown: to another page, filters kept, and there to the answer of that name, if the role may see it.

        On the page itself only to that answer; empty if it leads nowhere else. The label is text, not Markdown.
        """
        part = {"part": anchor(name)} if name and self.may(name) else {}
        if place != self.place:
            return f":material/arrow_forward:\u00a0[{plain(label)}]({self.address(place, **params, **part)})"
        return f":material/arrow_downward:\u00a0[{plain(label)}](#{part['part']})" if part else ""
