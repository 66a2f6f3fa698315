"""Words, numbers and dates in a language: Azerbaijani, English or Russian.

The catalogues in locales/ are gettext's own text files, read at the first use, so that nothing has to be compiled.
A sentence is looked up by its English text; a code ("overdue"), a column and a term by their context as well.
"""

import datetime
import gettext
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from itertools import zip_longest
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, get_day_names
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from errors import SettingsError

LANGUAGES = ("az", "en", "ru")
DEFAULT = "az"
LOCALES = {"az": "az", "en": "en_GB", "ru": "ru"}  # in English too the day goes before the month
FOLDER = Path(__file__).parent / "locales"
BAKU = ZoneInfo("Asia/Baku")
MISSING = "—"
HIDDEN = "<10"  # a small count of people that management does not see

# The order of letters in each language; what is in none of them comes last.
ALPHABETS = {
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvwyz",
    "en": "abcdefghijklmnopqrstuvwxyz",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
}
SEVERAL = frozenset({"confidence"})  # kinds whose value may hold several codes
# Codes that stand in a sentence by themselves, and the shapes of what is no code in it.
BARE = (
    *("confidence", "severity", "urgency", "decision", "request_status", "state", "request_type"),
    *("incident_kind", "recipient_type", "legal_basis", "role", "purpose"),
)
SHAPES = {
    **dict.fromkeys(("number", "nth", "counted_to", "over"), r"-?\d+"),
    "day": r"\d{4}-\d\d-\d\d",
    "us_day": r"\d\d/\d\d/\d{4}",
    "reason": r".+",
    "ref": r"\S+",
    "clause": r"[\d., ]+",
}
CODE = r"[\w.*]+"
AS_WRITTEN = {"purpose": r"\s*[^\s,;:]+\s*"}  # the source may hold what is no code: it is shown as unknown
SAID_LATELY = 1 << 15  # numbers and days that are kept as they are said: a page says the same ones again and again
MARKS = ("; ", ", ")  # between the sentences of a text
# What a search takes for the same letter: people type without the keyboard of the language.
SAME = str.maketrans("ıəçğöşüё\N{NO-BREAK SPACE}", "iecgosuе ")


@dataclass(frozen=True)
class Term:
    """An entry of the glossary."""

    word: str
    meaning: str


@dataclass(frozen=True)
class Language:
    """One language; instances with the same code are equal."""

    code_of_language: str = DEFAULT

    def __post_init__(self) -> None:
        if self.code_of_language not in LANGUAGES:
            raise SettingsError(
                f"No language is called {self.code_of_language!r}.", fix=f"Known: {', '.join(LANGUAGES)}."
            )

    def text(self, msgid: str, **values: object) -> str:
        """The sentence in this language; `{name}` in it stands for a value."""
        said = _catalogue(self.code_of_language).gettext(msgid) if msgid else ""
        return said.format(**values) if values else said

    def plural(self, one: str, many: str, number: int, **values: object) -> str:
        """The form that goes with the number, which `{number}` stands for."""
        said = _catalogue(self.code_of_language).ngettext(one, many, number)
        return said.format(number=self.number(number), **values)

    def code(self, kind: str, value: object) -> str:
        """The word for a code of a closed list. What is in no list, as data may bring it, stays as it is."""
        if kind in ("weekday", "weekday_short"):
            return self.weekday(int(str(value)), short=kind == "weekday_short")
        said = self._word(kind, str(value))
        if said is None and kind in SEVERAL:
            return ", ".join(self._word(kind, word) or word for word in re.split(r"[\s,;+]+", str(value)) if word)
        if said is None and ":" in str(value):  # not_a_time:closed_at
            rule, _, rest = str(value).partition(":")
            return f"{self.code(kind, rule)}: {rest}"
        return str(value) if said is None else said

    def knows(self, kind: str, value: str) -> bool:
        """Whether a code is in its closed list."""
        return self._word(kind, value) is not None

    def said(self, text: str, word: Callable[[str, object], str] | None = None) -> str:
        """A sentence that an answer says in English, such as a detail: by the sentences it is made of.

        `word` names codes that the policy's data name, as categories. What no sentence fits stays as it is.
        """
        name = word or self.code
        for pattern, template in _sentences(self.code_of_language):
            if found := pattern.fullmatch(text):
                values = {key: self._value(key, value, name) for key, value in found.groupdict().items()}
                return template.format(**values) if values else template
        for mark in MARKS:
            if mark in text:
                return mark.join(self.said(part, name) for part in text.split(mark))
        if not re.fullmatch(CODE, text):
            return text
        own = (self._word(kind, text) for kind in BARE)
        return next((said for said in own if said), None) or name("purpose" if text[0].isdigit() else "category", text)

    def pieces(self, text: str, word: Callable[[str, object], str] | None = None) -> Iterator[tuple[str, str, str]]:
        """The sentences and the codes that such a text is made of: which one, as it stands there, what it says."""
        name = word or self.code
        for pattern, _ in _sentences(self.code_of_language):
            if found := pattern.fullmatch(text):
                yield pattern.pattern, text, self.said(text, name)
                for key, value in found.groupdict().items():
                    if _kind(key) == "reason":
                        yield from self.pieces(value, name)
                    elif _kind(key) not in SHAPES:
                        yield value, value, self._value(key, value, name)
                return
        for mark in MARKS:
            if mark in text:
                for part in text.split(mark):
                    yield from self.pieces(part, name)
                return
        yield text, text, self.said(text, name)

    def column(self, name: str, query: str = "") -> str:
        """What a column of an answer is called; a query or its topic may call it otherwise."""
        return self._of_a_column("column", name, query) or name

    def meaning(self, name: str, query: str = "") -> str:
        """One sentence that explains a column."""
        return self._of_a_column("meaning", name, query) or ""

    def _of_a_column(self, context: str, name: str, query: str) -> str | None:
        called = (f"{query}.{name}", f"{query.partition('.')[0]}.{name}", name)
        return next(filter(None, (self._word(context, msgid) for msgid in called)), None)

    def terms(self) -> tuple[Term, ...]:
        """The glossary, in the order of this language's letters."""
        return _terms(self)

    def meaning_of(self, word: str) -> str | None:
        """What the glossary says of a word, if it is one of its terms."""
        return _meanings(self).get(fold(word))

    def capital(self, text: str) -> str:
        """The first letter as at the beginning of a sentence; in Azerbaijani i becomes İ."""
        first = "İ" if self.code_of_language == "az" and text[:1] == "i" else text[:1].upper()
        return first + text[1:]

    def number(self, value: float | Decimal, digits: int = 0) -> str:
        """With the separators of the language and exactly so many digits after the sign."""
        return _number(self._locale, value or 0, digits)  # -0.0 is 0, and would be kept as it

    def percent(self, share: float | Decimal, digits: int = 1) -> str:
        """A share of 0 to 1. What is not the whole is never rounded up to it, nor down to nothing."""
        whole = 10 ** (digits + 2)
        shown = round(share * whole)
        if shown == whole and share < 1:
            share = (whole - 1) / whole
        elif shown == 0 and share > 0:
            share = 1 / whole
        pattern = re.sub(r"#,##0", _whole_and(digits), self._percent_pattern)
        return format_percent(share, format=pattern, locale=self._locale)

    def date(self, day: datetime.date, form: str = "medium") -> str:
        """`form` is one of Babel's: medium, or a pattern as `d MMM`."""
        return _date(self._locale, day, form)

    def time(self, instant: datetime.datetime) -> str:
        """Day and time in Baku. An instant without a zone is UTC."""
        day = _in_baku(instant)
        return f"{self.date(day.date())}, {format_datetime(day, 'HH:mm', locale=self._locale)}"

    def exact_time(self, instant: datetime.datetime) -> str:
        """The same to the second it falls in: never rounded up, so that none seems later than it was."""
        day = _in_baku(instant)
        return f"{self.date(day.date())}, {format_datetime(day, 'HH:mm:ss', locale=self._locale)}"

    def month(self, month: str | datetime.date) -> str:
        """`2026-03` in words."""
        day = month if isinstance(month, datetime.date) else datetime.date.fromisoformat(f"{month}-01")
        return self.date(day, "LLLL y")

    def weekday(self, number: int, *, short: bool = False) -> str:
        """1 is Monday."""
        names = get_day_names("abbreviated" if short else "wide", "stand-alone", locale=self._locale)
        return str(names[number - 1])

    def lower(self, text: str) -> str:
        """In Azerbaijani I is the capital of ı, and İ of i."""
        if self.code_of_language == "az":
            text = text.replace("I", "ı")
        return text.replace("İ", "i").lower()

    def sort_key(self, text: str) -> tuple[tuple[int, str], ...]:
        """The place of a text in a list of this language."""
        places = _places(self.code_of_language)
        return tuple(
            (places.get(letter, len(places) if letter.isalpha() else -1), letter) for letter in self.lower(text)
        )

    @property
    def _locale(self) -> Locale:
        return _locale(self.code_of_language)

    @property
    def _percent_pattern(self) -> str:
        return str(self._locale.percent_formats[None].pattern)

    def _value(self, key: str, value: str, word: Callable[[str, object], str]) -> str:
        kind = _kind(key)
        if kind == "reason":
            return self.said(value, word)
        if kind == "number":
            return self.number(int(value))
        if kind == "day":
            return self.date(datetime.date.fromisoformat(value))
        if kind == "us_day":
            month, day, year = value.split("/")
            return self.date(datetime.date(int(year), int(month), int(day)))
        return value if kind in SHAPES else word(kind, value)

    def _word(self, context: str, msgid: str) -> str | None:
        found = _catalogue(self.code_of_language).pgettext(context, msgid)
        return None if found == msgid and (context, msgid) not in _contexts(self.code_of_language) else found


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(LOCALES[code])


@lru_cache(SAID_LATELY)
def _number(locale: Locale, value: float | Decimal, digits: int) -> str:
    return format_decimal(value, format=_whole_and(digits), locale=locale)


def _whole_and(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


@lru_cache(SAID_LATELY)
def _date(locale: Locale, day: datetime.date, form: str) -> str:
    return format_date(day, form, locale=locale)


def _kind(key: str) -> str:
    """What a place in a sentence is for: `purpose` of `purpose_2`."""
    return re.sub(r"_\d$", "", key)


def day_in_baku(instant: datetime.datetime) -> datetime.date:
    """The day of an instant of the data, which is in UTC."""
    return _in_baku(instant).date()


def _in_baku(instant: datetime.datetime) -> datetime.datetime:
    return (instant if instant.tzinfo else instant.replace(tzinfo=datetime.UTC)).astimezone(BAKU)


def fold(text: str) -> str:
    """What a search compares: whoever types `i` or `I` finds i, ı, I and İ, and `e` finds ə."""
    return text.replace("I", "i").replace("İ", "i").lower().translate(SAME)


def catalogue(code: str) -> Catalog:
    """The file of a language as it stands."""
    with (FOLDER / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


@cache
def _catalogue(code: str) -> gettext.GNUTranslations:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def _contexts(code: str) -> frozenset[tuple[str, str]]:
    return frozenset((message.context, str(message.id)) for message in catalogue(code) if message.context)


@cache
def _sentences(code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentences of answers, as patterns of what they say in English; the most exact first."""
    found = [(str(message.id), str(message.string)) for message in catalogue(code) if message.context == "said"]
    found.sort(key=lambda pair: (len(re.findall(r"{reason}", pair[0])), -len(re.sub(r"{\w+}", "", pair[0]))))
    return tuple((_pattern(msgid), said) for msgid, said in found)


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"{(\w+)}", template)
    known = SHAPES | AS_WRITTEN
    shapes = [f"(?P<{name}>{known.get(name, CODE)})" for name in parts[1::2]]
    return re.compile(
        "".join(text for pair in zip_longest(map(re.escape, parts[::2]), shapes, fillvalue="") for text in pair)
    )


@cache
def _terms(language: Language) -> tuple[Term, ...]:
    keys = [str(message.id) for message in catalogue("en") if message.context == "term meaning"]
    words = [Term(language.code("term", key), language.code("term meaning", key)) for key in keys]
    return tuple(sorted(words, key=lambda term: language.sort_key(term.word)))


@cache
def _meanings(language: Language) -> Mapping[str, str]:
    return {fold(term.word): term.meaning for term in _terms(language)}


@cache
def _places(code: str) -> Mapping[str, int]:
    return {letter: place for place, letter in enumerate(ALPHABETS[code])}
