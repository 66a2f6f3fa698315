"""python -m loaders: one load. Exit 0 published, 1 refused (the snapshot before still serves), 75 another load runs."""

import argparse
import json
import logging
import sys
from contextlib import ExitStack

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

import settings
from errors import AnotherLoadRuns, DashboardError
from loaders import load
from loaders.landing import Landed
from loaders.load import Watch

REFUSED = 1
BUSY = 75

log = logging.getLogger("loaders")


class Lines(Watch):
    """A line for each dataset and step."""

    def landed(self, landed: Landed) -> None:
        aside = f", {landed.quarantined} quarantined" if landed.quarantined else ""
        log.info("loaded %s: %d rows%s in %.1f s", landed.dataset.name, landed.loaded, aside, landed.seconds)

    def step(self, name: str, seconds: float, rows: int) -> None:
        log.info("%s: %d rows in %.1f s", name, rows, seconds)


class Bars(Watch):
    """A bar for each dataset, with rows, rate and time left."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.task = progress.add_task("reading", total=None)

    def landing(self, dataset: str, rows: int) -> None:
        self.progress.update(self.task, visible=False)
        self.task = self.progress.add_task(dataset, total=rows)

    def advanced(self, rows: int) -> None:
        self.progress.advance(self.task, rows)

    def landed(self, landed: Landed) -> None:
        aside = f" ({landed.quarantined:,} quarantined)" if landed.quarantined else ""
        done = landed.source_rows or 1
        self.progress.update(self.task, description=f"{landed.dataset.name}{aside}", completed=done, total=done)
        self.progress.print(
            f"{landed.dataset.name}: {landed.loaded:,} rows{aside} in {landed.seconds:.1f} s", highlight=False
        )
        self.progress.update(self.task, visible=False)
        self.task = self.progress.add_task("model and controls", total=None)

    def step(self, name: str, seconds: float, rows: int) -> None:
        self.progress.update(self.task, description=name)


class Rate(ProgressColumn):
    """Rows so far, of all, and a second."""

    def render(self, task: Task) -> Text:
        if task.total is None:
            return Text("")
        return Text(f"{int(task.completed):,} / {int(task.total):,} rows, {task.speed or 0:,.0f}/s")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m loaders", description=__doc__)
    parser.add_argument("--full", action="store_true", help="read every register anew")
    parser.add_argument("--accept-drop", action="store_true", help="load although a register lost many rows")
    parser.add_argument("--json", action="store_true", help="print one JSON object about the load")
    options = parser.parse_args(arguments)
    logging.basicConfig(
        level=logging.WARNING if options.json else logging.INFO, format="%(message)s", stream=sys.stderr
    )
    try:
        with ExitStack() as stack:
            report = load.run(
                settings.load(), full=options.full, accept_drop=options.accept_drop, watch=_watch(options.json, stack)
            )
    except DashboardError as error:
        code = BUSY if isinstance(error, AnotherLoadRuns) else REFUSED
        if options.json:
            print(
                json.dumps({"status": "busy" if code == BUSY else "refused", "error": error.message, "fix": error.fix})
            )
        else:
            print(error, file=sys.stderr)
        return code
    except KeyboardInterrupt:
        print("Stopped. The snapshot before still serves.", file=sys.stderr)
        return REFUSED
    if options.json:
        print(json.dumps(report.as_json()))
        return 0
    for warning in report.warnings:
        log.warning("warning: %s", warning)
    log.info("published %s in %.1f s", report.snapshot.path.name, report.seconds)
    return 0


def _watch(quiet: bool, stack: ExitStack) -> Watch:
    console = Console(stderr=True)
    if quiet:
        return Watch()
    if not console.is_terminal:
        return Lines()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), Rate(), TimeRemainingColumn())
    return Bars(stack.enter_context(Progress(*columns, console=console, transient=True)))


if __name__ == "__main__":
    sys.exit(main())
