"""Many visitors at once: sessions on one real server, each asking again after a pause. Into docs/benchmarks.md.

A visitor opens a page and then changes the as-of day or goes to another page. Measured is what they wait for: from the
question until the script has ended. They speak Streamlit's own protocol; a browser each would take more than two cores.
"""

import argparse
import asyncio
import random
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
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


@dataclass
class Seen:
    """What the visitors saw: seconds of each rerun with the time it ended, errors, the server's memory in MiB."""

    reruns: list[tuple[float, float]] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    errors: int = 0
    memory: list[tuple[int, float]] = field(default_factory=list)


def main(arguments: list[str] | None = None) -> int:
    """Returns 1 if a visitor met an error."""
    parser = argparse.ArgumentParser(prog="python -m tools.sessions", description="Many visitors at once.")
    parser.add_argument("--sessions", type=int, default=100, help="visitors at once (default 100)")
    parser.add_argument("--reruns", type=int, default=30, help="questions of each (default 30)")
    parser.add_argument("--output", default=str(FILE), help="the file to write; - prints (default docs/benchmarks.md)")
    options = parser.parse_args(arguments)
    newest = queries.day_of_load(snapshots.current(settings.load().warehouse))
    with dashboard() as address:
        asyncio.run(_visit(address, newest, Seen(), 1, len(pages()) * len(DAYS_BACK)))  # as any morning's first visitor
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
    await asyncio.gather(*(_visit(address, newest, seen, seed, reruns, LONGEST_PAUSE) for seed in range(sessions)))
    watching.cancel()


async def _visit(address: str, newest: date, seen: Seen, seed: int, reruns: int, pause: float = 0.0) -> None:
    """One visitor. Without a pause they go through every page on every day, so that everything was asked once."""
    chance = random.Random(seed)  # the same visitors each time
    every = [(page, back) for page in pages() for back in DAYS_BACK]
    url = f"ws://{urlsplit(address).netloc}/_stcore/stream"
    spoken = [Subprotocol("streamlit")]
    async with websockets.connect(url, origin=Origin(address), subprotocols=spoken, max_size=BIGGEST) as socket:
        page, back = "overview", 0
        await asyncio.sleep(chance.uniform(0, pause))
        seen.first.append(await _rerun(socket, seen, page, newest, back))
        for number in range(reruns):
            await asyncio.sleep(chance.uniform(0, pause))
            if not pause:
                page, back = every[number % len(every)]
            elif chance.random() < 0.4:
                page = chance.choice(pages())
            else:
                back = chance.choice(DAYS_BACK)
            waited = await _rerun(socket, seen, page, newest, back)
            seen.reruns.append((time.perf_counter(), waited))


async def _rerun(socket: websockets.ClientConnection, seen: Seen, page: str, newest: date, back: int) -> float:
    asked = BackMsg()
    asked.rerun_script.page_name = page
    asked.rerun_script.query_string = f"lang=en&as_of={newest - timedelta(days=back)}"
    started = time.perf_counter()
    await socket.send(asked.SerializeToString())
    while True:
        message = ForwardMsg.FromString(await socket.recv())
        element = message.delta.new_element
        if element.HasField("exception") or element.alert.format == Alert.ERROR:
            seen.errors += 1
        if message.HasField("script_finished"):
            if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return time.perf_counter() - started
            if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                seen.errors += 1
                return time.perf_counter() - started


async def _watch(address: str, seen: Seen) -> None:
    port = urlsplit(address).port
    while True:
        found = subprocess.run(["pgrep", "-f", f"server.port={port}"], capture_output=True, text=True, check=True)
        told = subprocess.run(["ps", "-o", "rss=", "-p", found.stdout.split()[0]], capture_output=True, text=True)
        seen.memory.append((len(seen.reruns), int(told.stdout) / 1024))
        await asyncio.sleep(2)


def _report(seen: Seen, sessions: int, seconds: float) -> list[str]:
    waited = sorted(wait * 1000 for _, wait in seen.reruns)
    share = statistics.quantiles(waited, n=100)
    lines = [
        f"## {sessions} sessions at once\n",
        f"{machine()}\n",
        f"Made by `make sessions` on {date.today()}: {len(waited)} reruns of {sessions} visitors on the demo, each "
        f"after a pause of 0 to {LONGEST_PAUSE:.0f} s, on a page and an as-of day by chance. Server and visitors share "
        "the cores.\n",
        "| what | measured | at most |",
        "|---|---|---|",
        f"| reruns a second | {len(waited) / seconds:.1f} | |",
        f"| a rerun, median | {share[49]:.0f} ms | |",
        f"| a rerun, 95 of 100 | {share[94]:.0f} ms | 200 ms |",
        f"| a rerun, 99 of 100 | {share[98]:.0f} ms | |",
        f"| first page of a session, median | {statistics.median(seen.first) * 1000:.0f} ms | 3,000 ms |",
        f"| errors | {seen.errors} | 0 |",
    ]
    for at in range(1000, len(waited) + 1, 1000):
        reruns, memory = min(seen.memory, key=lambda each: abs(each[0] - at))
        lines.append(f"| memory of the server after {reruns:,} reruns | {memory:.0f} MiB | flat |")
    return lines


if __name__ == "__main__":
    sys.exit(main())
