"""A thread that does jobs in groups and tells each caller, on the caller's own event loop, once the group is done.

Theory of operation. Callers put jobs into a queue and wait. The thread takes what is waiting, up to `MOST_AT_ONCE`, and
hands it to `perform`, which leaves in each job a result or an error. Only then are the callers told, in one call per event
loop. `close` lets the queue run dry; a job handed in after it is refused, so none is ever left without an answer.
"""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from storage.errors import StoreClosedError

T = TypeVar("T")
MOST_AT_ONCE = 256


class Job(Generic[T]):
    """One piece of work and who waits for it: a future of an event loop, or of a thread."""

    __slots__ = ("error", "result", "waiter", "work")

    def __init__(self, work: Callable[[Any], T], waiter: asyncio.Future[T] | Future[T]) -> None:
        self.work = work
        self.waiter = waiter
        self.result: T | None = None
        self.error: BaseException | None = None

    def attempt(self, given: Any) -> bool:
        """Do the work; False when it raised, which is kept for its caller."""
        try:
            self.result = self.work(given)
        except StopIteration:
            self.fail(RuntimeError("the work raised StopIteration"))
        except BaseException as error:
            self.fail(error)
        return self.error is None

    def fail(self, error: BaseException) -> None:
        self.result, self.error = None, error


class Worker:
    def __init__(self, name: str, perform: Callable[[list[Job[Any]]], None], finish: Callable[[], None]) -> None:
        self._perform = perform
        self._finish = finish
        self._jobs: SimpleQueue[Job[Any] | None] = SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._main, name=name, daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[Any], T]) -> T:
        waiter: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._put(Job(work, waiter))
        return await waiter

    def run_sync(self, work: Callable[[Any], T]) -> T:
        if threading.current_thread() is self._thread:
            raise RuntimeError("a unit of work cannot wait for another one")
        waiter: Future[T] = Future()
        self._put(Job(work, waiter))
        return waiter.result()

    def close(self) -> None:
        """Finish what is waiting and end the thread. May be called again."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _put(self, job: Job[Any]) -> None:
        with self._closing:
            if self._closed:
                raise StoreClosedError("The store is closed.")
            self._jobs.put(job)

    def _main(self) -> None:
        going = True
        while going:
            group, going = self._next_group()
            if group:
                self._do(group)
        self._finish()

    def _next_group(self) -> tuple[list[Job[Any]], bool]:
        group: list[Job[Any]] = []
        job = self._jobs.get()
        while job is not None:
            if not job.waiter.cancelled():
                group.append(job)
            if len(group) >= MOST_AT_ONCE:
                return group, True
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return group, True
        return group, False

    def _do(self, group: list[Job[Any]]) -> None:
        try:
            self._perform(group)
        except BaseException as error:
            for job in group:
                job.fail(error)
        _tell_callers(group)


def _tell_callers(group: list[Job[Any]]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[Job[Any]]] = defaultdict(list)
    for job in group:
        if isinstance(job.waiter, Future):
            _settle_jobs([job])
        else:
            by_loop[job.waiter.get_loop()].append(job)
    for loop, jobs in by_loop.items():
        with suppress(RuntimeError):  # a loop that was closed has nobody left to tell
            loop.call_soon_threadsafe(_settle_jobs, jobs)


def _settle_jobs(jobs: list[Job[Any]]) -> None:
    for job in jobs:
        if job.waiter.done():
            continue
        if job.error is not None:
            job.waiter.set_exception(job.error)
        else:
            job.waiter.set_result(job.result)
