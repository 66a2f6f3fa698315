"""What management does not see is neither another number nor nothing: in tables, in charts and in what they say."""

from datetime import date

import pandas as pd
import pyarrow as pa
import pytest

import queries
import snapshots
from language import HIDDEN, Language
from tests.drawn import said
from ui import cells, charts
from ui.charts.chart import Input
from ui.palette import LIGHT
from ui.words import Words

EN = Words(Language("en"), {})
UNSEEN = "not shown to your role"


def shown(query, table):
    columns = cells.columns(query, table, EN)
    return pa.Table.from_pylist(cells.rows(table, columns, EN)).to_pydict()


def states(*counts, purpose="policy"):
    names = ["explicit", "implied", "outdated", "refused", "withdrawn", "pending"][: len(counts)]
    return pa.table(
        {
            "purpose": [purpose] * len(counts),
            "state": names,
            "subjects": pa.array(counts, pa.int64()),
            "hidden": ["subjects" if count is None else None for count in counts],
        }
    )


def test_of_two_hidden_counts_neither_is_said_to_be_below_ten():
    assert shown("consent.states", states(50, None, None, 0))["subjects"] == ["50", "hidden", "hidden", "0"]


def test_of_three_hidden_counts_each_is_below_ten():
    below = cells.plain(HIDDEN)
    assert shown("consent.states", states(50, None, None, None))["subjects"] == ["50", below, below, below]


def test_a_hidden_share_is_never_said_to_be_below_ten():
    table = pa.table(
        {
            "purpose": ["policy"],
            "population": pa.array([100], pa.int64()),
            "explicit": pa.array([None], pa.int64()),
            "implied": pa.array([20], pa.int64()),
            "coverage": pa.array([None], pa.float64()),
            "hidden": ["explicit coverage"],
        }
    )
    row = shown("consent.coverage", table)
    assert row["explicit"] == [cells.plain(HIDDEN)]
    assert row["coverage"] == ["hidden"]


@pytest.fixture
def snapshot(demo):
    return snapshots.current(demo.warehouse)


@pytest.mark.parametrize("name", ["consent.states", "consent.by_role", "consent.by_building", "consent.by_version"])
def test_what_is_printed_as_below_ten_is(snapshot, name):
    """Beside the true counts, which the DPO sees."""
    table = queries.run(name, snapshot, "management")
    true = queries.run(name, snapshot, "dpo").to_pydict()
    hidden = 0
    for column, printed in shown(name, table).items():
        for place, cell in enumerate(printed):
            if cell == cells.plain(HIDDEN):
                assert column in queries.get(name).header.people
                assert 0 < true[column][place] < 10
            hidden += cell in ("hidden", cells.plain(HIDDEN))
    assert hidden


def drawn(snapshot, name, role="management", picked=None, **filters):
    chart = charts.CHARTS[name]
    asked = {"as_of": queries.day_of_load(snapshot), **filters}

    def frame(query):
        taken = {key: value for key, value in asked.items() if key in queries.get(query).filters}
        return queries.run(query, snapshot, role, taken).to_pandas()

    more = {other: frame(other) for other in chart.more}
    return chart.draw(Input(frame(name), more, picked, asked["as_of"], EN, LIGHT))


def test_the_bars_of_consent_are_of_all_people(snapshot):
    """The same shares as the DPO's, and a piece for what is hidden."""
    own, all_of_it = (
        {bar.name: dict(zip(bar.y, bar.x, strict=True)) for bar in drawn(snapshot, "consent.states", role).figure.data}
        for role in ("management", "dpo")
    )
    unseen = own.pop(UNSEEN)
    assert UNSEEN not in all_of_it
    for purpose in unseen:
        assert sum(bar[purpose] for bar in own.values()) + unseen[purpose] == pytest.approx(1)
        for state, bar in own.items():
            assert bar[purpose] in (0, pytest.approx(all_of_it[state][purpose]))
    assert sum(unseen.values()) > 0


def test_the_trend_stands_on_all_people_of_each_day(snapshot):
    heights = [
        pd.concat([pd.Series(list(area.y), index=list(area.x)) for area in drawn(snapshot, *asked).figure.data])
        .groupby(level=0)
        .sum()
        for asked in (("consent.trend", "management", "5.8"), ("consent.trend", "dpo", "5.8"))
    ]
    own, true = heights
    assert len(own) > 30
    assert (own == true[own.index]).all()


def test_a_bar_that_is_not_seen_is_left_out_and_counted(snapshot):
    table = queries.run("consent.by_role", snapshot, "management").to_pandas()
    unseen = int(table["coverage"].isna().sum())
    found = drawn(snapshot, "consent.by_role")
    assert 0 < unseen < len(table)
    assert len(found.figure.data[0].y) == len(table) - unseen
    assert found.notes == (f"left out, because not shown to your role: {unseen}",)
    assert "—" not in found.finding


def test_withdrawals_are_not_summed_over_hidden_ones():
    months = ["2026-01", "2026-02", "2026-01", "2026-02"]
    counts = pa.array([12, 20, None, 40], pa.int64())
    table = pa.table({"month": months, "purpose": ["policy"] * 2 + ["5.7"] * 2, "withdrawals": counts})
    seen = table.filter(pa.array([True, True, False, True]))
    hidden_one = table.append_column("hidden", pa.array([None, None, "withdrawals", None], pa.string()))
    alone, together = (
        charts.CHARTS["consent.withdrawals"].draw(Input(each.to_pandas(), {}, None, date(2026, 2, 28), EN, LIGHT))
        for each in (hidden_one, seen)
    )
    assert (alone.n, list(alone.figure.data[0].y)) == (32, [12, 20])
    assert (together.n, list(together.figure.data[0].y)) == (72, [12, 60])
    assert "does not see" in " ".join(alone.notes)


def test_a_hidden_cell_of_the_matrix_is_no_empty_one(snapshot):
    table = queries.run("inventory.matrix", snapshot, "management").to_pandas()
    texts = [text for row in drawn(snapshot, "inventory.matrix").figure.data[0].text for text in row]
    assert texts.count(HIDDEN) == table["hidden"].notna().sum() > 0


def test_the_page_says_what_hidden_means(open_page):
    assert "Hidden: not shown to management" in said(open_page("consent", view_as="management"))
    assert "Hidden: not shown to management" not in said(open_page("consent"))


def test_a_trend_begins_with_the_first_day_that_has_people(snapshot):
    population = queries.run("consent.trend", snapshot, "dpo").to_pandas().groupby("day")["subjects"].sum()
    found = drawn(snapshot, "consent.trend", "dpo", "policy", from_day=date(2001, 1, 1))
    assert "—" not in found.finding
    assert found.figure.data[0].x[0] == population[population > 0].index[0]
