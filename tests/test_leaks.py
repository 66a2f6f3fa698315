"""Nothing that says who somebody is leaves the operational database: 50 planted values, every file searched."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

import snapshots
from tests.test_landing import access, changed, profile, user

ROOT = Path(__file__).parent.parent
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
PEOPLE = 5

pytestmark = pytest.mark.slow


def planted():
    """Ten kinds of identifiers of five people, each value unlike anything else."""
    rows = {"users": [], "user_profiles": [], "user_devices": [], "support_messages": [], "chat_messages": []}
    values = []

    def plant(text):
        values.append(text)
        return text

    for each in range(1, PEOPLE + 1):
        phone, secret = plant(f"+99450777{each:04d}"), plant(f"pbkdf2-zq{each}xw")
        rows["users"].append(user(each, phone=phone, password_hash=secret))
        names = {"first_name": plant(f"Zülfüqarzq{each}"), "last_name": plant(f"Əliyevzq{each}")}
        # one FIN is well formed, the others are not: flags of both kinds
        papers = {
            "fin": plant(f"ZQ7XW0{each}" if each == 1 else f"ZQ7XW0{each}-"),
            "id_number": plant(f"990077{each}31"),
        }
        rows["user_profiles"].append(profile(each, email=plant(f"zq{each}@qonsu.example"), **names, **papers))
        seen = {"first_seen_at": NOON, "last_seen_at": NOON}
        rows["user_devices"].append(
            {"device_id": each, "user_id": each, "ip": plant(f"203.0.113.{each + 100}"), **seen}
        )
        about = {"message_id": each, "user_id": each, "sent_at": NOON}
        rows["support_messages"].append({**about, "kind": "question", "body": plant(f"zqsupport {each} my bill")})
        rows["chat_messages"].append({**about, "body": plant(f"zqchat {each} see you")})
    rows["access_log"] = [access(each, user_id=each) for each in range(1, PEOPLE + 1)]
    return rows, values


def load(folder, url, *options):
    """One load in a process of its own; what it printed."""
    environment = {"SOURCE_URL": url, "WAREHOUSE": str(folder / "warehouse"), "VAULT": str(folder / "vault")}
    done = subprocess.run(
        [sys.executable, "-m", "loaders", *options],
        capture_output=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "TMPDIR": str(folder), **environment},
    )
    return done.returncode, done.stdout + done.stderr


def everything_in(folder):
    """The bytes of every file, and the text of every column of every table of every DuckDB file."""
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        yield path.name, path.read_bytes()
        if path.suffix != ".duckdb":
            continue
        with duckdb.connect(path, read_only=True, config=snapshots.CONFIG) as connection:
            for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall():
                yield f"{path.name} {table}", str(connection.execute(f"from {table}").fetchall()).encode()


def test_fifty_planted_identifiers_are_found_nowhere(kind, make_source, tmp_path):
    rows, values = planted()
    assert len(values) == len(set(values)) == 50
    url = make_source(kind, rows)
    said = [load(tmp_path, url), load(tmp_path, url, "--json")]
    assert [code for code, _ in said] == [0, 0], said
    found = [*everything_in(tmp_path), *(("printed", text) for _, text in said)]
    assert len(found) > 50
    hits = [(value, where) for value in values for where, text in found if value.encode() in text]
    assert hits == []


@pytest.mark.parametrize("column", ["status", "registered_at", "closed_at", "building_id", "is_test", "user_id"])
def test_not_even_where_an_identifier_stands_in_the_wrong_column(column, make_source, tmp_path):
    wrong = "zq-Leyla +994507770001"
    url = make_source("sqlite", {"users": [user(each) for each in range(1, 20)]})
    with changed(url) as connection:
        connection.exec_driver_sql(f"update users set {column} = ? || user_id where user_id < 10", (wrong,))
    code, said = load(tmp_path, url)
    assert code == 0, said
    assert b"rows_quarantined found 9 rows" in said
    found = [*everything_in(tmp_path), ("printed", said)]
    assert [where for where, text in found if b"zq-Leyla" in text or b"994507770001" in text] == []
