"""The vault: numbers that mean nothing, stay, and belong to one operational database."""

import stat
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import VaultError
from vault import STAFF, USER, Vault, pseudonym

DENSE = 2000  # small, so that ids on both sides of it are cheap
IDS = st.lists(st.one_of(st.integers(-(2**63), 2**63 - 1), st.integers(-5, 5), st.integers(DENSE - 3, DENSE + 3)))


def ids(*numbers):
    return np.array(numbers, np.int64)


def test_an_id_keeps_its_number_and_kinds_do_not_meet(tmp_path):
    vault = Vault(tmp_path)
    person, staff = vault.pseudonyms(USER, ids(17, 17, 18)), vault.pseudonyms(STAFF, ids(17))
    assert person[0] == person[1] != person[2]
    assert staff[0] not in person
    vault.save()
    again = Vault(tmp_path)
    assert again.pseudonyms(USER, ids(17, 18)).tolist() == [person[0], person[2]]
    assert again.pseudonyms(STAFF, ids(17)).tolist() == staff.tolist()
    assert again.operational_id(int(staff[0])) == (STAFF, 17)
    assert again.operational_id(99) is None
    assert pseudonym(tmp_path, USER, [17, 99]) == {17: person[0]}


@given(st.lists(st.tuples(st.sampled_from([USER, STAFF]), IDS), max_size=8))
def test_numbers_are_dense_unique_and_lead_back(batches):
    vault, met = Vault(Path("no-such-folder")), {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("vault.DENSE", DENSE)
        for kind, batch in batches:
            for each, number in zip(batch, vault.pseudonyms(kind, ids(*batch)).tolist(), strict=True):
                assert met.setdefault((kind, each), number) == number
    assert sorted(met.values()) == list(range(1, len(met) + 1))
    assert all(vault.operational_id(number) == key for key, number in met.items())


def test_only_its_owner_may_read_the_file(tmp_path):
    vault = Vault(tmp_path / "new")
    vault.pseudonyms(USER, ids(1))
    vault.save()
    assert stat.S_IMODE(vault.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(vault.folder.stat().st_mode) == 0o700
    assert [path.name for path in vault.folder.iterdir()] == ["vault.duckdb"]
    with duckdb.connect(vault.path, read_only=True) as connection:
        assert connection.execute("select kind, id, pseudonym from pairs").fetchall() == [("user", 1, 1)]


def test_a_crash_while_it_is_written_harms_nothing(tmp_path):
    vault = Vault(tmp_path)
    first = vault.pseudonyms(USER, ids(1, 2))
    vault.save()
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "vault.duckdb").write_bytes(b"half a file")
    again = Vault(tmp_path)
    again.pseudonyms(USER, ids(3))
    again.save()
    assert Vault(tmp_path).known(USER, ids(1, 2)).tolist() == first.tolist()
    assert [path.name for path in tmp_path.iterdir()] == ["vault.duckdb"]


def test_it_belongs_to_one_database(tmp_path):
    vault = Vault(tmp_path)
    vault.bind("one")
    vault.save()
    Vault(tmp_path).bind("one")
    with pytest.raises(VaultError, match=r"belongs to another operational database. Set VAULT"):
        Vault(tmp_path).bind("two")


def test_a_damaged_vault_is_refused(tmp_path):
    (tmp_path / "vault.duckdb").write_bytes(b"nonsense" * 1000)
    with pytest.raises(VaultError, match=r"cannot be read.*Restore it from a backup"):
        Vault(tmp_path)


def test_nothing_new_leaves_the_file_as_it_is(tmp_path):
    vault = Vault(tmp_path)
    vault.pseudonyms(USER, ids(1))
    vault.save()
    before = vault.path.stat().st_ino
    again = Vault(tmp_path)
    again.pseudonyms(USER, ids(1))
    again.save()
    assert vault.path.stat().st_ino == before
