"""Charts: a frame and words in, a figure and its finding out. Nothing here asks, draws or remembers.

The title of a chart is what it shows for these figures, in a sentence. Grey is fine, the accent needs action, and no
meaning rests on colour alone: marks carry their number or their word.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.basedatatypes import BaseFigure
from plotly.subplots import make_subplots

from ui.palette import Palette
from ui.words import Words

FONT = "Inter, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif"
BAR = 34  # pixels for one horizontal bar and its gap
STATES = ("explicit", "implied", "outdated", "pending", "refused", "withdrawn")
UNUSUAL = 10  # times the median of the role: drawn as a line, so that everybody sees the threshold
BUCKETS = (
    "overdue_over_30",
    "overdue_15_30",
    "overdue_8_14",
    "overdue_1_7",
    "due_today",
    "left_1_2",
    "left_3_7",
    "left_over_7",
)


@dataclass(frozen=True)
class Input:
    frame: pd.DataFrame
    more: Mapping[str, pd.DataFrame]
    """Answers of the other queries that the chart asked for."""
    picked: str | None
    as_of: date
    words: Words
    palette: Palette


class Ready(BaseFigure):  # type: ignore[misc]  # plotly ships no types
    """A finished figure as the JSON of its parts: handed out without being copied and encoded value by value."""

    def __init__(self, figure: go.Figure) -> None:
        object.__setattr__(self, "_spec", json.loads(figure.to_json()))

    def to_dict(self) -> dict[str, Any]:
        return dict(object.__getattribute__(self, "_spec"))


@dataclass(frozen=True)
class Drawn:
    figure: go.Figure
    finding: str
    unit: str
    n: float
    notes: tuple[str, ...] = ()

    @cached_property
    def ready(self) -> Ready:
        return Ready(self.figure)


@dataclass(frozen=True)
class Chart:
    draw: Callable[[Input], Drawn | None]
    pick: str = ""
    """A column of which one value is shown at a time."""
    more: tuple[str, ...] = ()


def whole(value: Any) -> float:
    return 0.0 if pd.isna(value) else float(value)


def day(value: Any) -> date:
    found: date = pd.Timestamp(value).date()
    return found


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


def ageing(given: Input) -> Drawn | None:
    """From the longest overdue to the furthest away; what is overdue has the accent."""
    w, p = given.words, given.palette
    counts = given.frame.set_index("bucket")["requests"].reindex(BUCKETS).fillna(0)
    if not counts.sum():
        return None
    order = list(BUCKETS)[::-1]
    values = [float(counts[bucket]) for bucket in order]
    late = float(sum(counts[bucket] for bucket in BUCKETS[:4]))
    figure = go.Figure(
        go.Bar(
            y=[w.word("bucket", bucket) for bucket in order],
            x=values,
            orientation="h",
            marker={
                "color": [
                    p.accent if bucket.startswith("overdue") else p.scale[1] if bucket == "due_today" else p.scale[2]
                    for bucket in order
                ]
            },
            text=[w.number(value) for value in values],
            textposition="outside",
            textfont={"color": p.ink},
            cliponaxis=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )
    figure.update_xaxes(visible=False, range=[0, max(values) * 1.12 or 1])
    base(figure, w, p, height=BAR * len(order) + 30, grid="x")
    finding = (
        w.text("Past their day: {late} of {n} open requests.", late=w.number(late), n=w.number(counts.sum()))
        if late
        else w.text("No open request is past its day (open: {n}).", n=w.number(counts.sum()))
    )
    return Drawn(figure, finding, w.text("open requests by working days left"), float(counts.sum()))


def calendar(given: Input) -> Drawn | None:
    """The weeks around the day of the figures: how many requests fall due each day, the number in its cell."""
    w, p = given.words, given.palette
    due = given.frame.groupby("due_on")["requests"].sum()
    if due.empty:
        return None
    counts = {day(key): int(value) for key, value in due.items()}
    first = given.as_of - timedelta(days=given.as_of.weekday() + 7)
    weeks = max(5, min(9, ((max(counts) - first).days // 7) + 1))
    off = {day(row["day"]): row for row in given.more.get("policy.calendar", pd.DataFrame()).to_dict("records")}
    cells: list[list[float | None]] = []
    texts: list[list[str]] = []
    hovers: list[list[str]] = []
    for week in range(weeks):
        days = [first + timedelta(days=7 * week + weekday) for weekday in range(7)]
        works = [bool(off[d]["is_working"]) if d in off else d.weekday() < 5 for d in days]
        cells.append([_heat(counts.get(d, 0), d, working, given.as_of) for d, working in zip(days, works, strict=True)])
        texts.append([_cell(d, counts.get(d, 0), given) for d in days])
        hovers.append(
            [
                "<br>".join(
                    [
                        w.date(d),
                        w.text("due: {n}", n=w.number(counts.get(d, 0))),
                        *([] if working else [w.of(off[d], "reason") if d in off else w.text("not a working day")]),
                    ]
                )
                for d, working in zip(days, works, strict=True)
            ]
        )
    figure = go.Figure(
        go.Heatmap(
            z=cells,
            x=[w.language.weekday(number, short=True) for number in range(1, 8)],
            y=list(range(weeks)),
            text=texts,
            texttemplate="%{text}",
            textfont={"size": 12, "color": p.ink},
            hovertext=hovers,
            hoverinfo="text",
            xgap=4,
            ygap=4,
            zmin=0,
            zmax=4,
            colorscale=[
                [0.0, p.scale[4]],  # not a working day
                [0.25, p.paper],  # nothing due
                [0.5, p.scale[3]],
                [0.75, p.scale[2]],
                [1.0, p.soft],  # past its day
            ],
            showscale=False,
        )
    )
    figure.update_yaxes(
        autorange="reversed",
        tickmode="array",
        tickvals=list(range(weeks)),
        ticktext=[w.date(first + timedelta(days=7 * week)) for week in range(weeks)],
        showgrid=False,
    )
    figure.update_xaxes(side="top", showgrid=False, ticks="", showline=False)
    place = (given.as_of - first).days
    figure.add_shape(
        type="rect",
        x0=place % 7 - 0.48,
        x1=place % 7 + 0.48,
        y0=place // 7 - 0.46,
        y1=place // 7 + 0.46,
        line={"color": p.ink, "width": 2},
    )
    base(figure, w, p, height=52 * weeks + 50, grid="")
    week_end = given.as_of + timedelta(days=6 - given.as_of.weekday())
    today = counts.get(given.as_of, 0)
    later = sum(n for d, n in counts.items() if given.as_of < d <= week_end)
    before = sum(n for d, n in counts.items() if d < first)
    finding = w.text("Due today: {today}. Later this week: {later}.", today=w.number(today), later=w.number(later))
    notes = [w.text("framed: the day of the figures; grey: not a working day")]
    if before:
        notes.append(w.text("due before these weeks: {n}", n=w.number(before)))
    return Drawn(figure, finding, w.text("open requests by the day they fall due"), float(due.sum()), tuple(notes))


def _heat(count: int, cell: date, working: bool, as_of: date) -> float:
    if count and cell < as_of:
        return 4.0
    if count:
        return 3.0 if count >= 3 else 2.0
    return 1.0 if working else 0.0


def _cell(cell: date, count: int, given: Input) -> str:
    label = given.words.day_and_month(cell) if cell.day == 1 else str(cell.day)
    if not count:
        return f"<span style='font-size:10px'>{label}</span>"
    return f"<span style='font-size:10px'>{label}</span><br><b>{given.words.number(count)}</b>"


def flow(given: Input) -> Drawn | None:
    """Two panels with one axis of time: opened against closed, and below it the stock."""
    w, p, frame = given.words, given.palette, given.frame
    if len(frame) < 2:
        return None
    weeks = [day(value) for value in frame["week"]]
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, row_heights=[0.6, 0.4], vertical_spacing=0.14)
    for column, colour in (("received", p.scale[2]), ("closed", p.scale[0])):
        figure.add_bar(
            x=weeks,
            y=list(frame[column]),
            name=w.language.column(column),
            marker={"color": colour},
            hovertemplate="%{y}",
            row=1,
            col=1,
        )
    figure.add_scatter(
        x=weeks,
        y=list(frame["open_at_end"]),
        name=w.language.column("open_at_end"),
        mode="lines",
        line={"color": p.ink, "width": 2, "shape": "hv"},
        hovertemplate="%{y}",
        row=2,
        col=1,
    )
    time_axis(figure, w, p, weeks[0], weeks[-1])
    figure.update_yaxes(rangemode="tozero")
    figure.update_layout(barmode="group", bargap=0.15, hovermode="x unified")
    base(figure, w, p, height=400, legend=True)
    last = frame.tail(13)
    grown = whole(last["open_at_end"].iloc[-1]) - whole(last["open_at_end"].iloc[0])
    now = w.number(whole(frame["open_at_end"].iloc[-1]))
    if grown > 0:
        finding = w.text("The backlog grew by {n} in a quarter, to {now}.", n=w.number(grown), now=now)
    elif grown < 0:
        finding = w.text("The backlog shrank by {n} in a quarter, to {now}.", n=w.number(-grown), now=now)
    else:
        finding = w.text("The backlog stands at {now}, as a quarter ago.", now=now)
    return Drawn(figure, finding, w.text("requests per week"), float(frame["received"].sum()))


def closed(given: Input) -> Drawn | None:
    """How many working days closed requests took, on time and late apart."""
    w, p = given.words, given.palette
    frame = given.frame.dropna(subset=["working_days"])
    if len(frame) < 2:
        return None
    longest = int(min(frame["working_days"].max(), 40))
    figure = go.Figure()
    for said, colour, label in ((True, p.scale[1], w.text("on time")), (False, p.accent, w.text("late"))):
        part = frame[frame["on_time"] == said]["working_days"].clip(upper=longest)
        counts = part.value_counts()
        figure.add_bar(
            x=list(range(longest + 1)),
            y=[int(counts.get(number, 0)) for number in range(longest + 1)],
            name=label,
            marker={
                "color": colour,
                "pattern": {} if said else {"shape": "/", "fillmode": "overlay", "fgcolor": p.paper, "size": 5},
            },
            hovertemplate=w.text("working days") + " %{x}: %{y}<extra></extra>",
        )
    figure.update_layout(barmode="stack", bargap=0.1)
    figure.update_xaxes(title={"text": w.text("working days from receipt to closing")}, dtick=max(1, longest // 10))
    base(figure, w, p, height=280, legend=True)
    middle = frame["working_days"].quantile([0.5, 0.9])
    finding = w.text(
        "Half of the requests were closed within {median} working days, nine of ten within {p90}.",
        median=w.number(middle[0.5], 1 if middle[0.5] % 1 else 0),
        p90=w.number(middle[0.9], 1 if middle[0.9] % 1 else 0),
    )
    return Drawn(figure, finding, w.text("closed requests"), float(len(frame)))


def matrix(given: Input) -> Drawn | None:
    """Category by purpose: the number of people in each cell."""
    w, p = given.words, given.palette
    frame = given.frame.copy()
    frame["purpose"] = frame["purpose"].fillna("")
    wide = frame.pivot_table(index="category", columns="purpose", values="subjects", aggfunc="sum")
    if wide.empty:
        return None
    purposes = sorted(wide.columns, key=clause_order)
    wide = wide[purposes]
    values = [[None if pd.isna(value) else float(value) for value in row] for row in wide.to_numpy()]
    names = [w.word("purpose", purpose) if purpose else w.text("no purpose named") for purpose in purposes]
    categories = [w.word("category", category) for category in wide.index]
    figure = go.Figure(
        go.Heatmap(
            z=[[None if value is None else value**0.5 for value in row] for row in values],
            x=[purpose or w.text("none") for purpose in purposes],
            y=categories,
            text=[[w.number(value) if value is not None else "" for value in row] for row in values],
            texttemplate="%{text}",
            textfont={"size": 11},
            customdata=[names for _ in categories],
            hovertemplate="%{y}<br>%{customdata}<br>%{text}<extra></extra>",
            colorscale=[[0, p.scale[4]], [1, p.scale[1]]],
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
    return Drawn(figure, finding, w.text("people whose data was touched"), float(frame["events"].sum()))


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
    finding = w.text("{share} of events fall between 22:00 and 06:00.", share=w.percent(night / total))
    return Drawn(figure, finding, w.text("events"), total)


def controls_trend(given: Input) -> Drawn | None:
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
    time_axis(figure, w, p, day(f"{frame['month'].iloc[0]}-01"), day(f"{frame['month'].iloc[-1]}-01"))
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
    unusual = int((given.frame["times_role_median"] >= UNUSUAL).sum())
    finding = w.text(
        "Actors with at least {limit} times the events of their role's median: {n}.",
        limit=w.number(UNUSUAL),
        n=w.number(unusual),
    )
    return Drawn(
        figure, finding, w.text("events, as a multiple of the role's median; the ten highest"), len(given.frame)
    )


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


CHARTS: dict[str, Chart] = {
    "consent.states": Chart(states),
    "consent.coverage": Chart(coverage),
    "consent.by_role": Chart(coverage),
    "consent.trend": Chart(trend, pick="purpose", more=("policy.versions",)),
    "consent.by_version": Chart(by_version),
    "consent.withdrawals": Chart(withdrawals),
    "consent.history": Chart(history),
    "requests.ageing": Chart(ageing),
    "requests.calendar": Chart(calendar, more=("policy.calendar",)),
    "requests.flow": Chart(flow),
    "requests.closed": Chart(closed),
    "inventory.matrix": Chart(matrix),
    "access.daily": Chart(daily),
    "access.actors": Chart(actors),
    "access.hours": Chart(hours, pick="actor_role"),
    "controls.trend": Chart(controls_trend, pick="control"),
}


# ---------------------------------------------------------------- what all charts share


def base(figure: go.Figure, w: Words, p: Palette, height: int, *, legend: bool = False, grid: str = "y") -> None:
    """What all charts share. `grid` is the axis of the values: only it has lines."""
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 16, "t": 44 if legend else 24, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 12.5, "color": p.ink},
        showlegend=legend,
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        hoverlabel={"bgcolor": p.paper, "bordercolor": p.line, "font": {"family": FONT, "color": p.ink}},
        dragmode=False,
        separators=w.separators,
    )
    shared = {"automargin": True, "zeroline": False, "linecolor": p.line, "gridcolor": p.line, "fixedrange": True}
    figure.update_xaxes(**shared, tickfont={"color": p.quiet}, showgrid=grid == "x")
    figure.update_yaxes(**shared, tickfont={"color": p.ink if grid == "x" else p.quiet}, showgrid=grid == "y", ticks="")


def percent_axis(figure: go.Figure, w: Words, p: Palette) -> None:
    steps = [0, 0.25, 0.5, 0.75, 1]
    figure.update_xaxes(range=[0, 1.02], tickvals=steps, ticktext=[w.percent(step, 0) for step in steps])


def time_axis(figure: go.Figure, w: Words, p: Palette, first: date, last: date, *, few: bool = False) -> None:
    """Months written in the visitor's language: plotly knows English alone."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60) if months / step <= (5 if few else 13))
    ticks: list[date] = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        if (year * 12 + month - 1) % step == 0 and date(year, month, 1) >= first.replace(day=1):
            ticks.append(date(year, month, 1))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    if months <= 2:
        ticks = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, 7)]
    figure.update_xaxes(
        hoverformat="%d.%m.%Y",
        tickmode="array",
        tickvals=[tick.isoformat() for tick in ticks],
        ticktext=[w.day_and_month(tick) if months <= 2 else w.month_and_year(tick) for tick in ticks],
    )


def state_colours(p: Palette) -> tuple[str, ...]:
    """Explicit strongest; what is no consent in the accent's two tones."""
    return p.scale[0], p.scale[1], p.scale[2], p.scale[4], p.soft, p.accent


def hatch(state: str, p: Palette) -> dict[str, Any]:
    """A second sign beside the colour for the states that are easily mistaken."""
    shape = {"implied": "/", "withdrawn": "x"}.get(state, "")
    return {"shape": shape, "fillmode": "overlay", "fgcolor": p.paper, "size": 6, "solidity": 0.15} if shape else {}


def on(colour: str, p: Palette) -> str:
    """Text that can be read on a colour."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#15191d" if light > 0.42 else "#ffffff"


def clause_order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split(".") if part.isdecimal()) or (99,)
