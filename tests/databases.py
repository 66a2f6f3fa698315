"""Operational databases for tests: the schema, filled from rows, in SQLite, PostgreSQL and MariaDB."""

import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy

Row = dict[str, Any]
Tables = dict[str, list[Row]]

KINDS = ("sqlite", "postgresql", "mariadb")


@dataclass(frozen=True)
class Table:
    """One table of the operational schema: its columns with their PostgreSQL types, and its key."""

    columns: dict[str, str]
    key: tuple[str, ...]


def _table(key: str, **columns: str) -> Table:
    return Table(columns, tuple(key.split()))


BIG, TEXT, WORD, INSTANT = "bigint", "text", "text not null", "timestamptz"
BIG_NEEDED, INSTANT_NEEDED, TRUTH = "bigint not null", "timestamptz not null", "boolean not null"

SCHEMA = {
    "users": _table(
        "user_id", user_id=BIG_NEEDED, role=WORD, building_id=BIG, phone=TEXT, password_hash=TEXT, status=WORD,
        registered_at=INSTANT_NEEDED, last_login_at=INSTANT, closed_at=INSTANT, is_test=TRUTH,
    ),
    "user_profiles": _table(
        "user_id", user_id=BIG_NEEDED, first_name=TEXT, last_name=TEXT, gender=TEXT, fin=TEXT, id_series=TEXT,
        id_number=TEXT, email=TEXT, email_bounced=TRUTH, updated_at=INSTANT,
    ),
    "user_devices": _table(
        "device_id", device_id=BIG_NEEDED, user_id=BIG_NEEDED, model=TEXT, os=TEXT, browser=TEXT, ip=TEXT,
        first_seen_at=INSTANT_NEEDED, last_seen_at=INSTANT_NEEDED,
    ),
    "page_views": _table("view_id", view_id=BIG_NEEDED, user_id=BIG_NEEDED, page=WORD, viewed_at=INSTANT_NEEDED),
    "notification_preferences": _table(
        "user_id channel", user_id=BIG_NEEDED, channel=WORD, allowed=TRUTH, updated_at=INSTANT_NEEDED
    ),
    "payments": _table(
        "payment_id", payment_id=BIG_NEEDED, user_id=BIG_NEEDED, kind=WORD, amount="numeric(12, 2) not null",
        paid_at=INSTANT_NEEDED,
    ),
    "support_messages": _table(
        "message_id", message_id=BIG_NEEDED, user_id=BIG_NEEDED, kind=WORD, body=TEXT, sent_at=INSTANT_NEEDED
    ),
    "chat_messages": _table(
        "message_id", message_id=BIG_NEEDED, user_id=BIG_NEEDED, building_id=BIG, body=TEXT, sent_at=INSTANT_NEEDED
    ),
    "policy_versions": _table(
        "version", version=WORD, published_at=INSTANT_NEEDED, effective_at=INSTANT_NEEDED, change_kind=WORD,
        text_sha256=TEXT,
    ),
    "consent_events": _table(
        "event_id", event_id=BIG_NEEDED, user_id=BIG_NEEDED, purpose=WORD, state=WORD, method=TEXT,
        policy_version=TEXT, actor=TEXT, occurred_at=INSTANT_NEEDED, recorded_at=INSTANT_NEEDED,
    ),
    "access_log": _table(
        "event_id", event_id=BIG_NEEDED, occurred_at=INSTANT_NEEDED, recorded_at=INSTANT_NEEDED,
        actor_id=BIG_NEEDED, actor_role=WORD, user_id=BIG, subject_count="integer not null", operation=WORD,
        category=WORD, purpose=TEXT, legal_basis=TEXT, request_id=TEXT, system=WORD, outcome=WORD,
        break_glass=TRUTH, reviewed_at=INSTANT,
    ),
    "contact_messages": _table(
        "message_id", message_id=BIG_NEEDED, user_id=BIG_NEEDED, channel=WORD, kind=WORD, sent_at=INSTANT_NEEDED,
        delivered="boolean",
    ),
    "disclosures": _table(
        "disclosure_id", disclosure_id=BIG_NEEDED, disclosed_at=INSTANT_NEEDED, recipient=WORD, recipient_type=WORD,
        ground=TEXT, legal_act=TEXT, article=TEXT, letter_no=TEXT, letter_date="date", case_no=TEXT,
        authorised_by=TEXT, categories=TEXT, subject_count="integer not null", country=TEXT,
    ),
    "privacy_requests": _table(
        "request_id", request_id=WORD, user_id=BIG, type=WORD, channel=WORD, received_at=INSTANT_NEEDED,
        registered_at=INSTANT_NEEDED, identity_verified_at=INSTANT, third_party_consulted=TRUTH,
        extension_notified_at=INSTANT, first_response_at=INSTANT, decision=TEXT, refusal_ground=TEXT,
        refusal_notified_at=INSTANT, closed_at=INSTANT, recipients_to_notify=TRUTH, recipients_notified_at=INSTANT,
        handler=TEXT, reopened_from=TEXT,
    ),
    "privacy_request_events": _table(
        "event_id", event_id=BIG_NEEDED, request_id=WORD, status=WORD, occurred_at=INSTANT_NEEDED
    ),
    "legal_holds": _table(
        "hold_id", hold_id=BIG_NEEDED, user_id=BIG_NEEDED, request_id=TEXT, category=WORD, ground=TEXT,
        legal_act=TEXT, placed_at=INSTANT_NEEDED, review_on="date", released_at=INSTANT,
    ),
    "incidents": _table(
        "incident_id", incident_id=BIG_NEEDED, kind=WORD, severity=WORD, occurred_at=INSTANT,
        discovered_at=INSTANT_NEEDED, contained_at=INSTANT, closed_at=INSTANT, categories=TEXT,
        subject_count="integer", authority_notified_at=INSTANT, subjects_notified_at=INSTANT, owner=TEXT,
    ),
}  # fmt: skip
