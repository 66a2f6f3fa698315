"""Writes docs/metrics.md, the metric dictionary, from the headers of the queries; `--check` only compares."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

import queries
from errors import QueryError
from queries.header import LANGUAGES

FILE = Path(__file__).parent.parent / "docs" / "metrics.md"
NAMES = {"az": "Azərbaycanca", "en": "English", "ru": "Русский"}
LABELS = {
    "title": {"az": "Ad", "en": "Name", "ru": "Название"},
    "about": {"az": "Tərif", "en": "Definition", "ru": "Определение"},
    "numerator": {"az": "Surət", "en": "Numerator", "ru": "Числитель"},
    "denominator": {"az": "Məxrəc", "en": "Denominator", "ru": "Знаменатель"},
    "exclusions": {"az": "Nəzərə alınmayanlar", "en": "Not counted", "ru": "Не учитываются"},
}
TOPICS = {
    "overview": "Overview",
    "consent": "Consent",
    "requests": "Requests and deadlines",
    "inventory": "Inventory",
    "access": "Access and disclosures",
    "policy": "The policy",
    "loads": "Loads",
    "controls": "Controls",
}
INTRODUCTION = """\
# Metric dictionary

Every figure and every control: what it means, what it counts, what it leaves out, where it comes from, and on what it
rests. `make metrics` writes this file from the headers of `queries/**/*.sql` and `make check` compares it.

Days are days in Asia/Baku; an answer is as of the end of a day. Test accounts are left out unless it says otherwise.
Numbers are not rounded here; screens round them. "Reads" names the tables of the snapshot that the SQL reads.
"""


def main(arguments: list[str] | None = None) -> int:
    """Returns 1 with `--check` if the file is not what the headers say."""
    parser = argparse.ArgumentParser(prog="python -m tools.metrics", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    options = parser.parse_args(arguments)
    try:
        text = dictionary()
    except QueryError as error:
        print(error, file=sys.stderr)
        return 1
    if options.check:
        if not FILE.exists() or FILE.read_text(encoding="utf-8") != text:
            print("docs/metrics.md is not what the headers say. Run `make metrics`.", file=sys.stderr)
            return 1
        return 0
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(text, encoding="utf-8")
    print(f"docs/metrics.md: {len(queries.names())} queries")
    return 0


def dictionary() -> str:
    """The whole file."""
    return "\n".join([INTRODUCTION, *_contents(), *_sections()]).rstrip() + "\n"


def _contents() -> Iterator[str]:
    for topic, names in _by_topic().items():
        links = ", ".join(f"[{name.partition('.')[2]}](#{name.replace('.', '')})" for name in names)
        yield f"- **{TOPICS.get(topic, topic)}**: {links}"
    yield ""


def _sections() -> Iterator[str]:
    for topic, names in _by_topic().items():
        yield f"## {TOPICS.get(topic, topic)}\n"
        for name in names:
            yield from _section(queries.get(name))


def _by_topic() -> dict[str, list[str]]:
    names = queries.names()
    found = {name.partition(".")[0] for name in names}
    ordered = [topic for topic in TOPICS if topic in found] + sorted(found - TOPICS.keys())
    return {topic: [name for name in names if name.startswith(f"{topic}.")] for topic in ordered}


def _section(query: queries.Query) -> Iterator[str]:
    header = query.header
    yield f"### {query.name}\n"
    yield f"| | {' | '.join(NAMES[code] for code in LANGUAGES)} |"
    yield f"|---|{'---|' * len(LANGUAGES)}"
    yield _row("title", header.title)
    yield _row("about", header.about)
    for key in ("numerator", "denominator", "exclusions"):
        said = {code: header.figure.get(f"{key}.{code}", header.figure.get(key, "")) for code in LANGUAGES}
        if any(said.values()):
            yield _row(key, said)
    yield ""
    yield f"- One row: {header.grain}"
    if header.clauses:
        yield f"- Clause: {', '.join(header.clauses)}; severity: {header.severity}"
    yield f"- Basis: {header.basis}"
    if sources := header.figure.get("sources"):
        yield f"- Source: {sources}"
    yield f"- Reads: {', '.join(_tables(query.sql)) or 'no table'}"
    yield f"- Filters: {', '.join(sorted(query.filters)) or 'none'}"
    yield f"- Roles: {', '.join(header.roles)}{_hidden(header.people)}"
    yield f"- Version {header.version}: [`{_path(query.name)}`](../{_path(query.name)})\n"


def _row(key: str, said: dict[str, str]) -> str:
    label = " / ".join(LABELS[key][code] for code in LANGUAGES)
    return f"| {label} | {' | '.join(said[code].replace('|', '&#124;') for code in LANGUAGES)} |"


def _hidden(people: tuple[str, ...]) -> str:
    return f"; management does not see 1 to 9 people in {', '.join(people)}" if people else ""


def _path(name: str) -> str:
    return f"queries/{name.replace('.', '/')}.sql"


def _tables(sql: str) -> list[str]:
    """The tables that a SELECT reads, without those it makes for itself."""
    with duckdb.connect() as connection:
        row = connection.execute("select json_serialize_sql(?::varchar)", [sql]).fetchone()
    tree = json.loads(row[0]) if row else {}
    made = {name["key"] for node in _nodes(tree) for name in node.get("cte_map", {}).get("map", [])}
    return sorted(
        {node["table_name"] for node in _nodes(tree) if node.get("type") == "BASE_TABLE"} - made - {queries.LIVE}
    )


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
    for child in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _nodes(child)


if __name__ == "__main__":
    sys.exit(main())
