"""Who draws, and when: one at a time, but never for ever."""

import threading
import time
from collections.abc import Callable

import pytest

from ui import turns


def test_one_draws_at_a_time() -> None:
    at_once, most = 0, 0

    def draw() -> None:
        nonlocal at_once, most
        with turns.drawing():
            at_once += 1
            most = max(most, at_once)
            time.sleep(0.01)
            at_once -= 1

    _together(draw, 8)
    assert (most, at_once) == (1, 0)


def test_others_draw_while_one_waits() -> None:
    waits, drew = threading.Event(), threading.Event()

    def slow() -> None:
        with turns.drawing(), turns.waiting():
            waits.set()
            assert drew.wait(10)

    thread = threading.Thread(target=slow)
    thread.start()
    assert waits.wait(10)
    started = time.monotonic()
    with turns.drawing():
        drew.set()
    thread.join()
    assert time.monotonic() - started < turns.PATIENCE


def test_who_waited_long_enough_goes_ahead() -> None:
    holds, done = threading.Event(), threading.Event()

    def for_ever() -> None:
        with turns.drawing():
            holds.set()
            assert done.wait(10)

    thread = threading.Thread(target=for_ever)
    thread.start()
    assert holds.wait(10)
    with turns.drawing(), turns.waiting():  # what it has not, it cannot give back
        done.set()
    thread.join()
    with turns.drawing():
        assert turns._mine.has_it


def test_a_drawing_in_a_drawing_has_the_same_turn() -> None:
    with turns.drawing():
        with turns.drawing():
            assert turns._mine.has_it
        assert turns._mine.has_it
    assert not turns._mine.has_it


def test_what_goes_wrong_gives_the_turn_back() -> None:
    with pytest.raises(ValueError, match="wrong"), turns.drawing():
        raise ValueError("wrong")
    with pytest.raises(ValueError, match="wrong"), turns.drawing(), turns.waiting():
        raise ValueError("wrong")
    with turns.drawing():
        assert turns._mine.has_it


def _together(draw: Callable[[], None], times: int) -> None:
    threads = [threading.Thread(target=draw) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
