"""Figures as cards: the value, what it is a part of, how it changed, whether the target is met, and where to go on."""

import streamlit as st

from evidence import overview
from evidence.overview import Figure
from ui.look import Look
from ui.words import plain

ACROSS = 4
# Where each leads: the page, and the answer on it; of several the first that the role may see.
PLACES: dict[str, tuple[str, ...]] = {
    "consent_coverage": ("consent", "consent.coverage"),
    "implied_share": ("consent", "consent.coverage"),
    "processing_after_withdrawal": ("policy", "controls.processing_after_withdrawal"),
    "messages_without_consent": ("policy", "controls.message_without_consent"),
    "requests_overdue": ("requests", "requests.open", "requests.ageing"),
    "on_time_rate_incl_overdue": ("requests", "requests.by_month"),  # since the beginning it hardly moves any more
    "median_working_days": ("requests", "requests.by_month"),
    "erasures_clean_share": ("requests", "requests.erasure_outcomes"),
    "controls_not_met": ("policy", "controls.results"),
    "disclosures_complete_share": ("access", "access.disclosures"),
    "retention_exceeded_categories": ("inventory", "inventory.categories"),
    "undeclared_columns": ("inventory", "inventory.schema"),
}
CLAUSES = {"processing_after_withdrawal": "3.5", "messages_without_consent": "3.3"}


def draw(look: Look, names: tuple[str, ...]) -> None:
    figures = overview.figures(look.of_everybody, look.filters.as_of, look.words.language)
    wanted = [name for name in names or figures if name in figures]
    for first in range(0, len(wanted), ACROSS):
        columns = st.columns(ACROSS)
        for column, name in zip(columns, wanted[first : first + ACROSS], strict=False):
            with column, st.container(border=True, key=f"card-{name}", height="stretch", gap="xsmall"):
                _card(look, figures[name])


def _card(look: Look, figure: Figure) -> None:
    st.metric(
        plain(figure.name),
        plain(figure.value),
        delta=plain(figure.change) or None,
        delta_color="red" if figure.trend == "worse" else "off",
        delta_arrow=figure.went,
        delta_description=plain(figure.judged) or None,
        help=plain(figure.about),
    )
    lines = [f"{plain(figure.fraction)} · {plain(figure.period)}", plain(figure.more), target(figure)]
    clause = {"clause": CLAUSES[figure.key]} if figure.key in CLAUSES else {}
    place, *listed = PLACES[figure.key]
    name = next(filter(look.may, listed), listed[0])
    leads = look.link(place, look.words.text("Details"), name, **clause)
    st.markdown("  \n".join(line for line in lines if line) + f"\n\n{leads}")


def target(figure: Figure) -> str:
    """An icon and the words; the accent only where somebody must act."""
    said = plain(figure.target)
    if figure.met is None:
        return f":gray[{said}]"
    return f":material/check: {said}" if figure.met else f":red[:material/error: {said}]"
