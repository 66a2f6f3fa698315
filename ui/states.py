"""What a page says when it has nothing to show: nothing found, not permitted, failed. Stale is said by the frame."""

import logging
import traceback
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import streamlit as st

from errors import DashboardError, NotPermitted
from ui.words import Words, plain

log = logging.getLogger(__name__)


@contextmanager
def trouble_shown(where: str, words: Words) -> Iterator[None]:
    """Nothing that goes wrong inside leaves as more than a sentence: no stack, no SQL, no path."""
    try:
        yield
    except NotPermitted:
        not_permitted(words, (where,), ())
    except DashboardError as error:
        number = incident(where, error)
        st.error(
            plain(words.text("This part cannot be shown. The others are not affected.")),
            title=words.text("Program error {number}", number=number),
            icon=":material/error:",
        )
    except Exception as error:  # noqa: BLE001  the log has it; a visitor gets a number to quote
        number = incident(where, error)
        st.error(
            plain(words.text("Something is wrong in the program. Quote this number to whoever runs the dashboard.")),
            title=words.text("Program error {number}", number=number),
            icon=":material/error:",
        )


def incident(where: str, error: Exception) -> str:
    """Logged with a number. Only messages written by this project are: a driver's may quote a row."""
    number = uuid.uuid4().hex[:8]
    said = str(error) if isinstance(error, DashboardError) else type(error).__name__
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("incident %s in %s: %s\n%s", number, where, said, frames)
    return number


def not_permitted(words: Words, parts: Iterable[str], roles: Iterable[str]) -> None:
    """Says once what a page keeps from a role and who sees it, so that nobody thinks the page is broken."""
    may = ", ".join(words.word("viewer", role) for role in roles)
    said = words.text("Not shown to your role: {parts}.", parts="; ".join(parts))
    with st.container(key="state-withheld"):
        st.info(plain(f"{said} {words.text('Shown to: {roles}.', roles=may)}" if may else said), icon=":material/lock:")


def nothing(said: str, where: str) -> None:
    with st.container(key=f"state-{where.replace('.', '-')}"):
        st.info(plain(said), icon=":material/inbox:")
