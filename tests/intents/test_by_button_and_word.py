"""Everything that a member can do is reached by a button and by a word: each command has a button, and each button a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.chatcommands import BY_NAME, COMMANDS, Role
from bot.domain.outcomes.commands import HelpShown
from bot.engine.routes import FORMS as FORM_BUTTONS
from bot.engine.routes import PRESSES
from bot.views import messages
from bot.views.messages.wording import FORMS
from bot.views.view import Buttons
from tests.phrasebook.samples import samples
from tests.support.world import World

BY_A_BUTTON_OF_ITS_OWN = {
    "home": "home",
    "propose": "proposal.show",
}
"""Commands whose buttons stand where there is something to choose: which team, which words."""
BY_WORD: Mapping[str, str] = {
    "answer": "answer", "withdraw": "withdraw", "words": "my words", "offer.no": "my words offer nothing",
    "offer.yes": "my words ask each time", "home": "home Crisis line", "away": "away until Monday", "meet": "meeting",
}  # fmt: skip


def members_commands() -> list[str]:
    hidden = ("help", "claim", "join")
    return [spec.name for spec in COMMANDS if spec.role <= Role.MEMBER and spec.name not in hidden]


def actions_shown() -> Iterator[str]:
    """The actions of all buttons of all messages."""
    for sample in samples():
        if type(sample.outcome) not in FORMS:
            blocks = messages.word_outcome(sample.outcome, sample.texts).blocks
            yield from (button.action for block in blocks if isinstance(block, Buttons) for button in block.buttons)


async def test_every_command_of_members_is_two_presses_away_from_help() -> None:
    world = World()
    await world.found({"Alpha": ("ada", "amira", "ben")}, "every other Tuesday at 10:00")
    topics = (await world.command("ben", "help")).told(HelpShown)
    assert topics
    found: set[str] = set()
    for topic in topics.commands:
        assert topic.order == f"help {topic.usage}"
        page = (await world.press("ben", "order", topic.order)).told(HelpShown)
        assert page
        found |= {
            name for one in page.commands for name in (BY_NAME.keys() & {one.order, "away" * ("away" in one.order)})
        }
    reached = found | set(BY_A_BUTTON_OF_ITS_OWN)
    assert {name for name in members_commands() if name not in ("clear chat",)} <= reached
    assert set(BY_A_BUTTON_OF_ITS_OWN.values()) <= set(actions_shown())


def test_every_button_of_members_that_needs_no_message_before_it_has_a_word() -> None:
    """The others belong to what a message shows: its words, its draft, its question."""
    buttons = set(PRESSES) | set(FORM_BUTTONS)
    for action, words in BY_WORD.items():
        assert action in buttons
        assert any(words == name or words.startswith(f"{name} ") for name in BY_NAME), words
