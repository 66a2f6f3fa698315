"""Charts of consent: who agreed to what, to which version, and how that develops."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ui.charts.chart import Drawn, Input, day, whole
from ui.charts.paper import BAR, base, on, percent_axis, time_axis
from ui.palette import Palette

STATES = ("explicit", "implied", "outdated", "pending", "refused", "withdrawn")


def states(given: Input) -> Drawn | None:
    """Each purpose as one bar of a hundred per cent, state by state."""
    w, p = given.words, given.palette
    frame = given.frame.dropna(subset=["subjects"])
    totals = frame.groupby("purpose", sort=False)["subjects"].sum()
    totals = totals[totals > 0]
    if totals.empty:
        return None
    purposes = list(totals.index)[::-1]
    labels = [w.word("purpose", purpose) for purpose in purposes]
    figure = go.Figure()
    for state, colour in zip(STATES, state_colours(p), strict=True):
        counts = frame[frame["state"] == state].set_index("purpose")["subjects"].reindex(purposes).fillna(0)
        shares = [count / totals[purpose] for purpose, count in counts.items()]
        figure.add_bar(
            y=labels,
            x=shares,
            orientation="h",
            name=w.word("state", state),
            marker={"color": colour, "line": {"color": p.paper, "width": 1}, "pattern": hatch(state, p)},
            text=[w.percent(share, 0) if share >= 0.06 else "" for share in shares],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": on(colour, p)},
            customdata=[w.number(count) for count in counts],
            hovertemplate="%{y}<br>%{fullData.name}: %{customdata}<extra></extra>",
        )
    figure.update_layout(barmode="stack")
    figure.update_xaxes(visible=False, range=[0, 1])
    base(figure, w, p, height=BAR * len(labels) + 90, legend=True, grid="x")
    policy = frame[frame["purpose"] == "policy"].set_index("state")["subjects"]
    population = policy.sum()
    finding = w.text(
        "{share} of people have accepted the policy in force explicitly; {implied} by going on using the app.",
        share=w.percent(policy.get("explicit", 0) / population if population else None),
        implied=w.percent(policy.get("implied", 0) / population if population else None),
    )
    return Drawn(figure, finding, w.text("share of people"), float(totals.max()))


def coverage(given: Input) -> Drawn | None:
    """Bullet bars: explicit as the bar, implied as a fainter piece beside it, never inside it."""
    w, p = given.words, given.palette
    frame = given.frame[given.frame["population"].fillna(0) > 0]
    if frame.empty:
        return None
    column = frame.columns[0]
    kind = {"purpose": "purpose", "role": "role"}.get(column, "")
    frame = frame.sort_values("coverage", ascending=False, na_position="last").head(25).iloc[::-1]
    labels = [w.word(kind, value) if kind else w.text("building {number}", number=value) for value in frame[column]]
    explicit = [whole(value) for value in frame["coverage"]]
    implied = [whole(row.implied) / row.population for row in frame.itertuples()]
    figure = go.Figure()
    figure.add_bar(
        y=labels,
        x=explicit,
        orientation="h",
        name=w.word("state", "explicit"),
        marker={"color": p.scale[0]},
        text=[w.percent(value) for value in explicit],
        textposition="auto",
        insidetextanchor="end",
        textfont={"color": on(p.scale[0], p)},
        outsidetextfont={"color": p.ink},
        constraintext="none",
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    figure.add_bar(
        y=labels,
        x=implied,
        orientation="h",
        name=w.word("state", "implied"),
        marker={
            "color": p.scale[3],
            "pattern": {"shape": "/", "fillmode": "overlay", "fgcolor": p.quiet, "size": 5, "solidity": 0.15},
        },
        customdata=[w.percent(value) for value in implied],
        hovertemplate="%{y}, %{fullData.name}: %{customdata}<extra></extra>",
    )
    figure.update_layout(barmode="stack")
    percent_axis(figure, w, p)
    base(figure, w, p, height=BAR * len(labels) + 100, legend=True, grid="x")
    lowest = frame.iloc[0]
    finding = w.text(
        "Lowest explicit coverage: {who}, {share}.",
        who=labels[0],
        share=w.percent(None if pd.isna(lowest["coverage"]) else lowest["coverage"]),
    )
    return Drawn(figure, finding, w.text("share of people"), float(frame["population"].max()))


def trend(given: Input) -> Drawn | None:
    """People by state over time, stacked; each version of the policy is a dated line."""
    w, p = given.words, given.palette
    frame = given.frame
    if given.picked:
        frame = frame[frame["purpose"] == given.picked]
    if frame["day"].nunique() < 2:
        return None
    wide = frame.pivot_table(index="day", columns="state", values="subjects", aggfunc="sum").fillna(0)
    figure = go.Figure()
    for state, colour in zip(STATES, state_colours(p), strict=True):
        if state in wide and wide[state].any():
            figure.add_scatter(
                x=list(wide.index),
                y=list(wide[state]),
                name=w.word("state", state),
                mode="lines",
                stackgroup="people",
                line={"width": 0.6, "color": p.paper},
                fillcolor=colour,
                fillpattern=hatch(state, p),
                hovertemplate="%{y:,.0f}<extra>%{fullData.name}</extra>",
            )
    mark_versions(figure, given, day(wide.index[0]), day(wide.index[-1]))
    time_axis(figure, w, p, day(wide.index[0]), day(wide.index[-1]))
    figure.update_yaxes(rangemode="tozero")
    figure.update_layout(hovermode="x unified")
    base(figure, w, p, height=370, legend=True)
    figure.update_layout(margin={"t": 64}, legend={"y": 1.09})
    first, last = wide.iloc[0], wide.iloc[-1]
    before = first.get("explicit", 0) / first.sum() if first.sum() else None
    now = last.get("explicit", 0) / last.sum() if last.sum() else None
    finding = w.text(
        "{purpose}: explicit consent went from {before} of people on {day} to {now}.",
        day=w.date(day(wide.index[0])),
        purpose=w.word("purpose", given.picked or "policy"),
        before=w.percent(before),
        now=w.percent(now),
    )
    note = w.text("dotted lines: a version of the policy takes effect, numbered where the change is material")
    return Drawn(figure, finding, w.text("people"), float(last.sum()), (note,))


def mark_versions(figure: go.Figure, given: Input, first: date, last: date) -> None:
    """Material versions by a line with their number, minor ones by a faint line."""
    labelled = first - timedelta(days=999)
    for row in given.more.get("policy.versions", pd.DataFrame()).to_dict("records"):
        since = day(row["effective_on"])
        if not first <= since <= last:
            continue
        material = row["change_kind"] == "material"
        figure.add_vline(
            x=since.isoformat(),
            line={"color": given.palette.ink, "width": 1, "dash": "dot"},
            opacity=1 if material else 0.3,
        )
        if material and (since - labelled).days * 24 > (last - first).days:  # room for its number
            labelled = since
            figure.add_annotation(
                x=since.isoformat(),
                y=1,
                yref="paper",
                yanchor="bottom",
                showarrow=False,
                text=str(row["version"]),
                font={"size": 11, "color": given.palette.ink},
            )


def withdrawals(given: Input) -> Drawn | None:
    w, p = given.words, given.palette
    frame = given.frame.groupby("month", as_index=False)["withdrawals"].sum()
    if len(frame) < 2:
        return None
    figure = go.Figure()
    figure.add_bar(
        x=[f"{month}-01" for month in frame["month"]],
        y=list(frame["withdrawals"]),
        marker={"color": p.scale[1]},
        hovertemplate="%{x|%Y-%m}: %{y}<extra></extra>",
    )
    time_axis(figure, w, p, day(f"{frame['month'].iloc[0]}-01"), given.as_of)
    base(figure, w, p, height=260)
    most = frame.loc[frame["withdrawals"].idxmax()]
    finding = w.text(
        "Withdrawals: {n} in all; most in {month} ({most}).",
        n=w.number(frame["withdrawals"].sum()),
        month=w.month_and_year(day(f"{most['month']}-01")),
        most=w.number(most["withdrawals"]),
    )
    return Drawn(figure, finding, w.text("withdrawals per month"), float(frame["withdrawals"].sum()))


def by_version(given: Input) -> Drawn | None:
    w, p = given.words, given.palette
    frame = given.frame.iloc[::-1]
    labels = [
        w.text("version {version}", version=value) if isinstance(value, str) else w.text("no version named")
        for value in frame["version"]
    ]
    figure = go.Figure()
    for state, colour in zip(STATES[:3], state_colours(p)[:3], strict=True):
        counts = [whole(value) for value in frame[state]]
        figure.add_bar(
            y=labels,
            x=counts,
            orientation="h",
            name=w.word("state", state),
            marker={"color": colour, "pattern": hatch(state, p)},
            text=[w.number(count) if count else "" for count in counts],
            textposition="auto",
            textangle=0,
            hovertemplate="%{y}, %{fullData.name}: %{text}<extra></extra>",
        )
    figure.update_layout(barmode="stack")
    figure.update_xaxes(visible=False)
    base(figure, w, p, height=BAR * len(labels) + 90, legend=True, grid="x")
    total = float(given.frame[list(STATES[:3])].sum().sum())
    if not total:
        return None
    old = float(given.frame["outdated"].fillna(0).sum())
    finding = w.text(
        "Acceptances that name an older version: {n} ({share} of all).",
        n=w.number(old),
        share=w.percent(old / total),
    )
    return Drawn(figure, finding, w.text("people"), total)


def history(given: Input) -> Drawn | None:
    """A person's answers along a line of time, one line per purpose."""
    w, p, frame = given.words, given.palette, given.frame
    purposes = sorted(frame["purpose"].unique(), key=lambda purpose: (purpose != "policy", purpose), reverse=True)
    labels = {purpose: w.word("purpose", purpose) for purpose in purposes}
    figure = go.Figure()
    looks = {"given": ("circle", p.scale[0]), "refused": ("x", p.soft), "withdrawn": ("square", p.accent)}
    for state, (symbol, colour) in looks.items():
        part = frame[frame["state"] == state]
        if not part.empty:
            figure.add_scatter(
                x=[day(value) for value in part["occurred_on"]],
                y=[labels[purpose] for purpose in part["purpose"]],
                mode="markers",
                name=w.word("state", state),
                marker={"symbol": symbol, "size": 11, "color": colour},
                text=[w.date(day(value)) for value in part["occurred_on"]],
                hovertemplate="%{y}<br>%{fullData.name}, %{text}<extra></extra>",
            )
    first = day(frame["occurred_on"].min())
    time_axis(figure, w, p, first, given.as_of)
    figure.update_yaxes(categoryorder="array", categoryarray=[labels[purpose] for purpose in purposes])
    base(figure, w, p, height=BAR * len(purposes) + 110, legend=True, grid="x")
    figure.update_yaxes(showgrid=True)
    last = frame.iloc[-1]
    finding = w.text(
        "Last answer: {state}, {purpose}, {day}.",
        state=w.word("state", last["state"]),
        purpose=labels[last["purpose"]],
        day=w.date(day(last["occurred_on"])),
    )
    return Drawn(figure, finding, w.text("answers"), len(frame))


def state_colours(p: Palette) -> tuple[str, ...]:
    """Explicit strongest; what is no consent in the accent's two tones."""
    return p.scale[0], p.scale[1], p.scale[2], p.scale[4], p.soft, p.accent


def hatch(state: str, p: Palette) -> dict[str, Any]:
    """A second sign beside the colour for the states that are easily mistaken."""
    shape = {"implied": "/", "withdrawn": "x"}.get(state, "")
    return {"shape": shape, "fillmode": "overlay", "fgcolor": p.paper, "size": 6, "solidity": 0.15} if shape else {}
