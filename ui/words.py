"""The words and numbers of one visitor's language: the program's own, and those of the policy's data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from language import Language

MISSING = "—"
HIDDEN = "<10"  # a small count of people that management does not see
NEVER = date(9999, 12, 31)

MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&^=\"'])")
AZ = {letter: place for place, letter in enumerate("abcçdeəfgğhxıijkqlmnoöprsştuüvyz")}


@dataclass(frozen=True)
class Words:
    language: Language
    policy: Mapping[tuple[str, str], Mapping[str, str]]

    @property
    def code_of_language(self) -> str:
        return self.language.code_of_language

    def text(self, msgid: str, **values: object) -> str:
        said = self.language.text(msgid)
        return said.format(**values) if values else said

    def word(self, kind: str, value: object) -> str:
        """What a code is called."""
        if value is None:
            return MISSING
        own = self.policy.get((kind, str(value)))
        return own[self.code_of_language] if own else self.language.code(kind, str(value))

    def number(self, value: float | None, digits: int = 0) -> str:
        return MISSING if value is None else self.language.number(value, digits)

    def percent(self, value: float | None, digits: int = 1) -> str:
        return MISSING if value is None else self.language.percent(value, digits)

    def date(self, value: date | None) -> str:
        return MISSING if value is None or value >= NEVER else self.language.date(value)

    def day_and_month(self, value: date) -> str:
        return self.language.day_and_month(value)

    def month_and_year(self, value: date) -> str:
        return self.language.month_and_year(value)

    @property
    def separators(self) -> str:
        """Of decimals and of thousands, as charts want them."""
        return self.language.separators

    def moment(self, value: datetime | None) -> str:
        return MISSING if value is None or value.date() >= NEVER else self.language.time(value)

    def of(self, row: Mapping[str, Any], stem: str = "") -> str:
        """The column of a row that is written in this language: `az` or `title_az`."""
        key = f"{stem}_{self.code_of_language}" if stem else self.code_of_language
        return str(row[key] or row[f"{stem}_az" if stem else "az"] or "")

    def sorted_as(self, text: str) -> tuple[tuple[int, int], ...]:
        """The place of a text in a list: Azerbaijani has an order of letters of its own."""
        folded = lower(text) if self.code_of_language == "az" else text.casefold()
        return tuple((AZ.get(letter, 0 if letter < "a" else 99), ord(letter)) for letter in folded)


def lower(text: str) -> str:
    """Lower case as Azerbaijani writes it: I is the capital of ı, İ that of i."""
    return text.replace("I", "ı").replace("İ", "i").lower()


def folded(text: str) -> str:
    """What a search compares: whoever types `i` finds ı, I and İ too."""
    return lower(text).replace("ı", "i").replace("ə", "e").replace("ё", "е")


def plain(text: str) -> str:
    """Text from the data as text: nothing in it is read as Markdown."""
    return MARKUP.sub(r"\\\1", text.replace("\r", " ").replace("\n", " "))
