"""The machine: whatever happens, in whatever order; and what holds after every step."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.domain.model import Delivery, OutboxMessage
from bot.domain.retention import Retention
from bot.ports import UnitOfWork
from tests.stateful import life
from tests.stateful.driver import Driver
from tests.stateful.life import PEOPLE, Act, Happening, Life
from tests.support.finders import TOPICS, TopicFinder
from tests.support.world import OpenStore, World, in_memory

FOR_EVER = Retention(
    answer_days=36500,
    waiting_days=36500,
    challenge_days=36500,
    summary_months=1200,
    audit_months=1200,
    outbox_days=36500,
)
"""Nothing is destroyed for its age: what is, and when, has tests of its own (`tests/promises/test_retention.py`)."""
numbers = st.integers(0, 1000)
acts = st.builds(Act, st.sampled_from(PEOPLE), numbers, numbers, st.sampled_from(TOPICS))


class EngineMachine(RuleBasedStateMachine):
    """Made by `machine`, so that each kind counts for itself. `looking_for` lets a control stop at its own finding."""

    steps: ClassVar[int]
    counts: ClassVar[Counter[str]]
    settles: ClassVar[bool]
    opener: ClassVar[Any]
    acknowledges_first: ClassVar[bool]
    looking_for: ClassVar[str]
    finder: ClassVar[type[TopicFinder]]

    def __init__(self) -> None:
        super().__init__()
        finder = self.finder()
        opened: OpenStore
        opened, reopens = self.opener()
        self.world = World(opened, settles=self.settles, finder=finder, reopens=reopens, retention=FOR_EVER)
        self.driver = Driver(self.world, finder, self.counts, PEOPLE)
        self.driver.acknowledges_first = self.acknowledges_first
        self.life = Life(self.driver)
        self.kept = 0

    @initialize(topic=st.sampled_from((*TOPICS[:2], "", "")))
    def begin(self, topic: str = "") -> None:
        """Of half of the lives the first round is over: what follows after a final is far away from the beginning."""
        self.life.begin()
        if topic:
            self.life.has_had_a_round(topic)

    def _do(self, what: Happening, act: Act) -> None:
        self.counts[what.__name__] += 1
        what(self.life, act)

    @rule(what=st.sampled_from(life.PEOPLE_DO), act=acts)
    def people_do(self, what: Happening, act: Act) -> None:
        self._do(what, act)

    @rule(what=st.sampled_from(life.PEOPLE_DO), act=acts)
    def others_do(self, what: Happening, act: Act) -> None:
        self._do(what, act)

    @rule(what=st.sampled_from(life.LEADS_DO), act=acts)
    def leads_do(self, what: Happening, act: Act) -> None:
        self._do(what, act)

    @rule(what=st.sampled_from(life.TIME_DOES), act=acts)
    def time_does(self, what: Happening, act: Act) -> None:
        self._do(what, act)

    @rule(what=st.sampled_from(life.PEOPLE_DO), act=acts)
    def still_others_do(self, what: Happening, act: Act) -> None:
        self._do(what, act)

    @rule(what=st.sampled_from(life.GOES_WRONG), act=acts)
    def goes_wrong(self, what: Happening, act: Act) -> None:
        self._do(what, act)

    # -- what must hold

    @invariant()
    def holds(self) -> None:
        type(self).steps += 1
        self.check()

    def check(self) -> None:
        driver = self.driver
        sent = list(zip(self.world.log, self.world.log.times, strict=True))[self.kept :]
        self.kept = len(self.world.log)
        driver.now_read(driver.readers.judge)
        for one, at in sent:
            message = driver.now_read(partial(message_of, key=one.key))
            driver.readers.arrived(one, int(message.urgency) if message else None, at)
            driver.memory.arrived(one)
        driver.problems.extend(driver.now_read(driver.truth.differences))
        driver.problems.extend(driver.now_read(opened_twice))
        driver.problems.extend(driver.now_read(driver.memory.problems))
        driver.problems.extend(f"a fault: {one}" for one in driver.faults.heard)
        self.report()

    def report(self) -> None:
        problems = [one for one in self.driver.problems if self.looking_for in one]
        self.driver.problems.clear()
        self.driver.faults.heard.clear()
        assert not problems, problems

    def teardown(self) -> None:
        try:
            self.world.trap.disarm()
            self.world.platform.heal()
            self.driver.do(self.world.restart())
            self.driver.settle()
            self.driver.problems.extend(self.driver.now_read(self._undelivered))
            self.check()
        finally:
            self._count()
            self.driver.close()

    def _undelivered(self, uow: UnitOfWork) -> list[str]:
        """On a platform that works every message was said in the end; none that was not said is taken for said."""
        wrong = []
        arrived = {one.key for one in self.world.platform.sent}
        for message in uow.outbox.where():
            later = message.not_before and message.not_before > self.world.clock.now()
            if message.state in (Delivery.WAITING, Delivery.SENDING) and not later:
                wrong.append(f"a message was never sent: {message.id}")
            if message.state is Delivery.SENT and message.id not in arrived:
                wrong.append(f"a message is taken for sent: {message.id}")
            if message.state is Delivery.UNCERTAIN and self.settles:
                wrong.append(f"a message is uncertain where that can be settled: {message.id}")
        return wrong

    def _count(self) -> None:
        self.counts["crash"] += self.world.crashes
        self.counts["release"] += len(self.driver.readers.history)
        self.counts["words shown"] += self.driver.readers.quoted
        self.counts["asked again"] += len(self.driver.memory.asked_again)
        for each in ("final", "held", "cancelled", "skipped"):
            self.counts[each] += len(self.driver.do(self.world.rounds(state=each)))


def message_of(uow: UnitOfWork, key: str) -> OutboxMessage | None:
    """The message that was sent under this key; the parts of a long one are numbered."""
    return uow.outbox.get(key.split(".")[0])


def opened_twice(uow: UnitOfWork) -> list[str]:
    """R3: one round for an occasion, and never two of one team at a time."""
    rows = uow.rounds.where()
    occasions = Counter(row.occasion for row in rows)
    running = Counter(team for row in rows if row.state in ("open", "closed", "draft") for team in row.teams)
    twice = [f"an occasion has two rounds: {name}" for name, count in occasions.items() if count > 1]
    return twice + [f"two rounds of a team run at once: {name}" for name, count in running.items() if count > 1]


def memory() -> tuple[OpenStore, bool]:
    return in_memory, False


def machine(
    opener: Any = memory,
    settles: bool = True,
    acknowledges_first: bool = False,
    looking_for: str = "",
    finder: type[TopicFinder] = TopicFinder,
) -> type[EngineMachine]:
    """A kind of machine with counters of its own."""
    made = {
        "steps": 0,
        "counts": Counter(),
        "settles": settles,
        "opener": staticmethod(opener),
        "acknowledges_first": acknowledges_first,
        "looking_for": looking_for,
        "finder": finder,
    }
    return type("Machine", (EngineMachine,), made)
