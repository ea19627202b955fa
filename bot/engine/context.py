"""Context of a handler: one unit of work, the instant, new tokens, and the messages it wants to send."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.errors import InternalError
from bot.domain.events import AnyEvent, ButtonPressed
from bot.domain.model import Member, Organisation, OutboxMessage, Urgency
from bot.domain.outcomes.base import Outcome, text_refs
from bot.domain.outcomes.joining import WriteToMeFirst
from bot.domain.retention import DEFAULT_RETENTION, Retention
from bot.engine import ref_names
from bot.engine.held_names import KnownNames
from bot.ports import AsksElsewhere, PointFinder, Tokens, UnitOfWork
from bot.views.capabilities import Capabilities, Support


@dataclass(frozen=True, slots=True)
class Services:
    """Services and settings that the engine is given at the start and never changes."""

    tokens: Tokens
    finder: PointFinder
    capabilities: Callable[[ConversationRef], Capabilities]
    support_contacts: tuple[str, ...] = ()
    """Whom people can turn to who are at risk, as the operator has it; what admins set by chat counts before it."""
    privacy_notes: Mapping[str, str] = field(default_factory=dict)
    """What each platform says in the privacy promise about itself."""
    retention: Retention = DEFAULT_RETENTION
    """Times for which things are stored, as the operator has them and people are told."""
    known_names: dict[str, KnownNames] = field(default_factory=dict, repr=False)
    """Names to hide, by organisation, as they were read last."""

    @property
    def language_model(self) -> str:
        """The host of the language model to which words go, by the finder that sends them there; empty for none."""
        return self.finder.asked_at if isinstance(self.finder, AsksElsewhere) else ""

    @property
    def key_copies_days(self) -> int:
        return self.retention.key_copies_days


@dataclass(slots=True)
class WorkContext:
    """One transaction's worth of deciding. Nothing said here is sent unless the transaction commits."""

    uow: UnitOfWork
    now: datetime
    services: Services
    said: int = 0

    def organisation(self) -> Organisation:
        rows = self.uow.organisations.where()
        if not rows:
            raise InternalError("the organisation is missing")
        return rows[0]

    def token(self) -> str:
        return self.services.tokens()

    def say(  # noqa: PLR0913 (everything that a message can have is named)
        self,
        to: str,
        outcome: Outcome,
        urgency: Urgency = Urgency.PERSON,
        *,
        key: str = "",
        private_to: str = "",
        thread: str = "",
        edits: str = "",
        not_before: datetime | None = None,
        quiet: bool = False,
    ) -> str:
        """Queue a message to an address. A `key` makes it once-only: the same key again is not sent again."""
        message = OutboxMessage(
            id=key or self.token(),
            to=to,
            outcome=outcome,
            urgency=urgency,
            # What is said in one turn is one instant's, and yet is read in the order in which it was said.
            created_at=self.now + timedelta(microseconds=self.said),
            not_before=not_before,
            private_to=private_to,
            thread=thread,
            edits=edits,
            quiet=quiet,
        )
        self.uow.outbox.add(message)
        self.said += 1
        return message.id

    def tell(
        self,
        member: str,
        outcome: Outcome,
        urgency: Urgency = Urgency.PERSON,
        *,
        key: str = "",
        not_before: datetime | None = None,
    ) -> None:
        """Queue a direct message to a member, by the first of their identities behind which they are known to be."""
        for identity in self.uow.identities.where(member=member):
            if identity.real:
                self.say(identity.id, outcome, urgency, key=key, not_before=not_before)
                return

    def read(self, ref: str) -> str:
        """The text behind a ref, or an empty string."""
        text = self.uow.texts.read([ref])[0]
        return text.reveal() if text else ""

    def keep(self, ref: str, owner: str, text: str) -> None:
        self.uow.texts.keep(ref, owner, ConfidentialText(text))

    def keep_once(self, owner: str, words: str) -> str:
        """The ref under which somebody's words are kept until the one message that quotes them was sent."""
        ref = ref_names.single_use_ref(self.token())
        self.keep(ref, owner, words)
        return ref


@dataclass(slots=True)
class EventContext(WorkContext):
    """Context of one event: its author, their member record, and the immediate reply to it."""

    event: AnyEvent = field(kw_only=True)
    person: str = field(kw_only=True)
    member: Member | None = field(kw_only=True)
    suspected: frozenset[str] = frozenset()
    """Words of the event that suggest a risk by what they mean, as far as the second look was in time."""
    notice: Outcome | None = None
    clear: tuple[str, ...] = ()
    worded_as: Callable[[Outcome], Outcome] | None = None
    """Wrapper for the first reply, if any."""
    silent: bool = False
    """True while what is done is told in one reply at the end: replies are dropped, what others are told is not."""
    in_place_of: str = ""
    """Message that the first reply in the sender's own chat takes the place of, where messages can be changed."""

    def echo_words(self, words: str) -> str:
        """Keep words of the acting person for one message that shows them to them again, and return their ref."""
        return self.keep_once(self.member.id if self.member else ref_names.STRANGERS, words)

    def reply(self, outcome: Outcome) -> None:
        """Answer where the event happened, in its thread: in a channel for the sender's eyes alone.

        What quotes words that were given in confidence leaves the channel, since a message for one person's eyes still stands among
        the others'.
        """
        if self.silent:
            return
        outcome = self._worded(outcome)
        if self.event.where.direct:
            self._say_directly(outcome)
        elif any(not ref.startswith(ref_names.ONCE) for ref in text_refs(outcome)):
            self.reply_directly(outcome)
        elif self.cannot_be_told():
            self._answer_beside(outcome)
        else:
            here, mine = self.uow.addresses.remember(self.event.where), self._own_address()
            self.say(here, outcome, private_to=mine, thread=self._thread, quiet=True)

    def _say_directly(self, outcome: Outcome, key: str = "") -> str:
        """Answer in the sender's own chat, in place of a message where one was named and messages can be changed."""
        edits, self.in_place_of = self.in_place_of, ""
        if self.services.capabilities(self.event.sender.ref).edits is Support.REFUSED:
            edits = ""
        return self.say(self._own_address(), outcome, key=key, thread=self.own_thread, edits=edits, quiet=True)

    def say_over(self, message: str, outcome: Outcome) -> None:
        """Change a message in the sender's own chat, where messages can be changed."""
        if self.services.capabilities(self.event.sender.ref).edits is not Support.REFUSED:
            self.say(self._own_address(), outcome, edits=message, quiet=True)

    def reply_openly(self, outcome: Outcome) -> None:
        self.say(self.uow.addresses.remember(self.event.where), outcome, thread=self._thread)

    def reply_directly(self, outcome: Outcome, key: str = "") -> str:
        """Answer in the sender's own chat, wherever the event happened. Returns the message's id, or nothing."""
        if self.silent:
            return ""
        outcome = self._worded(outcome)
        if self.event.where.direct or not self.cannot_be_told():
            return self._say_directly(outcome, key)
        self.ask_to_write_first()
        return ""

    def ask_to_write_first(self) -> None:
        """Tell somebody who cannot be told anything in private how they can be."""
        self._answer_beside(WriteToMeFirst(pressed=isinstance(self.event, ButtonPressed)))

    def _answer_beside(self, outcome: Outcome) -> None:
        """Answer a press beside its button, where its presser alone sees it; anything else openly, with how to be told."""
        if isinstance(self.event, ButtonPressed):
            self.notice = self.notice or outcome
        else:
            self.reply_openly(WriteToMeFirst())

    def _worded(self, outcome: Outcome) -> Outcome:
        worded, self.worded_as = self.worded_as, None
        return worded(outcome) if worded else outcome

    @property
    def _thread(self) -> str:
        return self.event.where.thread or ""

    @property
    def own_thread(self) -> str:
        """The thread of their direct conversation in which the acting person is looking, if they are."""
        return self._thread if self.event.where.direct else ""

    def cannot_be_told(self) -> bool:
        """Return whether nothing can be said to the sender alone, neither in this channel nor in a chat of their own."""
        if self.event.where.direct:
            return False
        here = self.services.capabilities(self.event.where)
        if Support.REFUSED not in (here.private_in_channel, here.speak_first):
            return False
        identity = self.uow.identities.get(self.person)
        reached = identity is not None and identity.joined and (self.member is None or self.member.reachable)
        return here.private_in_channel is here.speak_first and not reached

    def _own_address(self) -> str:
        return self.person if self.member else self.uow.addresses.remember(self.event.sender.ref)


def open_event_context(uow: UnitOfWork, now: datetime, services: Services, event: AnyEvent) -> EventContext:
    """Find out whose event it is."""
    person = uow.addresses.id_of(event.sender.ref)
    identity = uow.identities.get(person)
    member = uow.members.get(identity.member) if identity else None
    return EventContext(uow, now, services, event=event, person=person, member=member)
