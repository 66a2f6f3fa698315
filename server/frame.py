"""The one script that Streamlit runs: who looks, at which snapshot, with which filters, on which page."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import streamlit as st

import settings
import snapshots
from language import LANGUAGES, Language
from queries.header import ROLES
from server.places import PLACES, Place
from server.shell import language_of
from snapshots import Snapshot
from ui import answers, filters, states, turns
from ui.answers import Load
from ui.palette import palette
from ui.still import repeat
from ui.style import SIDEBAR
from ui.view import View
from ui.words import Words, plain

ICON = "/icon.png"


def frame() -> None:
    # A Material icon as the page's own would be fetched from the internet by the browser: ours is a file of a route.
    st.set_page_config(layout="wide", page_icon=ICON, initial_sidebar_state=SIDEBAR)
    words = Words(Language(language_of(st.query_params.get("lang"))), {})
    opened: list[Place] = []  # a page called by its address draws nothing: it only says which one was asked for
    places = {
        place.path: st.Page(
            partial(opened.append, place),
            title=words.text(place.title),
            url_path="start" if place is PLACES[0] else place.path,
            default=place is PLACES[0],
        )
        for place in PLACES
    }
    first = PLACES[0]  # the default page lives at /, and its own name must open it too
    alias = st.Page(partial(opened.append, first), title=words.text(first.title), url_path=first.path)
    st.navigation([*places.values(), alias], position="hidden").run()
    [place] = opened
    st.set_page_config(page_title=f"{words.text(place.title)} · {words.text('Privacy dashboard')}")
    try:
        chosen = settings.load()
        snapshot = snapshots.current(chosen.warehouse)
        draw(place, places, snapshot, words)
    except Exception as error:  # noqa: BLE001  Streamlit's own page for it has no number to quote
        failed(error, words)


def draw(place: Place, places: dict[str, Any], snapshot: Snapshot, words: Words) -> None:
    role = sidebar_top(words, places)
    words = Words(words.language, answers.policy_words(snapshot, role))
    load = answers.load_of(snapshot, role)
    choices = filters.choices(snapshot, role, load.loaded_on)
    chosen, wrong = filters.read(st.query_params.to_dict(), choices, words)
    limits = chosen.of_page(place.filters)
    with st.sidebar:
        filters.draw(limits, choices, words, place.filters, bool(wrong))
        sidebar_end(words)
    # Each page is a container of its own: what the one before drew is gone at once, and this one begins at its top.
    with st.container(key=f"place-{place.path}-{opened_on(place)}"), states.trouble_shown(place.path, words):
        menu(place, places, words)
        banner(snapshot, load, words)
        st.title(plain(words.text(place.title)), anchor=False)
        st.markdown(plain(words.text(place.about)))
        for said in [*wrong, *unknown(words)]:
            st.warning(plain(said), icon=":material/filter_alt_off:")
        st.caption(plain(filters.in_words(limits, words, place.filters)))
        if ignored := filters.not_offered(chosen, place.filters, words):
            said = words.text("No figure of this page is limited by: {filters}", filters=", ".join(ignored))
            st.caption(f":material/filter_alt_off: **{plain(said)}**")
        contents = st.container(key="contents")
        view = View(
            snapshot=snapshot,
            load=load,
            role=role,
            words=words,
            filters=limits,
            choices=choices,
            palette=palette(st.context.theme.type),
            place=place.path,
        )
        place.page(view)
        view.not_shown()
        with contents:
            view.contents()


def opened_on(place: Place) -> str:
    """What a link in the middle of a page opens at its top: the page is another one then, and is seen from there."""
    if place.path == "requests":
        return st.query_params.get("request_id", "")
    return "clause" if place.path == "policy" and "clause" in st.query_params else ""


def sidebar_top(words: Words, places: dict[str, Any]) -> str:
    """Who looks, and the pages. In local mode nobody signs in: the role is chosen here."""
    with st.sidebar:
        repeat(("sidebar", words.code, *kept().items()), lambda: brand(places, words))
        least = "management" if "view_as" in st.query_params else "dpo"  # a role that there is not may see the least
        return select(words.text("Role"), "view_as", ROLES, least, lambda code: words.word("viewer", code))


KEPT = ("lang", "view_as", *filters.KEYS)


def kept() -> dict[str, str]:
    """What of the address goes along to every page."""
    return {key: value for key, value in st.query_params.to_dict().items() if key in KEPT}


def brand(places: dict[str, Any], words: Words) -> None:
    st.markdown(f"**{plain(words.text('Privacy dashboard'))}**")
    with st.container(key="pages", gap="xsmall"):
        links(places)
        st.divider()


@st.fragment
def menu(place: Place, places: dict[str, Any], words: Words) -> None:
    """A telephone has the pages in a menu of the page, since its sidebar would stay over the next one.

    Drawn when somebody opens it: a wide screen has no use for it.
    """
    box = st.popover(words.text("Pages"), icon=":material/menu:", key=f"menu-{place.path}", on_change="rerun")
    if box.open:
        with box:
            links(places)


def links(places: dict[str, Any]) -> None:
    along = kept()
    for place in PLACES:
        st.page_link(places[place.path], icon=f":material/{place.icon}:", query_params=along, width="stretch")


def sidebar_end(words: Words) -> None:
    st.divider()
    own_names = {"az": "Azərbaycanca", "en": "English", "ru": "Русский"}
    select(words.text("Language"), "lang", LANGUAGES, words.code, own_names.__getitem__)


def select(label: str, key: str, options: tuple[str, ...], default: str, named: Callable[[str], str]) -> str:
    """A choice that lives in the address; a wrong value there falls back."""
    asked = st.query_params.get(key)
    current = asked if asked in options else default
    widget = f"chosen_{key}"

    def moved() -> None:
        filters.put(key, st.session_state[widget])

    st.session_state[widget] = current
    st.selectbox(label, options, key=widget, format_func=named, on_change=moved)
    return current


def unknown(words: Words) -> list[str]:
    """What the address asks for beside the filters, and there is not."""
    language, role = st.query_params.get("lang", words.code), st.query_params.get("view_as", ROLES[0])
    said = []
    if language not in LANGUAGES:
        said.append(words.text("There is no language “{value}”.", value=language))
    if role not in ROLES:
        said.append(words.text("“{value}” is no role: what management may see is shown.", value=role))
    return said


def banner(snapshot: Snapshot, load: Load, words: Words) -> None:
    """What must never be overlooked: nobody signs in, the people are invented, the data is old."""
    hours = (datetime.now(UTC) - load.loaded_at.replace(tzinfo=UTC)).total_seconds() / 3600
    said = {"lock_open": words.text("Local mode: no sign-in")}
    if load.demo:
        said["science"] = words.text("DEMO: invented people")
    said["schedule"] = words.text("Data of {moment}", moment=words.moment(load.loaded_at))
    if load.newest_record:  # the day that is asked about may not be over by then
        said["edit_note"] = words.text("Newest record: {moment}", moment=words.moment(load.newest_record))
    with st.container(key="banner"):
        st.markdown("\u2002 ".join(f":gray-badge[:material/{icon}: {plain(text)}]" for icon, text in said.items()))
    if hours > load.stale_after_hours:
        st.warning(
            plain(
                words.text(
                    "Hours since the last load: {hours} (stale past {limit}). What happened since is not shown.",
                    hours=words.number(int(hours)),
                    limit=words.number(load.stale_after_hours),
                )
            ),
            icon=":material/update:",
            title=words.text("The data is stale"),
        )
    if snapshot.warning:
        st.warning(
            plain(words.text("The newest snapshot is damaged and is not used; an older one is shown.")),
            icon=":material/healing:",
        )


def failed(error: Exception, words: Words) -> None:
    """Without a snapshot there is nothing to look at: say so, and what to do."""
    number = states.incident("frame", error)
    st.title(plain(words.text("Privacy dashboard")), anchor=False)
    st.error(
        plain(words.text("There is no data to show yet, or it cannot be read.")),
        title=words.text("Program error {number}", number=number),
        icon=":material/error:",
    )
    st.markdown(plain(words.text("Whoever runs the dashboard finds the reason in the log. To load: `make load`.")))


with turns.drawing():
    frame()
