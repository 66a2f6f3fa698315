"""Snapshots: DuckDB files that never change once published. Finds the one to read, and publishes a new one.

A folder holds `snapshot-<load>.duckdb`, beside each a `.json` with its hash, and `current.json`, the same for the one
that serves. Replacing a file under its name would keep serving the old rows, hence a new name and a swapped pointer.
"""

import hashlib
import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from errors import AnotherLoadRuns, LoadRefused, NoSnapshot, SnapshotError

SCHEMA_VERSION = 2
"""Goes up whenever the tables of a snapshot change; a snapshot of another version is refused."""

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": "1GB",
    "lock_configuration": "true",
}
"""How every reader opens a snapshot. One constant: a second connection with other settings would be refused."""

POINTER = "current.json"
LOCK = "load.lock"
FIX = "Run a load: `python -m loaders`."

_hashed: dict[tuple[str, int, int], str] = {}

# The file stays open between questions: to read its catalogue anew takes longer than most questions do. Every question
# has a connection of its own all the same.
_kept_open: tuple[Path, duckdb.DuckDBPyConnection] | None = None
_keeping = threading.Lock()


@dataclass(frozen=True)
class Snapshot:
    """A published snapshot. `warning` says why it is not the newest one."""

    path: Path
    load_id: str
    loaded_at: datetime
    schema_version: int
    sha256: str
    warning: str | None = None


@dataclass
class Draft:
    """A file being built. Whoever fills it closes it before the block of `building` ends."""

    path: Path
    load_id: str
    started_at: datetime
    loaded_at: datetime | None = field(default=None)
    snapshot: Snapshot | None = field(default=None)


def current(folder: Path) -> Snapshot:
    """The snapshot to read: the one pointed to or, where that is damaged, the newest intact one before it.

    Raises NoSnapshot if nothing was ever published here, SnapshotError if nothing intact is left.
    """
    pointer, first = folder / POINTER, None
    if pointer.exists():
        try:
            return _intact(pointer)
        except SnapshotError as error:
            first = error
    for manifest in _manifests(folder):
        try:
            older = _intact(manifest)
        except SnapshotError as error:
            first = first or error
        else:
            what = first.message if first else f"{folder / POINTER} is missing."
            return replace(older, warning=f"{what} The snapshot of {older.load_id} serves instead.")
    if first:
        raise first
    raise NoSnapshot(f"No data has been loaded into {folder}.", fix="Run `make run` or `python -m loaders`.")


def of_load(folder: Path, load_id: str | None) -> Snapshot:
    """The snapshot of that load, to ask again what was asked of it once; of no load, the current one.

    Raises SnapshotError if it is not there or is damaged.
    """
    if load_id is None:
        return current(folder)
    for manifest in _manifests(folder):
        if _named(manifest) == load_id:
            return _intact(manifest)
    kept = ", ".join(map(_named, _manifests(folder))) or "none"
    raise SnapshotError(
        f"There is no snapshot of the load {load_id!r} in {folder}.",
        fix=f"Put its two files back into the folder. There: {kept}.",
    )


def connect(snapshot: Snapshot) -> duckdb.DuckDBPyConnection:
    """A short connection of its own, read-only and locked down. Close it after the question."""
    global _kept_open
    with _keeping:
        if _kept_open is None or _kept_open[0] != snapshot.path:
            try:
                opened = duckdb.connect(snapshot.path, read_only=True, config=CONFIG)
            except duckdb.Error as error:
                raise SnapshotError(f"{snapshot.path.name} cannot be opened: {error}", fix=FIX) from error
            if _kept_open is not None:
                _kept_open[1].close()
            _kept_open = (snapshot.path, opened)
        return _kept_open[1].cursor()


@contextmanager
def building(folder: Path, started_at: datetime, keep: int) -> Iterator[Draft]:
    """A draft that is published if the block ends well, and thrown away whole if not. One at a time.

    Raises AnotherLoadRuns while another process builds in this folder.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LoadRefused(
            f"{folder} cannot be made: {error.strerror}.", fix="Set WAREHOUSE to another folder."
        ) from error
    with _alone(folder):
        _sweep(folder)
        load_id = _free_load_id(folder, started_at)
        draft = Draft(folder / f"draft-{load_id}.duckdb", load_id, started_at)
        try:
            yield draft
            draft.snapshot = _publish(folder, draft)
        finally:
            _sweep(folder)
        _forget_old(folder, keep)


def _intact(manifest: Path) -> Snapshot:
    said = _read(manifest)
    try:
        snapshot = Snapshot(
            path=manifest.parent / Path(said["file"]).name,
            load_id=str(said["load_id"]),
            loaded_at=datetime.fromisoformat(said["loaded_at"]),
            schema_version=int(said["schema_version"]),
            sha256=str(said["sha256"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SnapshotError(f"{manifest.name} is damaged.", fix=FIX) from error
    if snapshot.schema_version != SCHEMA_VERSION:
        raise SnapshotError(
            f"{snapshot.path.name} has schema {snapshot.schema_version}; this program reads {SCHEMA_VERSION}.", fix=FIX
        )
    try:
        found = _sha256(snapshot.path)
    except OSError as error:
        raise SnapshotError(f"{snapshot.path.name} cannot be read: {error.strerror}.", fix=FIX) from error
    if found != snapshot.sha256:
        raise SnapshotError(f"{snapshot.path.name} is cut or was changed: its hash is another.", fix=FIX)
    return snapshot


def _read(manifest: Path) -> dict[str, Any]:
    try:
        said = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise SnapshotError(f"{manifest.name} is damaged.", fix=FIX) from error
    if not isinstance(said, dict):
        raise SnapshotError(f"{manifest.name} is damaged.", fix=FIX)
    return said


def _named(manifest: Path) -> str:
    return manifest.stem.removeprefix("snapshot-")


def _manifests(folder: Path) -> list[Path]:
    """Newest first: names sort by time."""
    return sorted(folder.glob("snapshot-*.json"), key=_named, reverse=True)


def _sha256(path: Path) -> str:
    """Once per process and file: the size and time of change stand for the bytes after that."""
    stat = path.stat()
    key = (str(path), stat.st_mtime_ns, stat.st_size)
    if key not in _hashed:
        with path.open("rb") as file:
            _hashed[key] = hashlib.file_digest(file, "sha256").hexdigest()
    return _hashed[key]


def _free_load_id(folder: Path, started_at: datetime) -> str:
    """The second of the start; a later one if that is taken, so that ids are unique and sort by time."""
    taken = {path.stem.removeprefix("snapshot-") for path in folder.glob("snapshot-*.*")}
    newest = max(taken, default="")
    moment = started_at.astimezone(UTC)
    if newest[:16] >= f"{moment:%Y%m%dT%H%M%SZ}":
        moment = datetime.strptime(newest[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) + timedelta(seconds=1)
    return f"{moment:%Y%m%dT%H%M%SZ}"


def _publish(folder: Path, draft: Draft) -> Snapshot:
    """The draft on disk, then its name, then its manifest, then the pointer: a crash between any two harms nothing."""
    _sync(draft.path)
    path = folder / f"snapshot-{draft.load_id}.duckdb"
    draft.path.rename(path)
    snapshot = Snapshot(path, draft.load_id, draft.loaded_at or draft.started_at, SCHEMA_VERSION, _sha256(path))
    manifest = {
        "file": path.name,
        "sha256": snapshot.sha256,
        "load_id": snapshot.load_id,
        "loaded_at": snapshot.loaded_at.isoformat(),
        "schema_version": snapshot.schema_version,
    }
    _write(path.with_suffix(".json"), manifest)
    _write(folder / POINTER, manifest)
    return snapshot


def _write(path: Path, manifest: dict[str, Any]) -> None:
    new = path.with_name(path.name + ".new")
    new.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    _sync(new)
    new.replace(path)
    if os.name == "posix":
        _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Whatever a load left that did not end. Only called by who holds the lock."""
    for left in [*folder.glob("draft-*"), *folder.glob("*.json.new")]:
        if left.is_dir():
            for file in left.iterdir():
                file.unlink()
            left.rmdir()
        else:
            left.unlink()


def _forget_old(folder: Path, keep: int) -> None:
    """Delete all but the newest `keep`. A file that a running question reads stays readable to it until it closes."""
    for manifest in _manifests(folder)[keep:]:
        for path in (manifest, manifest.with_suffix(".duckdb")):
            with suppress(FileNotFoundError, PermissionError):  # Windows refuses while it is read: the next load tries
                path.unlink()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock. The system lets go of it when the process ends, however it ends."""
    with (folder / LOCK).open("a+b") as file:
        if not _lock(file.fileno()):
            raise AnotherLoadRuns(f"Another load runs in {folder}.", fix="Wait for it to end.")
        yield


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
