"""The mutation check: breaks one comparison or constant at a time in each model file and control, and looks whether
an answer changes that is expected on the small source made by hand. What survives is shown to slower tests too.

The source is landed once; each mutant then builds the model and the controls anew on a copy. Into docs/reliability.md.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pyarrow as pa

import queries
from errors import DashboardError
from loaders import controls, model
from queries.header import RESERVED
from tests import hand_made, test_answers
from tests.databases import Servers, without_not_null
from tests.reference import compare
from tests.reference.compare import Loaded

ROOT = Path(__file__).parent.parent
FILE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- mutants: begin -->", "<!-- mutants: end -->"
SLOWER = (
    "tests/test_deadline_model.py",
    "tests/test_consent.py",
    "tests/test_requests.py",
    "tests/test_inventory.py",
    "tests/test_reference.py",
)
LEFT_OUT = shutil.ignore_patterns(".*", "var", "docs", "__pycache__", "*.md")
SECONDS = 60  # a mutant that takes longer is found by whoever waits for the load

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

# What changes no answer, and why: by the line as it is then.
NOTHING_CHANGES = {
    "when occurred_at > timestamp '2016-01-01' then extract(hour from occurred_at + interval 4 hour)": (
        "both branches give the same hour at that instant"
    ),
    "and hold_spans.until_on >= left_rows.from_on": "a hold that ends on the day adds and takes the same rows",
    "sum(case when covered_until > from_on then 0 else 1 end) over (": "two spans that touch hold the same days as one",
    "where hold_spans.until_on >= retention_held.passes_on": (
        "a hold that ends on the day adds and takes the same owner"
    ),
    "and hold_spans.until_on <= date '9999-12-31'": "the added day is the last there is",
    "case when effective_at >= published_at then effective_on else published_on end as effective_on,": (
        "equal instants have the same day"
    ),
    "where contained_on <= date '9999-12-31'": "the added span is empty",
    "case when not in_force or withdrawn then 'purpose ' || purpose || ', ' || category end as detail,": (
        "the words of what violates nothing are not kept"
    ),
    "case when not in_force or not withdrawn then 'purpose ' || purpose || ', ' || category end as detail,": (
        "the words of what violates nothing are not kept"
    ),
}


@dataclass(frozen=True)
class Mutant:
    """One change in one file."""

    file: str
    line: int
    before: str
    after: str
    text: str

    @property
    def excuse(self) -> str:
        """Why no test can notice it; empty if one should."""
        return NOTHING_CHANGES.get(self.text.splitlines()[self.line - 1].strip(), "")


def main(arguments: list[str] | None = None) -> int:
    """Returns 1 if fewer than the wanted share is caught."""
    options = _parser().parse_args(arguments)
    mutants = [mutant for path in _files(options.only) for mutant in _some(list(_mutants(path)), options.each)]
    started = time.perf_counter()
    results: list[tuple[Mutant, str]] = []
    with (
        tempfile.TemporaryDirectory(prefix="mutants-") as folder,
        ProcessPoolExecutor(options.workers, initializer=_prepare, initargs=(folder,)) as pool,
    ):
        for mutant, by in zip(mutants, pool.map(_caught_by, mutants), strict=True):
            results.append((mutant, by))
            print(f"{by or 'SURVIVED':<45} {_said(mutant)}", flush=True)
    slower = [test for test in options.slower if (ROOT / test).exists()]
    if slower and not all(by or mutant.excuse for mutant, by in results):
        print(f"What survived is shown to {' '.join(slower)}.", flush=True)
        if found := _failing(slower):
            print(f"{found} fails without any change: the slower tests say nothing.", file=sys.stderr)
            return 1
        results = [(m, by or ("" if m.excuse else _failing(slower, m))) for m, by in results]
    caught = sum(bool(by) for _, by in results)
    print(f"{caught} of {len(results)} caught in {time.perf_counter() - started:.0f} s")
    for mutant, by in results:
        if not by:
            print(f"SURVIVED {_said(mutant)}  {mutant.excuse}")
    if not options.only:
        _write(results, slower)
    return int(caught < options.wanted * len(results))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description="The mutation check.")
    parser.add_argument("--each", type=int, default=3, help="changes tried in each file (default 3); 0 tries all")
    parser.add_argument("--only", default="", help="only files whose path holds this; the report is not written")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--wanted", type=float, default=0.9, help="share that must be caught (default 0.9)")
    parser.add_argument("--slower", nargs="*", default=list(SLOWER), help="tests that survivors are shown to")
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


_here: dict[str, Any] = {}


def _prepare(within: str) -> None:
    """In each process: the small source landed once, kept as it was before the model, and the questions that hold."""
    folder = Path(tempfile.mkdtemp(dir=within))
    kept = folder / "landed.duckdb"
    build = model.build

    def keep(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, float, int]]:
        connection.execute("checkpoint")
        row = connection.execute("select path from duckdb_databases() where not internal").fetchone()
        assert row is not None
        shutil.copyfile(row[0], kept)
        return build(connection)

    url = Servers(folder).make_source("sqlite", hand_made.tables(), without_not_null())
    with patch.object(model, "build", keep):
        loaded = compare.load(url, folder, test_answers.LOADED_AT)
    shutil.copytree(ROOT / "loaders" / "model", folder / "loaders" / "model")
    shutil.copytree(ROOT / "queries", folder / "queries")
    _here.update(folder=folder, kept=kept, loaded=loaded, questions=test_answers.questions(), number=0)
    built = _build()
    _here["questions"] = [question for question in _here["questions"] if _same(question, built)]
    print(f"{len(_here['questions'])} of {len(test_answers.questions())} answers are as expected before any change")


def _build() -> Loaded:
    """The model and the controls of this process's folder, built on what was landed."""
    _here["number"] += 1
    draft = _here["folder"] / f"draft-{_here['number']}.duckdb"
    shutil.copyfile(_here["kept"], draft)
    with ExitStack() as stack:
        stack.enter_context(patch.object(model, "FOLDER", _here["folder"] / "loaders" / "model"))
        stack.enter_context(patch.object(controls, "FOLDER", _here["folder"] / "queries" / "controls"))
        connection = stack.enter_context(duckdb.connect(draft))
        timer = threading.Timer(SECONDS, connection.interrupt)
        stack.callback(timer.cancel)
        timer.start()
        model.build(connection)
        controls.run(connection)
    loaded: Loaded = _here["loaded"]
    return replace(loaded, snapshot=replace(loaded.snapshot, path=draft))


def _same(question: Any, loaded: Loaded) -> bool:
    """Whether the answer is the expected one."""
    queries.get.cache_clear()
    with patch.object(queries, "FOLDER", _here["folder"] / "queries"):
        try:
            got = test_answers.answered(question, loaded)
        except (DashboardError, duckdb.Error, pa.ArrowInvalid):  # the last: a pseudonym that is nobody's
            return False
    file = test_answers.EXPECTED / f"{test_answers.called(question)}.csv"
    return file.exists() and got == file.read_bytes()


def _caught_by(mutant: Mutant) -> str:
    """The first answer that is not the expected one, `the load` if it is refused, or nothing."""
    file = _here["folder"] / mutant.file
    kept = file.read_text(encoding="utf-8")
    file.write_text(mutant.text, encoding="utf-8")
    try:
        loaded = _build()
        own = f"controls.{file.stem}"
        for question in sorted(_here["questions"], key=lambda question: question[0] != own):
            if not _same(question, loaded):
                return str(test_answers.called(question))
    except (DashboardError, duckdb.Error):
        return "the load"
    finally:
        file.write_text(kept, encoding="utf-8")
        for draft in _here["folder"].glob("draft-*"):
            draft.unlink()
    return ""


def _failing(tests: list[str], mutant: Mutant | None = None) -> str:
    """Which of the slower tests fails in a copy of the program, with that change."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        if mutant:
            (tree / mutant.file).write_text(mutant.text, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-n", "auto", *tests]
        done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    found = re.search(r"^FAILED (\S+)", done.stdout, re.MULTILINE)
    return (found[1] if found else "tests") if done.returncode else ""


def _said(mutant: Mutant) -> str:
    return f"{mutant.file}:{mutant.line}  {mutant.before}  ->  {mutant.after}"


def _write(results: list[tuple[Mutant, str]], slower: list[str]) -> None:
    files = {mutant.file for mutant, _ in results}
    caught = sum(bool(by) for _, by in results)
    by_answers = sum(bool(by) and not by.startswith("tests") for _, by in results)
    survived = [mutant for mutant, by in results if not by]
    excused = sum(bool(mutant.excuse) for mutant in survived)
    tests = ", ".join(f"`{test}`" for test in slower) or "no slower test"
    lines = [
        "## Mutation check\n",
        f"On {date.today()}: {len(results)} changes of one comparison or constant, in {len(files)} files of the model",
        f"and the controls. **{caught} are caught ({caught / len(results):.0%})**: {by_answers} by the expected"
        f" answers, {caught - by_answers} more by slower tests.",
        f"Of the {len(survived)} others {excused} change no answer at all.",
        f"What no expected answer noticed was shown to {tests}.",
        "`make mutants` repeats it; the changes are the same each time.\n",
    ]
    if survived:
        lines += ["| survived | line | from | to | why |", "|---|---|---|---|---|"]
        lines += [f"| {m.file} | {m.line} | `{m.before}` | `{m.after}` | {m.excuse} |" for m in survived]
    text = "\n".join([*lines, ""])
    old = FILE.read_text(encoding="utf-8") if FILE.exists() else f"# Reliability\n\n{BEGIN}\n{END}\n"
    before, _, rest = old.partition(BEGIN)
    FILE.write_text(f"{before}{BEGIN}\n{text}{END}{rest.partition(END)[2]}", encoding="utf-8")
    print("docs/reliability.md is written")


if __name__ == "__main__":
    sys.exit(main())
