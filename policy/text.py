"""The policy's own text: its hash, its numbered paragraphs, its contact fields, and what it does not say.

The text is read as it stands: paragraphs broken across lines and pages, numbers with no space after them.
Whether the text is good law is for a person; here is only what a program can see.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

CONTACT_LABELS = {
    "email": ("email", "e-mail", "e-poçt", "elektron poçt"),
    "post": ("poçt", "poçt ünvanı", "ünvan"),
    "phone": ("telefon", "tel", "tel."),
}

# A number that opens a paragraph: "7.1.Xidmət…", "5.10.Biz", "3.2.1. Platforma…"; not "9.4-cü maddə", not 20.05.2026.
_OPENING = re.compile(r"(?P<number>[1-9]\d?(?:\.[1-9]\d?){0,2})\.\s*(?P<rest>[^\W\d_“\"(].*|[“\"(].*)")
_LABELS = "|".join(re.escape(label) for labels in CONTACT_LABELS.values() for label in labels)
_CONTACT = re.compile(rf"(?:^|(?<=\s))(?P<label>{_LABELS})\s*:", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.;!?])\s+")

_MONTHS = "yanvar|fevral|mart|aprel|may|iyun|iyul|avqust|sentyabr|oktyabr|noyabr|dekabr"
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}\s+(?:{_MONTHS})\w*\s+\d{{4}}"
    rf"|\d{{4}}\S*\s+il\w*\s+\d{{1,2}}\s+(?:{_MONTHS}))",
    re.IGNORECASE,
)
_VERSION = re.compile(
    r"\b(?:versiya|redaksiya|buraxılış)\w*\s*[:№#-]*\s*v?\d"
    r"|\b\d+(?:\.\d+)*[-\s]*(?:versiya|redaksiya)|\bv\.?\s?\d+\.\d+",
    re.IGNORECASE,
)
_DATED = re.compile(r"qüvvəyə|redaksiya|versiya|yenilən|dərc|təsdiq|tarix", re.IGNORECASE)
_NUMBER_WORDS = "bir|iki|üç|dörd|beş|altı|yeddi|səkkiz|doqquz|on|iyirmi|otuz|qırx|əlli|altmış|yetmiş|səksən|doxsan|yüz"
_PERIOD = re.compile(
    rf"\b(?:\d+|{_NUMBER_WORDS})\s*(?:\([^)]*\)\s*)?(?:iş\s+|təqvim\s+)?"
    r"(?:saat(?:dan|lıq|ı|a)?|gün(?:ü|lük|dən|ə|ündən|ünə|lər)?|həftə(?:dən|lik|si)?|ay(?:dan|lıq|ı|a)?|il(?:dən|lik|i)?)\b",
    re.IGNORECASE,
)
_KEEPING = re.compile(r"saxla", re.IGNORECASE)
_ANSWERING = re.compile(r"cavab|silin|məhv|müraciət|tələb|baxıl|icra|məlumat ver", re.IGNORECASE)


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph; `number` as printed, without the closing dot."""

    number: str
    text: str

    @property
    def is_section(self) -> bool:
        return "." not in self.number


@dataclass(frozen=True)
class PolicyText:
    """The text, read once."""

    sha256: str
    characters: int
    paragraphs: tuple[Paragraph, ...]
    around: tuple[str, ...]  # lines outside the numbered paragraphs: title, sub-headings, the sentence of acceptance
    contacts: dict[str, str]

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(paragraph.number for paragraph in self.paragraphs)

    def blank_contacts(self) -> tuple[str, ...]:
        """Fields of 9.1 without a letter or a digit in them, or not there at all."""
        return tuple(field for field, value in self.contacts.items() if not re.search(r"[^\W_]", value))

    def names_version(self) -> bool:
        return any(_VERSION.search(sentence) for sentence in self._sentences())

    def names_date(self) -> bool:
        """A date of its own: the date of a law that the text cites is not one."""
        outside = any(_DATE.search(line) for line in self.around)
        return outside or any(
            _DATE.search(sentence) and _DATED.search(sentence) and "qanun" not in sentence.lower()
            for sentence in self._sentences()
        )

    def names_retention_period(self) -> bool:
        return any(_PERIOD.search(sentence) and _KEEPING.search(sentence) for sentence in self._sentences())

    def names_deadline(self) -> bool:
        return any(
            _PERIOD.search(sentence) and _ANSWERING.search(sentence) and not _KEEPING.search(sentence)
            for sentence in self._sentences()
        )

    def _sentences(self) -> Iterator[str]:
        for text in (*self.around, *(paragraph.text for paragraph in self.paragraphs)):
            yield from _SENTENCE_END.split(text)


def read(content: bytes) -> PolicyText:
    """Raises UnicodeDecodeError when the bytes are not UTF-8."""
    text = content.decode("utf-8")
    openings: list[tuple[str, list[str]]] = []
    around: list[str] = []
    lines = [" ".join(line.split()) for line in text.removeprefix("\ufeff").splitlines()]
    lines = [line for line in lines if line]
    for index, line in enumerate(lines):
        opening = _OPENING.fullmatch(line)
        if opening and _follows([number for number, _ in openings], opening["number"]):
            openings.append((opening["number"], [opening["rest"]]))
        elif not openings or line.startswith("*") or _is_subheading(lines, index, openings):
            around.append(line)
        else:
            openings[-1][1].append(line)
    paragraphs = tuple(Paragraph(number, " ".join(lines)) for number, lines in openings)
    return PolicyText(
        sha256=hashlib.sha256(content).hexdigest(),
        characters=len(text),
        paragraphs=paragraphs,
        around=tuple(around),
        contacts=_contacts(" ".join(paragraph.text for paragraph in paragraphs if parts(paragraph.number)[0] == 9)),
    )


def parts(number: str) -> tuple[int, ...]:
    """Sorts 5.10 after 5.9."""
    return tuple(int(part) for part in number.split("."))


def _follows(before: list[str], number: str) -> bool:
    """Can this number come next? A line that only happens to begin with one opens no paragraph."""
    if "." not in number:
        return int(number) == sum("." not in earlier for earlier in before) + 1
    return number.rpartition(".")[0] in before and parts(number) > parts(before[-1])


def _is_subheading(lines: list[str], index: int, openings: list[tuple[str, list[str]]]) -> bool:
    """`Fərdi Məlumatların … əhatə dairəsi:` between two paragraphs: it belongs to neither."""
    if not lines[index].endswith(":") or index + 1 == len(lines):
        return False
    number, before = openings[-1]
    ended = "." not in number or before[-1].endswith((".", ";"))
    opens_next = _OPENING.fullmatch(lines[index + 1])
    return ended and opens_next is not None and _follows([number for number, _ in openings], opens_next["number"])


def _contacts(section: str) -> dict[str, str]:
    """What stands after each label, up to the next one."""
    found = list(_CONTACT.finditer(section))
    ends = [label.start() for label in found[1:]] + [len(section)]
    values = {
        label["label"].lower(): section[label.end() : end].strip() for label, end in zip(found, ends, strict=False)
    }
    return {
        field: next((values[label] for label in labels if label in values), "")
        for field, labels in CONTACT_LABELS.items()
    }
