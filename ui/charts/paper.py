"""What all charts are drawn on: font, margins, lines, axes in the visitor's language."""

from collections.abc import Sequence
from datetime import date, timedelta
from textwrap import wrap

import plotly.graph_objects as go

from ui.palette import Palette
from ui.words import Words

FONT = "Inter, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif"
BAR = 34  # pixels for one horizontal bar and its gap


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
    shared = {"automargin": True, "zeroline": False, "linecolor": p.line, "gridcolor": p.line}
    shared |= {"fixedrange": True, "separatethousands": True}
    figure.update_xaxes(**shared, tickfont={"color": p.quiet}, showgrid=grid == "x")
    figure.update_yaxes(**shared, tickfont={"color": p.ink if grid == "x" else p.quiet}, showgrid=grid == "y", ticks="")


def percent_axis(figure: go.Figure, w: Words, p: Palette) -> None:
    steps = [0, 0.25, 0.5, 0.75, 1]
    figure.update_xaxes(range=[0, 1.02], tickvals=steps, ticktext=[w.percent(step, 0) for step in steps])


def time_axis(
    figure: go.Figure, w: Words, p: Palette, first: date, last: date, *, few: bool = False, months: bool = False
) -> None:
    """Days or months written in the visitor's language: plotly knows English alone. `months`: a mark is a month."""
    across = (last.year - first.year) * 12 + last.month - first.month + 1
    by_day = across <= 2 and not months
    most = 5 if few else 13
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60) if across / step <= most), -(-across // most))
    ticks: list[date] = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        if (year * 12 + month - 1) % step == 0 and date(year, month, 1) >= first.replace(day=1):
            ticks.append(date(year, month, 1))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    if by_day:
        ticks = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, 7)]
    figure.update_xaxes(
        autotickangles=[0, 90],  # a slanted name would stand under the bar beside its own
        hoverformat="%d.%m.%Y",
        tickmode="array",
        tickvals=[tick.isoformat() for tick in ticks],
        ticktext=[w.day_and_month(tick) if by_day else w.month_and_year(tick) for tick in ticks],
    )


def wrapped(name: str) -> str:
    """A long name beside a bar, in up to three lines: on a telephone one line of it would leave the bar no room."""
    return "<br>".join(wrap(name, max(20, len(name) // 3 + 5)))


def height_of(labels: Sequence[str]) -> int:
    """Of as many bars, in pixels: each has room for the longest of their wrapped names."""
    lines = max(label.count("<br>") + 1 for label in labels)
    return len(labels) * max(BAR, 17 * lines)


def on(colour: str, p: Palette) -> str:
    """Text that can be read on a colour."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#15191d" if light > 0.42 else "#ffffff"
