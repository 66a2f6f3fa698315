"""A4 paper: how lines, columns, marks and bars are set on it. What they say is not its concern."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fpdf import FPDF, ViewerPreferences

FONTS = Path(__file__).parent / "fonts"  # static cuts of the screens' font, with figures of one width
FONT = "Inter"

Colour = tuple[int, int, int]
INK: Colour = (31, 38, 44)
QUIET: Colour = (84, 94, 102)
RULE: Colour = (217, 221, 224)
TRACK: Colour = (230, 234, 237)
SOFT: Colour = (138, 157, 171)
FILL: Colour = (74, 104, 126)
ACCENT: Colour = (178, 60, 23)  # needs action
PAPER: Colour = (255, 255, 255)

LEFT, TOP, WIDTH, HEIGHT = 18.0, 20.0, 174.0, 297.0  # millimetres, as everything here but the sizes of letters
BOTTOM = HEIGHT - 20.0
LEADING = 1.36 * 25.4 / 72  # height of a line for each point of its letters


@dataclass(frozen=True)
class Line:
    """Text in one way of writing. It wraps where its column ends."""

    text: str
    size: float = 9.0
    colour: Colour = INK
    bold: bool = False


@dataclass(frozen=True)
class Column:
    """Lines one below the other, `x` from the left edge of the text."""

    x: float
    width: float
    lines: Sequence[Line]
    right: bool = False


class Paper(FPDF):
    """Pages that break where a row would not fit, with a running foot."""

    def __init__(self, title: str, foot: str, page_of: str, language: str, made_at: datetime) -> None:
        super().__init__(unit="mm", format="A4")
        self._foot, self._page_of = foot, page_of
        self._widths: dict[tuple[bool, float], dict[str, float]] = {}
        self.set_margins(LEFT, TOP, LEFT)
        self.set_auto_page_break(False)
        self.c_margin = 0
        self.add_font(FONT, "", FONTS / "Inter-Regular.ttf")
        self.add_font(FONT, "B", FONTS / "Inter-SemiBold.ttf")
        self.set_title(title)
        self.set_lang(language)
        self.set_creation_date(made_at)  # not the time of writing: the same report has the same bytes
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.add_page()

    def footer(self) -> None:
        """The running foot; `page_of` says `{page}` and `{pages}`."""
        y = HEIGHT - 12.5
        self._rule(y - 2.5)
        self._put(Line(self._foot, 7.2, QUIET), LEFT, y, WIDTH)
        said = self._page_of.format(page=self.page_no(), pages="{nb}")
        self._pen(Line("", 7.2, QUIET))
        self.set_xy(LEFT + WIDTH - self.get_string_width(said.replace("{nb}", "0")), y)
        self.cell(0, 7.2 * LEADING, said)

    def row(self, *columns: Column, above: float = 1.7, below: float = 1.7, ruled: bool = True) -> float:
        """Columns side by side, on the next page where this one has no room. Returns where their text begins."""
        heights = [sum(self._height(line, column.width) for line in column.lines) for column in columns]
        self.room(above + max(heights) + below)
        top = self.get_y() + above
        for column in columns:
            y = top
            for line in column.lines:
                y = self._put(line, LEFT + column.x, y, column.width, right=column.right)
        self.set_y(top + max(heights) + below)
        if ruled:
            self._rule(self.get_y())
        return top

    def say(self, *lines: Line, above: float = 0.0, below: float = 0.0) -> None:
        """Lines over the whole width."""
        self.row(Column(0, WIDTH, lines), above=above, below=below, ruled=False)

    def keep(self, size: float) -> float:
        """Room for a line that is said later. Returns where it begins."""
        y = self.get_y()
        self.set_y(y + size * LEADING)
        return y

    def say_on_first(self, line: Line, y: float) -> None:
        """A line on the first page, at the end of all."""
        self.page = 1
        self.set_font(FONT, "", 1)  # a page knows only the letters and colours that were set on it
        self.set_fill_color(*PAPER)
        self._put(line, LEFT, y, WIDTH)
        self.page = self.pages_count

    def heading(self, text: str, about: str = "", *, room: float = 40.0) -> None:
        """Begins a section, together with `room` of what follows it."""
        self.room(room)
        self.start_section(text)
        self.say(Line(text, 12.5, bold=True), above=6.5 if self.get_y() > TOP else 0.0)
        if about:
            self.say(Line(about, 8.6, QUIET), above=0.6)
        self._rule(self.get_y() + 1.8)
        self.set_y(self.get_y() + 1.8)

    def room(self, height: float) -> None:
        """A new page, unless so much still fits on this one."""
        if self.get_y() + height > BOTTOM:
            self.add_page()
            self.set_y(TOP)

    def check(self, x: float, y: float) -> None:
        """The mark of what is met, beside a line that begins at y."""
        self.set_draw_color(*FILL)
        self.set_line_width(0.4)
        self.polyline([(LEFT + x, y + 1.9), (LEFT + x + 0.9, y + 2.8), (LEFT + x + 2.6, y + 0.9)])

    def act(self, x: float, y: float, colour: Colour = ACCENT) -> None:
        """The mark of what needs action: a disc with an exclamation mark."""
        middle, centre = LEFT + x + 1.4, y + 1.85
        self.set_fill_color(*colour)
        self.circle(middle, centre, 1.4, style="F")
        self.set_draw_color(*PAPER)
        self.set_line_width(0.42)
        self.line(middle, centre - 0.75, middle, centre + 0.18)
        self.line(middle, centre + 0.72, middle, centre + 0.74)

    def bullet(
        self, x: float, y: float, width: float, value: float, target: float | None, before: float | None
    ) -> None:
        """A share of 0 to 1 as a bar, with the target and the value of before as marks."""
        self._block(LEFT + x, y, width, 2.2, TRACK)
        self._block(LEFT + x, y, width * value, 2.2, FILL)
        if before is not None:
            self._block(LEFT + x + width * before - 0.2, y - 0.6, 0.4, 3.4, SOFT)
        if target is not None:
            self._block(LEFT + x + width * target - 0.35, y - 1.1, 0.7, 4.4, INK)

    def bars(self, x: float, y: float, width: float, height: float, values: Sequence[int]) -> None:
        """Columns from a common ground at y + height, the last one darker."""
        step, highest = width / len(values), max(*values, 1)
        for place, value in enumerate(values):
            tall = height * value / highest
            colour = FILL if place == len(values) - 1 else SOFT
            self._block(LEFT + x + place * step + step * 0.14, y + height - tall, step * 0.72, tall, colour)
        self.set_draw_color(*RULE)
        self.set_line_width(0.2)
        self.line(LEFT + x, y + height, LEFT + x + width, y + height)

    def label(self, text: str, x: float, y: float, width: float, size: float = 7.5, colour: Colour = QUIET) -> None:
        """Text in the middle of a width."""
        self._pen(Line(text, size, colour))
        self.set_xy(LEFT + x, y)
        self.cell(width, size * LEADING, written(text), align="C")

    def _pen(self, line: Line) -> None:
        self.set_font(FONT, "B" if line.bold else "", line.size)
        self.set_text_color(*line.colour)

    def _wrapped(self, line: Line, width: float) -> list[str]:
        """The text in lines that are no wider; a word that is too long for a line is cut."""
        self._pen(line)
        lines = [""]
        for word in written(line.text).split(" "):
            longer = f"{lines[-1]} {word}" if lines[-1] else word
            if self._width(longer, line) <= width:
                lines[-1] = longer
                continue
            if lines[-1]:
                lines.append("")
            for letter in word:
                if self._width(lines[-1] + letter, line) > width:
                    lines.append("")
                lines[-1] += letter
        return lines

    def _width(self, text: str, line: Line) -> float:
        """Letters have their widths and nothing between them, so a text is as wide as its letters."""
        known = self._widths.setdefault((line.bold, line.size), {})
        for letter in text:
            if letter not in known:
                known[letter] = self.get_string_width(letter)
        return sum(known[letter] for letter in text)

    def _height(self, line: Line, width: float) -> float:
        return len(self._wrapped(line, width)) * line.size * LEADING

    def _put(self, line: Line, x: float, y: float, width: float, *, right: bool = False) -> float:
        """Returns where the next line begins."""
        for text in self._wrapped(line, width):
            self.set_xy(x, y)
            self.cell(width, line.size * LEADING, text, align="R" if right else "L")
            y += line.size * LEADING
        return y

    def _rule(self, y: float) -> None:
        self.set_draw_color(*RULE)
        self.set_line_width(0.2)
        self.line(LEFT, y, LEFT + WIDTH, y)

    def _block(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        self.set_fill_color(*colour)
        self.rect(x, y, width, height, style="F")


def written(text: str) -> str:
    """With the spaces that the font has."""
    return text.replace("\u202f", "\u00a0").replace("\n", " ")
