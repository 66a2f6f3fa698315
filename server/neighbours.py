"""The processes that serve one address: a file that one of them offers can be asked of any.

What is offered holds rows in memory, and so stays with the process that drew them. The others ask it to make the file,
through a socket in a folder that nobody else can open, and hand the file out.
"""

import logging
import threading
from dataclasses import dataclass
from multiprocessing import AuthenticationError, current_process
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

from evidence import downloads
from evidence.csv import File

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class House:
    """Where the processes find each other: a folder of their own, and how many they are."""

    folder: Path
    processes: int

    def move_in(self, number: int) -> None:
        """From now on this process can ask the others, and answers them."""
        global _house
        _house = self
        downloads.process = str(number)
        door = Listener(self.door(downloads.process), family="AF_UNIX", authkey=current_process().authkey)
        threading.Thread(target=_answer, args=(door,), daemon=True).start()

    def door(self, process: str) -> str:
        return str(self.folder / process)

    def has(self, process: str) -> bool:
        return process in map(str, range(self.processes))


_house: House | None = None


def file_of(token: str, folder: Path) -> File | None:
    """The file under a token, made into the folder; None when it was used, has expired or never was."""
    owner = token.partition("-")[0]
    if _house is None or owner == downloads.process or not _house.has(owner):
        return downloads.make(token, folder)
    try:
        asking = Client(_house.door(owner), family="AF_UNIX", authkey=current_process().authkey)
    except (FileNotFoundError, ConnectionRefusedError):
        return None  # it does not serve yet, so it has offered nothing
    with asking:
        asking.send((token, folder))
        made: File | None = asking.recv()
    return made


def _answer(door: Listener) -> None:
    while True:
        try:
            asked = door.accept()
        except (OSError, EOFError, AuthenticationError):
            log.exception("a neighbour was not understood")
            continue
        threading.Thread(target=_make, args=(asked,), daemon=True).start()


def _make(asked: Connection) -> None:
    with asked:  # what fails here stands in the log, and the one who asks fails too: it gets no answer
        asked.send(downloads.make(*asked.recv()))
