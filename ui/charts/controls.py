"""The controls month by month: new violations by severity, broken controls, or the violations of one of them."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from evidence import overview
from ui.charts.chart import Drawn, Input, day, whole
from ui.charts.paper import base, time_axis


def new_by_month(given: Input) -> Drawn | None:
    """Stacked by severity, the worst at the bottom in the accent; the sum above each bar."""
    w, p = given.words, given.palette
    rows = given.frame.to_dict("records")
    months = overview.new_by_month(rows)
    if not any(months.values()):
        return None
    starts = [f"{month}-01" for month in months]
    figure = go.Figure()
    looks = {"critical": (p.accent, ""), "high": (p.soft, "/"), "medium": (p.scale[2], ""), "low": (p.scale[4], "")}
    for severity, (colour, shape) in looks.items():
        figure.add_bar(
            x=starts,
            y=[row["violations"] for row in rows if row["severity"] == severity],
            name=w.word("severity", severity),
            marker={"color": colour, "pattern": {"shape": shape, "fgcolor": p.accent, "size": 6, "solidity": 0.2}},
            hovertemplate="%{x|%Y-%m}, %{fullData.name}: %{y}<extra></extra>",
        )
    figure.add_scatter(
        x=starts,
        y=list(months.values()),
        mode="text",
        text=[w.number(count) for count in months.values()],
        textposition="top center",
        textfont={"color": p.ink},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    time_axis(figure, w, p, day(starts[0]), day(starts[-1]), months=True)
    figure.update_yaxes(rangemode="tozero", visible=False)
    figure.update_layout(barmode="stack")
    base(figure, w, p, height=280, legend=True)
    finding = overview.new_in_words(months, w.language)
    return Drawn(
        figure, finding, w.text("violations that were not there at the end of the month before"), sum(months.values())
    )


def not_met_by_month(trend: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many controls are not met at the end of each month, counted as the figure counts them."""
    months = dict.fromkeys(sorted({row["month"] for row in trend}), 0)
    for row in trend:
        months[row["month"]] += row["violations"] > 0 and row["control"] != overview.FOR_A_PERSON
    return months


def trend(given: Input) -> Drawn | None:
    w = given.words
    if not given.picked:
        months = not_met_by_month(given.frame.to_dict("records"))
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
