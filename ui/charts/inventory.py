"""The chart of the inventory: which category of data is used for which purpose."""

import plotly.graph_objects as go

from ui.charts.chart import Drawn, Input, hidden
from ui.charts.paper import base
from ui.words import HIDDEN, clause_order


def matrix(given: Input) -> Drawn | None:
    """Category by purpose: the number of people in each cell."""
    w, p = given.words, given.palette
    frame = given.frame.copy()
    frame["purpose"] = frame["purpose"].fillna("")
    frame["unseen"] = hidden(frame, "subjects")
    wide = frame.pivot(index="category", columns="purpose", values="subjects")
    if wide.empty:
        return None
    purposes = sorted(wide.columns, key=clause_order)
    wide = wide[purposes]
    unseen = frame.pivot(index="category", columns="purpose", values="unseen")[purposes].eq(True)
    values = wide.mask(unseen, 1.0).astype(float).to_numpy().tolist()
    texts = [
        [HIDDEN if few else "" if value != value else w.number(value) for value, few in zip(row, fews, strict=True)]
        for row, fews in zip(values, unseen.to_numpy().tolist(), strict=True)
    ]
    names = [w.word("purpose", purpose) if purpose else w.text("no purpose named") for purpose in purposes]
    categories = [w.word("category", category) for category in wide.index]
    figure = go.Figure(
        go.Heatmap(
            z=[[None if value != value else value**0.5 for value in row] for row in values],
            x=[_head(purpose) or w.text("none") for purpose in purposes],
            y=categories,
            text=texts,
            texttemplate="%{text}",
            textfont={"size": 11, "color": p.ink},
            customdata=[names for _ in categories],
            hovertemplate="%{y}<br>%{customdata}<br>%{text}<extra></extra>",
            colorscale=[[0, p.scale[4]], [1, p.scale[2]]],  # as far as the numbers can be read on it
            showscale=False,
            xgap=2,
            ygap=2,
        )
    )
    figure.update_xaxes(type="category", side="top", showgrid=False)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    base(figure, w, p, height=26 * len(categories) + 70, grid="")
    unnamed = frame[frame["purpose"] == ""]["events"].sum()
    finding = (
        w.text("Events that name no purpose: {n}.", n=w.number(unnamed))
        if unnamed
        else w.text("Every allowed event names a purpose.")
    )
    return Drawn(
        figure, finding, w.text("people named in each cell; n counts the operations"), float(frame["events"].sum())
    )


def _head(purpose: str) -> str:
    """Quoted where a blank beside it would make it look like another."""
    return purpose if purpose == purpose.strip() else f"“{purpose}”"
