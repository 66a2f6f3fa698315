"""Charts of answers that no demo has: nothing that is counted goes missing, no axis fails."""

from datetime import date, timedelta

import pandas as pd
import pytest

from language import Language
from ui.charts import access, consent, inventory, requests
from ui.charts.chart import Input
from ui.palette import palette
from ui.words import Words

AS_OF = date(2026, 3, 31)


def given(frame: pd.DataFrame) -> Input:
    return Input(frame, {}, None, AS_OF, Words(Language("en"), {}), palette("light"))


def test_every_closed_request_stands_in_a_bar():
    took = [1, 2, 41, 77, 3, 40]
    frame = pd.DataFrame({"on_time": [True, False, False, True, None, None], "working_days": took})
    drawn = requests.closed(given(frame))
    assert [bar.name for bar in drawn.figure.data] == ["on time", "late", "no due day"]
    assert sum(sum(bar.y) for bar in drawn.figure.data) == drawn.n == len(took)
    assert drawn.notes == ("in the last bar, longer than 40 working days: 2",)


def test_closed_requests_that_all_have_a_due_day_need_no_third_bar():
    drawn = requests.closed(given(pd.DataFrame({"on_time": [True, False], "working_days": [1, 12]})))
    assert [bar.name for bar in drawn.figure.data] == ["on time", "late"]
    assert drawn.notes == ()


def test_every_request_closed_in_a_month_stands_in_its_bar():
    frame = pd.DataFrame(
        {"month": ["2026-02", "2026-03"], "closed": [5, 4], "closed_on_time": [3, 4], "closed_late": [1, 0]}
    )
    drawn = requests.by_month(given(frame))
    assert [bar.name for bar in drawn.figure.data] == ["on time", "late", "no due day"]
    assert sum(sum(bar.y) for bar in drawn.figure.data) == drawn.n == 9
    assert drawn.finding == "Closed late: 0 of 4 in Mar 2026, 1 of 5 in Feb 2026."


def test_of_many_roles_those_with_the_lowest_coverage_are_drawn():
    roles = [f"role {number}" for number in range(40)]
    frame = pd.DataFrame({"role": roles, "population": 50, "implied": 0, "coverage": [n / 40 for n in range(40)]})
    drawn = consent.coverage(given(frame))
    assert len(drawn.figure.data[0].x) == 25
    assert drawn.figure.data[0].x[0] == 0
    assert drawn.finding == "Lowest explicit coverage: “role 0”, unknown, 0.0%."


@pytest.mark.parametrize("years", [0, 1, 20, 90, 300])
def test_an_axis_of_time_has_marks_for_any_span(years):
    days = [AS_OF - timedelta(days=365 * years + 40), AS_OF]
    drawn = access.daily(given(pd.DataFrame({"actor_role": "staff", "day": days, "events": 1})))
    assert 1 <= len(drawn.figure.layout.xaxis.tickvals) <= 12


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_numbers_of_the_matrix_can_be_read_on_every_colour(theme):
    columns = {"category": ["fin", "phone"], "purpose": ["5.1", "3.2.1"], "subjects": [1, 900], "events": [1, 2000]}
    asked = Input(pd.DataFrame(columns), {}, None, AS_OF, Words(Language("en"), {}), palette(theme))
    [heat] = inventory.matrix(asked).figure.data
    text = luminance(heat.textfont.color)
    for _, colour in heat.colorscale:
        lighter, darker = sorted((text, luminance(colour)), reverse=True)
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5
