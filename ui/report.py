"""The overview on paper: a link to the PDF that the server makes for the role and the day on the screen."""

import streamlit as st

from evidence import downloads
from ui.look import Look


def draw(look: Look) -> None:
    paper = downloads.Report(look.snapshot, look.role, look.words.code, look.filters.as_of)
    st.link_button(
        look.words.text("The overview as PDF"),
        f"/download/{downloads.offer(paper)}",
        key="report",
        on_click="rerun",
        type="tertiary",
        icon=":material/download:",
    )
