"""Everything around the bot that a transcript needs: a clock moved by hand, repeatable tokens, a store, a finder."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from typing import Any

from bot.bootstrap import App, found_organisation, wire_app
from bot.domain.conversation import ConversationRef
from bot.domain.model import Delivery, Organisation, OutboxMessage
from bot.domain.outcomes.base import Outcome, text_refs
from bot.domain.outcomes.sharing import DraftPosted
from bot.engine.quoting import quoted_texts, reader_of
from bot.ports import ChatAdapter, Found, FoundPoint, Item, PointFinder, UnitOfWork
from bot.themes.language import READ, is_read
from bot.themes.redact import safe_words
from storage.database import open_memory_store
from storage.keys import KEY_ID_BYTES
from tests.support.clock import HandClock

DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
STATE = (
    *(
        "organisations",
        "teams",
        "schedules",
        "members",
        "identities",
        "memberships",
        "followings",
        "exclusions",
        "claims",
        "question_sets",
    ),
    *("rounds", "interviews", "answers", "checks", "rulings", "releases", "audits"),
)
"""The records that must be equal however a transcript was played."""


class NamedTokens:
    """Tokens that depend on what is going on and not on what went on before, so that each way of playing has the same."""

    def __init__(self) -> None:
        self._about = ""
        self._used: Counter[str] = Counter()

    def about(self, what: str) -> None:
        self._about = what

    def __call__(self) -> str:
        self._used[self._about] += 1
        digest = sha256(f"{self._about}\0{self._used[self._about]}".encode()).digest()
        return "".join(DIGITS[byte % 32] for byte in digest[:26])


class WordFinder:
    """Groups by a word: whoever used it made its point. Redaction and languages are the product's own."""

    languages = READ

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels = dict(labels)

    def find(self, items: Sequence[Item], direction: str, small: bool, names: object = ()) -> Found:
        points = []
        for word, label in self._labels.items():
            refs = frozenset(item.ref for item in items if word in item.text.lower())
            if refs:
                points.append(FoundPoint(label, False, refs))
        nothing = frozenset(item.ref for item in items if item.text.lower().strip(" .") == "nothing")
        used = nothing.union(*(point.refs for point in points))
        return Found(tuple(points), nothing, frozenset(item.ref for item in items) - used)

    def reads(self, text: str) -> bool:
        return is_read(text)

    def takes_other_side(self, text: str, direction: str) -> bool:
        return False

    def redact(self, text: str, names: Sequence[str]) -> str:
        return safe_words(text, names)


@dataclasses.dataclass(frozen=True, slots=True)
class Delivered:
    """That an outcome reached a place: a channel, or a person in whatever place of theirs."""

    to: str
    outcome: str


def alike() -> Callable[[int], bytes]:
    """The same secrets whoever comes first, so that nothing is shuffled otherwise where people need more messages; ids differ."""
    ids = count(1)
    return lambda size: next(ids).to_bytes(size, "big") if size == KEY_ID_BYTES else bytes(size)


class TranscriptWorld:
    """A wired product with one adapter, whose process may end and begin again."""

    def __init__(self, at: datetime, organisation: Organisation, adapter: ChatAdapter, finder: PointFinder) -> None:
        self.clock = HandClock(at.astimezone(UTC))
        self.tokens = NamedTokens()
        self.adapter = adapter
        self.finder = finder
        self.store = open_memory_store(entropy=alike())
        self._organisation = organisation
        self._known: set[str] = set()
        self.app: App

    async def begin(self) -> None:
        now = self.clock.now()
        await self.store.run(lambda uow: found_organisation(uow, self._organisation, now, "questions"))
        await self.restart()

    async def restart(self) -> None:
        """A new process on the same store: what the old one knew by heart is gone."""
        self.app = wire_app(self.store, self.clock, [self.adapter], self.finder, self.tokens)
        await self.adapter.start(self.app.engine.handle)
        await self.app.sender.recover()

    async def settle(self, about: str) -> None:
        self.tokens.about(f"{about}\0settling")
        await self.app.settle()

    async def move(self, to: datetime, awake: bool = True) -> None:
        """Let time pass: awake, everything happens when it is due; asleep, it is found due on waking up."""
        target = to.astimezone(UTC)
        while awake:
            due = await self.app.scheduler.next_at()
            if due is None or due > target:
                break
            before, self.clock.at = self.clock.at, max(due, self.clock.at)
            await self.settle(self.clock.at.isoformat())
            if self.clock.at == before and await self.app.scheduler.next_at() == due:
                break
        self.clock.at = target
        await self.settle(target.isoformat())

    async def delivered(self) -> list[Delivered]:
        """What reached whom since the last time; a draft shown again where it stands, corrected, is no new message."""
        return await self.store.read(self._delivered)

    def _delivered(self, uow: UnitOfWork) -> list[Delivered]:
        found = []
        for message in uow.outbox.where(state=Delivery.SENT):
            if message.id not in self._known:
                self._known.add(message.id)
                if not (message.edits and isinstance(message.outcome, DraftPosted)):
                    found.append(Delivered(_place(uow, message), plain(uow, message.outcome, _reader(uow, message))))
        return found

    async def state(self) -> dict[str, list[str]]:
        """Every record at the end, answers with their decrypted texts."""
        return await self.store.read(_state)


def _place(uow: UnitOfWork, message: OutboxMessage) -> str:
    ref = uow.addresses.ref(message.private_to or message.to)
    return place_of(ref) if ref else "nobody"


def place_of(ref: ConversationRef) -> str:
    topic = f"/{ref.topic}" if ref.topic else ""
    return f"#{ref.channel}{topic}" if ref.channel else ref.person or ""


def _reader(uow: UnitOfWork, message: OutboxMessage) -> str:
    return reader_of(uow, message.private_to or message.to)


PLATFORM_NOTE = re.compile(r"'platform_note': (?:'[^']*'|\"[^\"]*\"), ")
"""What a platform says of itself differs from platform to platform."""


def plain(uow: UnitOfWork, outcome: Outcome, reader: str) -> str:
    """An outcome as text, with the words that it quotes to this reader."""
    words = quoted_texts(uow, text_refs(outcome), reader)
    said = f"{type(outcome).__name__} {dataclasses.asdict(outcome)} {words}"
    return PLATFORM_NOTE.sub("", said)


def _state(uow: UnitOfWork) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in STATE:
        records: Any = getattr(uow, name)
        rows = records.where()
        if name == "identities":
            # When a platform was last asked about somebody, if it can be asked at all, is its own affair.
            rows = [dataclasses.replace(row, confirmed_at=None) for row in rows]
        found[name] = [repr(row) for row in rows]
    answers = uow.answers.where()
    texts = uow.texts.read([row.id for row in answers])
    found["words"] = [text.reveal() if text else "" for text in texts]
    return found
