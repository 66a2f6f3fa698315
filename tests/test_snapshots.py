"""Snapshots: published whole or not at all, found again, refused when damaged."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

import snapshots
from errors import AnotherLoadRuns, NoSnapshot, SnapshotError

ROOT = Path(__file__).parent.parent
START = datetime(2026, 3, 5, 12, tzinfo=UTC)


def publish(folder, rows=1, started_at=START, keep=7):
    with snapshots.building(folder, started_at, keep) as draft, duckdb.connect(draft.path) as connection:
        connection.execute("create table t as select * from range(?)", [rows])
    return draft.snapshot


def rows(snapshot):
    with snapshots.connect(snapshot) as connection:
        return connection.execute("select count(*) from t").fetchone()[0]


def test_a_published_snapshot_is_current(tmp_path):
    made = publish(tmp_path / "warehouse", 3)
    found = snapshots.current(tmp_path / "warehouse")
    assert found == made
    assert (found.load_id, found.warning, rows(found)) == ("20260305T120000Z", None, 3)
    assert found.path.name == "snapshot-20260305T120000Z.duckdb"


def test_without_one_the_fix_is_said(tmp_path):
    with pytest.raises(NoSnapshot, match=r"Run `make run`"):
        snapshots.current(tmp_path)


def test_what_was_asked_of_a_load_is_asked_of_it_again(tmp_path):
    first, second = publish(tmp_path, 5), publish(tmp_path, 6)
    assert rows(snapshots.of_load(tmp_path, first.load_id)) == 5
    assert snapshots.of_load(tmp_path, None) == second
    for name in ("20200101T000000Z", "../elsewhere", ""):
        with pytest.raises(SnapshotError, match=rf"no snapshot of the load '{name}'.*{first.load_id}"):
            snapshots.of_load(tmp_path, name)
    first.path.write_bytes(b"other")
    with pytest.raises(SnapshotError, match="its hash is another"):
        snapshots.of_load(tmp_path, first.load_id)


def test_a_draft_that_fails_is_thrown_away_whole(tmp_path):
    made = publish(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(duckdb.Error), snapshots.building(tmp_path, START, 7) as draft:
        duckdb.connect(draft.path).execute("create table t as from range(10)").execute("nonsense")
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert snapshots.current(tmp_path) == made


def test_loads_in_the_same_second_and_with_a_clock_set_back_have_names_in_order(tmp_path):
    names = [publish(tmp_path, started_at=START - timedelta(hours=hours)).load_id for hours in (0, 0, 5)]
    assert names == ["20260305T120000Z", "20260305T120001Z", "20260305T120002Z"]
    assert snapshots.current(tmp_path).load_id == names[-1]


def test_only_the_newest_stay_and_an_open_one_stays_readable(tmp_path):
    first = publish(tmp_path, 5)
    with snapshots.connect(first) as reading:
        for _ in range(3):
            publish(tmp_path, keep=2)
        assert reading.execute("select count(*) from t").fetchone() == (5,)
    assert len(list(tmp_path.glob("snapshot-*.duckdb"))) == len(list(tmp_path.glob("snapshot-*.json"))) == 2


def test_readers_are_locked_down(tmp_path):
    with snapshots.connect(publish(tmp_path)) as connection:
        for sql in (
            "create table x (a integer)",
            f"copy t to '{tmp_path / 'x.csv'}'",
            f"from read_text('{tmp_path / 'current.json'}')",
            "install spatial",
            f"attach '{tmp_path / 'x.duckdb'}'",
            "set enable_external_access = true",
            "set memory_limit = '8GB'",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(sql)
        table = "not for SQL"
        with pytest.raises(duckdb.Error):
            connection.execute("from table")
        assert table


def cut(path):
    os.truncate(path, path.stat().st_size // 2)


def empty(path):
    os.truncate(path, 0)


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def gone(path):
    path.unlink()


@pytest.mark.parametrize("damage", [cut, empty, flip, gone])
def test_a_damaged_snapshot_is_refused_and_the_one_before_serves(tmp_path, damage):
    before, newest = publish(tmp_path, 1), publish(tmp_path, 2)
    damage(newest.path)
    found = snapshots.current(tmp_path)
    assert (found.path, rows(found)) == (before.path, 1)
    assert newest.path.name in found.warning
    damage(before.path)
    with pytest.raises(SnapshotError, match=r"snapshot-20260305T120001Z.duckdb .*Run a load"):
        snapshots.current(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"file": "x"}', '{"load_id": 1, "loaded_at": "soon"}'])
def test_a_damaged_pointer_leads_to_the_newest_snapshot(tmp_path, content):
    publish(tmp_path, 1)
    newest = publish(tmp_path, 2)
    (tmp_path / "current.json").write_text(content)
    found = snapshots.current(tmp_path)
    assert found.path == newest.path
    assert "current.json is damaged" in found.warning


def test_a_lost_pointer_leads_to_the_newest_snapshot(tmp_path):
    publish(tmp_path, 1)
    newest = publish(tmp_path, 2)
    (tmp_path / "current.json").unlink()
    assert snapshots.current(tmp_path).path == newest.path


def test_another_schema_is_refused(tmp_path):
    publish(tmp_path)
    for manifest in tmp_path.glob("*.json"):
        said = json.loads(manifest.read_text())
        manifest.write_text(json.dumps(said | {"schema_version": 0}))
    with pytest.raises(SnapshotError, match=r"has schema 0; this program reads \d+\. Run a load"):
        snapshots.current(tmp_path)


def test_a_pointer_cannot_lead_out_of_the_folder(tmp_path):
    made = publish(tmp_path / "warehouse")
    said = json.loads((tmp_path / "warehouse" / "current.json").read_text())
    (tmp_path / "warehouse" / "current.json").write_text(json.dumps(said | {"file": f"../warehouse/{made.path.name}"}))
    assert snapshots.current(tmp_path / "warehouse").path == made.path


# A program of its own rather than a copy of this one: what else runs here may have put another file in its place.
SLOW_BUILD = """
import pathlib, sys, time
from datetime import UTC, datetime
import duckdb
import snapshots

with snapshots.building(pathlib.Path(sys.argv[1]), datetime(2026, 3, 5, 12, tzinfo=UTC), 7) as draft:
    duckdb.connect(draft.path).execute("create table t (a integer)")
    print("started", flush=True)
    time.sleep(60)
"""


def test_one_build_at_a_time_and_a_killed_one_leaves_nothing(tmp_path):
    made = publish(tmp_path)
    other = subprocess.Popen(
        [sys.executable, "-c", SLOW_BUILD, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout.readline() == "started\n"
    with pytest.raises(AnotherLoadRuns), snapshots.building(tmp_path, START, 7):
        pass
    other.kill()
    other.communicate()
    assert list(tmp_path.glob("draft-*"))
    assert snapshots.current(tmp_path) == made
    publish(tmp_path, 2)
    assert not list(tmp_path.glob("draft-*"))
