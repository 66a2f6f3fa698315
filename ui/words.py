"""The words and numbers of one visitor's language: the program's own, and those of the policy's data."""

import datetime
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.dates import get_month_names

import queries
from language import HIDDEN as HIDDEN
from language import LOCALES, Language, fold
from language import MISSING as MISSING

DAY_SAID = re.compile(r"(\d{1,2})\s([^\W\d]{3,})\.?,?\s(\d{4})(?:\sг\.?)?")
OPEN = frozenset({"role", "ground", "purpose"})  # lists that are closed, in data that may hold anything
NEVER = datetime.date(9999, 12, 31)
SHORT = "d\N{NO-BREAK SPACE}MMM\N{NO-BREAK SPACE}y"

MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&^=\"'])")


@dataclass(frozen=True)
class Words:
    language: Language
    policy: Mapping[tuple[str, str], Mapping[str, str]]

    @property
    def code(self) -> str:
        return self.language.code_of_language

    def text(self, msgid: str, **values: object) -> str:
        return self.language.text(msgid, **values)

    def word(self, kind: str, value: object) -> str:
        """What a code is called. Purposes and categories are the policy's, titles of controls the headers'."""
        if value is None:
            return MISSING
        if kind == "control" and f"controls.{value}" in queries.names():
            return queries.get(f"controls.{value}").header.title[self.code]
        own = self.policy.get((kind, str(value)))
        if own is None and kind in OPEN and not self.language.knows(kind, str(value)):
            return self.text("“{value}”, unknown", value=value)
        return own[self.code] if own else self.language.code(kind, value)

    def capital(self, text: str) -> str:
        return self.language.capital(text)

    def number(self, value: float | Decimal | None, digits: int = 0) -> str:
        return MISSING if value is None or value != value else self.language.number(value, digits)

    def percent(self, value: float | None, digits: int = 1) -> str:
        return MISSING if value is None or value != value else self.language.percent(value, digits)

    def rows(self, number: int) -> str:
        return self.language.plural("{number} row", "{number} rows", number)

    def date(self, value: datetime.date | None) -> str:
        return MISSING if value is None or value >= NEVER else self.language.date(value)

    def moment(self, value: datetime.datetime | None) -> str:
        return MISSING if value is None or value.date() >= NEVER else self.language.time(value)

    def short_date(self, value: datetime.date) -> str:
        """For tables: on one line, without the word for the year that Russian adds."""
        return MISSING if value >= NEVER else self.language.date(value, SHORT)

    def day_said(self, text: str) -> datetime.date | None:
        """The day that somebody wrote as this language shows it: 22 Nov 2026, 22 noyabr 2026, 22 нояб. 2026 г."""
        if not (match := DAY_SAID.fullmatch(fold(text.strip()))):
            return None
        for width in ("wide", "abbreviated"):
            for month, name in get_month_names(width, "format", LOCALES[self.code]).items():
                if fold(name).startswith(match[2]):
                    with suppress(ValueError):
                        return datetime.date(int(match[3]), month, int(match[1]))
        return None

    def day_and_month(self, value: datetime.date) -> str:
        return self.language.date(value, "d MMM")

    def month_and_year(self, value: datetime.date) -> str:
        return self.language.date(value, "LLL y")

    @property
    def separators(self) -> str:
        """Of decimals and of thousands, as charts want them."""
        said = self.language.number(1234.5, 1)
        return said[5] + said[1]

    def of(self, row: Mapping[str, Any], stem: str = "") -> str:
        """The column of a row that is written in this language: `az`, or `title_az` of the stem `title`."""
        code, az = (f"{stem}_{self.code}", f"{stem}_az") if stem else (self.code, "az")
        return str(row[code] or row[az] or "")


def plain(text: str) -> str:
    """Text from the data as text: nothing in it is read as Markdown."""
    return MARKUP.sub(r"\\\1", text.replace("\r", " ").replace("\n", " "))


def clause_order(number: str) -> tuple[int, ...]:
    """As the policy counts: 3.10 comes after 3.9."""
    return tuple(int(part) for part in number.split(".") if part.isdecimal()) or (99,)
