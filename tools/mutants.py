"""The mutation check: breaks one comparison or constant at a time in each model file and control, and asks the tests
of the answers whether they notice. Into docs/reliability.md."""

import argparse
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from queue import SimpleQueue

import duckdb

from queries.header import RESERVED

ROOT = Path(__file__).parent.parent
FILE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- mutants: begin -->", "<!-- mutants: end -->"
TESTS = ("tests/test_answers.py", "tests/test_reference.py")
QUICK = ("-k", "not every_kind")  # SQLite alone: a broken meaning is broken on every database
LEFT_OUT = shutil.ignore_patterns(".*", "var", "docs", "__pycache__", "*.md")

# What is looked for, outside comments, and what takes its place.
CHANGES: tuple[tuple[str, str], ...] = (
    (r"(?<![<>])<=", "<"),
    (r"<(?![=>])", "<="),
    (r">=", ">"),
    (r"(?<![<>=-])>(?!=)", ">="),
    (r"<>", "="),
    (r"(?<![<>=!:])=(?![>=])", "<>"),
    (r"\bis not null\b", "is null"),
    (r"\bis null\b", "is not null"),
    (r"\bnot in\b", "in"),
    (r"\bnot exists\b", "exists"),
    (r"\bmin\(", "max("),
    (r"\bmax\(", "min("),
    (r"\bleast\(", "greatest("),
    (r"\bgreatest\(", "least("),
    (r"\band\b(?! current)(?! unbounded)", "or"),
    (r"\bleft join\b", "join"),
    (r"\bdesc\b", "asc"),
    (r"(?<=[+-] )(\d+)\b", "{more}"),
    (r"'given'", "'refused'"),
    (r"'refused'", "'given'"),
    (r"'withdrawn'", "'refused'"),
    (r"'allowed'", "'denied'"),
    (r"'(fulfilled|refused|policy|erasure|material|continued_use|law|suspicion|komendant)'", "'another'"),
)


@dataclass(frozen=True)
class Mutant:
    """One change in one file."""

    file: str
    line: int
    before: str
    after: str
    text: str


def main(arguments: list[str] | None = None) -> int:
    """Returns 1 if fewer than the wanted share is caught."""
    options = _parser().parse_args(arguments)
    mutants = [mutant for path in _files(options.only) for mutant in _some(list(_mutants(path)), options.each)]
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        trees: SimpleQueue[Path] = SimpleQueue()
        for number in range(options.workers):
            tree = Path(folder) / str(number)
            shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
            trees.put(tree)
        if not _pass(trees, None, options.tests):
            print("The tests fail before anything is changed.", file=sys.stderr)
            return 1
        with ThreadPoolExecutor(options.workers) as pool:
            results = []
            for mutant, survived in zip(
                mutants, pool.map(lambda m: _pass(trees, m, options.tests), mutants), strict=True
            ):
                results.append((mutant, not survived))
                print(f"{'SURVIVED' if survived else 'caught  '} {_said(mutant)}", flush=True)
    caught = sum(found for _, found in results)
    print(f"{caught} of {len(results)} caught in {time.perf_counter() - started:.0f} s")
    if not options.only:
        _write(results, options.tests)
    return int(caught < options.wanted * len(results))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description="The mutation check.")
    parser.add_argument("--each", type=int, default=3, help="changes tried in each file (default 3); 0 tries all")
    parser.add_argument("--only", default="", help="only files whose path holds this; the report is not written")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--wanted", type=float, default=0.9, help="share that must be caught (default 0.9)")
    parser.add_argument("--tests", nargs="+", default=list(TESTS), help=f"the tests asked (default {' '.join(TESTS)})")
    return parser


def _files(only: str) -> list[Path]:
    controls = [path for path in (ROOT / "queries" / "controls").glob("*.sql") if path.stem not in RESERVED]
    found = sorted((ROOT / "loaders" / "model").glob("*.sql")) + sorted(controls)
    return [path for path in found if only in path.as_posix()]


def _mutants(path: Path) -> Iterator[Mutant]:
    """Every change that still parses, in the order of the file."""
    text = path.read_text(encoding="utf-8")
    code = re.sub(r"--[^\n]*", lambda comment: " " * len(comment[0]), text)
    found = []
    for pattern, replacement in CHANGES:
        for match in re.finditer(pattern, code):
            if code[: match.start()].count("'") % 2:  # inside a word
                continue
            after = replacement.format(more=int(match[1]) + 1) if "{more}" in replacement else replacement
            found.append((match.start(), match[0], after, text[: match.start()] + after + text[match.end() :]))
    for start, before, after, changed in sorted(found, key=lambda each: each[0]):
        if _parses(changed):
            line = text.count("\n", 0, start) + 1
            yield Mutant(path.relative_to(ROOT).as_posix(), line, before, after, changed)


def _some(mutants: list[Mutant], each: int) -> list[Mutant]:
    """So many, spread over the file: the same ones every time."""
    if not each or len(mutants) <= each:
        return mutants
    step = len(mutants) / each
    return [mutants[int(step * number + step / 2)] for number in range(each)]


def _parses(sql: str) -> bool:
    try:
        duckdb.extract_statements(sql)
    except duckdb.Error:
        return False
    return True


def _pass(trees: "SimpleQueue[Path]", mutant: Mutant | None, tests: list[str]) -> bool:
    """Whether the tests pass in a copy of the program with this change."""
    tree = trees.get()
    kept = (tree / mutant.file).read_text(encoding="utf-8") if mutant else ""
    try:
        if mutant:
            (tree / mutant.file).write_text(mutant.text, encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            *QUICK,
            *tests,
        ]
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
        if mutant is None and done.returncode:
            print(done.stdout[-3000:], file=sys.stderr)
        return done.returncode == 0
    finally:
        if mutant:
            (tree / mutant.file).write_text(kept, encoding="utf-8")
        trees.put(tree)


def _said(mutant: Mutant) -> str:
    return f"{mutant.file}:{mutant.line}  {mutant.before}  ->  {mutant.after}"


def _write(results: list[tuple[Mutant, bool]], tests: list[str]) -> None:
    files = {mutant.file for mutant, _ in results}
    caught = sum(found for _, found in results)
    lines = [
        "## Mutation check\n",
        f"On {date.today()}, {len(results)} changes of one comparison or constant in {len(files)} model files",
        f"and controls, asked of `{' '.join(tests)}`: **{caught} caught, {len(results) - caught} survived"
        f" ({caught / len(results):.0%} caught)**. `make mutants` repeats it; the changes are the same each time.\n",
    ]
    if survived := [mutant for mutant, found in results if not found]:
        lines += ["| survived | line | from | to |", "|---|---|---|---|"]
        lines += [f"| {m.file} | {m.line} | `{m.before}` | `{m.after}` |" for m in survived]
    text = "\n".join(itertools.chain(lines, [""]))
    old = FILE.read_text(encoding="utf-8") if FILE.exists() else f"# Reliability\n\n{BEGIN}\n{END}\n"
    before, _, rest = old.partition(BEGIN)
    FILE.write_text(f"{before}{BEGIN}\n{text}{END}{rest.partition(END)[2]}", encoding="utf-8")
    print("docs/reliability.md is written")


if __name__ == "__main__":
    sys.exit(main())
