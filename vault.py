"""The vault: which number stands for which operational id. A file of its own that the loader writes and `gate` reads.

Numbers are unique over both kinds and mean nothing: within a load they are dealt in shuffled order.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from errors import VaultError

FILE = "vault.duckdb"
USER = "user"
STAFF = "staff"
DENSE = 2**24  # ids below this are found by position, the others by search

Ids = npt.NDArray[np.int64]


class Vault:
    """The pairs of one source, in memory; `save` writes them. Forgetting a person belongs here, in `save`."""

    def __init__(self, folder: Path) -> None:
        """Read the vault of a folder; an absent one is empty and belongs to nobody yet. Raises VaultError."""
        self.folder = folder
        self.fingerprint: str | None = None
        self._kinds: dict[str, _Numbers] = {USER: _Numbers(), STAFF: _Numbers()}
        self._next = 1
        self._changed = False
        if self.path.exists():
            self._read()

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / FILE

    def bind(self, fingerprint: str) -> None:
        """Belong to one source for good. Raises VaultError if it belongs to another already."""
        if self.fingerprint not in (None, fingerprint):
            raise VaultError(
                f"The vault in {self.folder} belongs to another operational database.",
                fix="Set VAULT and WAREHOUSE to folders of their own for this one, or SOURCE_URL to the other one.",
            )
        self._changed |= self.fingerprint is None
        self.fingerprint = fingerprint

    def pseudonyms(self, kind: str, ids: Ids) -> Ids:
        """The number of each id; an id never met gets a new one."""
        numbers = self._kinds[kind].find(ids)
        if not numbers.all():
            unknown = np.sort(ids[numbers == 0])
            unknown = unknown[np.append(True, unknown[1:] != unknown[:-1])]
            dealt = self._next + np.random.default_rng().permutation(len(unknown))
            self.add(kind, unknown, dealt)
            numbers = self._kinds[kind].find(ids)
        return numbers

    def known(self, kind: str, ids: Ids) -> Ids:
        """The number of each id, 0 for an id never met."""
        return self._kinds[kind].find(ids)

    def operational_id(self, pseudonym: int) -> tuple[str, int] | None:
        """The kind and id behind a number, if it is known."""
        for kind, numbers in self._kinds.items():
            if (found := numbers.behind(pseudonym)) is not None:
                return kind, found
        return None

    def add(self, kind: str, ids: Ids, pseudonyms: Ids) -> None:
        """Put pairs in: ids that are not here yet, with numbers that nobody has."""
        if len(ids) == 0:
            return
        self._kinds[kind].add(ids, pseudonyms)
        self._next = max(self._next, int(pseudonyms.max()) + 1)
        self._changed = True

    def pairs(self) -> pa.Table:
        """Every pair: kind, id, pseudonym."""
        return pa.concat_tables(
            pa.table({"kind": pa.repeat(kind, len(ids)), "id": ids, "pseudonym": numbers})
            for kind, (ids, numbers) in ((kind, each.pairs()) for kind, each in self._kinds.items())
        )

    def save(self) -> None:
        """Write a new file and swap it in, so that no byte of a removed pair stays. Before the snapshot is published:
        a crash between the two leaves pairs that nothing uses yet, never numbers that lead nowhere."""
        if not self._changed:
            return
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        private = self.folder / "new"  # nobody else may look in while DuckDB makes the file, with rights of its own
        shutil.rmtree(private, ignore_errors=True)
        private.mkdir(mode=0o700)
        new = private / FILE
        with duckdb.connect(new) as connection:
            connection.execute("create table source (fingerprint varchar)")
            connection.execute("insert into source values (?)", [self.fingerprint])
            connection.from_arrow(self.pairs()).create("pairs")
        new.chmod(0o600)
        with new.open("r+b") as file:
            os.fsync(file.fileno())
        new.replace(self.path)
        private.rmdir()
        self._changed = False

    def _read(self) -> None:
        try:
            with duckdb.connect(self.path, read_only=True) as connection:
                row = connection.execute("select fingerprint from source").fetchone()
                self.fingerprint = row[0] if row else None
                for kind in self._kinds:
                    found = connection.execute("select id, pseudonym from pairs where kind = ?", [kind]).fetchnumpy()
                    self.add(kind, found["id"], found["pseudonym"])
        except duckdb.Error as error:
            raise VaultError(
                f"{self.path} cannot be read: {error}",
                fix="Restore it from a backup: without it, numbers in snapshots lead to nobody.",
            ) from error
        self._changed = False


class _Numbers:
    """The pairs of one kind: an array by position for small ids, a sorted one for the rest."""

    def __init__(self) -> None:
        self._dense = np.zeros(1024, np.int64)
        self._ids = np.zeros(0, np.int64)
        self._numbers = np.zeros(0, np.int64)

    def find(self, ids: Ids) -> Ids:
        if len(ids) == 0:
            return np.zeros(0, np.int64)
        low, high = int(ids.min()), int(ids.max())
        if low >= 0 and high < len(self._dense):
            return self._dense[ids]
        small = (ids >= 0) & (ids < len(self._dense))
        found = np.zeros(len(ids), np.int64)
        found[small] = self._dense[ids[small]]
        if len(self._ids):
            place = np.minimum(np.searchsorted(self._ids, ids), len(self._ids) - 1)
            found = np.where(~small & (self._ids[place] == ids), self._numbers[place], found)
        return found

    def behind(self, number: int) -> int | None:
        for ids, numbers in (self._small(), (self._ids, self._numbers)):
            place = np.flatnonzero(numbers == number)
            if len(place):
                return int(ids[place[0]])
        return None

    def add(self, ids: Ids, numbers: Ids) -> None:
        small = (ids >= 0) & (ids < DENSE)
        if small.any():
            needed = int(ids[small].max()) + 1
            if needed > len(self._dense):
                grown = np.zeros(min(DENSE, max(needed, 2 * len(self._dense))), np.int64)
                grown[: len(self._dense)] = self._dense
                self._dense = grown
            self._dense[ids[small]] = numbers[small]
        if not small.all():
            together = np.concatenate([self._ids, ids[~small]])
            order = np.argsort(together, kind="stable")
            self._ids = together[order]
            self._numbers = np.concatenate([self._numbers, numbers[~small]])[order]

    def pairs(self) -> tuple[Ids, Ids]:
        small, large = self._small(), (self._ids, self._numbers)
        return np.concatenate([small[0], large[0]]), np.concatenate([small[1], large[1]])

    def _small(self) -> tuple[Ids, Ids]:
        ids = np.flatnonzero(self._dense)
        return ids, self._dense[ids]


def pseudonym(folder: Path, kind: str, operational_ids: Iterable[int]) -> dict[int, int]:
    """The numbers of some ids, those that have one."""
    ids = np.fromiter(operational_ids, np.int64)
    numbers = Vault(folder).known(kind, ids)
    return {int(each): int(number) for each, number in zip(ids, numbers, strict=True) if number}
