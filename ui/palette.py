"""The colours of charts, for both themes: one scale of calm blue-grey and one accent for what needs action.

The steps of the scale differ in lightness, so they stay apart for every kind of colour vision and in print.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    ink: str  # text
    quiet: str  # labels of axes
    line: str  # rules and grids
    paper: str  # the page behind
    scale: tuple[str, str, str, str, str]  # from the strongest to the faintest
    accent: str  # needs action
    soft: str  # the accent's quieter half


LIGHT = Palette(
    ink="#1f262c",
    quiet="#545e66",
    line="#e3e6e8",
    paper="#ffffff",
    scale=("#2f4c62", "#6a8699", "#a3b4c0", "#cbd4da", "#e6eaed"),
    accent="#b23c17",
    soft="#e3a58e",
)
DARK = Palette(
    ink="#e3e7ea",
    quiet="#a8b1b8",
    line="#2c3339",
    paper="#15191d",
    scale=("#c5d8e5", "#8aa6b9", "#50697b", "#3f5261", "#2a363f"),
    accent="#f08a62",
    soft="#8f4a30",
)


def palette(theme: str | None) -> Palette:
    return DARK if theme == "dark" else LIGHT
