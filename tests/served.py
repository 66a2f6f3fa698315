"""The dashboard as a visitor meets it: a demo database, one load, a real server on a free port."""

import hashlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROOT = Path(__file__).parent.parent
PEOPLE = 300


@dataclass(frozen=True)
class Loaded:
    """A warehouse with one snapshot of invented people."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {
            "SOURCE_URL": f"sqlite:///{self.folder / 'operational.sqlite'}",
            "WAREHOUSE": str(self.folder / "warehouse"),
            "VAULT": str(self.folder / "vault"),
            "JOURNAL_URL": f"sqlite:///{self.folder / 'journal.sqlite'}",
        }

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse"


def load_demo(folder: Path) -> Loaded:
    loaded = Loaded(folder)
    _run(loaded, "demo", "--url", loaded.environment["SOURCE_URL"], "--people", str(PEOPLE), "--seed", "3")
    _damage(folder / "operational.sqlite")
    _run(loaded, "loaders")
    return loaded


def _run(loaded: Loaded, module: str, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, **loaded.environment},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def _damage(database: Path) -> None:
    """Two rows of the access log that cannot be read as declared, so that something is in quarantine."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("update access_log set outcome = 'perhaps' where event_id in (11, 12)")


def changed(loaded: Loaded, folder: Path, *statements: str) -> Loaded:
    """The same snapshot after these statements, published as a load would have."""
    other = Loaded(folder)
    shutil.copytree(loaded.warehouse, other.warehouse)
    said = json.loads((other.warehouse / "current.json").read_text())
    file = other.warehouse / said["file"]
    with duckdb.connect(file) as connection:
        for statement in statements:
            connection.execute(statement)
    said["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    for manifest in (other.warehouse / "current.json", file.with_suffix(".json")):
        manifest.write_text(json.dumps(said))
    return other


@contextmanager
def server(loaded: Loaded, *flags: str) -> Iterator[str]:
    """Yields the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = loaded.folder / f"server-{port}.log"
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), *flags],
            cwd=ROOT,
            env={**os.environ, **loaded.environment},
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            for _ in range(240):
                if answers(f"{address}/healthz"):
                    break
                assert process.poll() is None, log.read_text()
                time.sleep(0.25)
            else:
                raise AssertionError(log.read_text())
            yield address
        finally:
            process.terminate()
            process.wait(20)


def answers(url: str) -> bool:
    try:
        return get(url)[0] == 200
    except OSError:
        return False


def get(url: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers, whatever the status is."""
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return response.status, response.read(), dict(response.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read(), dict(error.headers)


def get_json(url: str) -> tuple[int, dict[str, object]]:
    status, body, _ = get(url)
    return status, json.loads(body)
