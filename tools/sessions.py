"""Many visitors at once: sessions on one real server, each asking again after a pause. Into docs/benchmarks.md.

A visitor opens a page and then works on it: searches a list, turns its page, opens the table behind a chart, which
repaints that part; or changes the as-of day or goes to another page, which repaints all. Measured is what they wait
for: from the question until the script has ended. They speak Streamlit's own protocol; a browser each would take more
than two cores.
"""

import argparse
import asyncio
import random
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import websockets
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.typing import Origin, Subprotocol

import queries
import settings
import snapshots
from tools.bench import FILE, machine, write
from tools.gallery import dashboard, pages

BEGIN, END = "<!-- sessions: begin -->", "<!-- sessions: end -->"
DAYS_BACK = (0, 1, 7, 30, 91, 365)
LONGEST_PAUSE = 4.0
BIGGEST = 64 * 2**20  # bytes of one message
ON_THE_PAGE, OTHER_PAGE = 0.5, 0.3  # shares of what a visitor does; the rest is another as-of day
FIRST_VISITS = 30  # that all of them come to one of two processes is next to impossible
SOUGHT = ("2026", "a", "phone", "resident", "1", "")
DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass
class Seen:
    """What the visitors saw: when each rerun ended, its seconds and what was repainted; errors; the server's MiB, all
    processes together; which process the last of them was with."""

    reruns: list[tuple[float, float, str]] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    errors: int = 0
    memory: list[tuple[int, float]] = field(default_factory=list)
    process: str = ""


def main(arguments: list[str] | None = None) -> int:
    """Returns 1 if a visitor met an error."""
    parser = argparse.ArgumentParser(prog="python -m tools.sessions", description="Many visitors at once.")
    parser.add_argument("--sessions", type=int, default=100, help="visitors at once (default 100)")
    parser.add_argument("--reruns", type=int, default=30, help="questions of each (default 30)")
    parser.add_argument("--output", default=str(FILE), help="the file to write; - prints (default docs/benchmarks.md)")
    options = parser.parse_args(arguments)
    newest = queries.day_of_load(snapshots.current(settings.load().warehouse))
    with dashboard() as address:
        asyncio.run(_first_visits(address, newest))
        seen, started = Seen(), time.perf_counter()
        asyncio.run(_crowd(address, newest, seen, options.sessions, options.reruns))
        text = "\n".join(_report(seen, options.sessions, time.perf_counter() - started))
    if options.output == "-":
        print(text)
    else:
        write(Path(options.output), text, BEGIN, END)
    return 1 if seen.errors else 0


async def _crowd(address: str, newest: date, seen: Seen, sessions: int, reruns: int) -> None:
    watching = asyncio.create_task(_watch(address, seen))
    await asyncio.gather(*(_visit(address, newest, seen, seed, reruns) for seed in range(sessions)))
    watching.cancel()


@dataclass(frozen=True)
class Widget:
    """Something on a page that repaints one part of it."""

    part: str
    id: str
    kind: str
    pages: int = 0

    @staticmethod
    def of(message: ForwardMsg) -> "Widget | None":
        element, block, part = message.delta.new_element, message.delta.add_block, message.delta.fragment_id
        if part and element.HasField("text_input"):
            return Widget(part, element.text_input.id, "search")
        if part and element.HasField("pagination"):
            return Widget(part, element.pagination.id, "pagination", element.pagination.num_pages)
        if part and block.expandable.id:
            return Widget(part, block.expandable.id, "folded")
        return None

    def use(self, asked: BackMsg, chance: random.Random) -> None:
        state = asked.rerun_script.widget_states.widgets.add(id=self.id)
        if self.kind == "search":
            state.string_value = chance.choice(SOUGHT)
        elif self.kind == "pagination":
            state.int_value = chance.randint(1, self.pages)
        else:
            state.bool_value = True
        asked.rerun_script.fragment_id = self.part


@asynccontextmanager
async def _connected(address: str) -> AsyncIterator[websockets.ClientConnection]:
    url = f"ws://{urlsplit(address).netloc}/_stcore/stream"
    spoken = [Subprotocol("streamlit")]
    async with websockets.connect(url, origin=Origin(address), subprotocols=spoken, max_size=BIGGEST) as socket:
        yield socket


async def _first_visits(address: str, newest: date) -> None:
    """As on any morning: whoever comes to a process first goes through every page on every day and unfolds all there
    is, so that everything was asked once there. The system decides who comes to which process."""
    been: set[str] = set()
    for _ in range(FIRST_VISITS):
        async with _connected(address) as socket:
            seen = Seen()
            await _rerun(socket, seen, _address("overview", newest, 0))
            if seen.process in been:
                continue
            been.add(seen.process)
            for page, back in product(pages(), DAYS_BACK):
                _, shown = await _rerun(socket, seen, _address(page, newest, back))
                await _unfold(socket, seen, partial(_address, page, newest, back), shown)


async def _visit(address: str, newest: date, seen: Seen, seed: int, reruns: int) -> None:
    chance = random.Random(seed)  # the same visitors each time
    async with _connected(address) as socket:
        page, back = "overview", 0
        await asyncio.sleep(chance.uniform(0, LONGEST_PAUSE))
        waited, shown = await _rerun(socket, seen, _address(page, newest, back))
        seen.first.append(waited)
        for _ in range(reruns):
            await asyncio.sleep(chance.uniform(0, LONGEST_PAUSE))
            kind, widget = chance.random(), None
            if kind < ON_THE_PAGE:
                widget = chance.choice(shown) if shown else None
            elif kind < ON_THE_PAGE + OTHER_PAGE:
                page = chance.choice(pages())
            else:
                back = chance.choice(DAYS_BACK)
            asked = _address(page, newest, back)
            if widget:
                widget.use(asked, chance)
            waited, now = await _rerun(socket, seen, asked)
            shown = shown if widget else now
            seen.reruns.append((time.perf_counter(), waited, "part" if widget else "page"))


async def _unfold(
    socket: websockets.ClientConnection, seen: Seen, address: Callable[[], BackMsg], shown: list[Widget]
) -> None:
    """Everything, and what is found folded in it."""
    folded = {widget.id: widget for widget in shown if widget.kind == "folded"}
    done: set[str] = set()
    while left := [widget for id, widget in folded.items() if id not in done]:
        asked = address()
        left[0].use(asked, random.Random())
        done.add(left[0].id)
        folded |= {widget.id: widget for widget in (await _rerun(socket, seen, asked))[1] if widget.kind == "folded"}


def _address(page: str, newest: date, back: int) -> BackMsg:
    asked = BackMsg()
    asked.rerun_script.page_name = page
    asked.rerun_script.query_string = f"lang=en&as_of={newest - timedelta(days=back)}"
    return asked


async def _rerun(socket: websockets.ClientConnection, seen: Seen, asked: BackMsg) -> tuple[float, list[Widget]]:
    """How long it took, and what of the page can be used."""
    shown, started = [], time.perf_counter()
    await socket.send(asked.SerializeToString())
    while True:
        message = ForwardMsg.FromString(await socket.recv())
        element = message.delta.new_element
        if element.HasField("exception") or element.alert.format == Alert.ERROR:
            seen.errors += 1
        if offered := element.link_button.url:
            seen.process = offered.removeprefix("/download/").partition("-")[0]
        if widget := Widget.of(message):
            shown.append(widget)
        if message.HasField("script_finished") and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            seen.errors += message.script_finished not in DONE
            return time.perf_counter() - started, shown


async def _watch(address: str, seen: Seen) -> None:
    port = urlsplit(address).port
    while True:
        found = subprocess.run(["pgrep", "-f", f"server --port {port}"], capture_output=True, text=True, check=True)
        told = subprocess.run(["ps", "-o", "rss=", "--ppid", found.stdout.split()[0]], capture_output=True, text=True)
        seen.memory.append((len(seen.reruns), sum(map(int, told.stdout.split())) / 1024))
        await asyncio.sleep(2)


def _report(seen: Seen, sessions: int, seconds: float) -> list[str]:
    waited = {
        what: statistics.quantiles((wait * 1000 for _, wait, kind in seen.reruns if what in ("", kind)), n=100)
        for what in ("", "page", "part")
    }
    share, number = waited[""], len(seen.reruns)
    lines = [
        f"## {sessions} sessions at once\n",
        f"{machine()}\n",
        f"Made by `make sessions` on {date.today()}: {number} reruns of {sessions} visitors on the demo, each "
        f"after a pause of 0 to {LONGEST_PAUSE:.0f} s: half work on the page (search, another page of a list, "
        "what is folded), the others open a page or change the as-of day. The server's two processes and the visitors "
        "share the cores.\n",
        "| what | measured | at most |",
        "|---|---|---|",
        f"| reruns a second | {number / seconds:.1f} | |",
        f"| a rerun, median | {share[49]:.0f} ms | |",
        f"| a rerun, 95 of 100 | {share[94]:.0f} ms | 200 ms |",
        f"| a rerun, 99 of 100 | {share[98]:.0f} ms | |",
        f"| of them a whole page: median, 95 of 100 | {waited['page'][49]:.0f}, {waited['page'][94]:.0f} ms | |",
        f"| of them a part of a page: median, 95 of 100 | {waited['part'][49]:.0f}, {waited['part'][94]:.0f} ms | |",
        f"| first page of a session, median | {statistics.median(seen.first) * 1000:.0f} ms | 3,000 ms |",
        f"| errors | {seen.errors} | 0 |",
        f"| this machine, to compare with another: Python adds up a million squares in | {_yardstick():.0f} ms | |",
    ]
    for at in range(1000, number + 1, 1000):
        reruns, memory = min(seen.memory, key=lambda each: abs(each[0] - at))
        lines.append(f"| memory of both processes together after {reruns:,} reruns | {memory:.0f} MiB | flat |")
    return lines


def _yardstick() -> float:
    """Milliseconds of plain Python, median of five: what a page costs goes with it."""
    took = []
    for _ in range(5):
        started = time.perf_counter()
        sum(number * number for number in range(1_000_000))
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    sys.exit(main())
