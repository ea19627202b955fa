"""People, a platform and a bot that may die at any step: delivers events, and takes acknowledgements at their word."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from adapters.fake import Sent
from bot.domain.confidential import ConfidentialText
from bot.domain.events import AnyEvent, ButtonPressed, ConversationMoved, FormSubmitted, MemberJoined, MemberLeft
from bot.domain.model import AnswerState, Round, RoundState
from bot.domain.outcomes import answering as said
from bot.domain.outcomes.commands import WentWrong
from bot.domain.questions import NUMBERS
from bot.domain.rounds import ASKED
from bot.ports import UnitOfWork
from bot.views.view import Form
from tests.stateful.memory import Memory
from tests.stateful.readers import Readers
from tests.support.finders import TopicFinder
from tests.support.oracle import Truth, canaries, whole
from tests.support.places import person
from tests.support.world import Heard, World

T = TypeVar("T")
UNSEEN = timedelta(hours=1)
DAYS = ("Friday", "in two weeks", "")
"""Until when something is promised, as the lead who answers says it."""
SILENT = (MemberJoined, MemberLeft, ConversationMoved)
"""What happens around the bot is not said to it: nobody waits for a reply."""


class Faults(logging.Handler):
    """Hears every error that the product reports about itself."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        fault = record.exc_info[1] if record.exc_info else None
        if isinstance(fault, Exception):
            self.heard.append(f"{record.getMessage()}: {fault!r}")


class Driver:
    """`acknowledges_first` takes a defence away: the platform is told before the commit, and never repeats an event."""

    def __init__(self, world: World, finder: TopicFinder, counts: Counter[str], people: tuple[str, ...]) -> None:
        self.people = people
        self.runner = asyncio.Runner()
        self.world = world
        self.truth = Truth()
        self.readers = Readers(self.truth, finder, world.settles)
        self.memory = Memory()
        self.counts = counts
        self.faults = Faults()
        self.acknowledges_first = False
        self.read = 0
        logging.getLogger("bot").addHandler(self.faults)

    def close(self) -> None:
        logging.getLogger("bot").removeHandler(self.faults)
        self.do(self.world.store.close())
        self.runner.close()

    @property
    def problems(self) -> list[str]:
        return self.readers.problems

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def now_read(self, work: Callable[[UnitOfWork], T]) -> T:
        found: T = self.do(self.world.read(work))
        return found

    def hear(self, event: AnyEvent, values: dict[str, str] | None = None) -> Heard | None:
        """Deliver an event as a strict platform does: again, until it was acknowledged."""
        heard: Heard | None = self.do(self._delivered(event))
        if heard is None:
            self._acknowledged_too_early(event, values or {})
            return None
        if not heard.answered and not isinstance(event, SILENT):
            self.problems.append(f"no reply to {type(event).__name__}")
        self._believe(heard, values or {})
        return heard

    async def _delivered(self, event: AnyEvent) -> Heard | None:
        found: list[Heard] = []

        async def work() -> None:
            found.append(await self.world.hear(event))

        if await self.world.survive(work):
            return found[0]
        self.counts["crash at an event"] += 1
        if self.acknowledges_first:
            return None
        first = await self.world.said_at(self.world.tried_at)
        again = await self.world.hear(event)
        return replace(again, messages=(*first, *again.messages))

    def _acknowledged_too_early(self, event: AnyEvent, values: dict[str, str]) -> None:
        """What a platform would believe that is told before the commit."""
        if isinstance(event, FormSubmitted) and event.form == "answer":
            for number in NUMBERS:
                if values.get(f"q{number}"):
                    self.truth.answers[event.token, str(event.sender.ref.person), number] = values[f"q{number}"]

    def _believe(self, heard: Heard, values: dict[str, str]) -> None:
        """Take acknowledgements at their word."""
        who = str(heard.event.sender.ref.person)
        token = heard.event.token if isinstance(heard.event, ButtonPressed) else ""
        if saved := heard.told(said.AnswerSaved):
            self.counts["late answer" if saved.late else "answer"] += 1
            self._later(heard, saved.leaves_at)
            self.truth.saved(who, saved, values or self._sent_drafts(who, saved.round), self._frozen)
        if gone := heard.told(said.AnswersWithdrawn):
            self.counts["withdrawn"] += 1
            self.truth.withdrawn(who, gone.round)
            self._later(heard, gone.leaves_at)
            self.truth.take_back_permissions(who, self._words_kept(), gone.leaves_at)
        if allowed := heard.told(said.WordsAllowed):
            self.counts["allowed"] += 1
            for answer in allowed.answers:
                self.truth.permitted |= set(self._words(answer.token))
        private = heard.told(said.WordsPrivate)
        if private and not private.too_late:
            self._later(heard, private.leaves_at)
            self.truth.no_longer(set(self._words(token)), private.leaves_at)
        self.truth.checking(heard, values, token)
        if isinstance(heard.event, ButtonPressed) and heard.event.action == "forget.yes":
            self._forgotten(who)
        if heard.told(WentWrong):
            self.problems.append(f"a fault: {self.faults.heard}")

    def _later(self, heard: Heard, leaves_at: datetime | None) -> None:
        if leaves_at and leaves_at < heard.event.at + UNSEEN:
            self.problems.append("words left the draft too early: within the hour in which they were taken back")

    def _forgotten(self, who: str) -> None:
        def known(uow: UnitOfWork) -> bool:
            return uow.identities.get(uow.addresses.id_of(person(who))) is not None

        if not self.now_read(known):
            self.counts["forgotten"] += 1
            self.truth.forget(who, self.world.clock.now() + UNSEEN)

    def _sent_drafts(self, who: str, round_: str) -> dict[str, str]:
        return {f"q{key[2]}": whole(parts) for key, parts in self.truth.drafts.items() if key[:2] == (round_, who)}

    def _words(self, answer: str) -> list[str]:
        text = self.now_read(lambda uow: uow.texts.read([answer])[0])
        return canaries(text.reveal()) if text else []

    def _frozen(self) -> set[str]:
        """Canaries of the answers that a close has frozen: new words wait beside them."""
        return self.now_read(lambda uow: self._texts(uow, [r.id for r in uow.answers.where() if self._stands(uow, r)]))

    def _stands(self, uow: UnitOfWork, row: Any) -> bool:
        round_ = uow.rounds.get(row.round)
        return bool(row.released or (round_ and round_.state is not RoundState.OPEN and not row.late))

    def _words_kept(self) -> set[str]:
        def kept(uow: UnitOfWork) -> set[str]:
            return self._texts(uow, [row.id for row in uow.answers.where(state=AnswerState.GIVEN)])

        return self.now_read(kept)

    def _texts(self, uow: UnitOfWork, names: list[str]) -> set[str]:
        texts = uow.texts.read(names) if names else []
        return {one for text in texts if text for one in canaries(text.reveal())}

    def settle(self) -> None:
        if not self.do(self.world.survive(self.world.settle)):
            self.counts["crash while sending or ticking"] += 1
            self.do(self.world.survive(self.world.settle))

    # -- what people can find

    def asked(self, who: str) -> list[Round]:
        def find(uow: UnitOfWork) -> list[Round]:
            identity = uow.identities.get(uow.addresses.id_of(person(who)))
            rows = uow.interviews.where(member=identity.member) if identity else []
            return (
                [r for r in uow.rounds.where(id=tuple(row.round for row in rows)) if r.state in ASKED] if rows else []
            )

        return sorted(self.now_read(find), key=lambda row: row.id)

    def buttons(self) -> dict[str, list[ButtonPressed]]:
        """Every way to press what stands in the newest messages, by action, oldest first."""
        found: dict[str, list[ButtonPressed]] = {}
        for sent in self.world.platform.sent[-200:]:
            for button in sent.view.buttons():
                given = {"action": button.action, "token": button.token}
                presses = (self.world.event(ButtonPressed, who, sent.ref, **given) for who in self._viewers(sent))
                found.setdefault(button.action, []).extend(presses)
        return found

    def _viewers(self, sent: Sent) -> tuple[str, ...]:
        viewer = sent.private_to or (sent.ref if sent.ref.direct else None)
        return (str(viewer.person),) if viewer else self.people

    def fill(self, who: str, form: Form, pick: int, topic: str) -> None:
        """Fill a form in and send it."""
        values = {field.name: field.value for field in form.fields}
        if form.name == "answer":
            values |= self._answers(who, pick, topic)
        elif form.name in ("challenge", "missing", "weigh"):
            words = "missing" if form.name == "weigh" else "words"
            values[words] = self.truth.new_words(who, topic) if pick % 3 else ""
            values |= self._choices(form, pick)
        elif form.name in ("merge", "same", "ask_back"):
            values |= self._choices(form, pick)
        elif form.name == "follow_up":
            values |= {"words": self.memory.new_sentence(form.token), "day": DAYS[pick % len(DAYS)]}
            values |= self._choices(form, pick)
        else:
            values |= {"wording": "A wording of the lead", "reason": "A reason of the lead"}
        self.counts[f"form {form.name}"] += 1
        self.submit(who, form.name, form.token, values)

    def _choices(self, form: Form, pick: int) -> dict[str, str]:
        """Mostly the same option for each field, so that several people say the same."""
        fields = [(place, field) for place, field in enumerate(form.fields) if field.options]
        return {field.name: field.options[(pick + place) % len(field.options)].value for place, field in fields}

    def _answers(self, who: str, pick: int, topic: str) -> dict[str, str]:
        given = {}
        for number in (1, 2, 3):
            what = pick // 3 ** (number - 1) % 3
            if what == 0:
                given[f"q{number}"] = self.truth.new_words(who, topic)
            elif what == 1 and pick % 5 == 0:
                given[f"q{number}"] = ""
        return given

    def submit(self, who: str, form: str, token: str, values: dict[str, str]) -> None:
        words = {name: ConfidentialText(text) for name, text in values.items()}
        self.hear(self.world.event(FormSubmitted, who, form=form, token=token, values=words), values)
