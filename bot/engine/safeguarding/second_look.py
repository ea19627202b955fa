"""The second look at typed words, beside the rule: by what they mean (C12).

It is taken before the event's unit of work, and is waited for shortly: a platform wants its answer. Where it takes longer (the
encoder is only just starting, or many people write at once) the words go their normal way, and who wrote them is shown the contacts
as soon as it has seen them. Nothing of it is kept, counted or logged.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.domain.events import AnyEvent, ButtonPressed, ChatCommandTyped, FormSubmitted, MessageReceived
from bot.engine.safeguarding.sending_held import FORMS_WITH_WORDS
from bot.engine.tasks import Tasks
from bot.ports import RiskReader
from bot.safeguarding import suggests_risk

PATIENCE = 1.5
"""Seconds for which an event waits: a platform may want its answer within three."""

Late = Callable[[AnyEvent, frozenset[str]], Awaitable[None]]


def typed_texts(event: AnyEvent) -> list[str]:
    """Return the words of an event that the rule finds nothing in, and that could suggest a risk all the same."""
    if isinstance(event, MessageReceived) and event.kind == "text" and event.addressed:
        texts = [event.text.reveal()]
    elif isinstance(event, ChatCommandTyped):
        texts = [event.text]
    elif isinstance(event, FormSubmitted) and event.form in FORMS_WITH_WORDS:
        texts = [words.reveal() for words in event.values.values() if words]
    else:
        texts = []
    return [text for text in texts if not suggests_risk(text)]


class SecondLook:
    """Asks the reader about what people type. `late` is called with what it finds after its time."""

    def __init__(self, reader: RiskReader | None, late: Late, patience: float = PATIENCE) -> None:
        self._reader = reader
        self._late = late
        self._patience = patience
        self._tasks = Tasks()

    def expect_words(self, event: AnyEvent) -> None:
        """Let the reader get ready where somebody presses a button: what opens now is often a form."""
        if self._reader is not None and isinstance(event, ButtonPressed):
            self._tasks.start(asyncio.to_thread(self._reader.warm_up))

    async def look_at(self, event: AnyEvent) -> frozenset[str]:
        """Return those words of an event that suggest a risk, as far as that is known in time."""
        if self._reader is None:
            return frozenset()
        texts = typed_texts(event)
        if not texts:
            return frozenset()
        looking = self._tasks.start(asyncio.to_thread(self._reader.find_risky, texts))
        done, _ = await asyncio.wait({looking}, timeout=self._patience)
        if done:
            found: frozenset[str] = frozenset() if looking.exception() else looking.result()
            return found
        self._tasks.start(self._tell_late(event, looking))
        return frozenset()

    async def _tell_late(self, event: AnyEvent, looking: asyncio.Task[frozenset[str]]) -> None:
        found = await looking
        if found:
            await self._late(event, found)

    async def finish(self, seconds: float) -> None:
        """Let the looks that are under way end, for so long."""
        await self._tasks.finish(seconds)
