"""How people act on a platform and what they see there. A transcript is played through any of these.

A platform is handed what somebody does in the words of the transcript (the label of a button, the names and values of
fields) and turns it into what its adapter would hear. `seen` is everything that was shown, in order.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from adapters.fake import FakeAdapter, Sent
from bot.domain import events
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.events import UNCONFIRMED
from bot.engine.released_files import MARK
from bot.ports import ChatAdapter, Present, Reply, SendRefusedError
from bot.views.capabilities import FULL, Capabilities, Support
from bot.views.text import as_text, blocks_as_text, form_as_text
from bot.views.view import Button, Buttons, File, Form, View

LISTING = replace(FULL, list_people=Support.NATIVE)
MENTION = re.compile(r"@(\w+)")


class NotHereError(Exception):
    """This platform has no way to do that: its message names the ability that is needed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Something shown: in a `channel` (to `viewer` alone if that is set), or to `viewer` in direct messages.

    `kind` is message, form, problem (with what was filled in: the form stays) or notice; `line` is what a lock screen shows of it.
    """

    channel: str
    viewer: str
    kind: str
    text: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A button by its label; `under` is a text that stands above it, `first` wants the oldest such button."""

    label: str
    under: str = ""
    first: bool = False


class Platform(Protocol):
    """The surroundings of one adapter. `about` tells repeatable tokens what is going on; `id` names one thing somebody does.

    Every method that acts raises NotHere when the platform has no such thing, and LookupError when it is not on the screen.
    """

    @property
    def name(self) -> str: ...

    @property
    def adapter(self) -> ChatAdapter: ...

    def person(self, name: str) -> ConversationRef: ...

    def channel(self, name: str) -> ConversationRef: ...

    async def press(self, id: str, who: str, press: Press) -> None: ...

    async def fill(self, id: str, who: str, values: Mapping[str, str]) -> None:
        """Fill in the form that the person sees and send it; a field that is not named stays as it is."""
        ...

    async def close(self, id: str, who: str) -> None:
        """Leave the form without sending it."""
        ...

    async def type(self, id: str, who: str, channel: str, text: str, addressed: bool = True) -> None: ...

    async def edit(self, id: str, who: str, old: str, new: str) -> None: ...

    async def show(self, id: str, who: str, kind: str) -> None:
        """Send something that is not text: voice, photo, sticker."""
        ...

    async def look(self, id: str, who: str) -> None:
        """Open one's own page."""
        ...

    async def command(self, id: str, who: str, channel: str, text: str) -> None: ...

    async def happen(self, id: str, who: str, channel: str, what: str, to: str = "") -> None:
        """Something around the bot: added, removed, joined, joined as a guest, left, moved, archived, unarchived.

        A topic is closed or opened.
        """
        ...

    def put(self, channel: str, who: str, kind: str = "") -> None:
        """Somebody is in the channel from now on, unheard; `kind` is guest, bot, foreign, or empty for one of the people."""
        ...

    def take(self, channel: str, who: str) -> None:
        """Somebody is no longer in the channel; the bot does not hear of it."""
        ...

    def deaf(self, channel: str, deaf: bool) -> None:
        """Whether the platform refuses to tell who is in the channel."""
        ...

    def account(self, who: str, kind: str) -> None:
        """What the platform says of somebody when it is asked: guest, bot, foreign, gone, unknown, unconfirmed, or nothing."""
        ...

    async def again(self) -> None:
        """The last event is delivered once more."""
        ...

    def block(self, who: str, blocked: bool) -> None: ...

    def seen(self) -> list[Seen]: ...


@dataclass
class FakePlatform:
    """The recording adapter with everything that a platform can have."""

    now: Callable[[], datetime]
    about: Callable[[str], None]
    settle: Callable[[], Awaitable[None]]
    name: str = "full"
    capabilities: Capabilities = LISTING

    def __post_init__(self) -> None:
        self.adapter = FakeAdapter(capabilities=self.capabilities)
        self._log: list[Seen] = []
        self._sent = 0
        self._forms: dict[str, Form] = {}
        self._typed: dict[tuple[str, str], str] = {}
        self._last: events.AnyEvent | None = None
        self._names: set[str] = set()

    def person(self, name: str) -> ConversationRef:
        self._names.add(name)
        return ConversationRef("fake", "w", person=name)

    def channel(self, name: str) -> ConversationRef:
        channel, _, topic = name.removeprefix("#").partition("/")
        return ConversationRef("fake", "w", channel=channel, topic=topic or None)

    def where(self, who: str, channel: str) -> ConversationRef:
        if not channel:
            return self.person(who)
        self.put(channel, who)
        return self.channel(channel)

    def put(self, channel: str, who: str, kind: str = "") -> None:
        there = self.adapter.there.setdefault(self.channel(channel), [])
        if all(each.ref.person != who for each in there):
            there.append(Present(self.person(who), who.title(), kind))
        if kind:
            self.account(who, kind)

    def take(self, channel: str, who: str) -> None:
        there = self.adapter.there.setdefault(self.channel(channel), [])
        there[:] = [each for each in there if each.ref.person != who]

    def deaf(self, channel: str, deaf: bool) -> None:
        self.adapter.untold.pop(self.channel(channel), None)
        if deaf:
            self.adapter.untold[self.channel(channel)] = SendRefusedError("forbidden")

    def account(self, who: str, kind: str) -> None:
        self.adapter.accounts[who] = kind

    def left_out(self, text: str) -> dict[str, str]:
        return {name: self.adapter.accounts.get(name, "") for name in MENTION.findall(text)}

    async def press(self, id: str, who: str, press: Press) -> None:
        sent, button = self.find(who, press)
        await self.heard(events.ButtonPressed(**self.of(id, who, sent.ref), action=button.action, token=button.token))

    async def fill(self, id: str, who: str, values: Mapping[str, str]) -> None:
        form = self._forms.get(who)
        if form is None:
            raise LookupError(f"{who} has no form open")
        if unknown := set(values) - {each.name for each in form.fields}:
            raise LookupError(f"the form has no field {', '.join(sorted(unknown))}")
        filled = {}
        for each in form.fields:
            chosen = {option.label: option.value for option in each.options}
            value = values.get(each.name, each.value)
            if chosen and (value or each.required) and value not in (*chosen, *chosen.values()):
                raise LookupError(f"{value!r} is no choice; there are {list(chosen)}")
            filled[each.name] = ConfidentialText(chosen.get(value, value))
        await self.heard(events.FormSubmitted(**self.of(id, who), form=form.name, token=form.token, values=filled))

    async def close(self, id: str, who: str) -> None:
        self._forms.pop(who)

    async def type(self, id: str, who: str, channel: str, text: str, addressed: bool = True) -> None:
        self._typed[who, text] = id
        await self.heard(
            events.MessageReceived(
                **self.of(id, who, self.where(who, channel)),
                text=ConfidentialText(text),
                message_id=id,
                addressed=addressed,
            )
        )

    async def edit(self, id: str, who: str, old: str, new: str) -> None:
        message = self._typed[who, old]
        self._typed[who, new] = message
        await self.heard(
            events.MessageReceived(**self.of(id, who), text=ConfidentialText(new), message_id=message, edits=True)
        )

    async def show(self, id: str, who: str, kind: str) -> None:
        await self.heard(
            events.MessageReceived(**self.of(id, who), text=ConfidentialText(""), message_id=id, kind=kind)
        )

    async def look(self, id: str, who: str) -> None:
        reply = await self.adapter.feed(events.HomeOpened(**self.of(id, who)))
        if reply.home:
            self.seen().append(Seen("", who, "page", as_text(reply.home), reply.home.summary))

    async def command(self, id: str, who: str, channel: str, text: str) -> None:
        # Of whom a platform knows nothing it knows no name: there the id stands.
        nobody = {who for who, kind in self.adapter.accounts.items() if kind in ("unknown", UNCONFIRMED)}
        names = {name: name.title() for name in MENTION.findall(text) if name not in nobody}
        written = MENTION.sub(r"<@\1>", text)
        place = self.of(id, who, self.where(who, channel))
        left_out = self.left_out(text)
        await self.heard(events.ChatCommandTyped(**place, text=written, names=names, left_out=left_out))

    async def happen(self, id: str, who: str, channel: str, what: str, to: str = "") -> None:
        if what.startswith("joined"):
            self.put(channel, who, "guest" if what.endswith("guest") else "")
        elif what == "left":
            self.take(channel, who)
        elif what == "moved":
            self.adapter.there[self.channel(to)] = self.adapter.there.pop(self.channel(channel), [])
        elif what in ("removed", "added"):
            self.adapter.heal(self.channel(channel))
            if what == "removed":
                self.adapter.fail(SendRefusedError("gone"), self.channel(channel), times=1_000_000)
        place = self.of(id, who, self.channel(channel) if channel else None)
        if what in ("closed", "opened"):
            self.adapter.heal()
            if what == "closed":
                self.adapter.fail(SendRefusedError("closed"), self.channel(channel), times=1_000_000)
            return
        if what == "unarchived":
            self.adapter.heal()
        elif what == "archived":
            self.adapter.fail(SendRefusedError("archived"), self.channel(channel), times=1_000_000)
        kinds: dict[str, Callable[[], events.AnyEvent]] = {
            "added": lambda: events.BotAdded(**place),
            "removed": lambda: events.BotRemoved(**place),
            "joined": lambda: events.MemberJoined(**place),
            "joined as a guest": lambda: events.MemberJoined(**place, counts=False),
            "left": lambda: events.MemberLeft(**place),
            "changed": lambda: events.PersonChanged(**place),
            "moved": lambda: events.ConversationMoved(**place, to=self.channel(to)),
            "archived": lambda: events.ConversationArchived(**place),
            "unarchived": lambda: events.ConversationUnarchived(**place),
        }
        await self.heard(kinds[what]())

    async def again(self) -> None:
        if self._last is None:
            raise LookupError("nothing was delivered yet")
        await self.heard(self._last)

    def block(self, who: str, blocked: bool) -> None:
        if blocked:
            self.adapter.fail(SendRefusedError("blocked"), self.person(who), times=1_000_000)
        else:
            self.adapter.heal()

    def seen(self) -> list[Seen]:
        self._log += [shown(sent) for sent in self.adapter.sent[self._sent :]]
        self._sent = len(self.adapter.sent)
        return self._log

    def of(self, id: str, who: str, where: ConversationRef | None = None) -> dict[str, Any]:
        sender = events.Sender(ref=self.person(who), name=who.title(), left_out=self.adapter.accounts.get(who, ""))
        return {"event_id": id, "sender": sender, "where": where or self.person(who), "at": self.now()}

    async def heard(self, event: events.AnyEvent) -> None:
        self._last = event
        reply = await self.adapter.feed(event)
        who = event.sender.ref.person or ""
        if isinstance(event, events.FormSubmitted) and not reply.errors:
            self._forms.pop(who, None)
        self._shown_at_once(who, reply)

    def _shown_at_once(self, who: str, reply: Reply) -> None:
        log = self.seen()
        if reply.form:
            self._forms[who] = reply.form
            log.append(Seen("", who, "form", form_as_text(reply.form)))
        if reply.errors:
            form = self._forms.get(who)
            labels = {each.name: each.label for each in form.fields} if form else {}
            wrong = "\n".join(f"{labels.get(name, name)}: {what}" for name, what in reply.errors.items())
            log.append(Seen("", who, "problem", wrong))
        if reply.notice:
            log.append(Seen("", who, "notice", as_text(reply.notice), reply.notice.summary))

    def sights(self, who: str) -> list[Sent]:
        """What this person can see now, oldest first."""
        own = self.person(who)
        return [s for s in self.adapter.sent if s.ref == own or (not s.ref.direct and s.private_to in (None, own))]

    def find(self, who: str, press: Press) -> tuple[Sent, Button]:
        found = [
            (sent, button)
            for sent in self.sights(who)
            for button, above in buttons(sent.view)
            if button.label == press.label and press.under in above
        ]
        if not found:
            raise LookupError(f"{who} sees no [{press.label}]")
        return found[0] if press.first else found[-1]


def buttons(view: View) -> list[tuple[Button, str]]:
    """Every button of a view with the text that stands over it, back to the buttons before."""
    found: list[tuple[Button, str]] = []
    since = 0
    for place, block in enumerate(view.blocks):
        if isinstance(block, Buttons):
            above = blocks_as_text(view.blocks[since:place])
            found += [(button, above) for button in block.buttons]
            since = place + 1
    return found


def named(ref: ConversationRef) -> str:
    """A channel as it is written, its topic behind a slash; empty for direct messages."""
    if not ref.channel:
        return ""
    return f"#{ref.channel}/{ref.topic}" if ref.topic else f"#{ref.channel}"


def shown(sent: Sent) -> Seen:
    channel = named(sent.ref)
    viewer = sent.ref.person or (sent.private_to.person if sent.private_to else "") or ""
    files = [f"\n{block.text.strip().lstrip(MARK)}" for block in sent.view.blocks if isinstance(block, File)]
    text = "".join([as_text(sent.view), *files])
    text = f"(instead of an earlier message)\n{text}" if sent.edits else text
    return Seen(channel, viewer, "message", text, sent.view.summary)
