"""Combinations of words get a number; number and table together say what the rows said."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import LoadRefused
from loaders.datasets import ACCESS_LOG, Code, Column, Flag, Text, Whole
from loaders.landing import Kinds

REGISTER = replace(
    ACCESS_LOG,
    columns=(
        Column("event_id", Whole()),
        Column("category", Code()),
        Column("system", Text()),
        Column("urgent", Flag()),
    ),
)

WORDS = st.one_of(st.none(), st.sampled_from(["", "fin", "phone", "ünvan"]), st.text(max_size=3))
ROWS = st.lists(st.tuples(WORDS, WORDS, st.one_of(st.none(), st.booleans())), max_size=30)


def columns(rows):
    category, system, urgent = zip(*rows, strict=True) if rows else ((), (), ())
    return [
        pa.array(category, pa.string()).dictionary_encode(),
        pa.array(system, pa.string()).dictionary_encode(),
        pa.array(urgent, pa.bool_()),
    ]


def told(kinds, numbers):
    """The words of each row, looked up."""
    table = {row["kind_no"]: tuple(row.values())[1:] for row in kinds.table().to_pylist()}
    return [table[number] for number in numbers]


@settings(deadline=None)
@given(batches=st.lists(ROWS, max_size=4))
def test_what_rows_said_is_told_again(batches):
    kinds = Kinds(REGISTER)
    numbers = [kinds.numbered(columns(rows)).to_pylist() for rows in batches]
    assert [told(kinds, each) for each in numbers] == batches


def test_numbers_are_given_in_the_order_of_meeting():
    kinds = Kinds(REGISTER)
    rows = [("phone", None, True), ("fin", "crm", False), ("phone", None, True), ("fin", "crm", None)]
    assert kinds.numbered(columns(rows)).to_pylist() == [0, 1, 0, 2]
    assert kinds.numbered(columns([("id", "crm", None), ("fin", "crm", False)])).to_pylist() == [3, 1]
    assert kinds.table().column_names == ["kind_no", "category", "system", "urgent"]


def test_words_that_hardly_repeat_are_told_again_too():
    """So many different words in several columns that their product is no whole number of 64 bits any more."""
    several = replace(REGISTER, columns=tuple(Column(name, Text()) for name in "abcd"))
    rows = 70_000
    shuffled = [np.random.default_rng(seed).permutation(rows).astype(str) for seed in range(4)]
    kinds = Kinds(several)
    numbers = kinds.numbered([pa.array(each).dictionary_encode() for each in shuffled]).to_pylist()
    assert told(kinds, numbers) == list(zip(*shuffled, strict=True))


def test_a_register_whose_words_do_not_repeat_is_refused():
    kinds = Kinds(replace(REGISTER, columns=(Column("system", Text()),)))
    words = pa.array(np.arange(1_000_001).astype(str)).dictionary_encode()
    with pytest.raises(LoadRefused, match=r"access_log has more than 1000000 different combinations of system"):
        kinds.numbered([words])
