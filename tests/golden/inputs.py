"""Everything that can be done to the bot, at every moment of a round, by everybody, everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.chatcommands import COMMANDS
from bot.domain import events
from bot.domain.confidential import ConfidentialText
from bot.engine.routes import FORMS, PRESSES, SUBMISSIONS
from bot.ports import UnitOfWork
from tests.golden.format import parse
from tests.golden.platforms import FakePlatform, Seen
from tests.golden.runner import MakePlatform, Player

GIVEN = """# A round at a moment

at 2026-03-03 09:00 Europe/London
team Crisis line in #crisis-line: amira ben chloe dan eve femi gita hal(lead) ida(admin)
schedule of Crisis line: every other Tuesday at 10:00
themes: rota = "Rotas that change late"; waiting = "People wait too long"
code: abcd-efgh-jkmn-pqrs

"""
OPEN = """later: 2026-03-03 10:00

amira, ben and chloe answer: q2 = "The rota"
dan, eve and femi answer: q2 = "waiting"
"""
CHECKING = """
later: 2026-03-06 18:00

amira, ben and chloe press [Weigh these points]

amira, ben and chloe fill in: 2.2 = "I see it differently"

amira, ben and chloe press [Challenge one]
amira, ben and chloe fill in: point = "Rotas that change late" ; kind = "it is too strong" ; words = "Not so"
"""
MOMENTS = {
    "before": "",
    "open": OPEN,
    "checking": OPEN + CHECKING,
    "deciding": OPEN + CHECKING + "\nlater: 2026-03-10 18:00\n",
    "final": OPEN + "\nlater: 2026-03-10 18:00\n",
    "held": 'later: 2026-03-03 10:00\n\namira answers: q2 = "The rota"\n\nlater: 2026-03-10 18:00\n',
}
PEOPLE = ("kit", "amira", "gita", "hal", "ida")
"""A stranger, one who answered, one who did not, a lead, an admin."""
PLACES = ("", "#crisis-line", "#elsewhere")
DIRECT = tuple((at, who, "") for at in MOMENTS for who in ("amira", "hal", "ida"))
SCENES = (
    *DIRECT,
    *(("open", "kit", place) for place in PLACES),
    *(("checking", who, "#crisis-line") for who in ("amira", "gita", "ida")),
    ("held", "gita", ""),
    ("before", "ida", "#elsewhere"),
)
"""When, who, where: everything is done in each."""
TYPED = (
    "The rota changes too late", "7", "1", "0", "stop", "help", "withdraw", "done", "skip", "send", "cancel",
    "who has not answered?", "hello", "nothing", "   ", "👍", "<!channel> @everyone", "claim", "home", "away until 31 June",
    "can my manager see this?", "delete my answer", "remind me later", "stauts", "list teams", "what is this?", "thanks", "undo",
    "throw away", "send it", "I'm on leave", "question 2", "Away until the manager Sarah leaves", "schedule set", "??", ":+1:",
    "x" * 4000,
)  # fmt: skip
ODD_COMMANDS = ("", "bananas", "team", "schedule set", "help nonsense", "away until", "claim x", "\u202e", "x" * 500)
DIALOGUE = (
    "turn.done", "turn.skip", "turn.option", "turn.empty", "turn.takeoff", "turn.send", "turn.again", "turn.cancel", "turn.bananas",
    "isanswer",
)  # fmt: skip
LEAVES = ("forget.yes",)
"""What ends the acting person's membership: done last."""

MakeEvent = Callable[[dict[str, Any]], events.AnyEvent]


@dataclass(frozen=True, slots=True)
class Input:
    name: str
    make: MakeEvent


def inputs(tokens: tuple[str, ...]) -> Iterator[Input]:
    """Every kind of event that is addressed to the bot, with every button, form and command, on each of these tokens."""
    for text in TYPED:
        yield Input(f"types {text[:20]!r}", _message(text))
    yield Input("edits a message", _message("The rota changed", message_id="m1", edits=True))
    for kind in ("voice", "photo", "sticker", "other"):
        yield Input(f"sends {kind}", _message("", kind=kind))
    for text in (*(example for spec in COMMANDS for example in spec.examples), *ODD_COMMANDS):
        if text not in ("stop", "forget me"):
            yield Input(f"commands {text[:30]!r}", _command(text))
    for action in (*FORMS, *PRESSES, *DIALOGUE, "bananas"):
        if action not in LEAVES:
            for token in tokens:
                yield Input(f"presses {action}", _press(action, token))
            yield Input(f"presses {action} without forms", _press(action, tokens[-1], can_show_form=False))
    for form in (*SUBMISSIONS, "bananas"):
        for token in tokens:
            yield Input(f"sends the form {form}", _form(form, token, "words"))
            yield Input(f"sends the empty form {form}", _form(form, token, ""))
        yield Input(f"sends the form {form} without fields", _form(form, tokens[-1], None))
    for action in LEAVES:
        yield Input(f"presses {action}", _press(action, ""))
    yield Input("types after all that", _message("Still there?"))


def _message(text: str, message_id: str = "m1", edits: bool = False, kind: str = "text") -> MakeEvent:
    return lambda of: events.MessageReceived(
        **of, text=ConfidentialText(text), message_id=message_id, edits=edits, kind=kind
    )


def _command(text: str) -> MakeEvent:
    return lambda of: events.ChatCommandTyped(**of, text=text)


def _press(action: str, token: str, can_show_form: bool = True) -> MakeEvent:
    return lambda of: events.ButtonPressed(**of, action=action, token=token, can_show_form=can_show_form)


def _form(form: str, token: str, value: str | None) -> MakeEvent:
    names = ("q1", "q2", "q3", "kind", "words", "wording", "into", "reason") if value is not None else ()
    values = {name: ConfidentialText(value or "") for name in names}
    return lambda of: events.FormSubmitted(**of, form=form, token=token, values=values)


class Moment:
    """A world at one moment of a round, to which things are done one by one."""

    def __init__(self, player: Player, platform: FakePlatform, tokens: tuple[str, ...]) -> None:
        self.tokens = tokens
        self._player = player
        self._platform = platform
        self._ids = count(1)

    async def do(self, what: MakeEvent, who: str, channel: str) -> list[Seen]:
        """What the person sees because of it, in direct messages, for their eyes in the channel, or openly there."""
        platform = self._platform
        before = len(platform.seen())
        id = f"input-{next(self._ids)}"
        self._player._name(id)
        await platform.heard(what(platform.of(id, who, platform.where(who, channel))))
        await self._player.world.app.sender.drain()
        fresh = platform.seen()[before:]
        return [
            seen for seen in fresh if seen.viewer == who or (channel and seen.channel == channel and not seen.viewer)
        ]


async def moment(name: str, make: MakePlatform) -> Moment:
    transcript = parse(name, GIVEN + MOMENTS[name])
    player = Player(transcript, make)
    await player.begin()
    for step in transcript.steps:
        await player.step(step)
    platform = player.platform
    assert isinstance(platform, FakePlatform)
    return Moment(player, platform, await player.world.store.read(_tokens))


def _tokens(uow: UnitOfWork) -> tuple[str, ...]:
    """One of each kind of token that a button may carry, and some that are nobody's."""
    found = ["", "nobody's", "nobody's:1"]
    for round_ in uow.rounds.where()[:1]:
        found += [
            round_.id,
            f"{round_.id}:2",
            f"{round_.id}:2.1",
            f"{round_.id}:2.1:too strong",
            f"{round_.id}::missing",
        ]
    found += [row.id for row in uow.answers.where()[:1]] + [row.id for row in uow.checks.where()[:1]]
    return tuple(found)
