"""What the documents and the Makefile promise is there: targets, files, settings, commands."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools import metrics, mutants

ROOT = Path(__file__).parent.parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z0-9-]+):", MAKEFILE, re.MULTILINE))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_a_document_names_what_is_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (path.parent / link).exists(), f"{name_of(path)} links to {link}, which is not there"
    for target in re.findall(r"`make ([a-z0-9-]+)", text):
        assert target in TARGETS, f"{name_of(path)} speaks of `make {target}`, which the Makefile does not know"
    for module in re.findall(r"python -m ([a-z]+(?:\.[a-z]+)?)", text):
        place = ROOT / module.replace(".", "/")
        ours = (place / "__main__.py").exists() or place.with_suffix(".py").exists()
        assert ours or module in {"venv", "pip", "pytest"}, f"{name_of(path)}: `python -m {module}` does not exist"


def test_every_target_says_what_it_does() -> None:
    said = set(re.findall(r"^([a-z0-9-]+):.*## ", MAKEFILE, re.MULTILINE))
    assert said == TARGETS
    phony = set(MAKEFILE.partition(".PHONY:")[2].partition("\n")[0].split())
    assert phony >= TARGETS, f"{TARGETS - phony} would be taken for a file"


def test_the_readme_opens_with_what_it_is_and_both_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.index("make run") < text.index("make test") < text.index("PowerShell")


def test_the_readme_lists_every_place_that_the_environment_sets() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    source = (ROOT / "settings.py").read_text(encoding="utf-8")
    names = re.findall(r'"(\w+)"', source.partition("ENVIRONMENT = (")[2].partition(")")[0])
    assert names
    for name in [*names, "settings"]:
        assert f"`{name.upper()}`" in text, f"README.md does not tell of {name.upper()}"


def test_the_first_environment_is_ignored_by_git() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {".venv/", ".venv-*/", "var/"} <= set(ignored)


@pytest.mark.skipif(os.name == "nt", reason="bash runs CI")
def test_ci_runs_what_developers_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK), ".ci/run must be executable"
    assert "make check" in script.read_text(encoding="utf-8")
    subprocess.run(["bash", "-n", script], check=True)


def test_warnings_are_errors() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        options = tomllib.load(file)["tool"]["pytest"]["ini_options"]
    assert options["filterwarnings"][0] == "error"


@pytest.mark.slow
def test_what_hangs_fails_by_its_name_says_where_it_stood_and_lets_the_others_go_on(tmp_path: Path) -> None:
    file = tmp_path / "test_of_two.py"
    file.write_text("import threading\n\ndef test_hangs():\n    threading.Event().wait()\n\ndef test_ends(): pass\n")
    here = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), str(file)]
    asked = ["-n", "2", "--dist", "worksteal", "-o", "faulthandler_timeout=3", *here]
    ran = subprocess.run([sys.executable, "-m", "pytest", *asked], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 1
    assert re.search(r"crashed while running '\S*test_of_two\.py::test_hangs'", ran.stdout)
    assert "1 failed, 1 passed" in ran.stdout
    assert re.search(r'File "\S+test_of_two\.py", line 4 in test_hangs', ran.stderr)


def test_the_metric_dictionary_is_what_the_headers_say() -> None:
    assert metrics.dictionary() == metrics.FILE.read_text(encoding="utf-8"), "Run `make metrics`."


def test_a_mutant_changes_code_and_not_a_comment_or_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    file = tmp_path / "model.sql"
    file.write_text("-- needs: a < b's\nselect x + 1 from t where state = 'a < b' and day <= x\n", encoding="utf-8")
    found = [(mutant.line, mutant.before, mutant.after) for mutant in mutants._mutants(file)]
    assert found == [(2, "1", "2"), (2, "=", "<>"), (2, "and", "or"), (2, "<=", "<")]
