"""The engine: the only door to the data. Roles, filters, time and lock-down are checked where the question is asked."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace

import duckdb
import pyarrow as pa
import pytest

import queries
import snapshots
from errors import NotPermitted, QueryError, TookTooLong
from queries import __main__ as command
from queries.header import ROLES
from tests import hand_made
from tests.databases import without_not_null
from tests.reference import compare
from tests.reference.compare import Loaded

LOADED_AT = dt.datetime.fromisoformat(hand_made.LOADED_AT)
LOADED_ON = LOADED_AT.date()

# trust.md, "Roles", by the shape of a query's name: who may not.
NOT_FOR_MANAGEMENT = {
    "requests.open", "requests.closed", "requests.case", "requests.standing", "requests.erasures", "requests.residue",
    "access.actors", "access.of_actor", "access.after_withdrawal", "consent.history", "consent.people", "loads.history",
    "loads.examined", "loads.checks", "loads.quarantine",
}  # fmt: skip


@pytest.fixture(scope="module")
def loaded(make_source: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    url = make_source("sqlite", hand_made.tables(), without_not_null())
    loaded = compare.load(url, tmp_path_factory.mktemp("engine"), LOADED_AT)
    with snapshots.connect(loaded.snapshot):  # while one connection is open, the next ones cost little
        yield loaded


@pytest.mark.parametrize("name", queries.names())
def test_roles_are_those_of_the_table_in_trust(name: str) -> None:
    query = queries.get(name)
    no_cases = query.is_control or name in NOT_FOR_MANAGEMENT
    assert set(query.header.roles) == ({"dpo", "auditor"} if no_cases else set(ROLES))


@pytest.mark.parametrize("name", queries.names())
@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_an_answer_or_is_refused(name: str, role: str, loaded: Loaded) -> None:
    if role in queries.get(name).header.roles:
        assert isinstance(queries.run(name, loaded.snapshot, role), pa.Table)
    else:
        with pytest.raises(NotPermitted, match=f"The role {role} may not ask {name}"):
            queries.run(name, loaded.snapshot, role)


def test_an_unknown_role_is_refused(loaded: Loaded) -> None:
    with pytest.raises(NotPermitted, match="no role 'admin'"):
        queries.run("consent.states", loaded.snapshot, "admin")


@pytest.mark.parametrize("name", queries.names())
def test_answers_hold_plain_types_only(name: str, loaded: Loaded) -> None:
    plain = {pa.int64(), pa.int32(), pa.float64(), pa.string(), pa.bool_(), pa.date32(), pa.timestamp("us")}
    schema = queries.run(name, loaded.snapshot, "dpo").schema
    assert {field.name: field.type for field in schema if field.type not in plain} == {}
    assert len(set(schema.names)) == len(schema.names)


@pytest.mark.parametrize("name", queries.names())
def test_what_counts_people_names_columns_of_the_answer(name: str, loaded: Loaded) -> None:
    header = queries.get(name).header
    named = {*header.people, *header.derived, *(header.people_total or ())}
    assert named <= set(queries.run(name, loaded.snapshot, "dpo").column_names)


@pytest.mark.parametrize("name", [name for name in queries.names() if queries.get(name).header.people])
def test_management_never_sees_one_to_nine_people(name: str, loaded: Loaded) -> None:
    if "management" not in queries.get(name).header.roles:
        pytest.skip("management may not ask this at all")
    answer = queries.run(name, loaded.snapshot, "management")
    assert answer.column_names[-1] == "hidden"
    for column in queries.get(name).header.people:
        assert not [n for n in answer.column(column).to_pylist() if n is not None and 0 < n < 10]


def test_the_auditor_sees_how_many_rows_are_in_quarantine_and_not_which(loaded: Loaded) -> None:
    seen = {role: queries.run("loads.quarantine", loaded.snapshot, role).to_pylist() for role in ("dpo", "auditor")}
    assert [row["rows"] for row in seen["auditor"]] == [row["rows"] for row in seen["dpo"]] != []
    assert any(row["sample_keys"] for row in seen["dpo"])
    assert not any(row["sample_keys"] for row in seen["auditor"])


def test_as_of_is_the_day_of_the_load_unless_said(loaded: Loaded) -> None:
    assert queries.day_of_load(loaded.snapshot) == LOADED_ON
    said = queries.run("consent.states", loaded.snapshot, "dpo", {"as_of": LOADED_ON})
    assert queries.run("consent.states", loaded.snapshot, "dpo") == said


def test_a_day_after_the_load_is_refused(loaded: Loaded) -> None:
    tomorrow = LOADED_ON + dt.timedelta(days=1)
    with pytest.raises(QueryError, match=f"{tomorrow} is after the load. The newest day is {LOADED_ON}"):
        queries.run("consent.states", loaded.snapshot, "dpo", {"as_of": tomorrow})


@pytest.mark.parametrize(
    ("filters", "says"),
    [
        ({"as_off": "2026-03-01"}, "no filter 'as_off'. Known: as_of"),
        ({"request_id": "REQ-1"}, "takes no filter 'request_id'. It takes: as_of"),
        ({"as_of": "1 March"}, "as_of: '1 March' cannot be read. Give as_of like 2026-03-01"),
        ({"as_of": 20260301}, "of the wrong kind"),
        ({"building_id": "seven"}, "building_id: 'seven' cannot be read"),
        ({"building_id": 2**63}, "is too large"),
        ({"person_role": "x' or 1=1 --"}, "cannot be read"),
    ],
)
def test_a_wrong_filter_is_named_with_the_fix(filters: dict, says: str, loaded: Loaded) -> None:
    with pytest.raises(QueryError, match=says):
        queries.run("consent.states", loaded.snapshot, "dpo", filters)


@pytest.mark.parametrize(("name", "key"), [("consent.history", "subject"), ("access.of_actor", "actor")])
@pytest.mark.parametrize(
    ("value", "says"),
    [("Aygün", "{key}: 'Aygün' cannot be read. Give {key} like 17"), (2**63, "is too large"), (1.5, "wrong kind")],
)
def test_a_person_is_asked_about_by_a_number(name: str, key: str, value: object, says: str, loaded: Loaded) -> None:
    with pytest.raises(QueryError, match=says.format(key=key)):
        queries.run(name, loaded.snapshot, "dpo", {key: value})


def test_only_somebody_whom_a_violation_names_is_answered_for(loaded: Loaded) -> None:
    with snapshots.connect(loaded.snapshot) as connection:
        answered = dict(connection.execute("select subject, count(*) from answers group by subject").fetchall())
    named = {
        subject
        for name in queries.names()
        if queries.get(name).is_control
        for subject in queries.run(name, loaded.snapshot, "dpo").column("subject").to_pylist()
    }
    told = {
        subject: queries.run("consent.history", loaded.snapshot, "dpo", {"subject": subject}).num_rows
        for subject in answered
    }
    assert {subject for subject, rows in told.items() if rows} == named & answered.keys()
    assert 5 < len(named & answered.keys()) < len(answered)


def test_text_and_value_of_a_filter_are_one(loaded: Loaded) -> None:
    as_text = queries.run("consent.states", loaded.snapshot, "dpo", {"as_of": "2026-03-15", "building_id": "2"})
    assert as_text == queries.run(
        "consent.states", loaded.snapshot, "dpo", {"as_of": dt.date(2026, 3, 15), "building_id": 2, "known_at": None}
    )


def test_an_unknown_query_lists_the_known_ones() -> None:
    with pytest.raises(QueryError, match=r"No query is called 'consent\.stats'\. Known: access\.actors"):
        queries.get("consent.stats")


def test_a_snapshot_is_locked_down(loaded: Loaded) -> None:
    for sql in ("create table t (a integer)", "select * from read_csv('/etc/hostname')", "attach ':memory:' as m",
                "set memory_limit = '8GB'", "install httpfs"):  # fmt: skip
        with snapshots.connect(loaded.snapshot) as connection, pytest.raises(duckdb.Error):
            connection.execute(sql)


@pytest.mark.parametrize("seconds", ["0.0001", "0.2"])
def test_a_question_past_its_time_is_stopped(seconds: str, loaded: Loaded, tmp_path) -> None:
    """Also one whose time is over before it is planned."""
    slow = tmp_path / "slow.duckdb"
    slow.write_bytes(loaded.snapshot.path.read_bytes())
    with duckdb.connect(slow) as connection:
        connection.execute("update settings set value = ? where name = 'query_seconds'", [seconds])
    sql = "select sum(a.range * b.range % 7) as s from range(1000000) a, range(1000000) b"
    with snapshots.connect(replace(loaded.snapshot, path=slow)) as connection:
        with pytest.raises(TookTooLong, match=rf"slow took longer than {seconds} seconds and was stopped\. Ask"):
            queries._ask(connection, "slow", sql, {})
        assert connection.execute("select 1").fetchall() == [(1,)]


def test_the_command_gives_the_bytes_of_the_page(loaded: Loaded, monkeypatch, capfdbinary) -> None:
    monkeypatch.setenv("WAREHOUSE", str(loaded.snapshot.path.parent))
    assert command.main(["consent.coverage", "--as-of", "2026-03-15", "--set", "person_role=komendant"]) == 0
    out = capfdbinary.readouterr().out
    assert out.startswith(b"purpose,population,explicit,implied,coverage\r\npolicy,")
    again = ["consent.coverage", "--as-of", "2026-03-15", "--snapshot", loaded.snapshot.load_id]
    assert command.main([*again, "--set", "person_role=komendant"]) == 0
    assert capfdbinary.readouterr().out == out
    assert command.main(["consent.coverage", "--snapshot", "20200101T000000Z"]) == 1
    assert b"no snapshot of the load '20200101T000000Z'" in capfdbinary.readouterr().err
    assert command.main(["consent.coverage", "--role", "nobody"]) == 1
    assert b"There is no role 'nobody'. Known: management, dpo, auditor." in capfdbinary.readouterr().err


def test_the_command_lists_every_query(capfdbinary) -> None:
    assert command.main([]) == 0
    listed = capfdbinary.readouterr().out.decode()
    assert [line.split()[0] for line in listed.splitlines()] == list(queries.names())
