"""Headers are parsed strictly: a slip is refused, with the file, the line and the fix."""

import pytest

from errors import QueryError
from queries.header import read

GOOD = """\
-- title.az: Açıq müraciətlər
-- title.en: Open requests
-- title.ru: Открытые обращения
-- about.az: Hər açıq müraciət.
-- about.en: Every open request.
-- about.ru: Каждое открытое обращение.
-- grain: one request
-- basis: policy 7.1
-- roles: dpo auditor
-- version: 2
select 1 as request_id -- a comment in the SQL stays
"""
CONTROL = GOOD.replace("-- grain", "-- clause: 1.3 7.1\n-- severity: high\n-- grain")


def query_file(tmp_path, text, topic="requests", name="open"):
    path = tmp_path / topic / f"{name}.sql"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_header_is_read_and_the_sql_left_as_it_is(tmp_path):
    header, sql = read(query_file(tmp_path, GOOD))
    assert header.title["az"] == "Açıq müraciətlər"
    assert (header.roles, header.version, header.people) == (("dpo", "auditor"), 2, ())
    assert sql == "select 1 as request_id -- a comment in the SQL stays"


def test_a_control_says_its_clauses_and_severity(tmp_path):
    header, _ = read(query_file(tmp_path, CONTROL, "controls"))
    assert (header.clauses, header.severity) == (("1.3", "7.1"), "high")


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("-- title.en", "-- titel.en", "open.sql:2: unknown header 'titel.en'"),
        ("-- version: 2\n", "", "lacks version"),
        ("-- version: 2", "-- version: two", "not a whole number"),
        ("-- roles: dpo auditor", "-- roles: dpo boss", "unknown role 'boss'"),
        ("-- grain: one request", "-- grain:", "'grain' is empty"),
        ("-- grain: one request", "-- grain: a\n-- grain: b", "'grain' stands twice"),
        ("-- grain: one request", "--grain: one request", "is not a header line"),
        ("select 1 as request_id -- a comment in the SQL stays", "", "no SELECT"),
        ("-- version: 2", "-- version: 2\n-- clause: 7.1", "belongs to controls only"),
        ("-- version: 2", "-- version: 2\n-- people_total: type", "people_total needs people"),
    ],
)
def test_a_slip_is_refused_and_named(tmp_path, before, after, says):
    with pytest.raises(QueryError, match=says):
        read(query_file(tmp_path, GOOD.replace(before, after)))


def test_a_control_without_severity_is_refused(tmp_path):
    with pytest.raises(QueryError, match="lacks severity"):
        read(query_file(tmp_path, CONTROL.replace("-- severity: high\n", ""), "controls"))


def test_a_reserved_name_in_controls_is_no_control(tmp_path):
    header, _ = read(query_file(tmp_path, GOOD, "controls", "results"))
    assert header.clauses == ()
