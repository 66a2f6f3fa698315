"""The chart of the controls, month by month: how many have violations, or how many violations one of them has."""

from collections.abc import Mapping

import plotly.graph_objects as go

from evidence import overview
from ui.charts.chart import Drawn, Input, day, whole
from ui.charts.paper import base, time_axis


def trend(given: Input) -> Drawn | None:
    w = given.words
    if not given.picked:
        months = overview.not_met_by_month(given.frame.to_dict("records"))
        if len(months) < 2:
            return None
        before, *_, now = months.values()
        finding = w.text(
            "Controls with violations: {now}, at the start of the period {before}.",
            now=w.number(now),
            before=w.number(before),
        )
        unit = w.text("controls with violations at the end of each month")
        return Drawn(_bars(given, months), finding, unit, given.frame["control"].nunique())
    frame = given.frame[given.frame["control"] == given.picked]
    if len(frame) < 2:
        return None
    finding = w.text(
        "{control}: violations {now}, at the start of the period {before}.",
        control=w.word("control", given.picked),
        now=w.number(whole(frame["violations"].iloc[-1])),
        before=w.number(whole(frame["violations"].iloc[0])),
    )
    figure = _bars(given, dict(zip(frame["month"], frame["violations"], strict=True)))
    return Drawn(figure, finding, w.text("violations at the end of each month"), whole(frame["examined"].iloc[-1]))


def _bars(given: Input, months: Mapping[str, int]) -> go.Figure:
    w, p = given.words, given.palette
    figure = go.Figure(
        go.Bar(
            x=[f"{month}-01" for month in months],
            y=list(months.values()),
            marker={"color": p.scale[1]},
            text=[w.number(value) for value in months.values()],
            textposition="outside",
            textfont={"color": p.ink},
            cliponaxis=False,
            hovertemplate="%{x|%Y-%m}: %{y}<extra></extra>",
        )
    )
    first, *_, last = months
    time_axis(figure, w, p, day(f"{first}-01"), day(f"{last}-01"), months=True)
    figure.update_yaxes(rangemode="tozero", visible=False)
    base(figure, w, p, height=230)
    return figure
