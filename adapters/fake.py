"""An adapter that sends nowhere: it records, and fails when it is told to.

It keeps to the rules of a strict platform (limits of length, no edits where edits are refused), so that what passes
here was degraded properly. Give it to the engine in place of a platform, or put its SPEC into the registry; `feed` is what the
platform would hear.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from bot.declarations.platform_spec import PlatformSpec
from bot.declarations.setting_rules import STRICT, Says
from bot.domain.conversation import ConversationRef
from bot.domain.events import UNCONFIRMED, AnyEvent
from bot.ports import Limits, OnEvent, Present, Reply, SendRefusedError, SendUncertainError
from bot.views.capabilities import FULL, Capabilities, Support
from bot.views.split import text_length
from bot.views.text import as_text, form_as_text
from bot.views.view import Button, Form, View

UNLIMITED = Limits(overall=1e6, per_direct=1e6, per_channel=1e6)


@dataclass(frozen=True, slots=True)
class Sent:
    """One call that arrived. `edits` is the `sent_ref` of the message that this one replaced, empty for a new one."""

    ref: ConversationRef
    view: View
    key: str
    sent_ref: str
    private_to: ConversationRef | None = None
    edits: str = ""


@dataclass(slots=True)
class InjectedFault:
    """Fault of the next `times` calls to `ref` (None: to any), after `delay` seconds; `arrived`: the message is recorded all
    the same.
    """

    error: Exception | None
    ref: ConversationRef | None
    times: int
    arrived: bool
    delay: float


class FakeAdapter:
    """A ChatAdapter whose every call is kept in `sent`, and every answer to a fed event in `replies`."""

    def __init__(
        self,
        platform: str = "fake",
        capabilities: Capabilities = FULL,
        limits: Limits = UNLIMITED,
        settles: bool = True,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.platform = platform
        self.limits = limits
        self.settles = settles
        self.sent: list[Sent] = []
        self.replies: list[tuple[AnyEvent, Reply]] = []
        self.calls = 0
        self.there: dict[ConversationRef, list[Present]] = {}
        self.untold: dict[ConversationRef, Exception] = {}
        self.accounts: dict[str, str] = {}
        """People who are not simply people, by name: guest, bot, foreign, gone, unknown, or unconfirmed."""
        self._capabilities = capabilities
        self._special: dict[ConversationRef, Capabilities] = {}
        self._faults: list[InjectedFault] = []
        self._sleep = sleep
        self._on_event: OnEvent | None = None

    def capabilities(self, ref: ConversationRef) -> Capabilities:
        return self._special.get(ref.unthreaded(), self._capabilities)

    def give(self, ref: ConversationRef, capabilities: Capabilities) -> None:
        """From now on this conversation can do this."""
        self._special[ref.unthreaded()] = capabilities

    def fail(
        self,
        error: Exception | None = None,
        ref: ConversationRef | None = None,
        *,
        times: int = 1,
        arrived: bool = False,
        delay: float = 0,
    ) -> None:
        """Let the next `times` sends or edits to `ref` (to anyone: None) take `delay` seconds and raise `error`.

        With `arrived` the message is recorded before the error: an answer lost on its way back.
        """
        self._faults.append(InjectedFault(error, ref.unthreaded() if ref else None, times, arrived, delay))

    def heal(self, ref: ConversationRef | None = None) -> None:
        """Nothing goes wrong any more, or nothing with `ref`."""
        self._faults = [fault for fault in self._faults if ref and fault.ref != ref.unthreaded()]

    async def send(self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None = None) -> str:
        if private_to and not ref.direct and self.capabilities(ref).private_in_channel is Support.REFUSED:
            raise SendRefusedError("invalid")
        return await self._arrive(ref, view, key, private_to)

    async def edit(self, ref: ConversationRef, sent_ref: str, view: View, key: str) -> str:
        before = next((s for s in self.sent if s.sent_ref == sent_ref and s.ref == ref), None)
        if before is None or self.capabilities(ref).edits is Support.REFUSED:
            raise SendRefusedError("invalid")
        return await self._arrive(ref, view, key, before.private_to, sent_ref)

    async def find(self, ref: ConversationRef, key: str) -> str | None:
        return next((s.sent_ref for s in self.sent if self.settles and s.ref == ref and s.key == key), None)

    async def people(self, ref: ConversationRef) -> list[Present]:
        """Whoever was put `there`, unless an error stands in `untold`."""
        if self.capabilities(ref).list_people is Support.REFUSED:
            raise SendRefusedError("invalid")
        if error := self.untold.get(ref.unthreaded()):
            raise error
        if ref.unthreaded() not in self.there:
            raise SendRefusedError("gone")
        return list(self.there[ref.unthreaded()])

    async def look_at(self, ref: ConversationRef) -> None:
        """Refuse as a message would be refused there, and use up no fault."""
        for fault in self._faults:
            if fault.times and fault.ref == ref.unthreaded() and isinstance(fault.error, SendRefusedError):
                raise fault.error

    async def confirm(self, people: Sequence[ConversationRef]) -> list[Present]:
        """Everybody is a person who may take part, but for those in `accounts`; of the unconfirmed nothing can be said."""
        told = [(ref, self.accounts.get(ref.person or "", "")) for ref in people]
        if any(why == UNCONFIRMED for _, why in told):
            raise SendUncertainError()
        return [Present(ref, (ref.person or "").title(), why) for ref, why in told]

    async def start(self, on_event: OnEvent) -> None:
        self._on_event = on_event

    async def stop(self) -> None:
        self._on_event = None

    async def feed(self, event: AnyEvent) -> Reply:
        """Let the bot hear `event`; the reply is kept and returned. Raises RuntimeError while not started."""
        if self._on_event is None:
            raise RuntimeError("the adapter is not started")
        reply = await self._on_event(event)
        self.replies.append((event, reply))
        return reply

    def messages(self, ref: ConversationRef, viewer: ConversationRef | None = None) -> list[View]:
        """Return what stands in the conversation now, edits in place; private ones for their `viewer` alone."""
        shown: dict[str, View] = {}
        for sent in self.sent:
            if sent.ref.unthreaded() == ref.unthreaded() and sent.private_to in (None, viewer):
                shown[sent.sent_ref] = sent.view
        return list(shown.values())

    def transcript(self, ref: ConversationRef, viewer: ConversationRef | None = None) -> list[str]:
        return [as_text(view) for view in self.messages(ref, viewer)]

    def shown_at_once(self, person: ConversationRef) -> list[str]:
        """The forms, notices and field errors that this person was shown in answer to what they did."""
        found = []
        for event, reply in self.replies:
            if event.sender.ref == person:
                found += [form_as_text(reply.form)] if reply.form else []
                found += [as_text(reply.notice)] if reply.notice else []
                found += [f"{name}: {wrong}" for name, wrong in (reply.errors or {}).items()]
        return found

    def form(self, person: ConversationRef) -> Form | None:
        """The form that this person was shown last."""
        forms = [reply.form for event, reply in self.replies if reply.form and event.sender.ref == person]
        return forms[-1] if forms else None

    def button(self, ref: ConversationRef, label: str, viewer: ConversationRef | None = None) -> Button:
        """The newest button of that label in the conversation. Raises LookupError."""
        for view in reversed(self.messages(ref, viewer)):
            for button in view.buttons():
                if button.label == label:
                    return button
        raise LookupError(label)

    async def _arrive(
        self, ref: ConversationRef, view: View, key: str, private_to: ConversationRef | None, edits: str = ""
    ) -> str:
        self.calls += 1
        capabilities = self.capabilities(ref)
        if text_length(as_text(view), capabilities.units) > capabilities.text_limit:
            raise SendRefusedError("invalid")
        sent = Sent(ref, view, key, edits or f"{self.platform}-{self.calls}", private_to, edits)
        fault = self._next_fault(ref)
        if fault and fault.delay:
            await self._sleep(fault.delay)
        if fault is None or fault.error is None or fault.arrived:
            self.sent.append(sent)
        if fault and fault.error:
            raise fault.error
        return sent.sent_ref

    def _next_fault(self, ref: ConversationRef) -> InjectedFault | None:
        for fault in self._faults:
            if fault.times and fault.ref in (None, ref.unthreaded()):
                fault.times -= 1
                return replace(fault)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeSettings:
    __pydantic_config__ = STRICT

    enabled: Annotated[bool, Says("Whether the bot works on a platform that only records.")] = False


def make_adapter(settings: FakeSettings, secrets: object) -> FakeAdapter:  # noqa: ARG001 (as every platform's)
    return FakeAdapter()


SPEC = PlatformSpec(section="fake", name="Fake", settings=FakeSettings, module="adapters.fake")
