"""Whatever happens to a load, the snapshot before serves, nothing half-made stays, and the next load is whole."""

import os
import re
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

import settings
import snapshots
from errors import LoadRefused, SourceError
from loaders import load
from loaders.sources import postgresql
from tests.databases import SCHEMA
from tests.test_landing import access, changed, user
from vault import USER, Vault

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 3, 5, 20, 30, tzinfo=UTC)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX"),
]


@pytest.fixture
def at(tmp_path, monkeypatch):
    monkeypatch.setenv("WAREHOUSE", str(tmp_path / "warehouse"))
    monkeypatch.setenv("VAULT", str(tmp_path / "vault"))

    def point(url):
        monkeypatch.setenv("SOURCE_URL", url)
        return settings.load()

    return point


def people(count):
    return {
        "users": [user(each) for each in range(1, count + 1)],
        "access_log": [access(each, user_id=each) for each in range(1, count + 1)],
    }


def started(*command):
    return subprocess.Popen(
        [sys.executable, *(command or ("-m", "loaders"))],
        cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def wait_for(process, line):
    for said in process.stderr:
        if re.search(line, said):
            return
    pytest.fail(f"ended without saying {line!r}")


def is_whole(snapshot):
    with snapshots.connect(snapshot) as connection:
        [(people,)] = connection.execute("select count(*) from users").fetchall()
        [(kept,)] = connection.execute(
            "select loaded from history where dataset = 'users' and load_id = (select load_id from load)"
        ).fetchall()
        return people == kept and connection.execute("select count(*) from controls").fetchone()[0] > 0


@pytest.mark.parametrize("line", ["loaded users", "loaded incidents", "inventory", "model people", "control"])
def test_killed_at_a_step(line, make_source, at, tmp_path):
    configured = at(make_source("sqlite", people(20)))
    before = load.run(configured).snapshot
    process = started()
    wait_for(process, line)
    process.kill()
    process.communicate()
    assert snapshots.current(configured.warehouse) == before
    assert list(configured.warehouse.glob("draft-*"))
    after = load.run(configured).snapshot
    assert snapshots.current(configured.warehouse) == after
    assert is_whole(after)
    assert not list(configured.warehouse.glob("draft-*"))


KILLED_BEFORE_THE_NAME = """
import os, signal, snapshots
snapshots._publish = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from loaders.__main__ import main
main([])
"""


def test_killed_between_the_vault_and_the_snapshot(make_source, at):
    configured = at(make_source("sqlite", people(20)))
    process = started("-c", KILLED_BEFORE_THE_NAME)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    with pytest.raises(snapshots.NoSnapshot):
        snapshots.current(configured.warehouse)
    pairs = Vault(configured.vault).pairs()
    assert pairs.num_rows == 21
    snapshot = load.run(configured).snapshot
    assert Vault(configured.vault).pairs() == pairs
    with snapshots.connect(snapshot) as connection:
        numbers = [number for (number,) in connection.execute("select subject from users").fetchall()]
    vault = Vault(configured.vault)
    assert sorted(vault.operational_id(number) for number in numbers) == [(USER, each) for each in range(1, 21)]


def test_the_second_of_two_loads_says_so_and_the_first_ends_well(make_source, at):
    configured = at(make_source("sqlite", people(20)))
    first = started()
    wait_for(first, "loaded users")
    first.send_signal(signal.SIGSTOP)
    second = started()
    _, said = second.communicate()
    assert second.returncode == 75
    assert "Another load runs" in said
    first.send_signal(signal.SIGCONT)
    first.communicate()
    assert first.returncode == 0
    assert is_whole(snapshots.current(configured.warehouse))


# The process limits itself: between fork and exec, where a parent could do it, a thread's lock may be held for ever.
LIMITED = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
from loaders.__main__ import main
raise SystemExit(main([]))
"""


@pytest.mark.parametrize("share", [0.05, 0.4, 0.9])
def test_a_full_disk(share, make_source, at):
    configured = at(make_source("sqlite", people(20)))
    before = load.run(configured).snapshot
    size = int(before.path.stat().st_size * share)

    process = started("-c", LIMITED.format(size=size))
    _, said = process.communicate()
    assert process.returncode == 1, said
    assert "Make room on the disk" in said
    assert "Traceback" not in said
    assert snapshots.current(configured.warehouse) == before
    assert not list(configured.warehouse.glob("draft-*"))


class Cutting(load.Watch):
    """Ends every other session of the server when a dataset begins."""

    def __init__(self, url, dataset):
        self.url, self.dataset = url, dataset

    def landing(self, dataset, rows):
        if dataset == self.dataset:
            engine = sa.create_engine(self.url)
            with engine.connect() as connection:
                connection.exec_driver_sql(
                    "select pg_terminate_backend(pid) from pg_stat_activity "
                    "where pid <> pg_backend_pid() and datname = current_database()"
                )
            engine.dispose()


@pytest.mark.parametrize("dataset", ["users", "access_log", "incidents"])
def test_the_database_goes_away(dataset, make_source, at):
    url = make_source("postgresql", people(20))
    configured = at(url)
    before = load.run(configured).snapshot
    with pytest.raises(SourceError, match=r"cannot be (read|asked)"):
        load.run(configured, watch=Cutting(url, dataset))
    assert snapshots.current(configured.warehouse) == before
    assert is_whole(load.run(configured).snapshot)


def test_the_database_goes_away_in_the_middle_of_an_answer(make_source, at, monkeypatch):
    monkeypatch.setattr(postgresql, "BATCH_BYTES", "1000000")
    url = make_source("postgresql", people(20))
    with changed(url) as connection:
        columns = [column for column in SCHEMA["access_log"].columns if column != "event_id"]
        listed = ", ".join(columns)
        connection.exec_driver_sql(
            f"insert into access_log (event_id, {listed}) select event_id + 100 * g, {listed} "
            "from access_log, generate_series(1, 20000) as g"
        )

    class CuttingLater(Cutting):
        lands = ""

        def landing(self, dataset, rows):
            self.lands = dataset

        def advanced(self, rows):
            super().landing(self.lands, rows)

    with pytest.raises(SourceError, match=r"access_log cannot be read"):
        load.run(at(url), watch=CuttingLater(url, "access_log"))


def test_a_folder_that_cannot_be_written(make_source, at, tmp_path):
    configured = at(make_source("sqlite", people(2)))
    (tmp_path / "warehouse").write_text("a file where a folder should be")
    with pytest.raises(LoadRefused, match=r"cannot be made"):
        load.run(configured)


def test_a_vault_that_cannot_be_written_publishes_nothing(make_source, at, tmp_path):
    configured = at(make_source("sqlite", people(2)))
    (tmp_path / "vault").write_text("a file where a folder should be")
    with pytest.raises(LoadRefused, match=r"cannot be written"):
        load.run(configured)
    with pytest.raises(snapshots.NoSnapshot):
        snapshots.current(configured.warehouse)


def test_readers_see_the_old_or_the_new_never_a_mix(make_source, at):
    configured = at(make_source("sqlite", people(20)))
    load.run(configured)
    ended, seen, wrong = threading.Event(), set(), []

    def read():
        while not ended.is_set():
            snapshot = snapshots.current(configured.warehouse)
            seen.add(snapshot.load_id)
            if not is_whole(snapshot) or snapshot.warning:
                wrong.append(snapshot)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        made = [load.run(configured).snapshot.load_id for _ in range(3)]
    finally:
        ended.set()
        reader.join()
    assert not wrong
    assert len(seen & set(made)) >= 2


def test_the_source_is_read_in_one_view(kind, make_source, at):
    """What is written while a load runs is not in it: neither rows nor counts."""
    url = make_source(kind, people(20))
    configured = at(url)
    columns = ", ".join(column for column in SCHEMA["access_log"].columns if column != "event_id")

    class Writing(load.Watch):
        def landing(self, dataset, rows):
            if dataset == "profiles" and kind != "sqlite":
                engine = sa.create_engine(url)
                with engine.begin() as connection:
                    connection.exec_driver_sql(
                        f"insert into access_log (event_id, {columns}) select event_id + 100, {columns} from access_log"
                    )
                engine.dispose()

    report = load.run(configured, watch=Writing())
    assert [each.loaded for each in report.datasets if each.dataset.name == "access_log"] == [20]
    if kind != "sqlite":
        again = load.run(configured)
        assert [each.loaded for each in again.datasets if each.dataset.name == "access_log"] == [40]
