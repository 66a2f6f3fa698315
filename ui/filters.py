"""The filters: they live in the address, so that a copied link, a reload and the back button give the same page.

Values are plain words and days, read by type and nothing else. No person's number is ever a filter.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import streamlit as st

from errors import QueryError
from snapshots import Snapshot
from ui.answers import answer
from ui.words import Words

ALL = ""
PRESETS = (30, 90, 365)  # days back from the day of the figures
KEYS = ("as_of", "from", "to", "person_role", "building")  # as the address calls them
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[./](\d{1,2})[./](\d{4})")


@dataclass(frozen=True)
class Filters:
    as_of: date
    from_day: date | None = None
    to_day: date | None = None
    person_role: str | None = None
    building_id: int | None = None

    def asked(self) -> dict[str, Any]:
        """As the queries name them."""
        return {key: value for key, value in vars(self).items() if value is not None}

    def limits(self) -> dict[str, Any]:
        """The same without the as-of day."""
        return {key: value for key, value in self.asked().items() if key != "as_of"}

    def of_page(self, shown: tuple[str, ...]) -> "Filters":
        """Without those that the page does not offer: nothing limits a figure that the page does not say."""
        period = (self.from_day, self.to_day) if "period" in shown else (None, None)
        role = self.person_role if "person_role" in shown else None
        return Filters(self.as_of, *period, role, self.building_id if "building" in shown else None)


@dataclass(frozen=True)
class Choices:
    """What can be chosen, from the snapshot itself."""

    newest: date
    roles: tuple[str, ...]
    buildings: tuple[int, ...]


def read(params: Mapping[str, str], choices: Choices, words: Words) -> tuple[Filters, list[str]]:
    """The filters in the address, and what was wrong with it: a wrong value falls back and is said so."""
    wrong: list[str] = []

    def day(key: str) -> date | None:
        if not (value := params.get(key)):
            return None
        if (found := parsed_day(value)) is None:
            wrong.append(
                words.text("“{value}” is not a day; write it as 2026-03-01.", value=value)
                if key == "as_of"
                else words.text("“{value}” is not a period; write it as 2026-01-01 2026-03-31.", value=value)
            )
        elif found > choices.newest:
            said = words.text("{day} is after the data was loaded.", day=words.date(found))
            shown = words.text("Shown is the day of the load: {day}.", day=words.date(choices.newest))
            wrong.append(f"{said} {shown}" if key == "as_of" else said)
            return None
        return found

    filters = Filters(as_of=day("as_of") or choices.newest, from_day=day("from"), to_day=day("to"))
    if filters.from_day and filters.from_day > (filters.to_day or filters.as_of):
        wrong.append(words.text("The period would end before it begins; all of it is shown."))
        filters = replace(filters, from_day=None, to_day=None)
    if role := params.get("person_role"):
        if role in choices.roles:
            filters = replace(filters, person_role=role)
        else:
            wrong.append(words.text("No person has the role “{value}”.", value=role))
    if building := params.get("building"):
        known = {str(number): number for number in choices.buildings}
        if building in known:
            filters = replace(filters, building_id=known[building])
        else:
            wrong.append(words.text("There is no building “{value}”.", value=building))
    return filters, wrong


def parsed_day(value: str) -> date | None:
    if not (match := DAY.fullmatch(value.strip())):
        return None
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def put(key: str, value: str) -> None:
    """Change one filter in the address; an empty one leaves it."""
    if value:
        st.query_params[key] = value
    elif key in st.query_params:
        del st.query_params[key]


def clear() -> None:
    for key in KEYS:
        put(key, ALL)


def in_words(filters: Filters, words: Words, shown: tuple[str, ...]) -> str:
    """What limits the figures of a page, in one line."""
    said = [words.text("As of the end of {day}", day=words.date(filters.as_of))]
    if "period" in shown and (filters.from_day or filters.to_day):
        said.append(words.text("trends and lists: {period}", period=period_in_words(filters, words)))
    if "person_role" in shown:
        said.append(
            words.text("people: {role}", role=words.word("role", filters.person_role))
            if filters.person_role
            else words.text("people of every role")
        )
    if "building" in shown:
        said.append(
            words.text("building {number}", number=filters.building_id)
            if filters.building_id is not None
            else words.text("every building")
        )
    return " · ".join(said)


def limits_in_words(filters: Filters, named: frozenset[str], words: Words) -> str:
    """Of the filters that are set, those that a query takes."""
    said = []
    if (filters.from_day or filters.to_day) and "from_day" in named:
        said.append(period_in_words(filters, words))
    if filters.person_role and "person_role" in named:
        said.append(words.text("people: {role}", role=words.word("role", filters.person_role)))
    if filters.building_id is not None and "building_id" in named:
        said.append(words.text("building {number}", number=filters.building_id))
    return "; ".join(said)


def period_in_words(filters: Filters, words: Words) -> str:
    if filters.from_day is None:
        return words.text("up to {day}", day=words.date(filters.to_day))
    if filters.to_day is None:
        return words.text("since {day}", day=words.date(filters.from_day))
    return f"{words.date(filters.from_day)} – {words.date(filters.to_day)}"


def draw(filters: Filters, choices: Choices, words: Words, shown: tuple[str, ...], wrong: bool) -> None:
    """The widgets. They follow the address on every run and change it when used."""
    _as_of(filters, choices, words)
    if "period" in shown:
        _period(filters, words)
    if "person_role" in shown and choices.roles:
        declared = sorted(choices.roles, key=lambda role: (not words.language.knows("role", role), role))
        options = [ALL, *declared]
        _select(
            words.text("Role of the person"),
            "person_role",
            options,
            filters.person_role or ALL,
            lambda code: words.word("role", code) if code else words.text("every role"),
        )
    if "building" in shown and choices.buildings:
        _select(
            words.text("Building"),
            "building",
            [ALL, *map(str, choices.buildings)],
            ALL if filters.building_id is None else str(filters.building_id),
            lambda code: words.text("building {number}", number=code) if code else words.text("every building"),
        )
    if wrong or filters != Filters(choices.newest):
        st.button(words.text("Clear all filters"), on_click=clear, width="stretch")


def _as_of(filters: Filters, choices: Choices, words: Words) -> None:
    newest = choices.newest
    named = {
        newest: words.text("day of the load"),
        newest - timedelta(days=1): words.text("the day before"),
        newest - timedelta(days=7): words.text("a week before"),
        newest - timedelta(days=30): words.text("30 days before"),
        newest - timedelta(days=90): words.text("90 days before"),
    }
    month = newest.replace(day=1)
    for _ in range(12):
        month_end = month - timedelta(days=1)
        is_quarter = month_end.month % 3 == 0
        named.setdefault(month_end, words.text("end of quarter") if is_quarter else words.text("end of month"))
        month = month_end.replace(day=1)
    named.setdefault(filters.as_of, words.text("chosen day"))
    options = [day.isoformat() for day in sorted(named, reverse=True)]

    def label(value: str) -> str:
        day = parsed_day(value)
        return f"{words.date(day)} · {named[day]}" if day in named else value

    def moved() -> None:
        chosen = str(st.session_state["filter_as_of"] or "")
        day = parsed_day(chosen) or words.day_said(chosen)
        put("as_of", chosen if day is None else ALL if day == newest else day.isoformat())

    st.session_state["filter_as_of"] = filters.as_of.isoformat()
    st.selectbox(
        words.text("As of the end of"),
        options,
        key="filter_as_of",
        format_func=label,
        on_change=moved,
        accept_new_options=True,
        placeholder="2026-03-01",
        help=words.text(
            "Figures count what had happened by the end of the as-of day in Baku. Type any day, as 2026-03-01."
        ),
    )


def spans(as_of: date) -> dict[str, tuple[date, date | None]]:
    """The periods on offer, by their keys: their first day and, unless it is the as-of day, their last."""
    month, year = as_of.replace(day=1), as_of.replace(month=1, day=1)
    quarter = month.replace(month=month.month - (month.month - 1) % 3)
    day = timedelta(days=1)
    before = {
        "last_month": ((month - day).replace(day=1), month - day),
        "last_quarter": ((quarter - day).replace(day=1, month=(quarter - day).month - 2), quarter - day),
        "last_year": (date(year.year - 1, 1, 1), year - day),
    }
    running = {"this_month": month, "this_quarter": quarter, "this_year": year}
    back = {str(days): as_of - timedelta(days=days) for days in PRESETS}
    return {**{key: (first, None) for key, first in (back | running).items()}, **before}


def _period(filters: Filters, words: Words) -> None:
    named = {
        "this_month": words.text("this month"),
        "this_quarter": words.text("this quarter"),
        "this_year": words.text("this year"),
        "last_month": words.text("last month"),
        "last_quarter": words.text("last quarter"),
        "last_year": words.text("last year"),
        **{str(days): words.text("the last {days} days", days=days) for days in PRESETS},
    }
    offered = spans(filters.as_of)
    current = ALL
    if filters.from_day or filters.to_day:
        asked = (filters.from_day, filters.to_day)
        current = next((key for key, span in offered.items() if span == asked), "own")

    def label(key: str) -> str:
        if key == "own":
            return period_in_words(filters, words)
        return named.get(key, key) if key else words.text("from the beginning")

    def moved() -> None:
        key = str(st.session_state["filter_period"] or ALL)
        if key == "own":
            return
        first, last = offered[key] if key in offered else typed_period(key) if key else (None, None)
        put("from", first if isinstance(first, str) else first.isoformat() if first else ALL)
        put("to", last.isoformat() if last else ALL)

    st.session_state["filter_period"] = current
    st.selectbox(
        words.text("Period of trends and lists"),
        [ALL, *offered, *(["own"] if current == "own" else [])],
        key="filter_period",
        format_func=label,
        on_change=moved,
        accept_new_options=True,
        placeholder="2026-01-01 2026-03-31",
        help=words.text("Type any period by its two days, as 2026-01-01 2026-03-31."),
    )


def typed_period(text: str) -> tuple[date | str, date | None]:
    """A period as somebody writes it; what is none goes to the address as it is, which then says so."""
    days = [parsed_day(match[0]) for match in DAY.finditer(text)]
    if not days or len(days) > 2 or None in days:
        return text, None
    first, *last = days
    assert first is not None
    return first, last[0] if last else None


def _select(label: str, key: str, options: list[str], current: str, named: Any) -> None:
    widget = f"filter_{key}"

    def moved() -> None:
        put(key, st.session_state[widget] or ALL)

    st.session_state[widget] = current
    st.selectbox(label, options, key=widget, format_func=named, on_change=moved)


def not_taken(filters: Filters, named: frozenset[str], words: Words) -> list[str]:
    """The filters that are set and that a query does not know: its figures are not limited by them."""
    said = {
        "person_role": words.text("role of the person"),
        "building_id": words.text("building"),
    }
    ignored = [label for key, label in said.items() if getattr(filters, key) is not None and key not in named]
    if (filters.from_day or filters.to_day) and "from_day" not in named:
        ignored.insert(0, words.text("period"))
    return ignored


def not_offered(filters: Filters, shown: tuple[str, ...], words: Words) -> list[str]:
    """The filters of an address that its page does not have."""
    named = {"period": ("from_day", "to_day"), "person_role": ("person_role",), "building": ("building_id",)}
    return not_taken(filters, frozenset(key for filter in shown for key in named[filter]), words)


def choices(snapshot: Snapshot, role: str, newest: date) -> Choices:
    """What the snapshot offers. Where a list cannot be had, its filter is not offered."""
    return Choices(
        newest=newest,
        roles=tuple(sorted(_values("consent.by_role", "role", snapshot, role))),
        buildings=tuple(sorted(_values("consent.by_building", "building_id", snapshot, role))),
    )


def _values(name: str, column: str, snapshot: Snapshot, role: str) -> list[Any]:
    try:
        values = answer(name, snapshot, role, {}).column(column).to_pylist()
    except QueryError:
        return []
    return [value for value in values if value is not None]
