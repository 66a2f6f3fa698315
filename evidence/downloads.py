"""Downloads that wait to be fetched: what a page offers under a token, and what the token's one use delivers.

An offer of rows holds the very ones that are on the screen, so the file cannot differ from them. Nothing is written
before somebody asks, and nothing stays after that.
"""

import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from evidence import csv
from evidence.csv import File
from snapshots import Snapshot

LIFETIME = 3600.0  # seconds; a page left open longer offers anew on its next rerun
OFFERS_AT_ONCE = 20_000

log = logging.getLogger(__name__)

process = "0"
"""Which of the processes that serve one address this is: what its tokens begin with."""


@dataclass(frozen=True)
class Offer:
    """What it is, for the log, and how the file is made once somebody asks for it."""

    what: str
    make: Callable[[Path], File]


def of_rows(table: pa.Table, query: str, stem: str, profile: str, language: str) -> Offer:
    """The rows on the screen as CSV."""
    return Offer(query, lambda folder: csv.write(table, folder, stem, profile, language))


def of_several(
    answers: Callable[[], Iterable[tuple[str, pa.Table, str]]], guide: str, stem: str, language: str
) -> Offer:
    """Several answers in one ZIP: name, rows and form of each, asked for when somebody fetches it."""
    return Offer("everything", lambda folder: csv.write_together(answers(), guide, folder, stem, language))


def of_the_overview(snapshot: Snapshot, role: str, language: str, as_of: date) -> Offer:
    """The overview as a PDF."""

    def make(folder: Path) -> File:
        from evidence import report  # reading in what sets pages takes longer than a page of the dashboard

        return report.write(snapshot, folder, role, language, as_of)

    return Offer("overview.pdf", make)


_offers: OrderedDict[str, tuple[float, Offer]] = OrderedDict()
_lock = threading.Lock()


def offer(what: Offer) -> str:
    """A token nobody can guess; the oldest offers go when there are too many."""
    token = f"{process}-{secrets.token_urlsafe(24)}"
    now = time.monotonic()
    with _lock:
        _offers[token] = (now, what)
        while _offers and (len(_offers) > OFFERS_AT_ONCE or now - next(iter(_offers.values()))[0] > LIFETIME):
            _offers.popitem(last=False)
    return token


def take(token: str) -> Offer | None:
    """The offer, once; None when it was used, has expired or never was."""
    with _lock:
        made_at, what = _offers.pop(token, (0.0, None))
    return what if what is not None and time.monotonic() - made_at <= LIFETIME else None


def make(token: str, folder: Path) -> File | None:
    """The file of the offer under this token, made into the folder; None as for `take`."""
    offer = take(token)
    if offer is None:
        return None
    file = offer.make(folder)
    log.info("downloaded %s: %d rows, sha256 %s", offer.what, file.rows, file.sha256)
    return file
