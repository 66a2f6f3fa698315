"""Parts of a page that stand still: drawn once for everybody who may see the same, then repeated.

Drawing an element costs Streamlit several times what repeating it does. What a visitor can move, as a search or the
link of a download, is no such part: it is drawn each time.
"""

from collections.abc import Callable, Hashable

import streamlit as st

from ui.look import Look

MOST = 2048  # parts; a page has some twenty


def still(look: Look, part: str, draw: Callable[[], None], *state: Hashable) -> None:
    """Draws the part, or repeats it for the same look. `state` is what else it depends on."""
    repeat((part, look.seen_by, *state), draw)


def repeat(seen: tuple[Hashable, ...], draw: Callable[[], None]) -> None:
    """The same, where there is no look yet: `seen` is all that what is drawn depends on."""
    _drawn(seen=repr(seen), _draw=draw)  # by name: Streamlit asks what a place is called each time


@st.cache_resource(show_spinner=False, max_entries=MOST)
def _drawn(seen: str, _draw: Callable[[], None]) -> None:
    _draw()
