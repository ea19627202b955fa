"""Plays a transcript on a platform and gives back what was shown, what was decided, and how everything stood at the end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from bot.views.capabilities import FULL, MINIMAL, Support
from tests.golden.format import Action, Step, Transcript, UnreadableLineError, local
from tests.golden.given import Given
from tests.golden.minimal import MinimalPlatform
from tests.golden.people import Cast
from tests.golden.platforms import FakePlatform, NotHereError, Platform, Press, Seen
from tests.golden.world import Delivered, TranscriptWorld

FIELD = re.compile(r"([\w.]+) = \"([^\"]*)\"(?: x (\d+))?")
ONLY_ASKED = ("FieldAsked ", "PartKept ", "ReadBack ", "DialogueCancelled ")
"""Outcomes of a form that is asked question by question: there are none where the form is one."""


@dataclass(slots=True)
class Played:
    """One performance: per step what was seen and what was delivered, and the state at the end."""

    platform: str
    seen: list[list[Seen]] = field(default_factory=list)
    delivered: list[Counter[Delivered]] = field(default_factory=list)
    state: dict[str, list[str]] = field(default_factory=dict)

    @property
    def everything(self) -> list[Seen]:
        return [each for step in self.seen for each in step]


class MakePlatform(Protocol):
    """Makes a platform for a world that is about to be built around it."""

    def __call__(
        self, now: Callable[[], datetime], about: Callable[[str], None], settle: Callable[[], Awaitable[None]]
    ) -> Platform: ...


def full(
    now: Callable[[], datetime], about: Callable[[str], None], settle: Callable[[], Awaitable[None]]
) -> FakePlatform:
    return FakePlatform(now, about, settle)


def minimal(
    now: Callable[[], datetime], about: Callable[[str], None], settle: Callable[[], Awaitable[None]]
) -> MinimalPlatform:
    return MinimalPlatform(
        now, about, settle, name="minimal", capabilities=replace(MINIMAL, list_people=Support.NATIVE)
    )


def unlisted(
    now: Callable[[], datetime], about: Callable[[str], None], settle: Callable[[], Awaitable[None]]
) -> FakePlatform:
    """A platform that does not tell who is in a channel."""
    return FakePlatform(now, about, settle, name="unlisted", capabilities=FULL)


class UncheckedPlatform(FakePlatform):
    def account(self, who: str, kind: str) -> None:
        raise NotHereError("accounts: it does not tell who is behind one")


def unchecked(
    now: Callable[[], datetime], about: Callable[[str], None], settle: Callable[[], Awaitable[None]]
) -> UncheckedPlatform:
    """A platform that does not tell who is behind an account."""
    return UncheckedPlatform(now, about, settle, name="unchecked")


async def play(transcript: Transcript, make: MakePlatform = full) -> Played:
    """Play all steps. Raises NotHere where the platform cannot do what a line says, Unreadable for an unknown line."""
    player = Player(transcript, make)
    await player.begin()
    played = Played(player.platform.name)
    for step in transcript.steps:
        seen, delivered = await player.step(step)
        played.seen.append(seen)
        played.delivered.append(delivered)
    played.state = await player.world.state()
    return played


class Player:
    def __init__(self, transcript: Transcript, make: MakePlatform) -> None:
        self.given = Given(transcript)
        self.cast: Cast = self.given.cast
        self._about = ""
        self._count: Counter[str] = Counter()
        self._shown = 0
        self.platform = make(lambda: self.world.clock.now(), self._name, self._settle)
        self.world = TranscriptWorld(
            self.given.at, self.given.organisation(), self.platform.adapter, self.given.finder()
        )

    async def begin(self) -> None:
        await self.world.begin()
        if isinstance(self.platform, MinimalPlatform):
            self.platform.store = self.world.store
        await self.world.store.run(lambda uow: self.given.put(uow, self.platform))

    async def step(self, step: Step) -> tuple[list[Seen], Counter[Delivered]]:
        for action in step.actions:
            await self._act(action)
        everything = self.platform.seen()
        fresh, self._shown = list(everything[self._shown :]), len(everything)
        delivered = Counter(d for d in await self.world.delivered() if not d.outcome.startswith(ONLY_ASKED))
        return fresh, delivered

    async def _act(self, action: Action) -> None:
        for pattern, do in ACTIONS:
            found = pattern.fullmatch(action.line)
            if found:
                parts = {name: value or "" for name, value in found.groupdict().items()}
                parts["text"] = action.text or parts.get("text", "")
                await do(self, parts)
                return
        raise UnreadableLineError(action.line)

    def _name(self, what: str) -> None:
        self._about = what
        self.world.tokens.about(what)

    async def _settle(self) -> None:
        about = self._about
        await self.world.settle(about)
        self._name(about)

    def id(self, *parts: str) -> str:
        """A name for one thing done, the same on every platform and in every position in the transcript."""
        name = "/".join(parts)
        self._count[name] += 1
        id = f"{self.world.clock.now():%m%d%H%M}/{name}/{self._count[name]}"
        self._name(id)
        return id

    async def each(self, who: str, do: Callable[[str], Awaitable[None]]) -> None:
        for name in self.cast.read(who):
            await do(name)
            await self._settle()


def pairs(words: str) -> dict[str, str]:
    """The fields of a filled-in form: `q1 = "words"`, or `q1 = "x" x 3001` for a text repeated."""
    found = {name: value * int(times or 1) for name, value, times in FIELD.findall(words)}
    if not found:
        raise UnreadableLineError(words)
    return found


Parts = dict[str, str]


async def presses(player: Player, parts: Parts) -> None:
    press = Press(parts["label"], parts["under"], bool(parts["first"]))

    async def one(who: str) -> None:
        await player.platform.press(player.id(who, "press", press.label, press.under), who, press)

    await player.each(parts["who"], one)


async def fills(player: Player, parts: Parts) -> None:
    async def one(who: str) -> None:
        await player.platform.fill(player.id(who, "fill"), who, pairs(parts["text"]))

    await player.each(parts["who"], one)


async def answers(player: Player, parts: Parts) -> None:
    await presses(player, {"who": parts["who"], "label": "Answer privately", "under": "", "first": ""})
    await fills(player, parts)


async def closes(player: Player, parts: Parts) -> None:
    await player.each(parts["who"], lambda who: player.platform.close(player.id(who, "close"), who))


REPEATED = re.compile(r'(\d+) times "(.+)"')


async def types(player: Player, parts: Parts) -> None:
    addressed = parts["verb"].startswith("type")
    if repeated := REPEATED.fullmatch(parts["text"]):
        parts["text"] = int(repeated[1]) * repeated[2]

    async def one(who: str) -> None:
        id = player.id(who, "type", parts["channel"], parts["text"])
        await player.platform.type(id, who, parts["channel"], parts["text"], addressed)

    await player.each(parts["who"], one)


async def commands(player: Player, parts: Parts) -> None:
    async def one(who: str) -> None:
        id = player.id(who, "command", parts["channel"], parts["text"])
        await player.platform.command(id, who, parts["channel"], parts["text"])

    await player.each(parts["who"], one)


async def edits(player: Player, parts: Parts) -> None:
    async def one(who: str) -> None:
        await player.platform.edit(player.id(who, "edit", parts["text"]), who, parts["old"], parts["text"])

    await player.each(parts["who"], one)


async def sends(player: Player, parts: Parts) -> None:
    kind = {"voice note": "voice"}.get(parts["kind"], parts["kind"])
    await player.each(parts["who"], lambda who: player.platform.show(player.id(who, "show", kind), who, kind))


HAPPENS = {
    "adds": "added",
    "removes": "removed",
    "joins": "joined",
    "leaves": "left",
    "moves": "moved",
    "closes": "closed",
    "opens": "opened",
    "archives": "archived",
    "unarchives": "unarchived",
}


async def looks(player: Player, parts: Parts) -> None:
    await player.each(parts["who"], lambda who: player.platform.look(player.id(who, "look"), who))


async def happens(player: Player, parts: Parts) -> None:
    what = HAPPENS[parts["verb"]]
    what = "joined as a guest" if parts.get("guest") else what

    async def one(who: str) -> None:
        id = player.id(who, what, parts["channel"])
        await player.platform.happen(id, who, parts["channel"], what, parts.get("to", ""))

    await player.each(parts["who"], one)


async def is_there(player: Player, parts: Parts) -> None:
    for who in player.cast.read(parts["who"]):
        if parts["gone"]:
            player.platform.take(parts["channel"], who)
        else:
            player.platform.put(parts["channel"], who, parts["kind"])


async def becomes(player: Player, parts: Parts) -> None:
    """The platform says something else of somebody from now on; `heard` if it tells the bot so at once."""
    kind = {"full member": "", "person": ""}.get(parts["kind"], parts["kind"])
    for who in player.cast.read(parts["who"]):
        player.platform.account(who, kind)
        if parts["verb"].startswith("become"):
            await player.platform.happen(player.id(who, "changed"), who, "", "changed")


async def can_be_read(player: Player, parts: Parts) -> None:
    player.platform.deaf(parts["channel"], "no longer" in parts["how"])


async def blocks(player: Player, parts: Parts) -> None:
    for who in player.cast.read(parts["who"]):
        player.platform.block(who, parts["verb"].startswith("block"))


async def comes_again(player: Player, parts: Parts) -> None:
    await player.platform.again()
    await player._settle()


async def restarts(player: Player, parts: Parts) -> None:
    await player.world.restart()


async def passes(player: Player, parts: Parts) -> None:
    player._name(f"time {parts['at']}")
    await player.world.move(local(parts["at"], player.given.zone), awake=parts["verb"] == "later")


WHO, CHANNEL = r"(?P<who>[a-z].*?)", r"(?: in (?P<channel>#[\w/-]+))?"
ACTIONS: Sequence[tuple[re.Pattern[str], Callable[[Player, Parts], Awaitable[None]]]] = tuple(
    (re.compile(pattern, re.DOTALL), do)
    for pattern, do in (
        (r"(?P<verb>later|asleep until): (?P<at>\d{4}-\d\d-\d\d \d\d:\d\d)", passes),
        (r"the product restarts", restarts),
        (r"that arrives twice", comes_again),
        (rf'{WHO} press(?:es)? (?P<first>the first )?\[(?P<label>[^\]]+)\](?: under "(?P<under>[^"]+)")?', presses),
        (rf"{WHO} fills? in: (?P<text>.+)", fills),
        (rf"{WHO} answers?: (?P<text>.+)", answers),
        (rf"{WHO} closes? the form", closes),
        (rf"{WHO} opens? (?:their|her|his) page", looks),
        (rf"{WHO} (?P<verb>types?|chats?){CHANNEL}:(?: (?P<text>.+))?", types),
        (rf"{WHO} commands?{CHANNEL}:(?: (?P<text>.+))?", commands),
        (rf'{WHO} edits? "(?P<old>[^"]+)" to: (?P<text>.+)', edits),
        (rf"{WHO} sends? a (?P<kind>voice note|photo|sticker)", sends),
        (rf"{WHO} (?P<verb>adds|removes) the bot (?:to|from) (?P<channel>#[\w/-]+)", happens),
        (rf"{WHO} (?P<verb>joins|leaves) (?P<channel>#[\w/-]+)(?P<guest> as a guest)?", happens),
        (rf"{WHO} (?P<verb>moves) (?P<channel>#[\w/-]+) to (?P<to>#[\w-]+)", happens),
        (rf"{WHO} (?P<verb>archives|unarchives) (?P<channel>#[\w-]+)", happens),
        (rf"{WHO} (?P<verb>closes|opens) (?P<channel>#[\w-]+/[\w-]+)", happens),
        (rf"{WHO} (?:is|are) (?P<gone>no longer )?in (?P<channel>#[\w-]+)(?: as a (?P<kind>guest|bot))?", is_there),
        (rf"{WHO} (?P<verb>becomes?|turns? out to be) an? (?P<kind>[a-z ]+)", becomes),
        (r"(?P<channel>#[\w-]+) can (?P<how>no longer be read|be read again)", can_be_read),
        (rf"{WHO} (?P<verb>blocks?|unblocks?) the bot", blocks),
    )
)
