"""What the operational database holds, asked of three kinds of them, what is past its period, what an erasure left."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import sqlalchemy as sa

import policy
from loaders import inventory, sources
from tests.databases import SCHEMA, Table
from vault import Vault

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
BEFORE_MIDNIGHT = datetime(2026, 3, 5, 19, 59, 59, 999999, tzinfo=UTC)  # in Baku, of 6 March
MIDNIGHT = datetime(2026, 3, 5, 20, tzinfo=UTC)
MODEL = Path(inventory.__file__).parent / "model"
NEVER = date(9999, 12, 31)

HOSTILE = 'we"ird; drop table `users` --'
HOSTILE_COLUMN = "100% of :a \"b\" 'c'"


def strange_tables(url):
    """Tables that the schema does not know, with names that must be quoted."""
    metadata = sa.MetaData()
    hostile = sa.Table(
        HOSTILE,
        metadata,
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("user_id", sa.BigInteger),
        sa.Column(HOSTILE_COLUMN, sa.Text, key="hostile"),
        sa.Column("born", sa.Date),
        sa.Column("seen_at", sa.Text),
    )
    order = sa.Table(
        "Order",
        metadata,
        sa.Column("select", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("user_id", sa.BigInteger),
        sa.Column("From", sa.Text),
    )
    sa.Table("nobodys", metadata, sa.Column("owner", sa.BigInteger), sa.Column("secret", sa.Text))
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        metadata.create_all(connection)
        row = {"id": 1, "user_id": 7, "hostile": "x", "born": date(1990, 5, 5), "seen_at": "often"}
        connection.execute(hostile.insert(), [row, row | {"id": 2, "hostile": ""}])
        connection.execute(order.insert(), {"select": 1, "user_id": 7, "From": "y"})
    engine.dispose()


def user(user_id, **changed):
    given = {"user_id": user_id, "role": "resident", "status": "active", "registered_at": NOON, "is_test": False}
    return given | changed


def view(view_id, user_id, viewed_at=NOON, page="home"):
    return {"view_id": view_id, "user_id": user_id, "page": page, "viewed_at": viewed_at}


def hold(hold_id, user_id, category, **changed):
    return {"hold_id": hold_id, "user_id": user_id, "category": category, "placed_at": NOON} | changed


def asked(url, folder, said=None):
    """A connection to the inventory of a database."""
    connection = duckdb.connect()
    with sources.opened(url) as source:
        inventory.ask(source, said or policy.load(), Vault(folder), connection)
    return connection


def rows(connection, sql):
    return connection.execute(sql).fetchall()


def counts(connection, category):
    found = rows(connection, f"select * exclude (category, present) from category_counts where category = '{category}'")
    return found[0]


class TestColumns:
    def test_each_has_the_first_status_that_fits(self, kind, make_source, tmp_path):
        found = rows(asked(make_source(kind, {}), tmp_path), "from source_columns where status is not null")
        status = {(table, column): word for table, column, _, word in found}
        assert status["users", "user_id"] == "key"
        assert status["users", "last_login_at"] == "declared"  # before `time`
        assert status["users", "building_id"] == "undeclared"
        assert status["users", "role"] == "not_personal"
        assert status["users", "registered_at"] == "time"
        assert status["notification_preferences", "channel"] == "key"  # the second column of the key
        assert status["notification_preferences", "allowed"] == "declared"
        assert status["legal_holds", "hold_id"] == "register"  # before `key`
        assert status["chat_messages", "body"] == "undeclared"
        assert {table for table, _ in status}.isdisjoint({"policy_versions", "incidents", "disclosures"})

    def test_a_column_of_the_schema_that_is_gone_is_not_declared_twice(self, kind, make_source, tmp_path):
        schema = SCHEMA | {
            "page_views": Table({"view_id": "bigint", "user_id": "bigint", "site": "text"}, ("view_id",))
        }
        connection = asked(make_source(kind, {}, schema), tmp_path)
        assert rows(connection, "from category_counts where category = 'page_sequence'") == [
            ("page_sequence", False, 0, 0, None, None)
        ]
        assert rows(connection, "select passes_on from retention_passing where category = 'page_sequence'") == []

    def test_names_of_any_kind_are_quoted(self, kind, make_source, tmp_path):
        url = make_source(kind, {})
        strange_tables(url)
        connection = asked(url, tmp_path)
        statuses = connection.execute(
            'select "column", status from source_columns where "table" = ? order by all', [HOSTILE]
        ).fetchall()
        assert statuses == [
            (HOSTILE_COLUMN, "undeclared"),
            ("born", "time"),
            ("id", "key"),
            ("seen_at", "time"),
            ("user_id", "key"),
        ]
        counted = {table: row for table, *row in rows(connection, "from undeclared_counts")}
        assert counted[HOSTILE] == [HOSTILE_COLUMN, 1, 1]
        assert counted["Order"] == ["From", 1, 1]
        assert rows(connection, "select distinct status from source_columns where \"table\" = 'nobodys'") == [(None,)]

    def test_a_view_and_a_part_of_a_table_hold_nothing_of_their_own(self, kind, make_source, tmp_path):
        url = make_source(kind, {"chat_messages": [{"message_id": 1, "user_id": 1, "body": "salam", "sent_at": NOON}]})
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql("create view everybody as select user_id, body from chat_messages")
            if kind == "postgresql":
                connection.exec_driver_sql(
                    "create table parts (user_id bigint, note text) partition by range (user_id);"
                    "create table part_1 partition of parts for values from (0) to (10);"
                    "insert into parts values (7, 'x')"
                )
        engine.dispose()
        connection = asked(url, tmp_path)
        tables = {table for (table,) in rows(connection, 'select distinct "table" from source_columns')}
        assert tables.isdisjoint({"everybody", "part_1"})
        counted = {(table, column): number for table, column, number, _ in rows(connection, "from undeclared_counts")}
        assert counted["chat_messages", "body"] == 1
        assert counted.get(("parts", "note")) == (1 if kind == "postgresql" else None)

    def test_a_table_that_may_not_be_read_is_listed_and_not_counted(self, make_source, tmp_path):
        kept = Table({"id": "bigint", "user_id": "bigint", "secret": "text"}, ("id",))
        url = make_source("postgresql", {"users": [user(1)]}, SCHEMA | {"kept": kept})
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            for statement in (
                "create role modest login password 'modest'",
                "grant select on all tables in schema public to modest",
                "revoke select on kept from modest",
                "grant select (user_id) on kept to modest",
            ):
                connection.exec_driver_sql(statement)
        engine.dispose()
        modest = sa.make_url(url).set(username="modest", password="modest").render_as_string(hide_password=False)
        connection = asked(modest, tmp_path)
        assert rows(connection, "from undeclared_counts where \"table\" = 'kept'") == [("kept", "secret", None, None)]
        assert counts(connection, "account_state")[:2] == (1, 1)


class TestCounts:
    def test_empty_is_null_or_no_text_but_not_blanks(self, kind, make_source, tmp_path):
        tables = {
            "user_profiles": [
                {"user_id": 1, "first_name": "Aygün", "email_bounced": False, "updated_at": NOON},
                {"user_id": 2, "first_name": "", "email_bounced": False, "updated_at": NOON - timedelta(days=9)},
                {"user_id": 3, "first_name": None, "email_bounced": False},
                {"user_id": 4, "first_name": " ", "email_bounced": False, "updated_at": None},
            ],
            "payments": [{"payment_id": 1, "user_id": 1, "kind": "payment", "amount": 0, "paid_at": NOON}],
        }
        connection = asked(make_source(kind, tables), tmp_path)
        assert counts(connection, "first_name") == (2, 2, date(2026, 3, 5), date(2026, 3, 5))
        assert counts(connection, "transactions") == (1, 1, date(2026, 3, 5), date(2026, 3, 5))
        assert counts(connection, "last_name") == (0, 0, None, None)

    def test_days_are_those_of_baku_to_the_microsecond(self, kind, make_source, tmp_path):
        summer = datetime(2015, 6, 30, 19, 30, tzinfo=UTC)  # Baku kept summer time then: five hours
        for moments, first, last in (
            ((BEFORE_MIDNIGHT, MIDNIGHT), date(2026, 3, 5), date(2026, 3, 6)),
            ((BEFORE_MIDNIGHT, NOON), date(2026, 3, 5), date(2026, 3, 5)),
            ((summer, MIDNIGHT), date(2015, 7, 1), date(2026, 3, 6)),
        ):
            views = [view(number, 1, moment) for number, moment in enumerate(moments)]
            folder = tmp_path / str(first) / str(last)
            connection = asked(make_source(kind, {"page_views": views}), folder)
            assert counts(connection, "page_sequence") == (2, 1, first, last)

    def test_sqlite_times_are_compared_as_times(self, make_source, tmp_path):
        written = (
            "2026-03-05T01:00:00",
            "2026-03-05 23:00:00",
            "2026-03-04 23:30:00.5",
            "2026-02-30 10:00:00",
            "yesterday",
            "2026-03-09",
            "2026-03-09 24:00:00",
            "2026-13-09 10:00:00",
            "2026-03-05 02:00:00+05:00",
            "",
        )
        views = [view(number, 1, moment) for number, moment in enumerate(written)]
        connection = asked(make_source("sqlite", {"page_views": views}), tmp_path)
        assert counts(connection, "page_sequence") == (10, 1, date(2026, 3, 5), date(2026, 3, 6))

    def test_postgresql_knows_times_that_have_no_day(self, make_source, tmp_path):
        url = make_source("postgresql", {"page_views": [view(1, 1)]})
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            for number, moment in enumerate(("infinity", "-infinity", "0044-03-15 BC"), start=2):
                connection.exec_driver_sql(f"insert into page_views values ({number}, 1, 'home', '{moment}')")
        engine.dispose()
        assert counts(asked(url, tmp_path), "page_sequence") == (4, 1, date(2026, 3, 5), date(2026, 3, 5))

    def test_everybody_counts_also_who_is_nobody(self, kind, make_source, tmp_path):
        tables = {"users": [user(1, is_test=True)], "page_views": [view(1, 1), view(2, 99), view(3, 99)]}
        assert counts(asked(make_source(kind, tables), tmp_path), "page_sequence")[:2] == (3, 2)


class TestRetention:
    def test_the_oldest_row_decides_and_the_day_is_clipped(self, kind, make_source, tmp_path):
        tables = {
            "users": [
                user(1),
                user(2, is_test=True),
                user(3, phone="+994", status="closed", closed_at=datetime(2026, 1, 31, 9, tzinfo=UTC)),
                user(4, phone="", status="closed", closed_at=datetime(2026, 1, 31, 9, tzinfo=UTC)),
                user(5, phone="+994"),
            ],
            "page_views": [
                view(1, 1, MIDNIGHT),
                view(2, 1, NOON),
                view(3, 2),
                view(4, 99, MIDNIGHT),
                view(5, 1, page=""),
            ],
            "user_profiles": [{"user_id": 98, "first_name": "Orphan", "email_bounced": False}],
        }
        connection = asked(make_source(kind, tables), tmp_path)
        assert rows(connection, "from retention_passing order by all") == [
            ("page_sequence", date(2027, 3, 6), 1),  # twelve months after 5 March, and a day
            ("page_sequence", date(2027, 3, 7), 1),  # somebody without a user's row
            (
                "phone",
                date(2026, 3, 1),
                1,
            ),  # 31 January and a month is 28 February; the blank one and the open one never
        ]

    def test_who_ever_had_a_hold_stands_alone(self, kind, make_source, tmp_path):
        tables = {
            "users": [user(1), user(2), user(3, is_test=True)],
            "page_views": [view(1, 1), view(2, 2), view(3, 3)],
            "legal_holds": [
                hold(1, 1, "page_sequence", released_at=MIDNIGHT),
                hold(2, 2, "fin"),
                hold(3, 3, "page_sequence"),
            ],
        }
        vault = Vault(tmp_path)
        connection = duckdb.connect()
        with sources.opened(make_source(kind, tables)) as source:
            inventory.ask(source, policy.load(), vault, connection)
        assert rows(connection, "from retention_passing") == [("page_sequence", date(2027, 3, 6), 1)]
        ((category, subject, passes_on),) = rows(connection, "from retention_held")
        assert (category, vault.operational_id(subject), passes_on) == ("page_sequence", ("user", 1), date(2027, 3, 6))

    def test_a_rule_may_count_from_any_column_of_the_table(self, make_source, tmp_path):
        device = {"device_id": 1, "user_id": 1, "model": "M", "first_seen_at": NOON, "last_seen_at": MIDNIGHT}
        said = policy.load()
        rules = tuple(
            rule.model_copy(update={"counted_from": "first_seen_at", "months": 0})
            if rule.category == "device"
            else rule
            for rule in said.retention
        )
        url = make_source("sqlite", {"users": [user(1)], "user_devices": [device]})
        connection = asked(url, tmp_path, replace(said, retention=rules))
        assert rows(connection, "from retention_passing") == [("device", date(2026, 3, 6), 1)]

    def test_holds_come_and_go(self):
        connection = duckdb.connect()
        connection.execute("create table test_accounts (subject bigint)")
        connection.execute("create table retention as select 'phone' as category union all select 'email'")
        connection.execute(
            "create table retention_passing as select 'phone' as category, date '2026-01-10' as passes_on, 2 as owners"
        )
        connection.execute(
            "create table retention_held as select 'phone' as category, 7 as subject, date '2026-01-12' as passes_on"
        )
        connection.execute("create table holds (subject bigint, category varchar, placed_on date, released_on date)")
        connection.execute(
            """
            insert into holds values
                (7, 'phone', '2026-01-01', '2026-01-14'), (7, 'phone', '2026-01-14', '2026-01-16'),
                (7, 'phone', '2026-01-20', null), (7, 'email', '2026-01-01', null), (8, 'phone', '2026-01-01', null),
                (7, 'phone', '2026-01-17', '2026-01-17')
            """
        )
        run_model(connection, "hold_spans", "retention_spans")
        assert rows(
            connection, "select from_on, until_on from hold_spans where subject = 7 and category = 'phone'"
        ) == [
            (date(2026, 1, 1), date(2026, 1, 16)),
            (date(2026, 1, 20), NEVER),
        ]
        assert rows(connection, "select from_on, until_on, subjects from retention_spans where category = 'phone'") == [
            (date(1, 1, 1), date(2026, 1, 10), 0),
            (date(2026, 1, 10), date(2026, 1, 12), 2),
            (date(2026, 1, 12), date(2026, 1, 16), 2),
            (date(2026, 1, 16), date(2026, 1, 20), 3),
            (date(2026, 1, 20), NEVER, 2),
        ]
        assert rows(connection, "select from_on, until_on, subjects from retention_spans where category = 'email'") == [
            (date(1, 1, 1), NEVER, 0)
        ]


class TestResidue:
    def test_every_row_with_a_value_of_those_whose_erasure_was_carried_out(self, kind, make_source, tmp_path):
        requests = [
            {
                "request_id": f"ERA-{number}",
                "user_id": number,
                "type": "erasure" if number != 4 else "access",
                "channel": "app",
                "received_at": NOON,
                "registered_at": NOON,
                "third_party_consulted": False,
                "decision": decision,
                "closed_at": NOON,
                "recipients_to_notify": False,
            }
            for number, decision in enumerate(("fulfilled", "partly_fulfilled", "refused", "fulfilled"), start=1)
        ]
        tables = {
            "users": [user(number, phone="+994", status="erased") for number in (1, 2, 3, 4)],
            "page_views": [view(1, 1), view(2, 1), view(3, 1, page=""), view(4, 3), view(5, 4)],
            "privacy_requests": requests,
        }
        vault = Vault(tmp_path)
        connection = duckdb.connect()
        with sources.opened(make_source(kind, tables)) as source:
            inventory.ask(source, policy.load(), vault, connection)
        found = {
            (vault.operational_id(subject)[1], category, number)
            for subject, category, number in rows(connection, "from residue")
        }
        # the state of the account is no residue, and nothing is asked about those whose erasure was refused
        assert found == {(1, "phone", 1), (1, "page_sequence", 2), (2, "phone", 1)}

    def test_what_is_left_is_kept_while_a_hold_is_in_force(self):
        connection = duckdb.connect()
        connection.execute("create table test_accounts as select 9::bigint as subject")
        connection.execute(
            """
            create table requests as
            select * from (values
                ('A', 7::bigint, 'erasure', 'fulfilled', date '2026-01-05', date '2026-01-05', date '2026-01-10'),
                ('B', null, 'erasure', 'fulfilled', '2026-01-05', '2026-01-05', '2026-01-10'),
                ('C', 8, 'erasure', 'partly_fulfilled', '2026-01-12', '2026-01-12', '2026-01-10'),
                ('D', 8, 'erasure', 'refused', '2026-01-05', '2026-01-05', '2026-01-10'),
                ('E', 8, 'erasure', 'fulfilled', '2026-01-05', '2026-01-05', null),
                ('F', 9, 'erasure', 'fulfilled', '2026-01-05', '2026-01-05', '2026-01-10'),
                ('G', 7, 'access', 'fulfilled', '2026-01-05', '2026-01-05', '2026-01-10')
            ) as listed (request_id, subject, type, decision, received_on, registered_on, closed_on)
            """
        )
        connection.execute(
            """
            create table residue as
            select * from (values (7::bigint, 'phone', 1), (7, 'transactions', 5), (9, 'phone', 1))
                as listed (subject, category, rows)
            """
        )
        connection.execute("create table holds (subject bigint, category varchar, placed_on date, released_on date)")
        connection.execute(
            """
            insert into holds values
                (7, 'transactions', '2026-01-01', '2026-02-01'), (7, 'phone', '2026-01-20', '2026-01-25')
            """
        )
        run_model(connection, "hold_spans", "erasure_spans")
        assert rows(connection, "select request_id, from_on from erasures") == [
            ("A", date(2026, 1, 10)),
            ("B", date(2026, 1, 10)),
            ("C", date(2026, 1, 12)),  # closed, they say, before it was received
        ]
        assert rows(connection, "from erasure_spans") == [
            ("A", date(2026, 1, 10), date(2026, 1, 20), 1, 5),
            ("A", date(2026, 1, 20), date(2026, 1, 25), 0, 6),
            ("A", date(2026, 1, 25), date(2026, 2, 1), 1, 5),
            ("A", date(2026, 2, 1), NEVER, 6, 0),
            ("C", date(2026, 1, 12), NEVER, 0, 0),
        ]


def run_model(connection, *names):
    for name in names:
        connection.execute((MODEL / f"{name}.sql").read_text(encoding="utf-8"))
