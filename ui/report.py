"""The overview on paper: a link to the PDF that the server makes for the role and the day on the screen."""

from evidence import downloads
from ui import block
from ui.look import Look


def draw(look: Look) -> None:
    offer = downloads.of_the_overview(look.snapshot, look.role, look.words.code, look.filters.as_of)
    block.download(look.words.text("The overview as PDF"), offer, "report")
