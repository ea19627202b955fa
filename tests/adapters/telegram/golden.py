"""Telegram as a platform on which the golden conversations are played: people act in the stand-in, through the real library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.domain.conversation import ConversationRef
from bot.ports import ChatAdapter, OnEvent
from tests.adapters.telegram.harness import Standing, free_port
from tests.adapters.telegram.stand import NOW, channel, direct
from tests.fakes.telegram.server import FakeTelegram
from tests.fakes.telegram.world import BOT_ID, Group, Message, Person
from tests.golden.minimal import MinimalPlatform
from tests.golden.platforms import MENTION, NotHereError, Press, Seen
from tests.support.clock import HandClock
from tests.support.waiting import wait_until

KINDS: dict[str, dict[str, Any]] = {
    "voice": {"voice": {"file_id": "x", "file_unique_id": "y", "duration": 1}},
    "photo": {"photo": [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]},
    "sticker": {"sticker": {"file_id": "x", "file_unique_id": "y"}},
}


class Lasting(Standing):
    """Its platform outlives a restart of the product."""

    async def start(self, on_event: OnEvent) -> None:
        await super(Standing, self).stop()
        if not self._up:
            await self.fake.__aenter__()
            self._up = True
        await super(Standing, self).start(on_event)


@dataclass
class TelegramPlatform(MinimalPlatform):
    """Everybody has pressed Start. Forms are asked question by question, and choices are buttons."""

    name: str = "telegram"

    def __post_init__(self) -> None:
        port = free_port()
        self.fake = FakeTelegram(port=port)
        self.clock = HandClock(NOW)
        self.real = Lasting(self.fake, f"http://127.0.0.1:{port}", self.clock)
        self.adapter: ChatAdapter = self.real  # type: ignore[assignment]
        self.ids: dict[str, int] = {}
        self.groups: dict[str, int] = {}
        self.topics: dict[str, int] = {}
        self.typed: dict[tuple[str, str], int] = {}
        self.last: dict[str, Any] = {}
        self._names = set()

    def of_person(self, name: str) -> Person:
        if name not in self.ids:
            self.ids[name] = 501 + len(self.ids)
            self.fake.person(self.ids[name], name.title())
        return self.fake.people[self.ids[name]]

    def of_group(self, name: str) -> Group:
        """The group of a name, whatever topic of it the name says."""
        name = name.partition("/")[0]
        if name not in self.groups:
            self.groups[name] = -1001 - len(self.groups)
            self.fake.group(self.groups[name], name.removeprefix("#"))
        return self.fake.groups[self.groups[name]]

    def of_topic(self, name: str) -> int | None:
        if "/" not in name:
            return None
        if name not in self.topics:
            self.topics[name] = self.fake.topic(self.of_group(name), 701 + len(self.topics))
        return self.topics[name]

    def person(self, name: str) -> ConversationRef:
        return direct(self.of_person(name).id)

    def channel(self, name: str) -> ConversationRef:
        name = f"#{name.removeprefix('#')}"
        topic = self.of_topic(name)
        return channel(self.of_group(name).id, str(topic) if topic else None)

    def place(self, name: str) -> tuple[Group, int | None]:
        return self.of_group(name), self.of_topic(name)

    async def heard_all(self) -> None:
        self.clock.at = self.now()
        self.last = self.fake.updates[-1] if self.fake.updates else self.last
        await self.fake.settled()
        await wait_until(lambda: not self.real.busy)

    async def press(self, id: str, who: str, press: Press) -> None:
        message, data = self.sight(who, press)
        where = self.fake.groups.get(message.chat)
        self.fake.press_data(self.of_person(who), data, message, where)
        await self.heard_all()

    async def choose(self, id: str, who: str, press: Press) -> None:
        await self.press(id, who, press)

    def sight(self, who: str, press: Press) -> tuple[Message, str]:
        """The newest button of that label, or the oldest; `under` is what its message says, or one before it."""
        mine = (self.of_person(who).id, *self.groups.values())
        found, above = [], dict.fromkeys(mine, "")
        for message in self.fake.messages:
            if message.by != BOT_ID or message.chat not in mine:
                continue
            above[message.chat] = message.text if message.keys else above[message.chat] + message.text
            data = message.button(press.label)
            if data and press.under in above[message.chat]:
                found.append((message, data))
        if not found:
            raise LookupError(f"{who} sees no [{press.label}]")
        return found[0] if press.first else found[-1]

    async def type(self, id: str, who: str, channel: str, text: str, addressed: bool = True) -> None:
        person = self.of_person(who)
        if not channel:
            self.typed[who, text] = self.fake.say(person, text)
        elif addressed:
            named = [{"type": "mention", "offset": 0, "length": len("@folkmoot_bot")}]
            self.fake.say(person, f"@folkmoot_bot {text}", *self.place(channel), entities=named)
        else:
            self.fake.say(person, text, *self.place(channel))
        await self.heard_all()

    async def edit(self, id: str, who: str, old: str, new: str) -> None:
        self.typed[who, new] = self.typed[who, old]
        self.fake.edit(self.of_person(who), self.typed[who, old], new)
        await self.heard_all()

    async def show(self, id: str, who: str, kind: str) -> None:
        self.fake.say(self.of_person(who), "", **KINDS[kind])
        await self.heard_all()

    async def command(self, id: str, who: str, channel: str, text: str) -> None:
        """People are mentioned in the way that needs no public name."""
        words, entities = f"/folkmoot {text}", [{"type": "bot_command", "offset": 0, "length": 9}]
        for found in MENTION.finditer(words):
            bearer = self.of_person(found[1])
            user = bearer.user | {"first_name": bearer.name}
            length = len(found[0])
            entities.append({"type": "text_mention", "offset": found.start(), "length": length, "user": user})
        where = self.place(channel) if channel else (None, None)
        self.fake.say(self.of_person(who), words, *where, entities=entities)
        await self.heard_all()

    async def happen(self, id: str, who: str, channel: str, what: str, to: str = "") -> None:
        if what in ("archived", "unarchived"):
            raise NotHereError("a group cannot be archived")
        person, group = self.of_person(who), self.of_group(channel)
        head = {"message_id": next(self.fake.message_ids), "date": 1, "chat": group.chat, "from": person.user}
        if what in ("closed", "opened"):
            topic = self.of_topic(channel) or 0
            (group.closed.add if what == "closed" else group.closed.discard)(topic)
            told = {f"forum_topic_{'closed' if what == 'closed' else 'reopened'}": {}}
            self.fake.happen(message=head | told | {"message_thread_id": topic, "is_topic_message": True})
        elif what == "added":
            self.fake.add_bot(person, group)
        elif what == "removed":
            self.fake.remove_bot(person, group)
        elif what == "moved":
            self.fake.happen(message=head | {"migrate_to_chat_id": self.of_group(to).id})
        elif what == "left":
            self.fake.happen(message=head | {"left_chat_member": person.user})
        else:
            guest = what == "joined as a guest"
            self.fake.happen(message=head | {"new_chat_members": [person.user | {"is_bot": guest}]})
        await self.heard_all()

    def account(self, who: str, kind: str) -> None:
        raise NotHereError("accounts: everybody who pressed Start is a person")

    async def again(self) -> None:
        self.real.intake._done.clear()
        self.fake.updates.append(self.last)
        self.fake.changed()
        await self.heard_all()

    def block(self, who: str, blocked: bool) -> None:
        self.of_person(who).blocked = blocked

    def names(self) -> dict[str, str]:
        """What Telegram's numbers are called in the transcript."""
        groups = {str(id): name.removeprefix("#") for name, id in self.groups.items()}
        groups |= {str(id): name.partition("/")[2] for name, id in self.topics.items()}
        return groups | {str(id): name for name, id in self.ids.items()}

    def seen(self) -> list[Seen]:
        names = {id: name for name, id in (*self.ids.items(), *self.groups.items())}
        topics = {id: name for name, id in self.topics.items()}
        found = []
        for message in self.fake.messages:
            if message.by == BOT_ID:
                name, line = names[message.chat], message.text.split("\n", 1)[0]
                name = topics.get(message.thread or 0, name)
                place = (name, "") if message.chat < 0 else ("", name)
                found.append(Seen(*place, "message", message.text, line))
        return found

    async def end(self) -> None:
        await self.real.stop()
