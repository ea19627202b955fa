"""The rules of an organisation's life: what people do, what time does, what goes wrong; and what holds after every step."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.confidential import ConfidentialText
from bot.domain.events import (
    AnyEvent,
    ButtonPressed,
    ChatCommandTyped,
    ConversationMoved,
    FormSubmitted,
    MemberJoined,
    MemberLeft,
    MessageReceived,
)
from bot.domain.model import Delivery, OutboxMessage, RoundState
from bot.ports import SendLater, SendRefused, SendUncertain, UnitOfWork
from tests.stateful.crashing import STEPS
from tests.stateful.driver import Driver
from tests.stateful.finder import TOPICS, TopicFinder
from tests.stateful.world import OpenStore, World, channel, in_memory, person

TEAMS = {
    "Alpha": ("ada", "amira", "ben", "chloe", "dan", "eve", "femi", "gita"),
    "Beta": ("hal", "iris", "jon", "kira", "lev", "mona", "nils"),
    "Gamma": ("olga", "pat", "quinn"),
}
LEADS = {"Alpha": "gita", "Beta": "hal", "Gamma": "olga"}
PEOPLE = tuple(name for team in TEAMS.values() for name in team)
PLACES = {name: channel(name.lower()) for name in TEAMS}
people, teams, topics = st.sampled_from(PEOPLE), st.sampled_from(tuple(TEAMS)), st.sampled_from(TOPICS)
numbers = st.integers(0, 1000)
HOUR, DAY = 3600, 86_400
REPEATED = timedelta(days=5)
moments = st.sampled_from([1, 600, HOUR, 9 * HOUR, DAY, DAY, 2 * DAY, 7 * DAY, 31 * DAY])
OWN = (
    *("stop", "start", "away until tomorrow", "back", "help", "my data", "who answered", "privacy", "answer"),
    *("home Beta", "home Alpha", "forget me", "questions show", "status", "no such thing"),
)
ORDERS = (
    *("run now {team}", "run now {team}", "round cancel {team}", "status", "audit", "team list"),
    *("member add <@{who}> to {team}", "member remove <@{who}> from {team}"),
    *("lead set <@{who}> for {team}", "lead remove <@{who}> for {team}"),
    *("privacy threshold 6", "privacy threshold 5", "questions set 2 What should change, {n}?"),
    *("schedule set {team}: every weekday at 14:00", "schedule show {team}"),
    *("schedule pause {team} until tomorrow", "schedule resume {team}", "organisation set zone Europe/Vienna"),
)
FAULTS = (
    (SendRefused("blocked"), False),
    (SendLater(0.001), False),
    (SendUncertain(), False),
    (SendUncertain(), True),
)


class EngineMachine(RuleBasedStateMachine):
    """Made by `machine`, so that each kind counts for itself. `looking_for` lets a control stop at its own finding."""

    steps: ClassVar[int]
    counts: ClassVar[Counter[str]]
    settles: ClassVar[bool]
    opener: ClassVar[Any]
    acknowledges_first: ClassVar[bool]
    looking_for: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        finder = TopicFinder()
        opened: OpenStore
        opened, reopens = self.opener()
        self.world = World(opened, self.settles, finder, reopens=reopens)
        self.driver = Driver(self.world, finder, self.counts, PEOPLE)
        self.driver.acknowledges_first = self.acknowledges_first
        self.delayed: list[tuple[AnyEvent, dict[str, str]]] = []
        self.typed: list[tuple[str, str]] = []
        self.kept = 0

    @initialize()
    def begin(self) -> None:
        self.driver.do(self.world.found(TEAMS, "every other Tuesday at 10:00", "Wards"))
        for team, lead in LEADS.items():
            self.driver.do(self.world.command("ada", f"lead set <@{lead}> for {team}", PLACES[team]))
        self.world.clock.move(timedelta(hours=26))
        self.driver.settle()

    # -- what people do

    @rule(who=people, which=numbers, pick=numbers, topic=topics)
    def answers(self, who: str, which: int, pick: int, topic: str) -> None:
        """A form sent in any round that one was asked in, old ones too: late answers and edits."""
        if asked := self.driver.asked(who):
            round_ = asked[which % len(asked)] if which % 3 == 0 else asked[-1]
            self._press_and_fill(who, "answer", round_.id, pick, topic)

    def _press_and_fill(self, who: str, action: str, token: str, pick: int, topic: str) -> None:
        heard = self.driver.hear(self.world.event(ButtonPressed, who, action=action, token=token))
        if heard and heard.reply.form:
            self.driver.fill(who, heard.reply.form, pick, topic)

    @rule(pick=numbers, topic=topics)
    def most_answer(self, pick: int, topic: str) -> None:
        for place, who in enumerate(PEOPLE):
            if (pick + place * 7) % 9 and (asked := self.driver.asked(who)) and asked[-1].state is RoundState.OPEN:
                self._press_and_fill(who, "answer", asked[-1].id, 27 * place, topic if pick % 4 else TOPICS[place % 4])

    @rule(what=numbers, which=numbers, pick=numbers, topic=topics)
    def presses(self, what: int, which: int, pick: int, topic: str) -> None:
        """Any button that somebody can see: in direct messages, in a channel, old or new."""
        if not (found := self.driver.buttons()):
            return
        presses = found[sorted(found)[what % len(found)]]
        self._press(presses[-1 - which % len(presses)], pick, topic)

    def _press(self, event: ButtonPressed, pick: int, topic: str) -> None:
        who = str(event.sender.ref.person)
        self.counts[f"press {event.action}"] += 1
        heard = self.driver.hear(event)
        if heard and heard.reply.form:
            self.driver.fill(who, heard.reply.form, pick, topic)
        if heard:
            self.driver.truth.drafting(who, heard, placed=event.token)

    @rule(pick=numbers, topic=topics)
    def many_check(self, pick: int, topic: str) -> None:
        """Several people check the draft that was posted last, mostly the same point."""
        found = self.driver.buttons().get("challenge", [])
        for event in found[-(3 + pick % 5) :]:
            self._press(event, pick, topic)

    @rule(pick=numbers)
    def many_allow_their_words(self, pick: int) -> None:
        for who in PEOPLE[pick % 3 * 4 :][:8]:
            if asked := self.driver.asked(who):
                shown = self.driver.hear(self.world.event(ButtonPressed, who, action="words", token=asked[-1].id))
                for token in [m.outcome.token for m in shown.messages if hasattr(m.outcome, "token")] if shown else []:
                    self.driver.hear(self.world.event(ButtonPressed, who, action="allow", token=token))

    @rule(who=people, topic=topics)
    def types_a_draft(self, who: str, topic: str) -> None:
        words = self.driver.truth.new_words(who, topic)
        self._typed(who, words, f"m{len(self.typed)}", edits=False)

    @rule(which=numbers, topic=topics)
    @precondition(lambda self: self.typed)
    def edits_a_message(self, which: int, topic: str) -> None:
        who, message_id = self.typed[which % len(self.typed)]
        self._typed(who, self.driver.truth.new_words(who, topic), message_id, edits=True)

    def _typed(self, who: str, words: str, message_id: str, edits: bool) -> None:
        text = ConfidentialText(words)
        heard = self.driver.hear(self.world.event(MessageReceived, who, text=text, message_id=message_id, edits=edits))
        self.typed.append((who, message_id))
        if heard:
            self.driver.truth.drafting(who, heard, message_id, words)

    @rule(who=people, command=st.sampled_from(OWN))
    def says_for_themselves(self, who: str, command: str) -> None:
        self.driver.hear(self.world.event(ChatCommandTyped, who, text=command))

    @rule(
        by=st.sampled_from(("ada", "ada", "ada", "gita", "hal", "ben")),
        who=people,
        team=teams,
        order=st.sampled_from(ORDERS),
        n=numbers,
    )
    def orders(self, by: str, who: str, team: str, order: str, n: int) -> None:
        text = order.format(who=who, team=team, n=n % 3)
        self.driver.hear(self.world.event(ChatCommandTyped, by, PLACES[team], text=text))

    @rule(who=people, team=teams, what=st.sampled_from(("joins", "leaves", "moves")))
    def comes_and_goes(self, who: str, team: str, what: str) -> None:
        here = PLACES[team]
        kind: Any = {"joins": MemberJoined, "leaves": MemberLeft}.get(what)
        if kind:
            self.driver.hear(self.world.event(kind, who, here))
        else:
            self.driver.hear(self.world.event(ConversationMoved, who, here, to=here))

    # -- what time does

    @rule(seconds=moments)
    def time_passes(self, seconds: int) -> None:
        """By a moment or by weeks; what was due in between comes late."""
        self.world.clock.move(timedelta(seconds=seconds))
        self.driver.settle()

    @rule(days=st.integers(1, 8))
    def days_pass(self, days: int) -> None:
        for _ in range(4 * days):
            self.world.clock.move(timedelta(hours=6))
            self.driver.settle()

    # -- what platforms do

    @rule(which=numbers)
    def delivers_again(self, which: int) -> None:
        """An event that was handled in the last days changes nothing (R6); no platform repeats one after that."""
        known = [one for one in self.world.events[-200:] if self.world.clock.now() - one.at < REPEATED]
        if not known:
            return
        event = known[which % len(known)]
        self.world.trap.disarm()
        before = self._all()
        heard = self.driver.do(self.world.hear(event))
        if not (heard.reply.form or heard.reply.duplicate or heard.messages):
            self.driver.problems.append("a repeated event was not recognised")
        if self._all() != before and not heard.reply.form:
            self.driver.problems.append("a repeated event changed something")

    def _all(self) -> dict[str, list[Any]]:
        return self.driver.now_read(everything)

    @rule(who=people, pick=numbers, topic=topics)
    def is_delayed(self, who: str, pick: int, topic: str) -> None:
        """An answer is on its way while others overtake it."""
        if asked := self.driver.asked(who):
            values = {"q1": self.driver.truth.new_words(who, topic)}
            words = {name: ConfidentialText(text) for name, text in values.items()}
            event = self.world.event(FormSubmitted, who, form="answer", token=asked[-1].id, values=words)
            self.delayed.append((event, values))

    @rule(which=numbers)
    @precondition(lambda self: self.delayed)
    def arrives_after_all(self, which: int) -> None:
        self.driver.hear(*self.delayed.pop(which % len(self.delayed)))

    @rule(fault=st.sampled_from(FAULTS), times=st.integers(1, 3), who=st.sampled_from((*PEOPLE, "")))
    def sends_fail(self, fault: tuple[Exception, bool], times: int, who: str) -> None:
        error, arrived = fault
        self.world.platform.fail(error, person(who) if who else None, times=times, arrived=arrived)

    @rule()
    def sends_work_again(self) -> None:
        self.world.platform.heal()

    # -- what goes wrong here

    @rule(step=st.sampled_from(STEPS), count=st.integers(1, 7))
    def will_crash(self, step: str, count: int) -> None:
        self.world.trap.arm(step, count)

    @rule()
    def restarts(self) -> None:
        self.driver.do(self.world.restart())

    @rule()
    def settles_now(self) -> None:
        self.driver.settle()

    # -- what must hold

    @invariant()
    def holds(self) -> None:
        type(self).steps += 1
        self.counts["crash"] += self.world.crashes
        self.world.crashes = 0
        driver = self.driver
        sent = self.world.platform.sent[self.kept :]
        self.kept = len(self.world.platform.sent)
        driver.now_read(driver.readers.judge)
        for one in sent:
            message = driver.now_read(partial(message_of, key=one.key))
            driver.readers.arrived(one, int(message.urgency) if message else None)
        driver.problems.extend(driver.now_read(driver.truth.differences))
        driver.problems.extend(driver.now_read(opened_twice))
        driver.problems.extend(f"a fault: {one}" for one in driver.faults.heard)
        self.report()

    def report(self) -> None:
        problems = [one for one in self.driver.problems if self.looking_for in one]
        if not self.looking_for:
            assert not problems, problems
        else:
            self.driver.problems.clear()
            self.driver.faults.heard.clear()
            assert not problems, problems

    def teardown(self) -> None:
        try:
            self.counts["release"] += len(self.driver.readers.history)
            self.counts["words shown"] += self.driver.readers.quoted
            for each in ("final", "held", "cancelled", "skipped"):
                self.counts[each] += len(self.driver.do(self.world.rounds(state=each)))
            self.world.trap.disarm()
            self.world.platform.heal()
            self.driver.do(self.world.restart())
            self.driver.settle()
            self.driver.problems.extend(self.driver.now_read(self._undelivered))
            self.report()
        finally:
            self.driver.close()

    def _undelivered(self, uow: UnitOfWork) -> list[str]:
        """On a platform that works every message was said in the end; none that was said is taken for unsaid."""
        wrong = []
        for message in uow.outbox.where():
            arrived = bool(self.driver.readers.keys.get(message.id)) or any(
                one.key == message.id for one in self.world.platform.sent
            )
            later = message.not_before and message.not_before > self.world.clock.now()
            if message.state in (Delivery.WAITING, Delivery.SENDING) and not later:
                wrong.append(f"a message was never sent: {message.id}")
            if message.state is Delivery.SENT and not arrived:
                wrong.append(f"a message is taken for sent: {message.id}")
            if message.state is Delivery.UNCERTAIN and self.settles:
                wrong.append(f"a message is uncertain where that can be settled: {message.id}")
        return wrong


def message_of(uow: UnitOfWork, key: str) -> OutboxMessage | None:
    """The message that was sent under this key; the parts of a long one are numbered."""
    return uow.outbox.get(key.split(".")[0])


def everything(uow: UnitOfWork) -> dict[str, list[Any]]:
    """All records and messages of the organisation."""
    people = ("organisations", "teams", "schedules", "members", "identities", "memberships", "claims", "question_sets")
    asking = ("rounds", "interviews", "answers", "checks", "rulings", "releases", "ledger", "dialogues", "menus")
    return {name: getattr(uow, name).where() for name in (*people, *asking, "audits", "outbox")}


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
    opener: Any = memory, settles: bool = True, acknowledges_first: bool = False, looking_for: str = ""
) -> type[EngineMachine]:
    """A kind of machine with counters of its own."""
    made = {
        "steps": 0,
        "counts": Counter(),
        "settles": settles,
        "opener": staticmethod(opener),
        "acknowledges_first": acknowledges_first,
        "looking_for": looking_for,
    }
    return type("Machine", (EngineMachine,), made)
