"""One load: land, model, controls, check, reconcile, publish. All or nothing; until then the snapshot before serves."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

import policy
import snapshots
from errors import LoadRefused, NoSnapshot, SnapshotError
from loaders import controls, inventory, model, sources
from loaders.datasets import DATASETS, USERS
from loaders.landing import QUARANTINE, Landed, land, meet_people
from loaders.reading import BAKU
from policy import Policy
from settings import Settings
from snapshots import Draft, Snapshot
from vault import Vault

ROOT = Path(__file__).parent.parent
CHECKS = Path(__file__).parent / "checks"
LEVEL = "-- level: "
LEVELS = ("fail", "warn")
DROP = 0.20
"""A dataset that lost more than this share of its rows since the snapshot before stops the load."""

STORAGE = "v1.5.0"  # the oldest DuckDB that must read a snapshot; its text costs a third less to write

BLOCK = "65536"  # every table takes one block at least, and most of them are small

COUNT = "select count(*) from ({check})"

KEPT_SETTINGS = ("regime", "due_soon_working_days", "bulk_access_subjects", "stale_after_hours", "query_seconds")

TABLES = """
create table load (
    load_id varchar, started_at timestamp, loaded_at timestamp, loaded_on date, seconds double, mode varchar,
    source_kind varchar, source_fingerprint varchar, schema_version integer, code_version varchar, demo boolean
);
create table settings (name varchar, value varchar);
create table history (
    load_id varchar, started_at timestamp, seconds double, dataset varchar, source_rows bigint, loaded bigint,
    quarantined bigint, excluded bigint, mode varchar
);
create table checks (load_id varchar, "check" varchar, level varchar, rows bigint);
create table watermarks (dataset varchar, newest_recorded_at timestamp, newest_recorded_on date);
create table steps (step varchar, seconds double, rows bigint);
"""


Step = tuple[str, float, int]  # its name, seconds, rows


class Watch:
    """Is told how a load goes. This one keeps quiet."""

    def landing(self, dataset: str, rows: int) -> None:
        """A dataset of so many rows begins."""

    def advanced(self, rows: int) -> None:
        """So many more of its rows were read."""

    def landed(self, landed: Landed) -> None:
        """The dataset is done."""

    def step(self, name: str, seconds: float, rows: int) -> None:
        """A step after the landing is done."""


@dataclass
class Report:
    """What a load did."""

    snapshot: Snapshot
    datasets: list[Landed]
    warnings: list[str]
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "status": "published",
            "load_id": self.snapshot.load_id,
            "snapshot": self.snapshot.path.name,
            "sha256": self.snapshot.sha256,
            "seconds": round(self.seconds, 3),
            "warnings": self.warnings,
            "datasets": {
                landed.dataset.name: {
                    "source_rows": landed.source_rows,
                    "loaded": landed.loaded,
                    "quarantined": landed.quarantined,
                    "excluded": landed.excluded,
                    "rules": dict(landed.rules),
                }
                for landed in self.datasets
            },
        }


def run(
    settings: Settings,
    *,
    full: bool = False,
    accept_drop: bool = False,
    watch: Watch | None = None,
    now: datetime | None = None,
) -> Report:
    """Load the operational database into a new snapshot. `now` stands for the clock.

    Raises DashboardError of the part that stopped it; then nothing is published and nothing is left behind.
    """
    load = _Load(settings, policy.load(), watch or Watch(), now or datetime.now(UTC), accept_drop)
    try:
        with snapshots.building(settings.warehouse, load.started_at, settings.keep_snapshots) as draft:
            load.fill(draft)
    except (duckdb.Error, OSError) as error:
        raise LoadRefused(
            f"The draft cannot be written: {' '.join(str(error).split())[:500]}",
            fix="Make room on the disk, or raise memory_limit in settings.toml.",
        ) from error
    assert draft.snapshot is not None
    return Report(draft.snapshot, load.landed, load.warnings, load.elapsed())


@dataclass
class _Load:
    """One load under way."""

    settings: Settings
    policy: Policy
    watch: Watch
    started_at: datetime
    accept_drop: bool
    mode: str = "full"
    landed: list[Landed] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    clock: float = field(default_factory=time.monotonic)

    def elapsed(self) -> float:
        return time.monotonic() - self.clock

    def fill(self, draft: Draft) -> None:
        """Every step, in order. The vault is written last: before the publication, after all that may fail."""
        vault = Vault(self.settings.vault)
        before = self._before()
        with sources.opened(self.settings.url) as source, _writing(draft.path, self.settings) as connection:
            fingerprint = source.fingerprint()
            vault.bind(fingerprint)
            self._same_source(before, fingerprint)
            source.check(DATASETS)
            connection.execute(TABLES)
            connection.execute(QUARANTINE)
            self._land(source, connection, vault)
            self._stop_at_drop(before)
            connection.begin()
            self._describe(connection, draft, source.kind, fingerprint)
            connection.commit()
            for name, table in self.policy.tables().items():
                connection.from_arrow(table).create(name)
            started = time.perf_counter()
            inventory.ask(source, self.policy, vault, connection)
            self._record([("inventory", time.perf_counter() - started, 0)])
        with _writing(draft.path, self.settings) as connection:
            self._record(model.build(connection))
            self._record(controls.run(connection))
            connection.begin()
            self._check(connection, draft.load_id)
            self._reconcile(connection)
            self._close(connection, draft, before)
            connection.commit()
        vault.save()

    def _before(self) -> Snapshot | None:
        try:
            return snapshots.current(self.settings.warehouse)
        except NoSnapshot:
            return None
        except SnapshotError as error:
            self.warnings.append(f"{error.message} The history of the loads begins anew.")
            return None

    def _same_source(self, before: Snapshot | None, fingerprint: str) -> None:
        if before and _one(before, "select source_fingerprint from load")[0][0] != fingerprint:
            raise LoadRefused(
                f"The snapshots in {self.settings.warehouse} come from another operational database.",
                fix="Set WAREHOUSE and VAULT to folders of their own for this one, or SOURCE_URL to the other one.",
            )

    def _land(self, source: sources.Source, connection: duckdb.DuckDBPyConnection, vault: Vault) -> None:
        # one thread keeps row groups full and in the order of the keys, and leaves the other core to the reader
        connection.execute("set threads = 1")
        meet_people(source, vault, USERS)
        categories = tuple(category.category for category in self.policy.categories)
        for dataset in DATASETS:
            landed = Landed(dataset, source.count(dataset))
            started = time.perf_counter()
            self.watch.landing(dataset.name, landed.source_rows)
            land(landed, source, connection, vault, categories, self.watch.advanced)
            landed.seconds = time.perf_counter() - started
            self.landed.append(landed)
            self.watch.landed(landed)
            self.steps.append((f"land {dataset.name}", landed.seconds, landed.loaded))
        connection.execute("reset threads")

    def _stop_at_drop(self, before: Snapshot | None) -> None:
        if before is None or self.accept_drop:
            return
        rows = dict(_one(before, "select dataset, source_rows from history where load_id = (select load_id from load)"))
        for landed in self.landed:
            had = rows.get(landed.dataset.name, 0)
            if landed.source_rows < (1 - DROP) * had:
                raise LoadRefused(
                    f"{landed.dataset.source} has {landed.source_rows} rows; the load before saw {had}.",
                    fix="If that is right, load with --accept-drop.",
                )

    def _describe(
        self, connection: duckdb.DuckDBPyConnection, draft: Draft, source_kind: str, fingerprint: str
    ) -> None:
        """What the model and the controls must know of the load. Its end is filled in at the end."""
        connection.execute(
            "insert into load values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                draft.load_id,
                _utc(self.started_at),
                _utc(self.started_at),
                self.started_at.astimezone(BAKU).date(),
                0.0,
                self.mode,
                source_kind,
                fingerprint,
                snapshots.SCHEMA_VERSION,
                code_version(),
                self.settings.demo,
            ],
        )
        for name in KEPT_SETTINGS:
            connection.execute("insert into settings values (?, ?)", [name, str(getattr(self.settings, name))])
        for landed in self.landed:
            if landed.dataset.recorded:
                newest = landed.newest
                day = newest.replace(tzinfo=UTC).astimezone(BAKU).date() if newest else None
                connection.execute("insert into watermarks values (?, ?, ?)", [landed.dataset.name, newest, day])

    def _check(self, connection: duckdb.DuckDBPyConnection, load_id: str) -> None:
        for path in sorted(CHECKS.glob("*.sql")):
            level, sql = _read_check(path)
            rows = _count(connection.execute(COUNT.format(check=sql)))
            connection.execute("insert into checks values (?, ?, ?, ?)", [load_id, path.stem, level, rows])
            if rows and level == "fail":
                raise LoadRefused(f"The check {path.stem} found {rows} rows.", fix=f"Read loaders/checks/{path.name}.")
            if rows:
                self.warnings.append(f"The check {path.stem} found {rows} rows.")

    def _reconcile(self, connection: duckdb.DuckDBPyConnection) -> None:
        for landed in self.landed:
            kept = _count(connection.table(landed.dataset.name).count("*"))
            if landed.source_rows != landed.met or kept != landed.loaded:
                raise LoadRefused(
                    f"{landed.dataset.source} has {landed.source_rows} rows, but {kept} were loaded, "
                    f"{landed.quarantined} quarantined and {landed.excluded} excluded.",
                    fix="Load again; if it stays, check the operational database's consistency.",
                )

    def _close(self, connection: duckdb.DuckDBPyConnection, draft: Draft, before: Snapshot | None) -> None:
        seconds = self.elapsed()
        draft.loaded_at = self.started_at + timedelta(seconds=seconds)
        connection.execute("update load set loaded_at = ?, seconds = ?", [_utc(draft.loaded_at), seconds])
        if before:
            with snapshots.connect(before) as earlier:
                connection.from_arrow(earlier.sql("from history").to_arrow_table()).insert_into("history")
        connection.executemany("insert into steps values (?, ?, ?)", self.steps)
        for landed in self.landed:
            connection.execute(
                "insert into history values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    draft.load_id,
                    _utc(self.started_at),
                    seconds,
                    landed.dataset.name,
                    landed.source_rows,
                    landed.loaded,
                    landed.quarantined,
                    landed.excluded,
                    self.mode,
                ],
            )

    def _record(self, steps: list[Step]) -> None:
        self.steps += steps
        for step in steps:
            self.watch.step(*step)


def code_version() -> str:
    """A hash of every file that decides what stands in a snapshot."""
    digest = hashlib.sha256()
    folders = [ROOT / name for name in ("loaders", "policy", "queries")]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".sql", ".csv", ".txt")]
    for path in sorted([*files, ROOT / "snapshots.py", ROOT / "vault.py"]):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _writing(path: Path, settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The draft, opened to be written. A statement of its own writes it out at the end: closing would hide an error."""
    connection = duckdb.connect(
        path,
        config={
            "memory_limit": settings.memory_limit,
            "storage_compatibility_version": STORAGE,
            "default_block_size": BLOCK,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )
    try:
        yield connection
        connection.execute("checkpoint")
    finally:
        connection.close()


def _read_check(path: Path) -> tuple[str, str]:
    first, _, sql = path.read_text(encoding="utf-8").partition("\n")
    level = first.removeprefix(LEVEL)
    if not first.startswith(LEVEL) or level not in LEVELS:
        raise LoadRefused(
            f"loaders/checks/{path.name} does not begin with `{LEVEL}fail` or `{LEVEL}warn`.", fix="Add it."
        )
    return level, sql


def _count(answer: duckdb.DuckDBPyConnection | duckdb.DuckDBPyRelation) -> int:
    [(rows,)] = answer.fetchall()
    return int(rows)


def _one(snapshot: Snapshot, sql: str) -> list[tuple[Any, ...]]:
    with snapshots.connect(snapshot) as connection:
        return connection.execute(sql).fetchall()


def _utc(moment: datetime) -> datetime:
    """As snapshots keep it: UTC without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)
