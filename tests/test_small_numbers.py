"""Management cannot count to fewer than ten people, nor subtract its way there."""

import pyarrow as pa

import queries
import snapshots
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


def test_hidden_counts_that_a_total_says_exactly_take_another_with_them():
    assert hide(states(50, 1, 20, 1), TOLD).column("subjects").to_pylist() == [50, None, None, None]
    assert hide(states(50, 9, 20, 9), TOLD).column("subjects").to_pylist() == [50, None, None, None]
    assert hide(states(50, 1, 20, 2), TOLD).column("subjects").to_pylist() == [50, None, 20, None]


def test_what_another_answer_shows_is_no_cover():
    told = header(people=("subjects",), people_total=("purpose",), people_elsewhere=("state", "explicit", "implied"))
    assert hide(states(24, 0, 1, 31), told).column("subjects").to_pylist() == [24, 0, None, None]
    assert hide(states(24, 0, 0, 1), told).column("subjects").to_pylist() == [24, 0, None, None]
    assert hide(states(24, 1), told).column("subjects").to_pylist() == [None, None]


def test_no_two_answers_about_consent_give_a_small_count_away(demo):
    snapshot = snapshots.current(demo.warehouse)
    buildings = queries.run("consent.by_building", snapshot, "dpo").column("building_id").drop_null().to_pylist()
    hidden = 0
    for building in buildings:
        asked = {"building_id": building}
        cells = queries.run("consent.states", snapshot, "management", asked).to_pylist()
        shares = queries.run("consent.coverage", snapshot, "management", asked).to_pylist()
        for row in shares:
            unseen = {cell["state"] for cell in cells if cell["purpose"] == row["purpose"] and cell["hidden"]}
            unseen -= {state for state in ("explicit", "implied") if row[state] is not None}
            assert row["population"] is None or len(unseen) != 1, (building, row["purpose"], unseen)
            hidden += len(unseen)
    assert hidden


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
