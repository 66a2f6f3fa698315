"""A load from end to end: what is published, what stops it, and what it says then."""

import json
import logging
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pytest
import sqlalchemy as sa

import queries
import settings
import snapshots
from errors import DashboardError, LoadRefused, SourceError, VaultError
from loaders import load
from loaders.__main__ import main
from tests.databases import SCHEMA, Table
from tests.test_landing import MIDNIGHT, access, changed, hold, profile, user
from vault import STAFF, USER, Vault

pytestmark = pytest.mark.slow  # each test loads, draws or asks everything

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 3, 5, 20, 30, tzinfo=UTC)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Folders of its own; `at(url)` points the settings to a database."""
    monkeypatch.setenv("WAREHOUSE", str(tmp_path / "warehouse"))
    monkeypatch.setenv("VAULT", str(tmp_path / "vault"))
    monkeypatch.setenv("JOURNAL_URL", f"sqlite:///{tmp_path / 'journal.sqlite'}")

    def at(url):
        monkeypatch.setenv("SOURCE_URL", url)
        return settings.load()

    at.folder = tmp_path
    return at


def some(**more):
    return {
        "users": [user(each) for each in range(1, 6)],
        "user_profiles": [profile(1, fin="ABC1234")],
        "policy_versions": [
            {"version": "1.0", "published_at": MIDNIGHT, "effective_at": MIDNIGHT, "change_kind": "material"}
        ],
        "access_log": [access(each, user_id=each) for each in range(1, 6)],
        "legal_holds": [hold(1, ground="claim")],
    } | more


def rows(snapshot, sql):
    with snapshots.connect(snapshot) as connection:
        return connection.execute(sql).fetchall()


def test_each_kind_is_published(kind, make_source, home):
    report = load.run(home(make_source(kind, some())), now=NOW)
    snapshot = snapshots.current(home.folder / "warehouse")
    assert snapshot == report.snapshot
    [told] = rows(snapshot, "select load_id, started_at, loaded_on, mode, schema_version, demo from load")
    assert told == ("20260305T203000Z", datetime(2026, 3, 5, 20, 30), date(2026, 3, 6), "full", 2, False)
    assert rows(snapshot, "select dataset, loaded from history where loaded > 0 order by dataset") == [
        ("access_log", 5),
        ("holds", 1),
        ("policy_versions", 1),
        ("profiles", 1),
        ("users", 5),
    ]
    assert rows(snapshot, "from watermarks where dataset = 'access_log'") == [
        ("access_log", datetime(2026, 3, 5, 20), date(2026, 3, 6))
    ]
    assert rows(snapshot, "select value from settings where name = 'regime'") == [("az",)]
    assert {step for (step,) in rows(snapshot, "select step from steps")} >= {"land users", "inventory"}
    assert rows(snapshot, "select count(*) > 0 from checks where level = 'fail' and rows = 0") == [(True,)]


@pytest.mark.slow
def test_every_kind_of_database_gives_the_same_snapshot(make_source, home, tmp_path):
    contents = []
    for kind in ("sqlite", "postgresql", "mariadb"):
        at = home(make_source(kind, some())).model_copy(
            update={"warehouse": tmp_path / kind / "warehouse", "vault": tmp_path / kind / "vault"}
        )
        vault = Vault(at.vault)
        vault.add(USER, np.arange(1, 6), np.arange(11, 16))
        vault.add(STAFF, np.array([7]), np.array([27]))
        vault.save()
        snapshot = load.run(at, now=NOW).snapshot
        tables = [name for (name,) in rows(snapshot, "select table_name from duckdb_tables() order by all")]
        about_this_load = {"load", "steps", "history", "source_columns"}
        contents.append(
            {name: rows(snapshot, f"from {name} order by all") for name in tables if name not in about_this_load}
        )
    assert contents[0] == contents[1] == contents[2]


def test_a_second_load_keeps_numbers_and_carries_the_history(make_source, home):
    url = make_source("sqlite", some())
    first = load.run(home(url), now=NOW).snapshot
    with changed(url) as connection:
        connection.exec_driver_sql(
            "insert into users (user_id, role, status, registered_at, is_test) "
            "select 9, role, status, registered_at, 0 from users limit 1"
        )
    second = load.run(home(url), now=NOW + timedelta(days=1)).snapshot
    assert rows(second, "select load_id, source_rows from history where dataset = 'users' order by all") == [
        (first.load_id, 5),
        (second.load_id, 6),
    ]
    told = queries.run("loads.history", second, "dpo").to_pylist()
    assert [(row["load_id"], row["change"]) for row in told if row["dataset"] == "users"] == [
        (second.load_id, 1),
        (first.load_id, None),
    ]
    before, after = ({row[0] for row in rows(each, "select subject from users")} for each in (first, second))
    assert before < after


def test_no_people_at_all_is_a_load(kind, make_source, home):
    report = load.run(home(make_source(kind, {})), now=NOW)
    assert rows(report.snapshot, "select count(*) from users") == [(0,)]
    assert any("nobody_registered" in warning for warning in report.warnings)


def test_a_drop_stops_unless_it_is_accepted(make_source, home):
    url = make_source("sqlite", some())
    before = load.run(home(url), now=NOW).snapshot
    with changed(url) as connection:
        connection.exec_driver_sql("delete from access_log where event_id = 1")  # 20 %: not more
    load.run(home(url), now=NOW)
    with changed(url) as connection:
        connection.exec_driver_sql("delete from access_log where event_id = 2")
    with pytest.raises(LoadRefused, match=r"access_log has 3 rows; the load before saw 4. .*--accept-drop"):
        load.run(home(url), now=NOW)
    assert snapshots.current(home.folder / "warehouse").load_id > before.load_id
    load.run(home(url), accept_drop=True, now=NOW)


def test_another_database_is_refused(make_source, home, monkeypatch):
    load.run(home(make_source("sqlite", some())), now=NOW)
    other = make_source("sqlite", some())
    with pytest.raises(VaultError, match=r"vault .* belongs to another operational database"):
        load.run(home(other), now=NOW)
    monkeypatch.setenv("VAULT", str(home.folder / "fresh"))
    with pytest.raises(LoadRefused, match=r"snapshots in .* come from another operational database"):
        load.run(home(other), now=NOW)


def test_a_missing_table_is_named_with_what_is_there(kind, make_source, home):
    schema = {("privacy_request" if name == "privacy_requests" else name): table for name, table in SCHEMA.items()}
    with pytest.raises(SourceError, match=r"no table privacy_requests; it has .*privacy_request\b"):
        load.run(home(make_source(kind, {}, schema)))


def test_a_missing_column_is_named_with_what_is_there(kind, make_source, home):
    columns = {
        ("registered" if name == "registered_at" else name): kind for name, kind in SCHEMA["users"].columns.items()
    }
    schema = SCHEMA | {"users": Table(columns, SCHEMA["users"].key)}
    with pytest.raises(SourceError, match=r"users has no column registered_at; it has .*registered"):
        load.run(home(make_source(kind, {}, schema)))


def test_an_extra_column_is_reported_and_never_copied(kind, make_source, home):
    columns = SCHEMA["users"].columns | {"nickname": "text"}
    schema = SCHEMA | {"users": Table(columns, SCHEMA["users"].key)}
    url = make_source(kind, some(users=[user(each, nickname="PLANTED-nick") for each in range(1, 6)]), schema)
    snapshot = load.run(home(url), now=NOW).snapshot
    assert rows(snapshot, "select status from source_columns where \"column\" = 'nickname'") == [("undeclared",)]
    assert b"PLANTED-nick" not in snapshot.path.read_bytes()


@pytest.mark.parametrize("server", ["postgresql", "mariadb"])
def test_a_wrong_password_is_never_echoed(make_source, server, home, capfd, caplog):
    url = sa.make_url(make_source(server, {})).set(password="s3cr3t-p%40ss")
    home(url.render_as_string(hide_password=False))
    assert main([]) == 1
    assert main(["--json"]) == 1
    out, err = capfd.readouterr()
    assert "cannot be reached" in err
    assert json.loads(out)["status"] == "refused"
    for said in (out, err, caplog.text):
        assert not re.search(r"s3cr3t|p%40ss|p@ss", said)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense s3cr3t", "SOURCE_URL is not a database URL"),
        ("sqlite:///no/such/file.sqlite", "There is no database file"),
        ("sqlite://", "SOURCE_URL names no SQLite file"),
        ("postgresql+psycopg://u:s3cr3t@127.0.0.1:1/x", "cannot be reached"),
        ("mysql+pymysql://u:s3cr3t@127.0.0.1:1/x", "cannot be reached"),
        ("oracle://u:s3cr3t@127.0.0.1:1/x", "cannot be reached"),
        ("strange://u:s3cr3t@127.0.0.1:1/x", "SOURCE_URL"),
        ("postgresql+psycopg://u:s3cr3t@127.0.0.1:many/x", "SOURCE_URL is not a database URL"),
    ],
)
def test_a_wrong_url_is_one_clear_message(home, url, said, capfd):
    home(url)
    assert main([]) == 1
    err = capfd.readouterr().err
    assert said in err
    assert "s3cr3t" not in err
    assert err.count("\n") == 1
    assert not list((home.folder / "warehouse").glob("draft-*"))


def test_a_file_that_is_no_database(home, capfd):
    (home.folder / "x.sqlite").write_text("hello " * 1000)
    home(f"sqlite:///{home.folder / 'x.sqlite'}")
    assert main([]) == 1
    assert "cannot be read" in capfd.readouterr().err


def test_quarantined_rows_stand_in_the_snapshot_without_their_values(make_source, home):
    tables = some(users=[user(each) for each in range(1, 5)] + [user(5, status="PLANTED-word")])
    snapshot = load.run(home(make_source("sqlite", tables)), now=NOW).snapshot
    [(dataset, rule, key)] = rows(snapshot, "from quarantine")
    assert (dataset, rule) == ("users", "unknown_word:status")
    assert (int(key),) not in rows(snapshot, "select subject from users")
    assert b"PLANTED-word" not in snapshot.path.read_bytes()


def test_lines_for_people_and_json_for_machines(make_source, home, capfd, caplog):
    home(make_source("sqlite", some()))
    with caplog.at_level(logging.INFO, "loaders"):
        assert main([]) == 0
    assert "loaded access_log: 5 rows in" in caplog.text
    assert "published snapshot-" in caplog.text
    assert main(["--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["status"] == "published"
    assert told["datasets"]["access_log"] == {
        "source_rows": 5,
        "loaded": 5,
        "quarantined": 0,
        "excluded": 0,
        "rules": {},
    }


@pytest.mark.slow
def test_bars_on_a_terminal(make_source, home):
    home(make_source("sqlite", some()))
    script = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn([sys.executable, '-m', 'loaders'])))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=ROOT, stdin=subprocess.DEVNULL)
    assert done.returncode == 0
    assert b"access_log: 5 rows" in done.stdout
    assert b"published snapshot-" in done.stdout


def test_the_history_survives_a_damaged_snapshot(make_source, home):
    url = make_source("sqlite", some())
    first = load.run(home(url), now=NOW).snapshot
    second = load.run(home(url), now=NOW).snapshot
    second.path.write_bytes(b"")
    third = load.run(home(url), now=NOW)
    assert third.snapshot.load_id > second.load_id
    assert rows(third.snapshot, "select distinct load_id from history order by all") == [
        (first.load_id,),
        (third.snapshot.load_id,),
    ]


def test_a_check_that_fails_stops_the_load(make_source, home, monkeypatch, tmp_path):
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "nobody.sql").write_text("-- level: fail\nselect subject from users")
    monkeypatch.setattr(load, "CHECKS", tmp_path / "checks")
    with pytest.raises(LoadRefused, match=r"The check nobody found 5 rows"):
        load.run(home(make_source("sqlite", some())))
    (tmp_path / "checks" / "nobody.sql").write_text("select subject from users")
    with pytest.raises(LoadRefused, match=r"does not begin with"):
        load.run(home(make_source("sqlite", some())).model_copy(update={"vault": tmp_path / "other"}))


@pytest.mark.parametrize("path", sorted(load.CHECKS.glob("*.sql")), ids=lambda path: path.stem)
def test_every_check_says_its_level(path):
    level, sql = load._read_check(path)
    assert level in load.LEVELS
    assert len(duckdb.extract_statements(sql)) == 1


def test_every_error_has_a_fix(home):
    with pytest.raises(DashboardError) as caught:
        load.run(home("sqlite:///no/such/file"))
    assert caught.value.fix
