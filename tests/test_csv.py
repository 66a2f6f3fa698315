"""The CSV: what goes in comes out, and a spreadsheet finds nothing to run."""

import csv
import hashlib
import io
import random
import stat
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest

from errors import ExportError
from evidence.csv import LIVE, stem, to_csv, write, write_together
from evidence.downloads import of_rows, offer, take

ALPHABET = "aəğıöüşçİЖ₼\"',;=+-@\t\r\n \0＝＋－＠xyz0123456789"
DAY = date(2026, 3, 1)


def read(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter, strict=True))


def fuzzed(rows: int, seed: int) -> pa.Table:
    pick = random.Random(seed)

    def perhaps(value):
        return None if pick.random() < 0.1 else value

    def text() -> str:
        return "".join(pick.choice(ALPHABET) for _ in range(pick.randint(1, 12)))

    return pa.table(
        {
            "ref": pa.array(range(rows), pa.int64()),
            "word": pa.array([perhaps(text()) for _ in range(rows)], pa.string()),
            "share": pa.array(
                [perhaps(pick.choice([pick.random(), pick.uniform(-1e20, 1e20), 0.1])) for _ in range(rows)]
            ),
            "done": pa.array([perhaps(pick.random() < 0.5) for _ in range(rows)], pa.bool_()),
            "day": pa.array([perhaps(date.fromordinal(pick.randint(1, 3652059))) for _ in range(rows)], pa.date32()),
            "time": pa.array(
                [perhaps(datetime(2026, 3, 1, 23, 59, 59, pick.randint(0, 999999))) for _ in range(rows)],
                pa.timestamp("us"),
            ),
        }
    )


def test_the_machine_form_is_rfc_4180_and_says_each_kind_of_value_in_one_way():
    table = pa.table(
        {
            "text": ['say "yes", please', None, "=1+1"],
            "count": pa.array([1, None, -(2**62)], pa.int64()),
            "share": [0.1, None, 1.0],
            "met": [True, None, False],
            "on": pa.array([DAY, None, DAY]),
            "time": pa.array(
                [datetime(2026, 3, 1, 1, 2, 3), None, datetime(2026, 3, 1, 1, 2, 3, 4)], pa.timestamp("us")
            ),
            "sum": pa.array([Decimal(12), None, Decimal("10000000000000000000000")], pa.decimal128(38, 0)),
        }
    )
    assert to_csv(table).decode() == (
        "text,count,share,met,on,time,sum\r\n"
        '"say ""yes"", please",1,0.1,true,2026-03-01,2026-03-01T01:02:03.000000Z,12\r\n'
        ",,,,,,\r\n"
        "=1+1,-4611686018427387904,1.0,false,2026-03-01,2026-03-01T01:02:03.000004Z,10000000000000000000000\r\n"
    )


def test_a_time_with_a_zone_is_written_in_utc():
    table = pa.table({"t": pa.array([datetime(2026, 3, 1, tzinfo=UTC)], pa.timestamp("us", "Asia/Baku"))})
    assert to_csv(table) == b"t\r\n2026-03-01T00:00:00.000000Z\r\n"


@pytest.mark.parametrize(("language", "separator"), [("az", ";"), ("ru", ";"), ("en", ",")])
def test_the_spreadsheet_form_says_its_encoding_and_separates_as_the_country_does(language, separator):
    content = to_csv(pa.table({"a": ["ə"], "b": [-1.5]}), "spreadsheet", language)
    assert content == f"\ufeffa{separator}b\r\nə{separator}-1.5\r\n".encode()


@pytest.mark.parametrize("first", sorted(LIVE))
def test_a_spreadsheet_gets_no_live_text_and_a_machine_gets_it_unchanged(first):
    table = pa.table({"text": [f"{first}x", f"x{first}"]})
    assert read(to_csv(table))[1:] == [[f"{first}x"], [f"x{first}"]]
    assert read(to_csv(table, "spreadsheet"))[1:] == [[f"'{first}x"], [f"x{first}"]]


def test_numbers_are_never_defused():
    table = pa.table({"left": pa.array([-3], pa.int64()), "share": [-0.5]})
    assert read(to_csv(table, "spreadsheet"))[1] == ["-3", "-0.5"]


def test_ten_thousand_fuzzed_rows_come_back_cell_by_cell():
    table = fuzzed(10_000, seed=7)
    back = read(to_csv(table))
    assert back[0] == table.schema.names
    for row, cells in zip(table.to_pylist(), back[1:], strict=True):
        assert int(cells[0]) == row["ref"]
        assert (cells[1] or None) == row["word"]
        assert (float(cells[2]) if cells[2] else None) == row["share"]
        assert {"": None, "true": True, "false": False}[cells[3]] == row["done"]
        assert (date.fromisoformat(cells[4]) if cells[4] else None) == row["day"]
        assert (datetime.fromisoformat(cells[5].rstrip("Z")) if cells[5] else None) == row["time"]


def test_ten_thousand_fuzzed_rows_hold_no_live_text_for_a_spreadsheet():
    table = fuzzed(10_000, seed=8)
    for row, cells in zip(table.to_pylist(), read(to_csv(table, "spreadsheet", "az"), ";")[1:], strict=True):
        assert not cells[1] or cells[1][0] not in LIVE
        assert cells[1].removeprefix("'") == (row["word"] or "").removeprefix("'")


def test_duckdb_reads_what_we_write(tmp_path):
    file = tmp_path / "answer.csv"
    table = fuzzed(500, seed=9).select(["ref", "share", "done", "day"])
    file.write_bytes(to_csv(table))
    rows = duckdb.sql(f"from read_csv('{file}') order by ref").fetchall()
    assert rows == [tuple(row.values()) for row in table.to_pylist()]


def test_no_rows_is_a_header_and_not_an_error():
    assert to_csv(pa.table({"a": pa.array([], pa.string())})) == b"a\r\n"


def test_the_file_carries_query_day_snapshot_and_hash_and_is_private(tmp_path):
    named = stem("requests.open", DAY, "20260301T060000Z", {})
    file = write(pa.table({"a": [1]}), tmp_path / "out", named)
    assert file.name == f"requests.open_as-of-2026-03-01_snapshot-20260301T060000Z_{file.sha256[:12]}.csv"
    assert file.path.read_bytes() == b"a\r\n1\r\n"
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"person_role": "komendant", "building_id": 12}, "building-id-12_person-role-komendant"),
        ({"from_day": date(2026, 1, 1)}, "from-day-2026-01-01"),
        ({"category": "phone", "purpose": None}, "category-phone_purpose-none"),
        ({"purpose": "../../etc/\r\n"}, "purpose-..-..-etc-"),
        ({"purpose": "x" * 99}, "purpose-" + "x" * 40),
        ({"search": "somebody", "subject": 417}, "search_subject"),
        ({"actor": 417, "from_day": date(2026, 3, 1)}, "actor_from-day-2026-03-01"),
    ],
    ids=["people", "period", "cell", "hostile", "long", "not said", "an actor"],
)
def test_the_file_carries_what_limits_its_rows_and_no_person(limits, said):
    assert stem("q", DAY, "s", limits) == f"q_as-of-2026-03-01_{said}_snapshot-s"


def test_past_the_limit_the_rows_become_parts_of_a_zip_and_the_same_bytes_twice(tmp_path):
    table = pa.table({"a": pa.array(range(25), pa.int64())})
    file, again = (write(table, tmp_path, "q", rows_of_a_part=10) for _ in range(2))
    assert file.name.endswith(".zip")
    assert file.sha256 == again.sha256
    with zipfile.ZipFile(file.path) as package:
        parts = [read(package.read(name)) for name in package.namelist()]
    assert [len(part) - 1 for part in parts] == [10, 10, 5]
    assert [int(cells[0]) for part in parts for cells in part[1:]] == list(range(25))


def test_several_answers_leave_together_with_their_hashes_and_the_same_bytes_twice(tmp_path):
    answers = [("q", pa.table({"a": ["=1"]}), "machine"), ("q.key", pa.table({"a": ["=1"]}), "spreadsheet")]
    file, again = (write_together(answers, "Oxu.\n", tmp_path, "everything", "az") for _ in range(2))
    assert file.name == f"everything_{file.sha256[:12]}.zip"
    assert (file.sha256, file.rows) == (again.sha256, 2)
    with zipfile.ZipFile(file.path) as package:
        said = {name: package.read(name) for name in package.namelist()}
    sums = [line.split("  ") for line in said.pop("SHA256SUMS").decode().splitlines()]
    assert said == {"q.csv": b"a\r\n=1\r\n", "q.key.csv": b"\xef\xbb\xbfa\r\n'=1\r\n", "README.txt": b"Oxu.\n"}
    assert sums == [[hashlib.sha256(content).hexdigest(), name] for name, content in said.items()]


def test_what_has_no_cell_is_refused_by_name():
    with pytest.raises(ExportError, match="'many'"):
        to_csv(pa.table({"many": [[1, 2]]}))
    with pytest.raises(ExportError, match="machine, spreadsheet"):
        to_csv(pa.table({"a": [1]}), "excel")


def test_an_offer_is_made_when_asked_for_and_used_once(tmp_path):
    table = pa.table({"a": [1]})
    token = offer(of_rows(table, "requests.open", "a-name", "machine", "en"))
    taken = take(token)
    assert taken is not None
    assert list(tmp_path.iterdir()) == []
    assert taken.make(tmp_path).path.read_bytes() == to_csv(table)
    assert take(token) is None
