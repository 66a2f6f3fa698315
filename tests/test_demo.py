"""The demo database: the same for the same seed, exactly the schema, only its own place, and invented throughout."""

import csv
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from demo import history
from demo.__main__ import main
from demo.planted import __path__ as planted_path
from demo.schema import tables
from tests.databases import SCHEMA, NoMariaDB, Servers

pytestmark = pytest.mark.slow  # each test loads, draws or asks everything

TODAY = date(2026, 11, 23)
QUERIES = Path(__file__).parents[1] / "queries" / "controls"
RESERVED = ("results", "trend", "findings")


def make(path: Path, *options: str, people: int = 150) -> Path:
    """A demo in SQLite, its planted violations in a file beside it."""
    planted = path.with_suffix(".csv")
    arguments = ["--url", f"sqlite:///{path}", "--people", str(people), "--today", str(TODAY)]
    assert main([*arguments, "--planted", str(planted), *options]) == 0
    return path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("demo") / "a.sqlite", people=400)


def ask(path: Path, sql: str) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


@contextmanager
def opened(url: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        yield connection


def planted(path: Path) -> list[dict[str, str]]:
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fresh(servers: Servers, kind: str) -> str:
    try:
        return servers.fresh(kind)
    except NoMariaDB as error:
        pytest.skip(str(error))


def test_same_seed_and_day_make_the_same_bytes(tmp_path):
    first, second = make(tmp_path / "first.sqlite"), make(tmp_path / "second.sqlite")
    assert first.read_bytes() == second.read_bytes()
    assert first.with_suffix(".csv").read_bytes() == second.with_suffix(".csv").read_bytes()


def test_another_seed_makes_other_people(tmp_path, demo):
    other = make(tmp_path / "other.sqlite", "--seed", "2", people=400)
    names = "select user_id, first_name, last_name from user_profiles where user_id < 5000000000"
    assert len(set(ask(other, names)) & set(ask(demo, names))) < 40
    assert Counter(row["control"] for row in planted(other)) == Counter(row["control"] for row in planted(demo))


def test_schema_file_is_read_whole():
    declared = {
        table.name: {column.name: column.type + " not null" * column.required for column in table.columns}
        for table in tables()
    }
    assert declared == {name: table.columns for name, table in SCHEMA.items()}
    assert {table.name: table.key for table in tables()} == {name: table.key for name, table in SCHEMA.items()}


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    """The URLs of the demos that the tests of kinds share."""
    return {}


@pytest.fixture
def source(servers: Servers, kind: str, written: dict[str, str]) -> str:
    if kind not in written:
        written[kind] = fresh(servers, kind)
        assert main(["--url", written[kind], "--people", "400", "--today", str(TODAY)]) == 0
    return written[kind]


def test_tables_and_columns_are_those_of_the_schema(source):
    with opened(source) as connection:
        inspector = sa.inspect(connection)
        names = inspector.get_table_names()
        found = {name: [column["name"] for column in inspector.get_columns(name)] for name in names}
        assert found == {name: list(table.columns) for name, table in SCHEMA.items()}
        for name, table in SCHEMA.items():
            assert tuple(inspector.get_pk_constraint(name)["constrained_columns"]) == table.key


def test_every_kind_of_database_holds_the_same(source, demo):
    with opened(source) as connection:
        for table in tables():
            keys = sa.text(f"select {', '.join(table.key)} from {table.name}")
            assert sorted(tuple(row) for row in connection.execute(keys)) == sorted(ask(demo, str(keys))), table.name


def test_a_database_of_somebody_else_is_left_alone(servers, kind, capsys):
    url = fresh(servers, kind)
    with opened(url) as connection:
        connection.exec_driver_sql("create table users (user_id bigint)")
        connection.exec_driver_sql("insert into users values (7)")
    assert main(["--url", url, "--people", "10"]) == 1
    said = capsys.readouterr().err
    assert "was not made by the demo" in said
    password = sa.make_url(url).password
    assert not password or str(password) not in said
    with opened(url) as connection:
        assert connection.exec_driver_sql("select * from users").fetchall() == [(7,)]
        assert sa.inspect(connection).get_table_names() == ["users"]


def test_its_own_database_is_replaced(source, kind, written):
    del written[kind]  # it will not be what the others expect
    for people in (90, 60):
        assert main(["--url", source, "--people", str(people), "--today", str(TODAY)]) == 0
        with opened(source) as connection:
            count = connection.exec_driver_sql("select count(*) from users where user_id < 5000000000").scalar()
        assert count == people


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Hörmətli")
    assert main(["--url", f"sqlite:///{path}", "--people", "10"]) == 1
    assert path.read_text() == "Hörmətli"


def test_files_that_cannot_be_written_are_one_message(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["--url", f"sqlite:///{tmp_path}/file/a.sqlite", "--people", "10"]) == 1
    assert "cannot be written" in capsys.readouterr().err
    url = f"sqlite:///{tmp_path}/a.sqlite"
    assert main(["--url", url, "--people", "10", "--planted", str(tmp_path / "nowhere" / "a.csv")]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert [path.name for path in tmp_path.glob("*.part")] == []


@pytest.mark.parametrize(
    "url", ["not a url", "oracle://scott:tiger@host/db", "sqlite://", "postgresql://a:tiger@127.0.0.1:1/x"]
)
def test_a_place_that_cannot_be_written_is_one_message(url, capsys):
    assert main(["--url", url, "--people", "10"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "tiger" not in said


def test_what_was_planted_is_said(tmp_path, capsys):
    path = make(tmp_path / "said.sqlite")
    said = capsys.readouterr().out
    for control, number in Counter(row["control"] for row in planted(path)).items():
        assert re.search(rf"{control} +{number}\n", said)


def test_every_control_has_its_planted_module():
    modules = {path.stem for path in Path(planted_path[0]).glob("*.py")} - {"__init__"}
    assert modules == {path.stem for path in QUERIES.glob("*.sql")} - set(RESERVED)


def test_every_control_has_three_violations(demo):
    found = Counter(row["control"] for row in planted(demo))
    modules = {path.stem for path in Path(planted_path[0]).glob("*.py")} - {"__init__"}
    assert {control: found[control] for control in modules if found[control] < 3} == {}


def test_planted_lines_are_well_formed(demo):
    lines = planted(demo)
    assert list(lines[0]) == ["control", "ref", "from_on", "until_on"]
    for line in lines:
        assert line["ref"]
        until_on = date.fromisoformat(line["until_on"]) if line["until_on"] else date.max
        assert date.fromisoformat(line["from_on"]) < until_on
    assert len({(line["control"], line["ref"], line["from_on"]) for line in lines}) == len(lines)


def test_names_are_azerbaijani_and_addresses_nobodys(demo):
    names = {name for row in ask(demo, "select first_name, last_name from user_profiles") for name in row if name}
    assert {letter for name in names for letter in name.lower()} >= set("əıöüğşç")
    assert all(re.fullmatch(r"[A-ZƏÖÜĞŞÇİ][a-zəıöüğşç]+", name) for name in names)
    emails = ask(demo, "select email from user_profiles where email <> ''")
    assert all(re.fullmatch(r"[a-z0-9.]+@[a-z]+\.example", email) for (email,) in emails)
    phones = ask(demo, "select phone from users where phone <> ''")
    assert all(re.fullmatch(r"\+994 00 \d{3} \d\d \d\d", phone) for (phone,) in phones)
    fins = ask(demo, "select fin from user_profiles where user_id < 5000000000 and fin is not null")
    assert fins
    assert all(re.fullmatch(r"[A-Z0-9]{7}", fin) for (fin,) in fins)


def test_nothing_has_happened_after_the_end(demo):
    end = history.ends_at(TODAY).isoformat(" ")
    for table in tables():
        for column in table.columns:
            if column.type == "timestamptz":
                assert ask(demo, f"select count(*) from {table.name} where {column.name} >= '{end}'") == [(0,)], column


def test_recording_grows_with_the_event(demo):
    for table in ("access_log", "consent_events"):
        times = [recorded for (recorded,) in ask(demo, f"select recorded_at from {table} order by event_id")]
        assert times == sorted(times)


def test_erased_people_of_the_base_are_gone(demo):
    erased = "select user_id from users where status = 'erased' and user_id < 5000000000"
    assert ask(demo, erased)
    for table in ("user_profiles", "user_devices", "page_views", "notification_preferences", "support_messages"):
        assert ask(demo, f"select count(*) from {table} where user_id in ({erased})") == [(0,)]
    left = f"select count(coalesce(phone, password_hash, last_login_at)) from users where user_id in ({erased})"
    assert ask(demo, left) == [(0,)]


@pytest.mark.parametrize("people", ["1", "2", "39"])
def test_small_demos_can_be_made(tmp_path, people):
    make(tmp_path / "small.sqlite", people=int(people))


@pytest.mark.parametrize("today", ["2025-01-01", "2026-03-22", "2026-03-31", "2027-02-28", "2028-02-29"])
def test_any_day_can_be_the_last(tmp_path, today):
    make(tmp_path / "day.sqlite", "--today", today)
