"""What a chart is given and what comes of it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd
import plotly.graph_objects as go
from plotly.basedatatypes import BaseFigure

from queries import small_numbers
from ui.palette import Palette
from ui.words import Words


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
    together: bool = False
    """Whether it can also show all of them at once, which it then does first."""
    more: tuple[str, ...] = ()


def hidden(frame: pd.DataFrame, column: str) -> pd.Series:
    """Which rows have a value that the role does not see. It is nothing and not zero: no sum may pass over it."""
    if small_numbers.HIDDEN not in frame:
        return pd.Series(False, index=frame.index)
    return frame[small_numbers.HIDDEN].fillna("").str.split().map(lambda names: column in names).astype(bool)


def whole(value: Any) -> float:
    return 0.0 if pd.isna(value) else float(value)


def day(value: Any) -> date:
    found: date = pd.Timestamp(value).date()
    return found
