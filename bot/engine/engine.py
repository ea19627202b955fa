"""One event, one unit of work, one commit; what it says leaves only afterwards.

A refusal rolls its unit of work back and is told in another one, so that a handler may refuse at any point. Any other
exception is our fault: it is logged without content under a short code, and the person is told that code (R5).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import events
from bot.domain.errors import Refusal
from bot.domain.outcomes.base import Outcome, text_refs
from bot.domain.outcomes.commands import WentWrong
from bot.engine import dispatch, meant_words
from bot.engine.answers import form_wizard
from bot.engine.context import EventContext, Services, open_event_context
from bot.engine.outbox.platform_words import commands_as_there, in_platform_words
from bot.engine.people import app_home
from bot.engine.quoting import quoted_texts
from bot.engine.ref_names import STRANGERS
from bot.engine.routes import FORMS
from bot.engine.safeguarding import support_first
from bot.engine.safeguarding.second_look import SecondLook
from bot.engine.sanitize import sanitize_event
from bot.ports import Clock, NotStoredError, Reply, RiskReader, Store, UnitOfWork
from bot.views import messages
from bot.views.capabilities import Support
from bot.views.text import as_text
from bot.views.view import View

log = logging.getLogger(__name__)

Texts = list[str | None]


@dataclass(frozen=True, slots=True)
class _Handled:
    """Result of one unit of work: what to show at once, and how many messages wait in the outbox."""

    notice: tuple[Outcome, Texts] | None = None
    said: int = 0
    clear: tuple[str, ...] = ()
    duplicate: bool = False


class Engine:
    """Handles events. Adapters are given its `handle` and nothing else of it."""

    def __init__(self, store: Store, clock: Clock, services: Services, woken: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._services = services
        self._woken = woken
        self.second_look = SecondLook(None, self._support_late)

    def look_with(self, reader: RiskReader) -> None:
        """Look at typed words with this reader as well; without one the rule alone looks for a risk."""
        self.second_look = SecondLook(reader, self._support_late)

    async def handle(self, event: events.AnyEvent) -> Reply:
        """Handle an event once and return what its adapter shows at once. The commit has happened when this returns.

        Raises NotStoredError when nothing of it could be stored: it is to come again, or its sender is to be told.
        """
        if events.has_broken_ids(event):
            log.warning("an event with an id that cannot be stored was set aside", extra={"kind": type(event).__name__})
            return Reply()
        event = sanitize_event(event)
        self.second_look.expect_words(event)
        suspected: frozenset[str] = frozenset()
        try:
            if isinstance(event, events.HomeOpened):
                return await self._store.read(lambda uow: self._home(uow, event))
            if self._opens_form(event):
                return await self._store.read(lambda uow: self._form(uow, event))
            suspected = await self.second_look.look_at(event)
            handled = await self._store.run(lambda uow: self._once(uow, event, suspected))
        except Refusal as refusal:
            if refusal.field and isinstance(event, events.FormSubmitted):
                return Reply(errors={refusal.field: as_text(_word_refusal(refusal))})
            refused = refusal
            handled = await self._store.run(lambda uow: self._tell(uow, event, refused.outcome, suspected, refused))
        except NotStoredError:
            raise
        except Exception as fault:
            code = self._services.tokens()[:8]
            log.error(
                "an event could not be handled", extra={"code": code, "kind": type(event).__name__}, exc_info=fault
            )
            handled = await self._tell_fault(event, WentWrong(code=code), suspected)
        if handled.said:
            self._woken()
        notice = None
        if handled.notice:
            here = self._services.capabilities(event.where)
            said, texts = handled.notice
            taught = commands_as_there(said, here, event.where.direct)
            notice = in_platform_words(messages.word_outcome(taught, texts), taught, texts, here, event.where.direct)
        return Reply(notice=notice, duplicate=handled.duplicate, clear=handled.clear)

    def _opens_form(self, event: events.AnyEvent) -> bool:
        if not isinstance(event, events.ButtonPressed) or event.action not in FORMS or not event.can_show_form:
            return False
        return self._services.capabilities(event.where).forms in (Support.NATIVE, Support.APPROXIMATE)

    def _open_context(self, uow: UnitOfWork, event: events.AnyEvent) -> EventContext:
        return open_event_context(uow, self._clock.now(), self._services, event)

    def _form(self, uow: UnitOfWork, event: events.AnyEvent) -> Reply:
        """Reading only: a refusal raised here is told by a unit of work of its own."""
        press = event
        if not isinstance(press, events.ButtonPressed):
            return Reply()
        context = self._open_context(uow, event)
        outcome = FORMS[press.action](context, press.token)
        return Reply(form=messages.form_of_outcome(outcome, read_texts(context, outcome)))

    def _home(self, uow: UnitOfWork, event: events.AnyEvent) -> Reply:
        context = self._open_context(uow, event)
        outcome = app_home.show_app_home(context)
        return Reply(home=messages.word_outcome(outcome, read_texts(context, outcome)))

    async def _support_late(self, event: events.AnyEvent, suspected: frozenset[str]) -> None:
        """Show the support contacts for words that have gone their normal way meanwhile."""
        handled = await self._store.run(lambda uow: self._late(uow, event, suspected))
        if handled.said:
            self._woken()

    def _late(self, uow: UnitOfWork, event: events.AnyEvent, suspected: frozenset[str]) -> _Handled:
        context = self._open_context(uow, event)
        context.suspected = suspected
        support_first.show_support_late(context)
        return self._handled(context)

    def _once(self, uow: UnitOfWork, event: events.AnyEvent, suspected: frozenset[str]) -> _Handled:
        if not first_time(uow, event, self._clock.now()):
            return _Handled(duplicate=True)
        context = self._open_context(uow, event)
        context.suspected = suspected
        dispatch.handle_event(context)
        return self._handled(context)

    async def _tell_fault(self, event: events.AnyEvent, outcome: Outcome, suspected: frozenset[str]) -> _Handled:
        """Say that something went wrong; to words at risk the contacts as well, unless it is these that go wrong."""
        try:
            return await self._store.run(lambda uow: self._tell(uow, event, outcome, suspected))
        except NotStoredError:
            raise
        except Exception as fault:
            log.error("the contacts could not be shown beside what went wrong", exc_info=fault)
            return await self._store.run(lambda uow: self._tell(uow, event, outcome))

    def _tell(
        self,
        uow: UnitOfWork,
        event: events.AnyEvent,
        outcome: Outcome,
        suspected: frozenset[str] | None = None,
        refusal: Refusal | None = None,
    ) -> _Handled:
        """Claim the event, so that a redelivery is not refused twice, and say why.

        What words at risk were answered with was undone, so it is said anew where it is given what the second look `suspected`.
        """
        if not first_time(uow, event, self._clock.now()):
            return _Handled(duplicate=True)
        context = self._open_context(uow, event)
        if suspected is not None:
            context.suspected = suspected
            support_first.show_support_first(context)
        if refusal:
            meant_words.note_words(context)
        if refusal and refusal.quotes:
            refs = tuple(context.echo_words(words.reveal()) for words in refusal.quotes)
            outcome = replace(outcome, refs=refs)  # type: ignore[call-arg]
        context.reply(outcome)
        if refusal and refusal.in_turn:
            form_wizard.after_refusal(context, refusal)
        return self._handled(context)

    def _handled(self, context: EventContext) -> _Handled:
        notice = (context.notice, read_texts(context, context.notice)) if context.notice else None
        return _Handled(notice, context.said, context.clear)


def _word_refusal(refusal: Refusal) -> View:
    """A refusal that is shown at once, beside the field that it is about."""
    return messages.word_outcome(refusal.outcome, [words.reveal() for words in refusal.quotes])


def first_time(uow: UnitOfWork, event: events.AnyEvent, now: datetime) -> bool:
    """Claim an event; False when it was handled before, under this or another name (R6)."""
    if not uow.inbox.claim(event.event_id, now):
        return False
    if event.also:
        uow.inbox.claim(event.also, now)
    return not (event.unless and uow.inbox.knows(event.unless))


def read_texts(context: EventContext, outcome: Outcome) -> Texts:
    """The words that an outcome shown to the acting person quotes, through the confidential door."""
    return quoted_texts(context.uow, text_refs(outcome), context.member.id if context.member else STRANGERS)
