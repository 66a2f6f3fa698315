"""The tables of the operational database, read from schema.sql and respelled for each kind of database."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("schema.sql")

# MariaDB wants a length for text that is part of a key.
SPELLING: dict[str, dict[str, str]] = {
    "postgresql": {},
    "sqlite": {"bigint": "integer", "timestamptz": "text", "boolean": "integer", "date": "text"},
    "mysql": {"timestamptz": "datetime(6)", "key text": "varchar(190)"},
}
SPELLING["mariadb"] = SPELLING["mysql"]


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    required: bool


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def create(self, dialect: str) -> str:
        """The CREATE TABLE statement as this kind of database spells it."""
        spelling = SPELLING[dialect]
        lines = []
        for column in self.columns:
            kind = f"key {column.type}" if column.name in self.key else column.type
            word = spelling.get(kind, spelling.get(column.type, column.type))
            lines.append(f"    {column.name} {word}{' not null' if column.required else ''}")
        lines.append(f"    primary key ({', '.join(self.key)})")
        return f"create table {self.name} (\n" + ",\n".join(lines) + "\n)"


@cache
def tables() -> tuple[Table, ...]:
    """Every table of schema.sql, in its order."""
    text = re.sub(r"--[^\n]*", "", FILE.read_text(encoding="utf-8"))
    found = []
    for name, body in re.findall(r"create table (\w+) \((.*?)\n\);", text, re.DOTALL):
        columns: list[Column] = []
        key: tuple[str, ...] = ()
        for line in re.split(r",\s*\n", body):
            words = line.strip()
            if words.startswith("primary key"):
                key = tuple(part.strip() for part in words[words.index("(") + 1 : words.index(")")].split(","))
                continue
            column, rest = words.split(None, 1)
            if "primary key" in rest:
                key = (column,)
            kind = re.sub(r"\s*(primary key|not null)\s*", "", rest).strip()
            columns.append(Column(column, kind, "not null" in rest or "primary key" in rest))
        found.append(Table(name, tuple(columns), key))
    return tuple(found)
