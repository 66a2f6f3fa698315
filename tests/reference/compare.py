"""One database through the real pipeline, then every query beside the reference, row by row."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, partial
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import duckdb

import loaders.load
import policy as program_policy
import queries
import settings
import snapshots
from errors import DashboardError
from snapshots import Snapshot
from tests import reference
from tests.databases import Servers
from tests.reference import loads
from tests.reference.access import called
from tests.reference.histories import NEWEST, History
from tests.reference.policies import SHIPPED, Declared, vary
from tests.reference.policy import Policy
from tests.reference.registers import Registers

WORDS = ("title", "detail")  # columns of words, which the reference does not say
NOT_COMPARED = (
    "access.after_withdrawal",
    "overview.new_by_month",  # a difference of two days of the controls, as is the next: tests/test_report.py
    "overview.news",
    "requests.case",
    "requests.forecast",
    "requests.residue",
    "requests.standing",
    "controls.findings",
    "inventory.record_of_processing",
)
OF_SINCE = ("from_day", "to_day")  # of a control they go by violated_since, which the reference does not say
FILTERS = ("known_at", "from_day", "to_day", "person_role", "building_id", "regime")


@dataclass
class Loaded:
    """A loaded database: its snapshot, and the way back from pseudonyms."""

    snapshot: Snapshot
    vault: Path

    @cached_property
    def ids(self) -> dict[tuple[str, int], int]:
        with duckdb.connect(self.vault, read_only=True) as connection:
            rows = connection.execute("select kind, id, pseudonym from pairs").fetchall()
        return {(kind, pseudonym): int(number) for kind, number, pseudonym in rows}

    def back(self, kind: str, pseudonym: Any) -> int | str | None:
        if pseudonym is None:
            return None
        return self.ids.get((kind, int(pseudonym)), f"nobody's pseudonym {pseudonym}")

    def filters(self, asked: dict[str, Any]) -> dict[str, Any]:
        """As the program is asked: about a person or an actor by pseudonym, None for a number that no row holds."""
        if not asked.keys() & {"subject", "actor"}:
            return asked
        numbers = {f"{kind}-{number}": pseudonym for (kind, pseudonym), number in self.ids.items()}
        named = {"subject": f"user-{asked.get('subject')}", "actor": asked.get("actor")}
        return {key: numbers.get(named[key]) if key in named else value for key, value in asked.items()}


def load(url: str, folder: Path, now: datetime | None = None, declared: Declared = SHIPPED) -> Loaded:
    """One load of that database into folders of its own."""
    variables = {
        "SOURCE_URL": url,
        "WAREHOUSE": str(folder / "warehouse"),
        "VAULT": str(folder / "vault"),
        "JOURNAL_URL": f"sqlite:///{folder / 'journal.sqlite'}",
        **({"SETTINGS": str(declared.settings)} if declared.settings else {}),
    }
    read = partial(program_policy.load, declared.folder)
    with patch.dict(os.environ, variables), patch.object(program_policy, "load", read):
        loaders.load.run(settings.load(), now=now)
    return Loaded(snapshots.current(folder / "warehouse"), folder / "vault" / "vault.duckdb")


def differences(name: str, loaded: Loaded, registers: Registers, policy: Policy, **asked: Any) -> list[str]:
    """The rows that only one of the two has."""
    expected = reference.answer(name, registers, policy, **asked)
    if name in ("controls.results", "controls.trend"):  # that none is missing is a test of its own
        expected = [row for row in expected if f"controls.{row['control']}" in queries.names()]
    try:
        table = queries.run(name, loaded.snapshot, "dpo", loaded.filters(asked))
    except (DashboardError, duckdb.Error) as error:
        return [f"{name} {asked}: {error}"]
    got = [operational(row, loaded) for row in table.to_pylist()]
    for row in got:
        if row.get("confidence") is not None:  # words, in any order
            row["confidence"] = frozenset(row["confidence"].replace(",", " ").split())
    columns = [column for column in (expected or [{}])[0] if column not in WORDS]
    if expected and (missing := [column for column in columns if column not in table.column_names]):
        return [f"{name}: no column {missing}"]
    wanted_rows = Counter(key(row, columns) for row in expected)
    got_rows = Counter(key(row, columns) for row in got) if expected else Counter(str(row) for row in got)
    said = " ".join(f"{parameter}={value}" for parameter, value in asked.items() if value is not None)
    only_expected, only_got = wanted_rows - got_rows, got_rows - wanted_rows
    return [f"{name} {said}\n    expected {row}" for row in sorted(only_expected.elements())] + [
        f"{name} {said}\n    got      {row}" for row in sorted(only_got.elements())
    ]


def operational(row: dict[str, Any], loaded: Loaded) -> dict[str, Any]:
    """The row with operational ids instead of pseudonyms."""
    row = dict(row)
    if "subject" in row:
        subject = row["subject"]
        row["subject"] = loaded.back("user", subject)
        if "ref" in row and subject is not None and row["ref"] == str(subject) and row["occurred_on"] is None:
            row["ref"] = str(row["subject"])
    if "actor" in row:
        row["actor"] = loaded.back("user" if row["actor_role"] in ("komendant", "partner") else "staff", row["actor"])
    return row


def key(row: dict[str, Any], columns: list[str]) -> str:
    return " | ".join(f"{column}={plain(row[column])}" for column in columns)


def plain(value: Any) -> str:
    """One spelling for equal values of different types."""
    if isinstance(value, frozenset):
        return " ".join(sorted(value))
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, float | Decimal):
        number = round(float(value), 9)
        return str(int(number)) if number == int(number) else str(number)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def questions(history: History, names: list[str], days: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every query for several days, plain and with filters that it takes."""
    random = Random(history.seed)
    roles = ["resident", "komendant", "guest"]
    for name in names:
        query = queries.get(name)
        takes = query.filters.difference(OF_SINCE) if query.is_control else query.filters
        ones = of_one(history, name)
        chosen = random.sample(history.days, min(days, len(history.days)))
        for day in [*chosen, NEWEST]:
            yield name, {"as_of": day, **_one_of(ones, random)}
        for day in chosen:
            options = {
                "known_at": random.choice(history.days),
                "from_day": min(random.sample(history.days, 2)),
                "to_day": max(random.sample(history.days, 2)),
                "person_role": random.choice(roles),
                "building_id": random.choice((1, 2, 3)),
                "regime": random.choice(("az", "gdpr")),
            }
            taken = [option for option in options if option in takes]
            for option in taken:
                if not name.startswith("controls.") or option != "regime":
                    yield name, {"as_of": day, option: options[option], **_one_of(ones, random)}
            if len(taken) > 1:
                some = random.sample(taken, 2)
                yield name, {"as_of": day, **{option: options[option] for option in some}, **_one_of(ones, random)}


def of_one(history: History, name: str) -> list[dict[str, Any]]:
    """Everybody whom the query can be asked about, if it is about one person or one actor."""
    takes = queries.get(name).filters
    if "actor" in takes:
        return [{"actor": actor} for actor in sorted({called(row) for row in history.tables["access_log"]})]
    return [{"subject": person} for person in [*history.person_ids, *history.orphans]] if "subject" in takes else []


def _one_of(ones: list[dict[str, Any]], random: Random) -> dict[str, Any]:
    return random.choice(ones) if ones else {}


def compared() -> list[str]:
    """The queries that both have."""
    return [name for name in queries.names() if name in reference.QUERIES]


def reconciliation(loaded: Loaded, registers: Registers) -> list[str]:
    """'For every dataset and load: source_rows = loaded + quarantined + excluded.'"""
    rows = queries.run("loads.history", loaded.snapshot, "dpo", {}).to_pylist()
    got = {row["dataset"]: tuple(row[c] for c in ("source_rows", "loaded", "quarantined", "excluded")) for row in rows}
    expected = {loads.DATASETS[table]: counts for table, counts in loads.reconciliation(registers).items()}
    return [
        f"loads.history {dataset}: expected {expected.get(dataset)}, got {got.get(dataset)}"
        for dataset in sorted(expected.keys() | got.keys())
        if expected.get(dataset) != got.get(dataset)
    ]


def compare_one(
    seed: int, people: int, kind: str, servers: Servers, folder: Path, days: int, names: list[str]
) -> tuple[int, list[str]]:
    """One random database, made, loaded and compared: how many questions were asked of both, and what differed."""
    declared = vary(Random(seed), folder) if seed % 3 == 2 else SHIPPED
    history = History(seed, people, declared.policy, bad_rows=kind == "sqlite")
    loaded = load(servers.make_source(kind, history.tables, history.schema), folder, declared=declared)
    registers = Registers(history.tables, declared.policy, history.schema)
    asked, found = 0, reconciliation(loaded, registers)
    with snapshots.connect(loaded.snapshot):  # while one connection is open, the next ones cost little
        for name, parameters in questions(history, names, days):
            asked += 1
            found += differences(name, loaded, registers, declared.policy, **parameters)
    return asked, [f"seed {seed} people {people} {kind}: {difference}" for difference in found]
