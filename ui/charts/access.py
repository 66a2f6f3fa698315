"""Charts of access: who touched the data, when, and who far more than others."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ui.charts.chart import Drawn, Input, day
from ui.charts.paper import BAR, base, time_axis
from ui.words import Words

UNUSUAL = 10  # times the median of the role: drawn as a line, so that everybody sees the threshold


def daily(given: Input) -> Drawn | None:
    """Small multiples, one per role, all on the same scale."""
    w, p = given.words, given.palette
    frame = given.frame.groupby(["actor_role", "day"], as_index=False)["events"].sum()
    roles = list(frame.groupby("actor_role")["events"].sum().sort_values(ascending=False).index)
    if not roles or frame["day"].nunique() < 2:
        return None
    across = 2 if len(roles) > 1 else 1
    down = -(-len(roles) // across)
    figure = make_subplots(
        rows=down,
        cols=across,
        shared_xaxes=True,
        shared_yaxes="all",
        subplot_titles=[w.word("role", role) for role in roles],
        vertical_spacing=0.16,
        horizontal_spacing=0.05,
    )
    days = pd.date_range(frame["day"].min(), frame["day"].max())
    for place, role in enumerate(roles):
        counts = frame[frame["actor_role"] == role].set_index("day")["events"]
        counts.index = pd.to_datetime(counts.index)
        counts = counts.reindex(days, fill_value=0)
        figure.add_scatter(
            x=list(days),
            y=list(counts),
            mode="lines",
            line={"color": p.scale[0], "width": 1.2},
            hovertemplate="%{x|%Y-%m-%d}: %{y}<extra></extra>",
            row=place // across + 1,
            col=place % across + 1,
        )
    time_axis(figure, w, p, day(days[0]), day(days[-1]), few=True)
    figure.update_yaxes(rangemode="tozero")
    base(figure, w, p, height=170 * down + 60)
    for title in figure.layout.annotations:
        title.update(font={"size": 12, "color": p.ink}, xanchor="left", x=title.x - 0.475 / across)
    total = float(frame["events"].sum())
    most = frame.groupby("actor_role")["events"].sum()
    finding = w.text(
        "Most events come from: {role} ({share} of {n}).",
        role=w.word("role", roles[0]),
        share=w.percent(float(most[roles[0]]) / total if total else None, 0),
        n=w.number(total),
    )
    return Drawn(figure, finding, w.text("events per day, one scale for all"), total)


def hours(given: Input) -> Drawn | None:
    """Hour by weekday, in Baku."""
    w, p = given.words, given.palette
    frame = given.frame
    if given.picked:
        frame = frame[frame["actor_role"] == given.picked]
    wide = (
        frame.pivot_table(index="weekday", columns="hour", values="events", aggfunc="sum")
        .reindex(index=range(1, 8), columns=range(24))
        .fillna(0)
    )
    total = float(wide.to_numpy().sum())
    if not total:
        return None
    figure = go.Figure(
        go.Heatmap(
            z=wide.to_numpy().tolist(),
            x=[f"{hour:02}" for hour in range(24)],
            y=[w.word("weekday", number) for number in range(1, 8)],
            colorscale=[[0, p.scale[4]], [0.5, p.scale[2]], [1, p.scale[0]]],
            colorbar={"thickness": 10, "outlinewidth": 0, "tickfont": {"color": p.quiet}},
            xgap=1,
            ygap=1,
            hovertemplate="%{y} %{x}:00<br>%{z}<extra></extra>",
        )
    )
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(type="category", showgrid=False, title={"text": w.text("hour in Baku")})
    base(figure, w, p, height=290, grid="")
    night = float(wide[[22, 23, 0, 1, 2, 3, 4, 5]].to_numpy().sum())
    finding = w.text(
        "{role}: {share} of events fall between 22:00 and 06:00.",
        role=w.word("role", given.picked),
        share=w.percent(night / total),
    )
    return Drawn(figure, finding, w.text("events"), total)


def actors(given: Input) -> Drawn | None:
    """Who used the data far more than others of the same role."""
    w, p = given.words, given.palette
    frame = given.frame.dropna(subset=["times_role_median"]).sort_values("times_role_median", ascending=False).head(10)
    if len(frame) < 2:
        return None
    frame = frame.iloc[::-1]
    values = [float(value) for value in frame["times_role_median"]]
    labels = [
        w.text("{role}, pseudonym {number}", role=w.word("role", row.actor_role), number=row.actor)
        for row in frame.itertuples()
    ]
    figure = go.Figure(
        go.Bar(
            y=labels,
            x=values,
            orientation="h",
            marker={"color": [p.accent if value >= UNUSUAL else p.scale[2] for value in values]},
            text=[w.number(value, 1) for value in values],
            textposition="outside",
            textfont={"color": p.ink},
            cliponaxis=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )
    figure.add_vline(x=UNUSUAL, line={"color": p.ink, "width": 1, "dash": "dot"})
    figure.update_xaxes(visible=False, range=[0, max(values) * 1.12])
    base(figure, w, p, height=BAR * len(labels) + 30, grid="x")
    finding = said_of_unusual(unusual(given.frame["times_role_median"]), w)
    return Drawn(
        figure, finding, w.text("events, as a multiple of the role's median; the ten highest"), len(given.frame)
    )


def unusual(times: Iterable[float | None]) -> int:
    """How many of these multiples of a role's median are at or above the threshold."""
    return sum(map(is_unusual, times))


def is_unusual(times: float | None) -> bool:
    return times is not None and times >= UNUSUAL


def in_a_role(actor: Mapping[str, Any], words: Words) -> str:
    """A row of access.actors: the role, and how far above its median."""
    times = words.number(actor["times_role_median"], 1)
    return words.text("{role}, {times} × the median", role=words.word("role", actor["actor_role"]), times=times)


def said_of_unusual(number: int, words: Words) -> str:
    return words.text(
        "Since the beginning, people and services with at least {limit} times the events of their role's median: {n}.",
        limit=words.number(UNUSUAL),
        n=words.number(number),
    )
