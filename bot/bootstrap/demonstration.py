"""A product in memory for a demonstration: the console as its platform, a clock moved by hand, tokens that repeat."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256, shake_256
from itertools import count

from adapters.console.app import ConsoleAdapter
from adapters.console.capabilities import capabilities_named
from adapters.console.client import BOT, Change, ConsoleClient, ConsolePerson, Scene, room_of
from adapters.console.excerpt import USUAL_LINES, ExcerptPrinter
from adapters.console.stage import DemoFront
from bot.bootstrap import ALPHABET, App, found_organisation, wire_app
from bot.domain.model import Organisation
from bot.engine.people import claims
from bot.ports import PointFinder
from bot.themes.finder import LocalFinder
from storage.database import open_memory_store
from storage.memory import MemoryStore

__all__ = [
    "BOT",
    "USUAL_LINES",
    "Change",
    "ConsoleAdapter",
    "ConsoleClient",
    "ConsolePerson",
    "DemoFront",
    "Demonstration",
    "ExcerptPrinter",
    "HandClock",
    "Scene",
    "room_of",
    "serve_demo",
    "set_up",
    "show_demo",
]


class HandClock:
    """Stands still until it is set; it is never set back."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant

    def now(self) -> datetime:
        return self._instant

    def set(self, instant: datetime) -> None:
        self._instant = max(self._instant, instant)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


@dataclass(frozen=True, slots=True)
class Demonstration:
    """`code` is the one-time code for the first admin."""

    app: App
    console: ConsoleAdapter
    clock: HandClock
    store: MemoryStore
    code: str


def repeating_tokens() -> Callable[[], str]:
    """Tokens that are the same in every run. They guard nothing: whatever they name ends with the process."""
    numbers = count(1)

    def token() -> str:
        digits = sha256(f"demonstration {next(numbers)}".encode()).digest()
        return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digits[:26])

    return token


def repeating_bytes() -> Callable[[int], bytes]:
    """Bytes for keys and nonces, no two alike and the same in every run: keyed names decide in which order words are shown."""
    numbers = count(1)
    return lambda size: shake_256(f"demonstration bytes {next(numbers)}".encode()).digest(size)


async def set_up(
    organisation: Organisation,
    start: datetime,
    minimal: bool = False,
    finder: PointFinder | None = None,
    console: ConsoleAdapter | None = None,
) -> Demonstration:
    """A founded organisation without people, at the instant `start`; with `minimal` its rooms have no buttons or forms.

    Without a `finder` points are found as in the product. A `console` that is given stays as it is, but for its clock: whoever
    looks at its rooms goes on looking.
    """
    # One thread: rounds that close together are then always published in the same order, whichever is found first.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    clock = HandClock(start)
    store = open_memory_store(entropy=repeating_bytes())
    console = console or ConsoleAdapter(ConsoleClient(clock.now), capabilities_named("minimal" if minimal else "full"))
    console.client.now = clock.now
    token = repeating_tokens()
    app = wire_app(store, clock, [console], finder or LocalFinder(), token)
    code = claims.new_code(token())
    await store.run(lambda uow: found_organisation(uow, organisation, start, token()))
    await store.run(lambda uow: claims.keep_claim(uow, code, start))
    await console.start(app.engine.handle)
    return Demonstration(app, console, clock, store, code)


async def show_demo(stage: DemoFront, pace: float) -> None:
    """The stage on a terminal screen, its story playing with `pace` seconds between steps, until the visitor leaves."""
    from adapters.console.screen import ConsoleScreen

    screen = ConsoleScreen(stage, pace)
    screen.playing = True
    await screen.run_async()


def serve_demo(command: Sequence[str], port: int) -> None:
    """Let a browser on this machine show what `command` shows in a terminal, until Ctrl-C. Raises CannotStartError."""
    from adapters.console.serving import serve_rooms

    serve_rooms(command, port)
