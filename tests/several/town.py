"""A town with several processes of Folkmoot on one PostgreSQL: people answer, time passes, and processes are killed and paused.

The town is the platform: it keeps every message that arrived, delivers what people do to any process, and again to another one as
long as nobody acknowledged it. Time goes on to the next thing that is due as soon as nothing is.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from bot.domain.model import AnswerState, Round, RoundState
from bot.engine.scheduler import _earliest_due
from bot.ports import UnitOfWork
from storage.postgres.opening import PostgresPair
from tests.several.wire import STOPPED_OPENING, FileClock
from tests.support import postgres
from tests.support.world import World

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
PEOPLE_EACH, ANSWERING = 7, 5
AGAIN_AFTER = 1.5
"""Seconds without an acknowledgement after which something is delivered again, elsewhere."""
PAUSES = (0.3, 2.5)
"""Seconds for which a process is paused: some for less than a lease, some for longer."""
STOPPED, LOOKED_EVERY = 10.0, 0.02
"""Seconds for which a process that stopped before it sent is left so at most, and between two looks at what arrived."""
BETWEEN = (0.2, 1.5)
"""Seconds between two disturbances."""
OF_ONE_DAY = re.compile(r"until \w+day \d+ \w+ at ")
"""In a text that comes to somebody once, whatever its key: it names the end of a round, as questions, reminders and receipts do."""
ENDED = (RoundState.FINAL, RoundState.CLOSED)


@dataclass
class Found:
    """What is counted at the end."""

    rounds: int = 0
    opened_twice: int = 0
    doubled: int = 0
    said_twice: int = 0
    lost: int = 0
    unsent: int = 0
    acknowledged: int = 0
    posts: int = 0
    kills: int = 0
    pauses: int = 0
    senders: int = 0
    seconds: float = 0.0

    @property
    def wrong(self) -> tuple[int, int, int, int]:
        return self.opened_twice, self.doubled, self.said_twice, self.lost


@dataclass(eq=False)
class Process:
    pid: int
    writer: asyncio.StreamWriter | None = None
    paused: bool = False


@dataclass
class Town:
    folder: Path
    pair: PostgresPair
    teams: int
    processes: int
    seed: int
    without: str = ""
    disturbed: bool = True
    pause_every: int = 0
    stops_opening: bool = False
    found: Found = field(default_factory=Found)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self.clock = FileClock(self.folder / "clock")
        self.arrived: Counter[str] = Counter()
        self.said: Counter[tuple[str, str]] = Counter()
        self._senders: set[asyncio.StreamWriter] = set()
        self._alive: list[Process] = []
        self._acks: dict[int, asyncio.Future[bool]] = {}
        self._numbers = count(1)
        self._tasks: set[asyncio.Task[Any]] = set()
        self.acknowledged: dict[tuple[str, str], str] = {}
        self.acknowledgements: list[tuple[float, int]] = []
        """When each came, by the monotonic clock, and from which process."""
        self._answered: set[tuple[str, str]] = set()
        self.names = {f"T{n}": [f"p{n}x{m}" for m in range(PEOPLE_EACH)] for n in range(self.teams)}

    # -- the town as a platform

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        pid = writer.get_extra_info("socket").getsockopt(1, 17)  # SO_PEERCRED begins with the process's number
        process = next((one for one in self._alive if one.pid == pid), None)
        if process:
            process.writer = writer
        with suppress(ConnectionError):
            async for line in reader:
                heard = json.loads(line)
                if "ack" in heard:
                    waiting = self._acks.get(heard["ack"])
                    if waiting and not waiting.done():
                        waiting.set_result(heard["ok"])
                elif "stopping" in heard:
                    self._start(self._wake(heard["stopping"], heard["key"]))
                else:
                    self._start(self._answer(writer, heard))

    async def _answer(self, writer: asyncio.StreamWriter, asked: dict[str, Any]) -> None:
        key = asked["key"]
        if asked["do"] == "send":
            self._senders.add(writer)
            self.arrived[key] += 1
            self.said[asked["to"], asked["said"]] += 1
        found = key if self.arrived[key] else None
        await asyncio.sleep(self._chance.uniform(0, 0.02))
        with suppress(ConnectionError):
            writer.write(json.dumps({"answer": asked["ask"], "found": found}).encode() + b"\n")

    async def _wake(self, pid: int, key: str) -> None:
        """Let a process that stopped before it sent go on, as soon as another one has sent the same."""
        self.found.pauses += 1
        for _ in range(int(STOPPED / LOOKED_EVERY)):
            if self.arrived[key]:
                break
            await asyncio.sleep(LOOKED_EVERY)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)

    async def _wake_opener(self) -> None:
        """Let the process that stopped as it opened a round go on, as soon as another one has opened that round."""
        stopped = self.folder / STOPPED_OPENING
        while not stopped.exists():  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(LOOKED_EVERY)
        pid, team = stopped.read_text().split()
        self.found.pauses += 1
        while not await self._has_open_round(team):  # noqa: ASYNC110 - another process opens it
            await asyncio.sleep(LOOKED_EVERY)
        os.kill(int(pid), signal.SIGCONT)

    async def _has_open_round(self, team: str) -> bool:
        return bool(await self._read(lambda uow: uow.rounds.count(team=team, state=RoundState.OPEN)))

    # -- people

    async def _say(self, who: str, round_id: str, words: str, id: str) -> None:
        """Until somebody acknowledges it."""
        while True:
            able = [one for one in self._alive if one.writer]
            if not able:
                await asyncio.sleep(0.05)
                continue
            number = next(self._numbers)
            waiting = self._acks[number] = asyncio.get_running_loop().create_future()
            event = {"event": number, "id": id, "who": who, "round": round_id, "words": words}
            process = self._chance.choice(able)
            with suppress(ConnectionError):
                assert process.writer
                process.writer.write(json.dumps(event).encode() + b"\n")
            try:
                async with asyncio.timeout(AGAIN_AFTER):
                    if await waiting:
                        self.acknowledged[round_id, who] = words
                        self.acknowledgements.append((monotonic(), process.pid))
                        return
            except TimeoutError:
                continue

    async def _answer_round(self, round_: Round, team: str) -> None:
        async def one(who: str) -> None:
            await self._say(who, round_.id, f"Harbour {who} first", f"{round_.id}{who}1")
            await self._say(who, round_.id, f"Harbour {who} last", f"{round_.id}{who}2")

        await asyncio.gather(*(one(who) for who in self.names[team][1 : 1 + ANSWERING]))

    # -- processes

    async def _begin_process(self) -> None:
        assert self._server.stdin and self._server.stdout
        line = [str(self.folder), self.pair.database.url, self.pair.keys.url]
        how = [self.without, self.pause_every, self.stops_opening]
        self._server.stdin.write(json.dumps([*line, *how]) + "\n")
        self._server.stdin.flush()
        self._alive.append(Process(int(self._server.stdout.readline())))

    async def _disturb(self) -> None:
        """Kill or pause somebody at random, again and again; who was killed is begun anew."""
        while True:
            await asyncio.sleep(self._chance.uniform(*BETWEEN))
            for one in [one for one in self._alive if not _is_there(one.pid)]:
                self._alive.remove(one)
                await self._begin_process()
            one = self._chance.choice(self._alive)
            if self._chance.random() < 0.5:
                self.found.kills += 1
                with suppress(ProcessLookupError):
                    os.kill(one.pid, signal.SIGKILL)
                self._alive.remove(one)
                await asyncio.sleep(self._chance.uniform(0, 0.5))
                await self._begin_process()
            elif not one.paused:
                self.found.pauses += 1
                self._start(self._pause(one, self._chance.uniform(*PAUSES)))

    async def _pause(self, one: Process, seconds: float) -> None:
        one.paused = True
        with suppress(ProcessLookupError):
            os.kill(one.pid, signal.SIGSTOP)
            await asyncio.sleep(seconds)
            os.kill(one.pid, signal.SIGCONT)
        one.paused = False

    # -- the story

    async def tell(self, rounds: int) -> Found:
        """Let so many rounds end."""
        began = asyncio.get_running_loop().time()
        await self._found_town()
        socket = await asyncio.start_unix_server(self._serve, str(self.folder / "town"))
        self._server = subprocess.Popen(  # noqa: ASYNC220 (it is begun once, before anything waits)
            [sys.executable, "-m", "tests.several.child"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.store = postgres.open_pair(self.pair)
        for _ in range(self.processes):
            await self._begin_process()
        disturbing = self._start(self._disturb()) if self.disturbed else None
        if self.stops_opening:
            self._start(self._wake_opener())
        try:
            await self._live(rounds)
            if disturbing:
                disturbing.cancel()
            await asyncio.sleep(PAUSES[1])
            await self._until_sent()
            await self._read(self._count)
        finally:
            for one in self._alive:
                with suppress(ProcessLookupError):
                    os.kill(one.pid, signal.SIGKILL)
            self._server.kill()
            self._server.wait()
            socket.close()
            for task in self._tasks:
                task.cancel()
            await self.store.close()
        self.found.seconds = asyncio.get_running_loop().time() - began
        return self.found

    async def _found_town(self) -> None:
        world = World(lambda failpoint: postgres.open_pair(self.pair))
        await world.found(
            {name: ["ada", *people] for name, people in self.names.items()}, "every other Tuesday at 10:00"
        )
        self.clock.move_to(world.clock.now())
        await world.store.close()

    async def _live(self, rounds: int) -> None:
        while True:
            now = self.clock.now()
            due, states, open_rounds = await self._read(self._look)
            if sum(states[one] for one in ENDED) >= rounds and self._was_disturbed():
                return
            fresh = [one for one in open_rounds if (one[0].id, "") not in self._answered]
            self._answered |= {(round_.id, "") for round_, _ in fresh}
            if fresh:
                await asyncio.gather(*(self._answer_round(*one) for one in fresh))
            elif due and due > now:
                self.clock.move_to(due + timedelta(seconds=1))
            else:
                await asyncio.sleep(0.03)

    async def _read(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self.store.read(work)

    def _was_disturbed(self) -> bool:
        """Return whether it has come to what is to be tried: a quick machine is through with its rounds before chance has."""
        return not self.disturbed or (bool(self.found.kills and self.found.pauses) and len(self._senders) > 1)

    def _look(self, uow: UnitOfWork) -> tuple[Any, Counter[RoundState], list[tuple[Round, str]]]:
        rows = uow.rounds.where()
        names = {row.id: row.name for row in uow.teams.where()}
        opened = [(row, names[row.team]) for row in rows if row.state is RoundState.OPEN and row.team]
        return _earliest_due(uow), Counter(row.state for row in rows if row.team), opened

    async def _until_sent(self) -> None:
        for _ in range(1200):
            waiting = await self._read(
                lambda uow: [row for row in uow.outbox.where() if row.state not in ("sent", "dropped", "failed")]
            )
            if not [row for row in waiting if not (row.not_before and row.not_before > self.clock.now())]:
                return
            await asyncio.sleep(0.1)

    def _count(self, uow: UnitOfWork) -> None:
        rounds = [row for row in uow.rounds.where() if row.team and row.state is not RoundState.SKIPPED]
        times = Counter((row.team, row.occasion.rpartition(":")[2]) for row in rounds)
        members = {row.id: row.name.lower() for row in uow.members.where()}
        rows = [row for row in uow.answers.where() if row.state is AnswerState.GIVEN]
        texts = uow.texts.read([row.id for row in rows])
        kept = Counter(
            (row.round, members[row.member], text.reveal() if text else "")
            for row, text in zip(rows, texts, strict=True)
        )
        found = self.found
        found.rounds = len(rounds)
        found.opened_twice = sum(number - 1 for number in times.values())
        found.doubled = sum(number - 1 for number in self.arrived.values())
        found.said_twice = sum(number - 1 for (_, said), number in self.said.items() if OF_ONE_DAY.search(said))
        found.lost = sum(kept[id, who, words] != 1 for (id, who), words in self.acknowledged.items())
        found.acknowledged, found.posts = len(self.acknowledged), sum(self.arrived.values())
        found.unsent = sum(row.state not in ("sent", "dropped") for row in uow.outbox.where())
        found.senders = len(self._senders)

    def _start(self, work: Any) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
