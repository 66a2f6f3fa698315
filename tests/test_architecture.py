"""Who may import whom, and what may stand where. Each rule that the plan makes is a test here, or it is a wish."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOT_THE_PROGRAM = {"tests", "tools", "var"}

# What each part may use of the others. Arrows only go down: app, server, pages, ui, queries, snapshots.
# A name with a dot is one module or one file; it goes before its package.
MAY_IMPORT = {
    "app": {"server", "settings"},
    "server": {"pages", "ui", "queries", "gate", "evidence", "journal", "language", "snapshots", "settings"},
    "pages": {"ui.view"},
    "ui": {"queries", "evidence", "language", "snapshots", "settings"},
    "queries.__main__": {"queries", "evidence.csv", "journal", "snapshots", "settings"},
    "queries": {"snapshots"},
    "gate": {"vault", "journal", "settings"},
    "evidence": {"queries", "snapshots", "journal", "language", "policy"},
    "evidence.__main__": {"evidence", "queries", "snapshots", "journal", "language", "policy", "settings"},
    "loaders": {"queries.header", "policy", "vault", "journal", "snapshots", "settings"},
    "demo": {"policy", "settings"},
    "policy": set(),
    "snapshots": set(),
    "vault": set(),
    "journal": set(),
    "language": set(),
    "settings": set(),
    "errors": set(),
}

# Libraries that only some parts may touch.
ONLY_IN = {
    "streamlit": {"app", "server", "ui"},
    "sqlalchemy": {"loaders", "demo", "journal"},
    "plotly": {"ui"},
    "duckdb": {"queries", "loaders", "demo", "evidence", "snapshots", "vault", "policy"},
    "adbc_driver_manager": {"loaders", "demo"},
    "adbc_driver_postgresql": {"loaders", "demo"},
    "adbc_driver_sqlite": {"loaders", "demo"},
    "rich": {"loaders", "demo"},
    "starlette": {"app", "server"},
}

SQL_IS_PUT_TOGETHER_IN = ("loaders/", "demo/")
# The engine joins whole files of queries/, never a value.
SQL_OF_FILES = {("queries/__init__.py", "_statement"), ("queries/__init__.py", "_live")}

CLOCK_IN_SQL = re.compile(
    r"\b(now|today|get_current_timestamp|transaction_timestamp)\s*\(|\bcurrent_(date|time|timestamp)\b|\blocaltime(stamp)?\b"
)
CLOCK_IN_PYTHON = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|datetime\.today|time\.time)\(")
# What a cluster's SQL lacks or does otherwise without a word (architecture.md, fact 13).
NOT_PORTABLE = re.compile(r"\basof\b|\bquantile_cont\b|\btime_bucket\b|\blist\s*\([^)]*order by|\bmedian\s*\(")
UPPER_CASE = re.compile(r"\b(SELECT|FROM|WHERE|JOIN|GROUP BY|ORDER BY|UNION|WITH|CASE|WHEN|AND|NULL|CREATE TABLE)\b")
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "misc"}


def python_files() -> list[Path]:
    """The program's own files, by their path."""
    folders = [path for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")]
    inside = [file for folder in folders if folder.name not in NOT_THE_PROGRAM for file in folder.rglob("*.py")]
    return sorted([*ROOT.glob("*.py"), *inside])


def sql_files(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.sql"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_of(path: Path) -> str:
    return name_of(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=name_of(path))


@cache
def own_modules() -> frozenset[str]:
    return frozenset(module_of(path) for path in python_files())


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything the file imports; `from a import b` is a.b where that is a module."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno}: a relative import hides where it goes"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield node.lineno, whole if whole in own_modules() else str(node.module)


def without_comments(sql: str) -> str:
    return re.sub(r"--[^\n]*", "", sql)


def outside_quotes(sql: str) -> str:
    return re.sub(r"'[^']*'|\"[^\"]*\"", "''", without_comments(sql))


def functions_of(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Every node with the name of the function around it."""

    def walk(node: ast.AST, function: str) -> Iterator[tuple[str, ast.AST]]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            function = node.name
        yield function, node
        for child in ast.iter_child_nodes(node):
            yield from walk(child, function)

    yield from walk(tree, "")


def test_every_part_is_on_the_map() -> None:
    parts = {module.partition(".")[0] for module in own_modules()}
    assert parts <= MAY_IMPORT.keys(), f"{sorted(parts - MAY_IMPORT.keys())}: say in MAY_IMPORT what it may use"


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_imports_only_go_down(path: Path) -> None:
    module = module_of(path)
    part = module.partition(".")[0]
    allowed = {*MAY_IMPORT.get(module, MAY_IMPORT[part]), part, "errors"}
    own_parts = {name.partition(".")[0] for name in own_modules()}
    wrong = [
        f"{name_of(path)}:{line} imports {name}; {part} may import {', '.join(sorted(allowed - {part}))}"
        for line, name in imports_of(path)
        if name.partition(".")[0] in own_parts
        and not any(name == allowed_name or name.startswith(f"{allowed_name}.") for allowed_name in allowed)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_libraries_stay_where_they_belong(path: Path) -> None:
    part = module_of(path).partition(".")[0]
    wrong = [
        f"{name_of(path)}:{line} imports {name}; only {', '.join(sorted(ONLY_IN[library]))} may"
        for line, name in imports_of(path)
        if (library := name.partition(".")[0]) in ONLY_IN and part not in ONLY_IN[library]
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=name_of)
def test_a_page_is_a_table_of_contents(path: Path) -> None:
    allowed = {"ui.view", "collections.abc"}
    wrong = [name for _, name in imports_of(path) if name not in allowed]
    assert not wrong, f"{name_of(path)} imports {', '.join(wrong)}: a page only lists what its View shows"
    if path.name == "__init__.py":
        return
    functions = [node.name for node in tree_of(path).body if isinstance(node, ast.FunctionDef)]
    assert "page" in functions, f"{name_of(path)} has no page(view)"
    length = len(path.read_text(encoding="utf-8").splitlines())
    assert length <= 40, f"{name_of(path)} has {length} lines: past 40 it is no table of contents"
    assert not any(isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) for node in tree_of(path).body), (
        f"{name_of(path)} does something when it is run: a visitor who opens it by its address would see it"
    )


def test_no_page_file_lies_beside_the_script_that_streamlit_runs() -> None:
    # Streamlit serves /<file> of a folder pages/ beside its script, without running that script.
    app = ast.unparse(tree_of(ROOT / "app.py"))
    assert "server/frame.py" in app, "app.py must hand Streamlit server/frame.py, which has no pages/ beside it"
    assert not (ROOT / "server" / "pages").exists()


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_no_html_is_let_through(path: Path) -> None:
    text = ast.unparse(tree_of(path))  # without comments
    for banned in ("unsafe_allow_html", "unsafe_allow_javascript", "st.html", "components.html"):
        assert banned not in text, f"{name_of(path)} has {banned}: text from the database reaches a screen as text"


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_sql_is_put_together_only_where_the_source_or_the_demo_is_written(path: Path) -> None:
    if name_of(path).startswith(SQL_IS_PUT_TOGETHER_IN):
        return
    begins = re.compile(r"\s*(select|insert|update|delete|create|drop|alter|attach|copy|with)\s", re.IGNORECASE)
    wrong = []
    for function, node in functions_of(tree_of(path)):
        pieces = node.values if isinstance(node, ast.JoinedStr) else []
        made = any(isinstance(piece, ast.FormattedValue) for piece in pieces)
        first = pieces[0].value if pieces and isinstance(pieces[0], ast.Constant) else ""
        if made and begins.match(str(first)) and (name_of(path), function) not in SQL_OF_FILES:
            wrong.append(f"{name_of(path)}:{node.lineno}: SQL as an f-string; write a .sql file and bind parameters")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            asked = node.func.attr in {"execute", "executemany", "sql", "query"}
            glued = isinstance(node.args[0], ast.BinOp) or (
                isinstance(node.args[0], ast.JoinedStr)
                and any(isinstance(piece, ast.FormattedValue) for piece in node.args[0].values)
            )
            if asked and glued:
                wrong.append(f"{name_of(path)}:{node.lineno}: SQL glued together in a call; bind parameters")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", sql_files("queries", "loaders/model", "loaders/checks"), ids=name_of)
def test_sql_reads_no_clock(path: Path) -> None:
    found = CLOCK_IN_SQL.search(outside_quotes(path.read_text(encoding="utf-8").lower()))
    assert not found, f"{name_of(path)} reads a clock ({found and found[0]}): time is a parameter"


@pytest.mark.parametrize(
    "path",
    [file for file in python_files() if name_of(file).startswith(("queries/", "pages/", "loaders/model/"))],
    ids=name_of,
)
def test_the_engine_and_the_model_read_no_clock(path: Path) -> None:
    found = CLOCK_IN_PYTHON.search(ast.unparse(tree_of(path)))
    assert not found, f"{name_of(path)} reads a clock ({found and found[0]}): the same snapshot gives the same bytes"


@pytest.mark.parametrize("path", sql_files("queries"), ids=name_of)
def test_a_query_names_its_columns_and_its_order(path: Path) -> None:
    sql = outside_quotes(path.read_text(encoding="utf-8"))
    assert not re.search(r"(\bselect|,)\s+(\w+\.)?\*", sql), f"{name_of(path)} selects *: name the columns"
    control = path.parent.name == "controls" and path.stem not in {"results", "trend", "findings"}
    assert control or "order by" in sql, f"{name_of(path)} has no ORDER BY: the same question must give the same bytes"


@pytest.mark.parametrize("path", sql_files("queries", "loaders"), ids=name_of)
def test_sql_is_lower_case(path: Path) -> None:
    found = UPPER_CASE.search(outside_quotes(path.read_text(encoding="utf-8")))
    assert not found, f"{name_of(path)} has {found and found[0]} in capitals"


@pytest.mark.parametrize("path", sql_files("loaders/model"), ids=name_of)
def test_the_model_stays_portable(path: Path) -> None:
    found = NOT_PORTABLE.search(outside_quotes(path.read_text(encoding="utf-8").lower()))
    assert not found, f"{name_of(path)} uses {found and found[0]}, which a cluster lacks or does otherwise"


@pytest.mark.parametrize("path", sql_files("queries", "loaders"), ids=name_of)
def test_sql_fetches_no_extension(path: Path) -> None:
    found = re.search(r"^\s*(install|load|attach)\s", outside_quotes(path.read_text(encoding="utf-8").lower()), re.M)
    assert not found, f"{name_of(path)}: {found and found[0]} - nothing downloads or opens another file at run time"


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_file_says_what_lives_in_it(path: Path) -> None:
    assert path.stem not in BANNED_NAMES, f"{name_of(path)}: the name says nothing of what lives there"
    assert path.parent.name not in BANNED_NAMES, f"{name_of(path)}: the folder's name says nothing"
    if path.read_text(encoding="utf-8").strip():
        said = ast.get_docstring(tree_of(path))
        if path.parent.name == "planted":  # called after its control; its one function says what it plants
            said = next(ast.get_docstring(node) for node in tree_of(path).body if isinstance(node, ast.FunctionDef))
        assert said, f"{name_of(path)} has no docstring: one to five lines on what lives here"


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_errors_are_not_swallowed(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            inside = [line for statement in node.body for line in ast.walk(statement)]
            handed_on = any(
                isinstance(line, ast.Raise) or (isinstance(line, ast.Name) and line.id == node.name) for line in inside
            )
            broad = caught in {"everything", "BaseException", "Exception"}
            assert handed_on or not broad, f"{name_of(path)}:{node.lineno} catches {caught} and goes on"
