"""Pages are drawn one at a time: threads of Python that draw at once hinder each other more than they gain.

A turn is a courtesy and no lock. Whoever waits for something else gives it back meanwhile, and who has waited long
enough for it goes ahead without.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 5.0  # seconds; beyond it, something holds the turn that should have given it back

_turn = threading.Lock()
_mine = threading.local()


@contextmanager
def drawing() -> Iterator[None]:
    """What is drawn inside a drawing belongs to its turn."""
    if getattr(_mine, "drawing", False):
        yield
        return
    _mine.drawing, _mine.has_it = True, _turn.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        _give_back()
        _mine.drawing = False


@contextmanager
def waiting() -> Iterator[None]:
    """For the database, say: others draw in the meantime."""
    had_it = _give_back()
    try:
        yield
    finally:
        _mine.has_it = had_it and _turn.acquire(timeout=PATIENCE)


def _give_back() -> bool:
    had_it: bool = getattr(_mine, "has_it", False)
    if had_it:
        _mine.has_it = False
        _turn.release()
    return had_it
