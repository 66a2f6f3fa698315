"""Answers, asked once per snapshot. Keys hold snapshot, role and filters, never a clock; no role borrows another's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

import queries
from errors import QueryError
from language import LANGUAGES
from snapshots import Snapshot
from ui import turns
from ui.memory import Memory

Pairs = tuple[tuple[str, Any], ...]


# A table of Arrow cannot be changed, so one copy serves everybody. 256 MiB: a small one counts for a page of memory.
_answers: Memory[pa.Table] = Memory(2**28, weigh=lambda table: table.nbytes + 4096)
_words: Memory[dict[tuple[str, str], dict[str, str]]] = Memory(16)


def answer(name: str, snapshot: Snapshot, role: str, filters: Mapping[str, Any]) -> pa.Table:
    """The answer of one query. Filters that the query does not name are left out, so pages share what is kept."""
    used = _used(name, filters)
    return _answers.recall((name, snapshot.sha256, role, used), lambda: _asked(name, snapshot, role, dict(used)))


def _asked(name: str, snapshot: Snapshot, role: str, filters: dict[str, Any]) -> pa.Table:
    with turns.waiting():
        return queries.run(name, snapshot, role, filters)


def is_new(name: str, snapshot: Snapshot, role: str, filters: Mapping[str, Any]) -> bool:
    """Whether nobody has asked this yet: then it may take a moment."""
    return (name, snapshot.sha256, role, _used(name, filters)) not in _answers


def _used(name: str, filters: Mapping[str, Any]) -> Pairs:
    named = queries.get(name).filters
    return tuple(sorted((key, value) for key, value in filters.items() if key in named and value is not None))


@dataclass(frozen=True)
class Load:
    """What every page says about where its figures come from. Moments are in UTC."""

    load_id: str
    loaded_at: datetime
    loaded_on: date
    demo: bool
    regime: str
    stale_after_hours: int
    source_kind: str
    code_version: str
    newest_record: datetime | None
    """Of all registers; None if there is none, or it cannot be told."""


def load_of(snapshot: Snapshot, role: str) -> Load:
    row = answer("loads.load", snapshot, role, {}).to_pylist()[0]
    row["newest_record"] = _newest(snapshot, role)
    return Load(**{key: row[key] for key in Load.__dataclass_fields__})


def _newest(snapshot: Snapshot, role: str) -> datetime | None:
    """A page is not lost for this: where it cannot be told, the page of loads says that something is wrong."""
    try:
        found: datetime | None = pc.max(answer("loads.freshness", snapshot, role, {})["newest_recorded_at"]).as_py()
    except QueryError:
        return None
    return found


def policy_words(snapshot: Snapshot, role: str) -> dict[tuple[str, str], dict[str, str]]:
    """What the policy calls its purposes, categories and clauses, in every language."""
    return _words.recall((snapshot.sha256, role), lambda: _policy_words(snapshot, role))


def _policy_words(snapshot: Snapshot, role: str) -> dict[tuple[str, str], dict[str, str]]:
    called = {
        (kind, row[kind]): {code: row[code] for code in LANGUAGES}
        for kind, name in (("purpose", "policy.purposes"), ("category", "policy.categories"))
        for row in answer(name, snapshot, role, {}).to_pylist()
    }
    clauses = {
        ("clause", row["clause"]): {code: f"{row['clause']} {row[f'title_{code}']}" for code in LANGUAGES}
        for row in answer("policy.clauses", snapshot, role, {}).to_pylist()
    }
    return called | clauses
