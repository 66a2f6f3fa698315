"""From three kinds of operational databases to the same tables, and what is set aside on the way."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import duckdb
import numpy as np
import pytest
import sqlalchemy as sa

from errors import LoadRefused, SourceError
from loaders import sources
from loaders.datasets import DATASETS, USERS
from loaders.landing import QUARANTINE, Landed, land, meet_people
from loaders.sources.other import Other
from tests.databases import SCHEMA, Table, fill
from vault import STAFF, USER, Vault

CATEGORIES = ("fin", "phone")
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 5, 20, tzinfo=UTC)  # in Baku, of 6 March


def user(user_id, **changed):
    given = {"user_id": user_id, "role": "resident", "building_id": 4, "status": "active", "registered_at": NOON}
    return given | {"is_test": False, "phone": "+994501234567"} | changed


def profile(user_id, **changed):
    return {"user_id": user_id, "email_bounced": False} | changed


def access(event_id, **changed):
    given = {
        "event_id": event_id,
        "occurred_at": NOON,
        "recorded_at": MIDNIGHT,
        "actor_id": 7,
        "actor_role": "staff",
        "user_id": 7,
        "subject_count": 1,
        "operation": "consult",
        "category": "fin",
        "purpose": "5.1",
        "legal_basis": "contract",
        "system": "crm",
        "outcome": "allowed",
        "break_glass": False,
    }
    return given | changed


def hold(hold_id, **changed):
    given = {"hold_id": hold_id, "user_id": 1, "category": "fin", "placed_at": NOON}
    return given | changed


@contextmanager
def landed(url, tmp_path, datasets=DATASETS, vault=None):
    """A connection to everything landed, with the counts."""
    vault = vault or Vault(tmp_path)
    with duckdb.connect() as connection, sources.opened(url) as source:
        connection.execute(QUARANTINE)
        source.check(datasets)
        meet_people(source, vault, USERS)
        counts = {}
        for dataset in datasets:
            counts[dataset.name] = Landed(dataset, source.count(dataset))
            land(counts[dataset.name], source, connection, vault, CATEGORIES, lambda rows: None)
        yield connection, counts


@contextmanager
def changed(url):
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def days(moment):
    """An instant as it lands: UTC, and the day in Baku."""
    return moment.replace(tzinfo=None), (moment + timedelta(hours=4)).date()


def quarantined(connection):
    return connection.execute("select dataset, rule, key from quarantine order by all").fetchall()


def numbered(tmp_path, users=(), staff=()):
    """A vault in which user 1 is 101, user 2 is 102, and staff 7 is 207."""
    vault = Vault(tmp_path)
    for kind, ids, first in ((USER, users, 100), (STAFF, staff, 200)):
        vault.add(kind, np.array(ids, np.int64), np.array([first + each for each in ids], np.int64))
    return vault


def test_each_kind_lands_the_same(kind, make_source, tmp_path):
    late = NOON.replace(microsecond=123456)
    url = make_source(
        kind,
        {
            "users": [
                user(1, registered_at=MIDNIGHT, last_login_at=late),
                user(2, role="", building_id=None, status="closed", closed_at=MIDNIGHT, is_test=True),
            ],
            "user_profiles": [
                profile(1, fin="ABC1234", id_number="1", email_bounced=True),
                profile(2, fin="", first_name="Leyla"),
                profile(3, fin="ÄBC1234"),
                profile(4, fin="ABC12345"),
                profile(5, fin="ABC123\n"),
            ],
            "access_log": [
                access(1, user_id=1, purpose="", request_id=""),
                access(
                    2, user_id=None, subject_count=2, actor_role="komendant", break_glass=True, reviewed_at=MIDNIGHT
                ),
                access(3, actor_id=1, actor_role="partner", outcome="denied", occurred_at=MIDNIGHT, request_id="ACC-1"),
            ],
            "legal_holds": [hold(1, review_on=date(2026, 3, 5), ground="claim")],
        },
    )
    with landed(url, tmp_path, vault=numbered(tmp_path, [1, 2, 3, 4, 5, 7], [7])) as (connection, counts):
        assert connection.execute("from users order by subject").fetchall() == [
            (101, "resident", 4, "active", days(MIDNIGHT)[1], *days(late), None, False),
            (102, None, None, "closed", days(NOON)[1], None, None, days(MIDNIGHT)[1], True),
        ]
        assert connection.execute("from profiles order by subject").fetchall() == [
            (101, True, True, True, True),
            (102, False, None, False, False),
            (103, True, False, False, False),
            (104, True, False, False, False),
            (105, True, False, False, False),
        ]
        assert connection.execute(
            "select actor, actor_role, subject, subject_count, purpose, for_request, break_glass, occurred_on, "
            "recorded_on, reviewed_on from access_log order by event_id"
        ).fetchall() == [
            (207, "staff", 101, 1, None, False, False, date(2026, 3, 5), date(2026, 3, 6), None),
            (107, "komendant", None, 2, "5.1", False, True, date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 6)),
            (101, "partner", 107, 1, "5.1", True, False, date(2026, 3, 6), date(2026, 3, 6), None),
        ]
        assert connection.execute("select ground, review_on, released_at from holds").fetchall() == [
            ("claim", date(2026, 3, 5), None)
        ]
        assert quarantined(connection) == []
        assert {name: (each.source_rows, each.loaded) for name, each in counts.items() if each.source_rows} == {
            "users": (2, 2),
            "profiles": (5, 5),
            "access_log": (3, 3),
            "holds": (1, 1),
        }
        assert counts["access_log"].newest == datetime(2026, 3, 5, 20)


def test_unknown_words_are_set_aside_but_those_that_controls_look_for_pass(kind, make_source, tmp_path):
    url = make_source(
        kind,
        {
            "users": [user(1, role="king"), user(2, status="asleep")],
            "access_log": [
                access(1, purpose="curiosity", legal_basis="none"),
                access(2, operation="steal"),
                access(3, category="iris_scan"),
                access(4, category="FIN"),
                access(5, actor_role=""),
            ],
            "legal_holds": [hold(1, ground=""), hold(2, ground="whim")],
        },
    )
    with landed(url, tmp_path, vault=numbered(tmp_path, [1, 2, 7], [7])) as (connection, counts):
        assert quarantined(connection) == [
            ("access_log", "missing:actor_role", "5"),
            ("access_log", "unknown_word:category", "3"),
            ("access_log", "unknown_word:category", "4"),
            ("access_log", "unknown_word:operation", "2"),
            ("holds", "unknown_word:ground", "2"),
            ("users", "unknown_word:status", "102"),
        ]
        assert all(each.source_rows == each.loaded + each.quarantined for each in counts.values())


def test_infinite_times_of_postgresql(make_source, tmp_path):
    url = make_source("postgresql", {"users": [user(each) for each in range(1, 7)], "legal_holds": [hold(1), hold(2)]})
    with changed(url) as connection:
        for user_id, moment in ((1, "infinity"), (2, "-infinity"), (3, "0044-03-15 BC"), (4, "20000-01-01")):
            connection.execute(
                sa.text("update users set registered_at = :m where user_id = :u"), {"m": moment, "u": user_id}
            )
        connection.execute(sa.text("update users set closed_at = 'infinity' where user_id = 5"))
        connection.execute(sa.text("update legal_holds set review_on = 'infinity' where hold_id = 2"))
    with landed(url, tmp_path, vault=numbered(tmp_path, range(1, 7))) as (connection, _):
        assert quarantined(connection) == [
            ("holds", "not_a_time:review_on", "2"),
            ("users", "not_a_time:closed_at", "105"),
            *(("users", "not_a_time:registered_at", str(100 + each)) for each in (1, 2, 3, 4)),
        ]


def test_zero_dates_of_mariadb(make_source, tmp_path):
    url = make_source("mariadb", {"users": [user(1), user(2)], "legal_holds": [hold(1), hold(2)]})
    with changed(url) as connection:
        connection.execute(sa.text("set session sql_mode = ''"))
        connection.execute(sa.text("update users set last_login_at = '0000-00-00 00:00:00' where user_id = 2"))
        connection.execute(sa.text("update legal_holds set review_on = '0000-00-00' where hold_id = 2"))
    with landed(url, tmp_path, vault=numbered(tmp_path, [1, 2])) as (connection, _):
        assert quarantined(connection) == [
            ("holds", "not_a_time:review_on", "2"),
            ("users", "not_a_time:last_login_at", "102"),
        ]


def test_sqlite_may_hold_anything_anywhere(make_source, tmp_path):
    url = make_source(
        "sqlite",
        {
            "users": [user(1)],
            "access_log": [access(each) for each in range(1, 9)],
            "legal_holds": [hold(each) for each in range(1, 9)],
        },
    )
    odd = (
        ("access_log", "event_id", 1, "'one'"),
        ("access_log", "system", 2, "cast(x'ff' as text)"),
        ("access_log", "system", 3, "cast(x'410042' as text)"),
        ("access_log", "system", 4, "x'63726d'"),
        ("access_log", "subject_count", 5, "2147483648"),
        ("access_log", "break_glass", 6, "'yes'"),
        ("access_log", "occurred_at", 7, "1772739000"),
        ("access_log", "user_id", 8, "1.5"),
        ("legal_holds", "hold_id", 1, "null"),
        ("legal_holds", "hold_id", 2, "null"),
        ("legal_holds", "hold_id", 3, "x'03'"),
        ("legal_holds", "released_at", 4, "'soon'"),
        ("legal_holds", "released_at", 5, "''"),
        ("legal_holds", "user_id", 6, "99999999999999999999"),
    )
    with changed(url) as connection:
        connection.exec_driver_sql("pragma writable_schema = on")
        connection.exec_driver_sql("update sqlite_master set sql = replace(sql, 'bigint not null', 'bigint')")
    with changed(url) as connection:
        for table, column, key, value in odd:
            name = SCHEMA[table].key[0]
            connection.exec_driver_sql(f"update {table} set {column} = {value} where {name} = {key}")
    with landed(url, tmp_path) as (connection, counts):
        assert quarantined(connection) == [
            ("access_log", "not_a_flag:break_glass", "6"),
            ("access_log", "not_a_number:event_id", None),
            ("access_log", "not_a_number:user_id", "8"),
            ("access_log", "not_a_time:occurred_at", "7"),
            ("access_log", "not_text:system", "2"),
            ("access_log", "not_text:system", "3"),
            ("access_log", "not_text:system", "4"),
            ("access_log", "number_out_of_range:subject_count", "5"),
            ("holds", "missing:hold_id", None),
            ("holds", "missing:hold_id", None),
            ("holds", "not_a_number:hold_id", None),
            ("holds", "not_a_number:user_id", "6"),
            ("holds", "not_a_time:released_at", "4"),
        ]
        assert (counts["access_log"].loaded, counts["holds"].loaded) == (0, 3)


def without_key(*tables):
    return SCHEMA | {name: Table(SCHEMA[name].columns | {"note": "text"}, ("note",)) for name in tables}


def test_every_row_of_a_duplicated_key_is_set_aside(kind, make_source, tmp_path):
    schema = without_key("users", "privacy_requests", "legal_holds")
    rows = {
        "users": [user(1, note="a"), user(1, role="partner", note="b"), user(2, note="c")],
        "legal_holds": [hold(1, note="a"), hold(2, note="b"), hold(1, note="c"), hold(1, note="d", category="nothing")],
    }
    url = make_source(kind, rows, schema)
    with landed(url, tmp_path, vault=numbered(tmp_path, [1, 2])) as (connection, counts):
        assert quarantined(connection) == [
            ("holds", "duplicate:hold_id", "1"),
            ("holds", "duplicate:hold_id", "1"),
            ("holds", "unknown_word:category", "1"),
            ("users", "duplicate:user_id", "101"),
            ("users", "duplicate:user_id", "101"),
        ]
        assert connection.execute("select subject from users").fetchall() == [(102,)]
        assert connection.execute("select hold_id from holds").fetchall() == [(2,)]
        assert (counts["holds"].loaded, counts["holds"].quarantined) == (1, 3)


@pytest.mark.parametrize(("rows", "broken", "refused"), [(1100, 11, False), (1099, 11, True), (10, 10, False)])
def test_a_load_stops_past_ten_rows_and_one_percent(make_source, tmp_path, rows, broken, refused):
    users = [user(each, status="active" if each > broken else "?") for each in range(1, rows + 1)]
    url = make_source("sqlite", {"users": users})
    if refused:
        said = r"11 of 1099 rows of users .*unknown_word:status \(11\)"
        with pytest.raises(LoadRefused, match=said), landed(url, tmp_path, (USERS,)):
            pass
    else:
        with landed(url, tmp_path, (USERS,)) as (_, counts):
            assert counts["users"].quarantined == broken


def test_numbers_tell_nothing_and_stay(make_source, tmp_path):
    url = make_source("sqlite", {"users": [user(each) for each in range(1, 301)]})
    vault = Vault(tmp_path)
    with landed(url, tmp_path, (USERS,), vault) as (connection, _):
        first = connection.execute("select subject from users").fetchall()
    with landed(url, tmp_path, (USERS,), vault) as (connection, _):
        assert connection.execute("select subject from users").fetchall() == first
    assert sorted(first) == [(each,) for each in range(1, 301)]
    assert first != sorted(first)


def test_a_column_of_another_type_is_named(make_source, tmp_path):
    columns = SCHEMA["users"].columns | {"registered_at": "integer"}
    schema = SCHEMA | {"users": Table(columns, SCHEMA["users"].key)}
    url = make_source("postgresql", {"users": [user(1) | {"registered_at": 1}]}, schema)
    said = r"users.registered_at holds int32 where a time is declared"
    with pytest.raises(SourceError, match=said), landed(url, tmp_path, (USERS,)):
        pass


def test_other_spellings_of_types_are_read_in_postgresql(make_source, tmp_path):
    changes = {"user_id": "integer", "role": "varchar(20)", "building_id": "numeric(20)", "registered_at": "timestamp"}
    columns = SCHEMA["users"].columns | changes | {"status": "char(10)", "is_test": "smallint"}
    schema = SCHEMA | {"users": Table(columns, SCHEMA["users"].key)}
    url = make_source("postgresql", {"users": [user(1, registered_at="2026-03-05 12:00:00", is_test=0)]}, schema)
    with landed(url, tmp_path, (USERS,)) as (connection, counts):
        assert counts["users"].rules == {}
        assert connection.execute("select role, building_id, status, registered_on, is_test from users").fetchall() == [
            ("resident", 4, "active", date(2026, 3, 5), False)
        ]


def test_a_dataset_begins_with_its_key():
    for dataset in DATASETS:
        assert dataset.columns[0].name == dataset.key
        assert dataset.recorded is None or dataset.recorded in [column.name for column in dataset.columns]


def test_any_database_that_sqlalchemy_speaks_lands_the_same(make_source, tmp_path):
    """Its general path, here over a driver of its own for SQLite."""
    url = make_source(
        "sqlite",
        {
            "users": [user(1, last_login_at=NOON), user(2, status="asleep"), user(3, registered_at="soon")],
            "user_profiles": [profile(1, fin="ABC1234", email_bounced=True), profile(2, fin="ABC-234")],
            "legal_holds": [hold(1, review_on=date(2026, 3, 5)), hold(2, legal_act="a\0b"), hold(3, legal_act=b"\xff")],
        },
    )
    vault = numbered(tmp_path, [1, 2, 3])
    source = Other(sa.make_url(url))
    with duckdb.connect() as connection, source.closing:
        source.open()
        source.check(DATASETS)
        connection.execute(QUARANTINE)
        for dataset in DATASETS:
            land(Landed(dataset, source.count(dataset)), source, connection, vault, CATEGORIES, lambda rows: None)
        assert quarantined(connection) == [
            ("holds", "not_text:legal_act", "2"),
            ("holds", "not_text:legal_act", "3"),
            ("users", "not_a_time:registered_at", "103"),
            ("users", "unknown_word:status", "102"),
        ]
        assert connection.execute("select subject, last_login_at, is_test from users").fetchall() == [
            (101, datetime(2026, 3, 5, 12), False)
        ]
        assert connection.execute("from profiles order by subject").fetchall() == [
            (101, True, True, False, True),
            (102, True, False, False, False),
        ]
        assert connection.execute("select review_on from holds").fetchall() == [(date(2026, 3, 5),)]


def test_bytes_of_a_database_without_an_encoding(servers, tmp_path):
    server = sa.make_url(servers.postgresql)
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("create database bytes encoding 'SQL_ASCII' template template0 locale 'C'")
    url = server.set(database="bytes").render_as_string(hide_password=False)
    url += "?client_encoding=utf8"
    fill("postgresql", url, {"users": [user(1), user(2)], "access_log": [access(1), access(2)]}, SCHEMA)
    with changed(url) as connection:
        connection.exec_driver_sql(r"update access_log set system = E'\xff' where event_id = 2")
    with landed(url, tmp_path) as (connection, _):
        assert quarantined(connection) == [("access_log", "not_text:system", "2")]
