"""A process that is killed at its so manieth step: nothing that it would have done afterwards is done, and nothing is tidied up."""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

FILE_STEPS = {"rename", "replace", "unlink", "link", "open", "fsync", "chown", "chmod"}
STORE_STEPS = {"execute", "executemany", "backup"}
KILLED, DONE, FAILED = 137, 0, 1


def _is_step(function: Any) -> bool:
    """Return whether something may have changed on the disk before this call."""
    if getattr(function, "__module__", None) == "posix":
        return function.__name__ in FILE_STEPS
    return isinstance(getattr(function, "__self__", None), sqlite3.Connection) and function.__name__ in STORE_STEPS


def kill_at(step: int, work: Callable[[], object]) -> int:
    """Do `work` in a process of its own, which ends before its step of this number, counted from 0, in whichever thread it is.

    KILLED; DONE where there were not so many steps, or FAILED where the work raised.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        _count_down(step)
        work()
        os._exit(DONE)
    finally:
        os._exit(FAILED)


def _count_down(left: int) -> None:
    def look(frame: FrameType, event: str, function: Any) -> None:
        nonlocal left
        if event == "c_call" and _is_step(function):
            left -= 1
            if left < 0:
                os._exit(KILLED)

    threading.setprofile(look)
    sys.setprofile(look)


def every_kill(every: int, first: int, work: Callable[[], object], begin: Callable[[], None]) -> Iterator[int]:
    """Yield after each kill at the step `first`, and every so manieth one after it, of what `begin` has made ready."""
    step = first
    while True:
        begin()
        ended = kill_at(step, work)
        if ended == DONE:
            break
        assert ended == KILLED, step
        yield step
        step += every
    assert step > first, "it was killed nowhere"
