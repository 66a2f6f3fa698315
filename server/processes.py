"""Several processes at one address, since one draws a page at a time.

The system shares visitors out among them. A visitor stays with one process as long as the page is open; a file is made
by the process that offered it, wherever it is asked for (`server/neighbours.py`). If one process ends, all do, and
whoever watches over the server sees it end.
"""

import errno
import multiprocessing
import os
import secrets
import signal
import socket
import sys
import tempfile
import threading
from multiprocessing.connection import wait
from pathlib import Path
from typing import NoReturn

from streamlit import config

from errors import SettingsError
from server import neighbours
from server.local import refuse_other_addresses

SHARED = sys.platform == "linux"  # elsewhere no system shares the visitors of a port out, so one process has them
WAITING = 2048  # visitors that the system holds until a process takes them in
FAREWELL = 20.0  # seconds


def serve(address: str, port: int, processes: int) -> bool:
    """Whether it was asked to stop; False if a process ended of itself.

    Raises SettingsError if the address is not this machine's own, or the port is taken.
    """
    refuse_other_addresses(address)
    _refuse_taken(address, port)
    if not config.is_manually_set("server.cookieSecret"):  # a cookie may come back to another process than made it
        os.environ["STREAMLIT_SERVER_COOKIE_SECRET"] = secrets.token_hex(32)
    signal.signal(signal.SIGTERM, _stop)
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="dashboard-") as folder:
        house = neighbours.House(Path(folder), processes if SHARED else 1)
        serving = [spawn.Process(target=_one, args=(address, port, house, each)) for each in range(house.processes)]
        try:
            for process in serving:
                process.start()
            wait([process.sentinel for process in serving])
            return False
        except KeyboardInterrupt:
            return True
        finally:
            for process in serving:
                process.terminate()
            for process in serving:
                process.join(FAREWELL)


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _refuse_taken(address: str, port: int) -> None:
    """What shares a port shares it with anybody's: another dashboard there would get a part of the visitors."""
    try:
        _listening(address, port, shared=False).close()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise SettingsError(f"The port {port} is taken.", fix="Stop what listens there, or name a --port.") from None


def _listening(address: str, port: int, shared: bool) -> socket.socket:
    [family, kind, protocol, _, place] = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
    made = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # Windows would let two servers have one port for it
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind(place)
        made.listen(WAITING)
        made.setblocking(False)
    except OSError:
        made.close()
        raise
    return made


def _one(address: str, port: int, house: neighbours.House, number: int) -> None:
    import uvicorn

    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    if house.processes > 1:
        house.move_in(number)
    # The protocol as Streamlit chooses it; nothing is packed on the way to this machine's own browser or proxy.
    chosen = uvicorn.Config("app:app", ws="websockets-sansio", ws_per_message_deflate=False, access_log=False)
    with _listening(address, port, shared=SHARED) as listening:
        uvicorn.Server(chosen).run(sockets=[listening])


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
