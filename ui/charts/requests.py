"""Charts of requests: what is overdue, what falls due when, how fast answers come."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from ui.charts.chart import Drawn, Input, day, whole
from ui.charts.paper import BAR, base, time_axis

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

LONGEST = 40  # working days; what took longer stands in the last bar


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
        w.text("Overdue: {late} of {n} open requests.", late=w.number(late), n=w.number(counts.sum()))
        if late
        else w.text("No open request is overdue (open: {n}).", n=w.number(counts.sum()))
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
    today = counts.get(given.as_of, 0)
    later = sum(n for d, n in counts.items() if given.as_of < d <= given.as_of + timedelta(days=7))
    before = sum(n for d, n in counts.items() if d < first)
    finding = w.text(
        "Due on the as-of day: {today}. In the seven days after it: {later}.",
        today=w.number(today),
        later=w.number(later),
    )
    notes = [w.text("framed: the as-of day; grey: not a working day")]
    if any(d < given.as_of for d in counts):
        notes.append(w.text("red: past its day"))
    shown = range((weeks * 7) if off else 0)
    named = [(d, off[d]) for d in (first + timedelta(days=n) for n in shown) if d in off and not off[d]["is_working"]]
    if named:
        said = ", ".join(f"{w.day_and_month(d)} – {w.of(row, 'reason')}" for d, row in named)
        notes.append(w.text("days off: {days}", days=said))
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


def by_month(given: Input) -> Drawn | None:
    """How many requests were closed each month, on time and late apart."""
    w, p, frame = given.words, given.palette, given.frame
    if len(frame) < 2:
        return None
    months = [day(f"{month}-01") for month in frame["month"]]
    without = frame["closed"] - frame["closed_on_time"] - frame["closed_late"]
    figure = go.Figure()
    _stack(figure, given, months, [frame["closed_on_time"], frame["closed_late"], without], "%{x|%Y-%m}: %{y}")
    time_axis(figure, w, p, months[0], months[-1], months=True)
    base(figure, w, p, height=280, legend=True)
    before, last = ({key: row[key] for key in ("closed", "closed_late")} for _, row in frame.tail(2).iterrows())
    finding = w.text(
        "Closed late: {late} of {closed} in {month}, {late_before} of {closed_before} in {month_before}.",
        late=w.number(last["closed_late"]),
        closed=w.number(last["closed"]),
        month=w.month_and_year(months[-1]),
        late_before=w.number(before["closed_late"]),
        closed_before=w.number(before["closed"]),
        month_before=w.month_and_year(months[-2]),
    )
    return Drawn(figure, finding, w.text("requests closed per month"), float(frame["closed"].sum()))


def _stack(figure: go.Figure, given: Input, x: list[Any], counts: list[pd.Series], hover: str) -> None:
    """Bars of closed requests: on time, late, and those to which no rule gave a due day if there are any."""
    w, p = given.words, given.palette
    hatched = {"shape": "/", "fillmode": "overlay", "fgcolor": p.paper, "size": 5}
    looks = [
        (w.text("on time"), {"color": p.scale[1]}),
        (w.text("late"), {"color": p.accent, "pattern": hatched}),
        (w.text("no due day"), {"color": p.scale[3]}),
    ]
    for place, ((name, marker), of_it) in enumerate(zip(looks, counts, strict=True)):
        if place < 2 or of_it.any():
            figure.add_bar(x=x, y=[int(n) for n in of_it], name=name, marker=marker, hovertemplate=hover)
    figure.update_layout(barmode="stack", bargap=0.1)


def closed(given: Input) -> Drawn | None:
    """How many working days closed requests took, on time and late apart."""
    w, p = given.words, given.palette
    frame = given.frame.dropna(subset=["working_days"])
    if len(frame) < 2:
        return None
    longest = int(min(frame["working_days"].max(), LONGEST))
    figure = go.Figure()
    days = list(range(longest + 1))
    counts = [
        frame[which]["working_days"].clip(upper=longest).value_counts().reindex(days, fill_value=0)
        for which in (frame["on_time"].eq(True), frame["on_time"].eq(False), frame["on_time"].isna())
    ]
    _stack(figure, given, days, counts, w.text("working days") + " %{x}: %{y}<extra></extra>")
    figure.update_xaxes(title={"text": w.text("working days from receipt to closing")}, dtick=max(1, longest // 10))
    base(figure, w, p, height=280, legend=True)
    middle = frame["working_days"].quantile([0.5, 0.9])
    finding = w.text(
        "Half of the requests were closed within {median} working days, nine of ten within {p90}.",
        median=w.number(middle[0.5], 1 if middle[0.5] % 1 else 0),
        p90=w.number(middle[0.9], 1 if middle[0.9] % 1 else 0),
    )
    longer = int((frame["working_days"] > longest).sum())
    notes = (w.text("in the last bar, longer than {days} working days: {n}", days=longest, n=w.number(longer)),)
    return Drawn(figure, finding, w.text("closed requests"), float(len(frame)), notes if longer else ())
