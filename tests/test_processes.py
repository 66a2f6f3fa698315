"""Several processes at one address: each draws pages, any hands out every file, and they stand and fall together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from errors import SettingsError
from server import processes
from tests.served import ROOT, Loaded, answers, get

pytestmark = pytest.mark.skipif(not processes.SHARED, reason="only Linux shares the visitors of a port out")
MOST_VISITORS = 60  # the system decides who comes to whom; that none of them comes to the second is next to impossible


@dataclass(frozen=True)
class Served:
    address: str
    parent: subprocess.Popen[str]

    @property
    def children(self) -> list[int]:
        return [int(each) for each in _said("pgrep", "-f", "-P", str(self.parent.pid), "spawn_main").split()]


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True).stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(loaded: Loaded) -> Iterator[Served]:
    port = _free_port()
    command = [sys.executable, "-m", "server", "--port", str(port)]
    environment = {**os.environ, **loaded.environment}
    parent = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    served = Served(f"http://127.0.0.1:{port}", parent)
    try:
        for _ in range(240):
            if answers(f"{served.address}/healthz") and len(served.children) == 2:
                break
            assert parent.poll() is None
            time.sleep(0.25)
        yield served
    finally:
        parent.terminate()
        parent.wait(30)
        assert parent.stderr
        parent.stderr.close()


@pytest.fixture(scope="module")
def served(demo: Loaded) -> Iterator[Served]:
    with serving(demo) as found:
        yield found


def links_of_a_visitor(address: str) -> list[str]:
    """What the page of requests offers for download to somebody who has just come."""
    socket_of = address.replace("http", "ws") + "/_stcore/stream"
    spoken = [Subprotocol("streamlit")]
    with connect(socket_of, origin=Origin(address), subprotocols=spoken, max_size=None) as visitor:
        asked = BackMsg()
        asked.rerun_script.page_name = "requests"
        asked.rerun_script.query_string = "lang=en"
        visitor.send(asked.SerializeToString())
        links = []
        while True:
            said = visitor.recv(timeout=60)
            assert isinstance(said, bytes)
            message = ForwardMsg.FromString(said)
            if url := message.delta.new_element.link_button.url:
                links.append(url)
            if message.HasField("script_finished"):
                return links


@pytest.fixture(scope="module")
def offered(served: Served) -> dict[str, list[str]]:
    """The links of a visitor of each process, by what their tokens begin with."""
    found: dict[str, list[str]] = {}
    for _ in range(MOST_VISITORS):
        links = links_of_a_visitor(served.address)
        found.setdefault(links[0].removeprefix("/download/").partition("-")[0], links)
        if len(found) == 2:
            return found
    raise AssertionError(f"after {MOST_VISITORS} visitors all were with one process: {set(found)}")


def test_a_file_comes_from_whichever_process_is_asked(served: Served, offered: dict[str, list[str]]) -> None:
    """Each request is a connection of its own, so about half of them come to the process that did not offer it."""
    assert set(offered) == {"0", "1"}
    one, other = offered["0"], offered["1"]
    assert len(one) == len(other) > 7
    for first, second in zip(one, other, strict=True):
        got = [get(served.address + link) for link in (first, second)]
        assert [status for status, _, _ in got] == [200, 200]
        assert got[0][1] == got[1][1], "the two do not offer the same bytes"
        assert got[0][2]["content-disposition"] == got[1][2]["content-disposition"]
    assert {get(served.address + link)[0] for link in (*one, *other)} == {404}, "a token has one use"


@pytest.mark.parametrize("token", ["0-never", "1-never", "2-nobody", "-1-nobody", "", "never", "..-never", "1"])
def test_no_process_knows_what_was_never_offered(served: Served, token: str) -> None:
    """Several times, so that either process is asked."""
    assert {get(f"{served.address}/download/{token}")[0] for _ in range(8)} == {404}


def test_one_that_ends_takes_the_others_with_it(demo: Loaded) -> None:
    with serving(demo) as served:
        one, other = served.children
        os.kill(one, signal.SIGKILL)
        assert served.parent.wait(30) == 1
        assert served.parent.stderr
        assert "A process of the dashboard ended" in served.parent.stderr.read()
        assert not answers(f"{served.address}/healthz")
        assert not _said("ps", "-o", "pid=", "-p", str(other))


def test_none_stays_when_the_one_that_started_them_is_killed(demo: Loaded) -> None:
    with serving(demo) as served:
        left = served.children
        served.parent.kill()
        for _ in range(120):
            if not (still := _said("ps", "-o", "pid=", "-p", ",".join(map(str, left)))):
                break
            time.sleep(0.25)
        assert not still
        assert not answers(f"{served.address}/healthz")


def test_asked_to_stop_it_ends_well(demo: Loaded) -> None:
    with serving(demo) as served:
        served.parent.terminate()
        assert served.parent.wait(30) == 0


def test_a_taken_port_is_refused(served: Served) -> None:
    port = int(served.address.rpartition(":")[2])
    with pytest.raises(SettingsError, match=f"The port {port} is taken"):
        processes.serve("127.0.0.1", port, 2)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "", None])
def test_it_refuses_to_listen_to_other_machines(address: str | None) -> None:
    with pytest.raises(SettingsError, match="nobody signs in"):
        processes.serve(address, _free_port(), 2)  # type: ignore[arg-type]
