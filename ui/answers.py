"""Answers, asked once per snapshot. Keys of the cache are scalars: snapshot, role and filters, never a clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import streamlit as st

import queries
from snapshots import Snapshot

Pairs = tuple[tuple[str, Any], ...]


def answer(name: str, snapshot: Snapshot, role: str, filters: Mapping[str, Any]) -> pa.Table:
    """The answer of one query. Filters that the query does not name are left out, so pages share what is cached."""
    named = queries.get(name).filters
    used = tuple(sorted((key, value) for key, value in filters.items() if key in named and value is not None))
    return _answer(name, snapshot.sha256, role, used, snapshot)


# A table of Arrow cannot be changed, so one copy serves every visitor; `_snapshot` is not part of the key.
@st.cache_resource(max_entries=512, show_spinner=False)
def _answer(name: str, snapshot: str, role: str, filters: Pairs, _snapshot: Snapshot) -> pa.Table:
    return queries.run(name, _snapshot, role, dict(filters))


@dataclass(frozen=True)
class Load:
    """What every page says about where its figures come from."""

    load_id: str
    loaded_at: datetime
    loaded_on: date
    demo: bool
    regime: str
    stale_after_hours: int
    source_kind: str
    code_version: str


def load_of(snapshot: Snapshot, role: str) -> Load:
    row = answer("loads.load", snapshot, role, {}).to_pylist()[0]
    return Load(**{key: row[key] for key in Load.__dataclass_fields__})


@st.cache_resource(max_entries=64, show_spinner=False)
def _policy_words(snapshot: str, role: str, _snapshot: Snapshot) -> dict[tuple[str, str], dict[str, str]]:
    words: dict[tuple[str, str], dict[str, str]] = {}
    for kind, name in (("purpose", "policy.purposes"), ("category", "policy.categories")):
        for row in answer(name, _snapshot, role, {}).to_pylist():
            words[kind, row[kind]] = {code: row[code] for code in ("az", "en", "ru")}
    return words


def policy_words(snapshot: Snapshot, role: str) -> dict[tuple[str, str], dict[str, str]]:
    """What the policy calls its purposes and categories, in every language."""
    return _policy_words(snapshot.sha256, role, snapshot)
