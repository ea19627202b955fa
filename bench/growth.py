"""Months of rounds, really played: what is asked often costs no more at the end than after the first month.

`python -m bench.growth 24 40` plays 24 months of 40 teams. What the files were after the first month is kept, and in the end both
are asked in turn, so that whatever else the machine does meets both alike. The first month is the first that begins, as every later
one does, with a final of the organisation. Ends with 1 where something costs more than is allowed: in milliseconds, and in steps
of the database, which are the same on every machine. At its smallest size the steps alone decide.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from bench.database_steps import count_steps
from bench.played_months import House, found_house, open_house
from bench.rounds import person
from bench.table import show
from bot.domain.events import ChatCommandTyped, HomeOpened, Sender
from bot.domain.model import Release, Round, RoundState
from bot.domain.retention import LONGEST_WAITING_DAYS, months
from bot.domain.rounds import ENDS
from bot.engine import retention
from bot.engine.context import WorkContext
from bot.engine.daily_sweep import DailySweep
from bot.engine.follow_ups.known import begin_follow_ups
from bot.engine.lasting_points.noting import note_points
from bot.engine.rounds import deadlines, digests, organisation_summary
from bot.ports import UnitOfWork

MONTHS, TEAMS, MANY, FEW = 24, 40, 10_000, 100
SMALLEST = (7, 2, 2_000)
"""Past half a year, so that the organisation's second final is in it."""
MOST = 1.3
"""Ratio of the end to the first month, and of many teams to few, that is allowed."""
ENDED = 4
"""Number of rounds that are ended together."""
SECONDS, LEAST, MOST_OFTEN = 0.7, 31, 601
"""For how long each thing is asked, and how often at least and at most."""
WARMED = 3
LOOKED_BACK = ("history", "history all", "trend", "promises")
"""Commands with which a member looks back."""
NOTING = "noting a final's points"
MOST_OF_A_TEAM = 4.0
"""The same of what shows a team's own past: where one final is shown after the first month, there are four or eight later."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Work = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Row:
    """A measure before and after: milliseconds of processor, the least of many, and steps of the database."""

    what: str
    before: float
    after: float
    allowed: float
    steps_before: int
    steps_after: int

    @property
    def ratio(self) -> float:
        return self.after / self.before

    @property
    def steps_ratio(self) -> float:
        return self.steps_after / self.steps_before

    def cells(self) -> tuple[object, ...]:
        times = f"{self.before:.2f}", f"{self.after:.2f}", f"{self.ratio:.2f}"
        return self.what, *times, self.steps_before, self.steps_after, f"{self.steps_ratio:.2f}", self.allowed


class _UndoneError(Exception):
    """Raised so that a unit of work leaves everything as it was."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The things that are asked often, of one house."""

    house: House
    final: tuple[Round, Release]
    ended: list[str]
    """The newest rounds that have ended and of which people are still known."""

    def measures(self) -> dict[str, Work]:
        return {
            "idle tick": self.house.app.scheduler.tick,
            "status": lambda: self._type(0, "status"),
            **{words: partial(self._type, 1, words) for words in LOOKED_BACK},
            NOTING: lambda: self._undone(self._note_points),
            "a lead's digest": lambda: self._undone(self._send_digest),
            "one's own page": self._open_home,
            "the organisation's summary": lambda: self._undone(_draft_organisation),
            "daily sweep": self._sweep,
            f"{ENDED} rounds past their time": lambda: self._undone(self._end_rounds),
        }

    async def _type(self, number: int, words: str) -> None:
        house = self.house
        event = ChatCommandTyped(
            event_id=house.event_id(),
            sender=Sender(ref=person(number)),
            where=person(number),
            at=house.clock.at,
            text=words,
        )
        await house.app.engine.handle(event)

    async def _open_home(self) -> None:
        house = self.house
        sender = Sender(ref=person(1))
        event = HomeOpened(event_id=house.event_id(), sender=sender, where=person(1), at=house.clock.at)
        await house.app.engine.handle(event)

    async def _undone(self, do: Callable[[WorkContext], None]) -> None:
        def work(uow: UnitOfWork) -> None:
            do(WorkContext(uow, self.house.clock.at, self.house.app.services))
            raise _UndoneError

        with suppress(_UndoneError):
            await self.house.store.run(work)

    def _send_digest(self, work: WorkContext) -> None:
        """Send the digest of a final once more, under another name."""
        digests.send_digests(work, replace(self.final[0], id="another"), self.final[1])

    def _note_points(self, work: WorkContext) -> None:
        """Note the points of a final once more: which were there before, and what is waited for of each."""
        round_, final = self.final
        begin_follow_ups(work, round_, final, note_points(work, round_, final).ids)

    async def _sweep(self) -> None:
        """All of it, whether or not the last one was a day ago; what is past its time goes the first time."""
        house = self.house
        sweep = DailySweep(house.store, house.app.services, lambda: None)
        await sweep.remove_past_time(house.clock.at)
        await house.store.sweep(house.clock.at)
        await sweep.look_through_some(house.clock.at)

    def _end_rounds(self, work: WorkContext) -> None:
        """Find what is past its time of some rounds, once it is, and remove it."""
        late = replace(work, now=work.now + timedelta(days=LONGEST_WAITING_DAYS + 1))
        found = retention.find_past_time(late, self.ended)
        if len(found) < ENDED or not all(each.people for each in found):
            raise RuntimeError("there was nothing to remove")
        retention.remove_past_time(late, found)


def _draft_organisation(work: WorkContext) -> None:
    due = deadlines.organisation_draft_at(work.organisation())
    organisation_summary.draft_organisation(replace(work, now=due or work.now))
    if not work.uow.rounds.count(state=RoundState.DRAFT):
        raise RuntimeError("there was nothing to draft")


def _newest_ended(uow: UnitOfWork) -> list[str]:
    """The last rounds that have ended and had answers, as many as are ended together."""
    rows = sorted(uow.rounds.where(state=tuple(ENDS)), key=lambda row: (row.closes_at or EPOCH, row.id), reverse=True)
    asked = (row.id for row in rows if uow.answers.count(round=row.id))
    return list(islice(asked, ENDED))


def _newest_final(uow: UnitOfWork) -> tuple[Round, Release]:
    """A final that waits for the organisation's draft, with its round."""
    releases = {row.round: row for row in uow.releases.where(final=True, pooled="")}
    finals = [row for row in uow.rounds.where(id=tuple(releases)) if row.teams]
    newest = max(finals, key=lambda row: (row.opened_at or row.closes_at, row.id))
    return newest, releases[newest.id]


async def in_turn(before: Work, after: Work) -> tuple[float, float]:
    """The least milliseconds of processor that two things take, tried in turn.

    Whatever else runs only adds to it. A tick is half a millisecond of two threads: on which cores they meet doubles its median, on
    either side by turns, and what grows with the data is in the least of them too.
    """
    spent: tuple[list[float], list[float]] = ([], [])
    works = tuple(zip((before, after), spent, strict=True))
    for turn in range(WARMED + MOST_OFTEN):
        for work, each in works if turn % 2 else reversed(works):
            started = time.process_time()
            await work()
            each.append(time.process_time() - started)
        if turn > LEAST and sum(spent[0]) > SECONDS:
            break
    return 1000 * min(spent[0][WARMED:]), 1000 * min(spent[1][WARMED:])


async def play(count: int, teams: int, folder: Path) -> tuple[list[Row], int]:
    """What is measured of the end beside what there was after the first month; and how many rounds there were."""
    first, end = folder / "first", folder / "end"
    end.mkdir()
    house = await found_house(end, teams)
    begun = house.clock.at
    await house.play_to_draft(begun)
    await house.play_to_draft(house.clock.at + timedelta(days=2))
    await house.store.close()
    shutil.copytree(end, first)
    at = house.clock.at
    house = open_house(end, at)
    await house.play_to_draft(begun + months(count - 1))
    rounds = await house.store.read(lambda uow: uow.rounds.count())
    then = await _looked(open_house(first, at))
    rows = await compare(then, house)
    await house.store.close()
    await then.store.close()
    return rows, rounds


async def _looked(house: House) -> House:
    """A tick has done what is done once a day, as it was done in the other house."""
    await house.app.scheduler.tick()
    return house


async def compare(before: House, after: House) -> list[Row]:
    asked = [
        Asked(house, await house.store.read(_newest_final), await house.store.read(_newest_ended))
        for house in (before, after)
    ]
    pairs = zip(asked[0].measures().items(), asked[1].measures().values(), strict=True)
    return [await measured(name, (before, old), (after, new)) for (name, old), new in pairs]


async def measured(name: str, before: tuple[House, Work], after: tuple[House, Work]) -> Row:
    """Measure the same work in two houses: its time, and then its steps."""
    times = await in_turn(before[1], after[1])
    steps = [await count_steps(house.connections, work) for house, work in (before, after)]
    return Row(name, *times, allowed_of(name), *steps)


def allowed_of(name: str) -> float:
    return MOST_OF_A_TEAM if name in (*LOOKED_BACK, NOTING) else MOST


async def idle_ticks(many: int, folder: Path) -> Row:
    """An idle tick with few teams and with many, of one person each."""
    houses = []
    for teams in (FEW, many):
        place = folder / str(teams)
        place.mkdir()
        houses.append(await _looked(await found_house(place, teams, team_size=1)))
    few_and_many = [(house, house.app.scheduler.tick) for house in houses]
    row = await measured(f"idle tick, {FEW} and {many} teams", *few_and_many)
    for house in houses:
        await house.store.close()
    return row


def run(smallest: bool = False) -> int:
    return measure(*SMALLEST, steps_alone=True) if smallest else measure()


def measure(count: int = MONTHS, teams: int = TEAMS, many: int = MANY, *, steps_alone: bool = False) -> int:
    """Print the table; return 1 if anything costs more than is allowed, else 0."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        rows, rounds = asyncio.run(play(count, teams, Path(folder)))
        rows.append(asyncio.run(idle_ticks(many, Path(folder))))
        spent = time.perf_counter() - started
    header = ("what", "month 1, ms", f"month {count}, ms", "ratio", "steps", f"month {count}", "ratio", "allowed")
    title = f"{count} months of {teams} teams, {rounds} rounds, played in {spent:.0f} s"
    show(title, header, [row.cells() for row in rows])
    return exit_code(rows, steps_alone)


def exit_code(rows: list[Row], steps_alone: bool = False) -> int:
    """Say what costs more than is allowed; 1 if anything does. Times are left out of it with `steps_alone`."""
    over = [(row, row.steps_ratio, "steps of the database") for row in rows if row.steps_ratio > row.allowed]
    if not steps_alone:
        over += [(row, row.ratio, "milliseconds") for row in rows if row.ratio > row.allowed]
    for row, ratio, unit in over:
        print(f"  {row.what} costs {ratio:.2f} times the {unit} that it did; {row.allowed} is allowed.")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(measure(*[int(number) for number in sys.argv[1:4]]))
