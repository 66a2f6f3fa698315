"""The chart of a control: how many violations it had, month by month."""

import plotly.graph_objects as go

from ui.charts.chart import Drawn, Input, day, whole
from ui.charts.paper import base, time_axis


def trend(given: Input) -> Drawn | None:
    w, p = given.words, given.palette
    frame = given.frame
    if given.picked:
        frame = frame[frame["control"] == given.picked]
    if len(frame) < 2:
        return None
    figure = go.Figure(
        go.Bar(
            x=[f"{month}-01" for month in frame["month"]],
            y=list(frame["violations"]),
            marker={"color": p.scale[1]},
            text=[w.number(value) for value in frame["violations"]],
            textposition="outside",
            textfont={"color": p.ink},
            cliponaxis=False,
            hovertemplate="%{x|%Y-%m}: %{y}<extra></extra>",
        )
    )
    time_axis(figure, w, p, day(f"{frame['month'].iloc[0]}-01"), day(f"{frame['month'].iloc[-1]}-01"), months=True)
    figure.update_yaxes(rangemode="tozero", visible=False)
    base(figure, w, p, height=230)
    before, now = whole(frame["violations"].iloc[0]), whole(frame["violations"].iloc[-1])
    finding = w.text(
        "{control}: violations {now}, at the start of the period {before}.",
        control=w.word("control", frame["control"].iloc[0]),
        now=w.number(now),
        before=w.number(before),
    )
    return Drawn(figure, finding, w.text("violations at the end of each month"), whole(frame["examined"].iloc[-1]))
