"""Management cannot count to fewer than ten people, nor subtract its way there."""

import pyarrow as pa

from queries.header import Header
from queries.small_numbers import hide


def header(**told):
    words = dict.fromkeys(("az", "en", "ru"), "x")
    return Header(words, words, "one", "policy", ("management",), 1, **told)


def states(*counts):
    names = ["explicit", "implied", "outdated", "refused"][: len(counts)]
    return pa.table({"purpose": ["policy"] * len(counts), "state": names, "subjects": pa.array(counts, pa.int64())})


TOLD = header(people=("subjects",), people_total=("purpose",))


def test_one_to_nine_are_hidden_zero_and_ten_are_not():
    shown = hide(states(9, 1, 0, 10), TOLD).to_pydict()
    assert shown["subjects"] == [None, None, 0, 10]
    assert shown["hidden"] == ["subjects", "subjects", None, None]


def test_a_lone_hidden_count_takes_the_smallest_other_with_it():
    assert hide(states(50, 9, 30, 0), TOLD).column("subjects").to_pylist() == [50, None, None, 0]


def test_a_zero_is_the_cover_where_there_is_nothing_else():
    assert hide(states(9, 0), TOLD).column("subjects").to_pylist() == [None, None]


def test_groups_do_not_cover_for_each_other():
    table = pa.table({"purpose": ["a", "a", "b", "b"], "subjects": pa.array([5, 40, 50, 60], pa.int64())})
    assert hide(table, TOLD).column("subjects").to_pylist() == [None, None, 50, 60]


def test_without_a_published_total_a_lone_cell_is_enough():
    assert hide(states(50, 9), header(people=("subjects",))).column("subjects").to_pylist() == [50, None]


def test_what_is_derived_from_a_hidden_count_is_hidden_too():
    table = pa.table(
        {
            "population": pa.array([100, 200], pa.int64()),
            "explicit": pa.array([4, 150], pa.int64()),
            "coverage": [0.04, 0.75],
        }
    )
    told = header(people=("population", "explicit"), derived=("coverage",))
    assert hide(table, told).to_pydict() == {
        "population": [100, 200],
        "explicit": [None, 150],
        "coverage": [None, 0.75],
        "hidden": ["explicit coverage", None],
    }


def test_an_answer_that_counts_nobody_is_left_alone():
    assert hide(states(5), header()) == states(5)


def test_an_unknown_count_stays_unknown_and_is_not_called_hidden():
    assert hide(states(None, 50), TOLD).column("hidden").to_pylist() == [None, None]
