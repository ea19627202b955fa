"""What can happen in an organisation's life: what people, admins, time, platforms and machines do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

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
from bot.domain.model import RoundState
from bot.domain.outcomes.answering import WordsPreviewed
from bot.engine.routes import FORMS
from bot.ports import SendLaterError, SendRefusedError, SendUncertainError, UnitOfWork
from tests.stateful.driver import Driver
from tests.support.crashing import STEPS
from tests.support.finders import TOPICS
from tests.support.places import channel, person

TEAMS = {
    "Alpha": ("ada", "amira", "ben", "chloe", "dan", "eve", "femi", "gita"),
    "Beta": ("hal", "iris", "jon", "kira", "lev", "mona", "nils"),
    "Gamma": ("olga", "pat", "quinn"),
}
LEADS = {"Alpha": "gita", "Beta": "hal", "Gamma": "olga"}
PEOPLE = tuple(name for team in TEAMS.values() for name in team)
PLACES = {name: channel(name.lower()) for name in TEAMS}
HOUR, DAY = 3600, 86_400
MOMENTS = (1, 600, HOUR, 9 * HOUR, DAY, 2 * DAY, 7 * DAY, 31 * DAY)
REPEATED = timedelta(days=5)
WEEK_AND_A_HALF = 11
"""Days from an opening to its final, at least."""
OWN = (
    *("stop", "start", "away until tomorrow", "back", "help", "my data", "who answered", "privacy", "answer"),
    *("promises", "which were mine", "history", "trend", "propose a question: What else, {n}?", "challenged"),
    *("home Beta", "home Alpha", "forget me", "forget me", "questions show", "status", "no such thing"),
)
ORDERS = (
    *("run now {team}", "run now {team}", "round cancel {team}", "status", "audit", "team list"),
    *("member add <@{who}> to {team}", "member remove <@{who}> from {team}"),
    *("lead set <@{who}> for {team}", "lead remove <@{who}> for {team}"),
    *("privacy threshold 6", "privacy threshold 5", "questions set 2 What should change, {n}?"),
    *("schedule set {team}: every weekday at 14:00", "schedule show {team}"),
    *("schedule pause {team} until tomorrow", "schedule resume {team}", "organisation set zone Europe/Vienna"),
)
AFTER_A_FINAL = ("follow_up", "follow_up", "ask_back", "owner.yes", "owner.no", "earlier.reword", "earlier.drop")
GIVING = ("ada", "ada", "ada", "gita", "hal", "ben")
FAULTS = (
    (SendRefusedError("blocked"), False),
    (SendLaterError(0.001), False),
    (SendUncertainError(), False),
    (SendUncertainError(), True),
)


@dataclass(frozen=True)
class Act:
    """Who, and numbers from which each kind of act takes what it needs."""

    who: str
    which: int
    pick: int
    topic: str

    def one_of(self, choices: Any) -> Any:
        return choices[self.which % len(choices)]


class Life:
    """Each method is one thing that happens; those of `PEOPLE_DO` and so on are drawn by the machine."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.world = driver.world
        self.delayed: list[tuple[AnyEvent, dict[str, str]]] = []
        self.typed: list[tuple[str, str]] = []

    def begin(self) -> None:
        self.driver.do(self.world.found(TEAMS, "every other Tuesday at 10:00", "Wards"))
        for team, lead in LEADS.items():
            self.driver.do(self.world.command("ada", f"lead set <@{lead}> for {team}", PLACES[team]))
        self.world.clock.move(timedelta(hours=26))
        self.driver.settle()

    def has_had_a_round(self, topic: str) -> None:
        """A round has passed in which everybody said the same, so that a point waits for its answer."""
        self.most_answer(Act(PEOPLE[0], which=0, pick=1, topic=topic))
        for _ in range(WEEK_AND_A_HALF):
            self.days_pass(Act(PEOPLE[0], which=0, pick=0, topic=topic))

    # -- people

    def answers(self, act: Act) -> None:
        """A form sent in any round that one was asked in, old ones too: late answers and edits."""
        if asked := self.driver.asked(act.who):
            round_ = act.one_of(asked) if act.which % 3 == 0 else asked[-1]
            self._press(self.world.event(ButtonPressed, act.who, action="answer", token=round_.id), act)

    def most_answer(self, act: Act) -> None:
        for place, who in enumerate(PEOPLE):
            asked = self.driver.asked(who) if (act.pick + place * 7) % 9 else []
            if asked and asked[-1].state is RoundState.OPEN:
                topic = act.topic if act.pick % 4 else TOPICS[place % 4]
                press = self.world.event(ButtonPressed, who, action="answer", token=asked[-1].id)
                self._press(press, Act(who, act.which, 27 * place, topic))

    def presses(self, act: Act) -> None:
        """Any button that somebody can see: in direct messages, in a channel, old or new."""
        if found := self.driver.buttons():
            presses = found[act.one_of(sorted(found))]
            self._press(presses[-1 - act.pick % len(presses)], act)

    def _press(self, event: ButtonPressed, act: Act) -> None:
        who = str(event.sender.ref.person)
        self.driver.counts[f"press {event.action}"] += 1
        heard = self.driver.hear(event)
        if heard and heard.reply.form:
            self.driver.fill(who, heard.reply.form, act.pick, act.topic)
        if heard:
            self.driver.truth.drafting(who, heard, placed=event.token)

    def many_check(self, act: Act) -> None:
        """Several people weigh the draft that was posted last, mostly alike, and some of them challenge a point."""
        several = 3 + act.pick % 5
        for action in ("weigh", "challenge") if act.pick % 2 else ("weigh",):
            for event in self.driver.buttons().get(action, [])[-several:]:
                self._press(event, act)

    def many_allow_their_words(self, act: Act) -> None:
        for who in PEOPLE[act.pick % 3 * 4 :][:8]:
            asked = self.driver.asked(who)
            if not asked:
                continue
            shown = self.driver.hear(self.world.event(ButtonPressed, who, action="words", token=asked[-1].id))
            previewed = shown.told(WordsPreviewed) if shown else None
            for answer in previewed.answers if previewed else ():
                self.driver.hear(self.world.event(ButtonPressed, who, action="allow", token=answer.seen))

    def types_a_draft(self, act: Act) -> None:
        self._type(act.who, act.topic, f"m{len(self.typed)}", edits=False)

    def edits_a_message(self, act: Act) -> None:
        if self.typed:
            who, message_id = act.one_of(self.typed[-10:])
            self._type(who, act.topic, message_id, edits=True)

    def _type(self, who: str, topic: str, message_id: str, edits: bool) -> None:
        words = self.driver.truth.new_words(who, topic)
        text = ConfidentialText(words)
        heard = self.driver.hear(self.world.event(MessageReceived, who, text=text, message_id=message_id, edits=edits))
        self.typed.append((who, message_id))
        if heard:
            self.driver.truth.drafting(who, heard, message_id, words)

    def sends_a_draft(self, act: Act) -> None:
        """Typed words, given a question and sent: the way of those who do not like forms."""
        self.types_a_draft(act)
        for action in ("place", "senddraft"):
            mine = [one for one in self.driver.buttons().get(action, []) if one.sender.ref == person(act.who)]
            if mine:
                self._press(mine[-1 - act.pick % min(3, len(mine))], act)

    def says_for_themselves(self, act: Act) -> None:
        self.driver.hear(self.world.event(ChatCommandTyped, act.who, text=act.one_of(OWN).format(n=act.pick)))

    def is_delayed(self, act: Act) -> None:
        """An answer is on its way while others overtake it."""
        if asked := self.driver.asked(act.who):
            values = {"q1": self.driver.truth.new_words(act.who, act.topic)}
            words = {name: ConfidentialText(text) for name, text in values.items()}
            event = self.world.event(FormSubmitted, act.who, form="answer", token=asked[-1].id, values=words)
            self.delayed.append((event, values))

    def arrives_after_all(self, act: Act) -> None:
        if self.delayed:
            self.driver.hear(*self.delayed.pop(act.which % len(self.delayed)))

    # -- those who lead, and those who come and go

    def orders(self, act: Act) -> None:
        team = tuple(TEAMS)[act.pick % 3]
        text = act.one_of(ORDERS).format(who=act.who, team=team, n=act.pick % 3)
        by = GIVING[act.pick % len(GIVING)]
        self.driver.hear(self.world.event(ChatCommandTyped, by, PLACES[team], text=text))

    def decides(self, act: Act) -> None:
        """Whoever may decide a challenge does."""
        found = self.driver.buttons()
        actions = [one for one in ("accept", "merge", "refuse", "hold") if one in found]
        if actions:
            self._press(act.one_of(found[actions[act.pick % len(actions)]]), act)

    def sees_to_points(self, act: Act) -> None:
        """Whoever leads answers a point, asks back, or decides on an earlier one; whoever was named says whether they will."""
        found = self.driver.buttons()
        actions = [one for one in AFTER_A_FINAL if one in found]
        if actions:
            self._press(act.one_of(found[actions[act.pick % len(actions)]]), act)

    def comes_and_goes(self, act: Act) -> None:
        here = PLACES[tuple(TEAMS)[act.pick % 3]]
        if act.which % 5 == 0:
            self.driver.hear(self.world.event(ConversationMoved, act.who, here, to=here))
        else:
            kind: Any = MemberJoined if act.which % 2 else MemberLeft
            self.driver.hear(self.world.event(kind, act.who, here))

    # -- time

    def time_passes(self, act: Act) -> None:
        """By a moment or by weeks at once; what was due in between comes late."""
        self.world.clock.move(timedelta(seconds=act.one_of(MOMENTS)))
        self.driver.settle()

    def days_pass(self, act: Act) -> None:
        for _ in range(4 * (1 + act.which % 8)):
            self.world.clock.move(timedelta(hours=6))
            self.driver.settle()

    def moments_pass(self, act: Act) -> None:
        self.driver.settle()

    # -- platforms and machines

    def is_delivered_again(self, act: Act) -> None:
        """An event that was handled in the last days changes nothing (R6); no platform repeats one after that.

        A press that opens a form is not among them: it only reads, and shows what is so when it is pressed.
        """
        now = self.world.clock.now()
        known = [one for one in self.world.events[-200:] if now - one.at < REPEATED and not opens_form(one)]
        if not known:
            return
        self.world.trap.disarm()
        before = self.driver.now_read(everything)
        event = act.one_of(known)
        heard = self.driver.do(self.world.hear(event))
        if not heard.reply.duplicate:
            self.driver.problems.append(f"a repeated event was taken for a new one: {type(event).__name__}")
        after = self.driver.now_read(everything)
        changed = [name for name in after if after[name] != before[name]]
        if changed:
            self.driver.problems.append(f"a repeated event changed {changed}")

    def sends_fail(self, act: Act) -> None:
        error, arrived = act.one_of(FAULTS)
        where = person(act.who) if act.pick % 3 == 0 else None
        self.world.platform.fail(error, where, times=1 + act.pick % 3, arrived=arrived)

    def sends_work_again(self, act: Act) -> None:
        self.world.platform.heal()

    def will_crash(self, act: Act) -> None:
        self.world.trap.arm(act.one_of(STEPS), 1 + act.pick % 7)

    def crashes_at_an_event(self, act: Act) -> None:
        """Die in the first unit of work of what a person sends: one that waits is nearly always met by a tick first."""
        self.world.trap.arm(act.one_of(STEPS), 1)
        self.says_for_themselves(act) if act.pick % 2 else self.answers(act)

    def restarts(self, act: Act) -> None:
        self.driver.do(self.world.restart())


Happening = Callable[[Life, Act], None]
PEOPLE_DO: tuple[Happening, ...] = (
    *(Life.answers, Life.answers, Life.most_answer, Life.presses, Life.presses, Life.presses, Life.many_check),
    *(Life.many_allow_their_words, Life.sends_a_draft, Life.types_a_draft, Life.edits_a_message),
    *(Life.says_for_themselves, Life.is_delayed, Life.arrives_after_all, Life.most_answer),
)
LEADS_DO: tuple[Happening, ...] = (Life.orders, Life.orders, Life.decides, Life.sees_to_points, Life.comes_and_goes)
TIME_DOES: tuple[Happening, ...] = (Life.time_passes, Life.days_pass, Life.moments_pass, Life.days_pass)
GOES_WRONG: tuple[Happening, ...] = (
    *(Life.is_delivered_again, Life.is_delivered_again, Life.sends_fail, Life.sends_work_again),
    *(Life.will_crash, Life.crashes_at_an_event, Life.restarts),
)


def opens_form(event: AnyEvent) -> bool:
    return isinstance(event, ButtonPressed) and event.action in FORMS


def everything(uow: UnitOfWork) -> dict[str, list[Any]]:
    """All records and messages of the organisation."""
    people = ("organisations", "teams", "schedules", "members", "identities", "memberships", "claims", "question_sets")
    asking = ("rounds", "interviews", "answers", "checks", "rulings", "releases", "ledger", "dialogues", "menus")
    after = ("follow_ups", "lasting_points", "past_rosters", "proposals")
    return {name: getattr(uow, name).where() for name in (*people, *asking, *after, "audits", "outbox")}
