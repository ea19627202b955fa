"""Everything is reached by a button and by a word: each button has a word, each command its button or its form.

What is there is read from the code: the tables of routes, and every message of the phrasebook. `buttons.txt` says what each label
means when it is typed; `pytest tests/intents --rewrite-buttons` writes it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chatcommands import COMMANDS, Role, Wrong
from bot.chatcommands.complete_command import named_command
from bot.chatcommands.intents import Nearly, read_message
from bot.domain.outcomes.commands import HelpShown
from bot.engine import dispatch
from bot.engine.answers.form_wizard import ON_A_FIELD
from bot.engine.menus import works_here
from bot.engine.routes import FORMS as FORM_BUTTONS
from bot.engine.routes import PRESSES
from bot.views import messages
from bot.views.messages.wording import FORMS
from bot.views.view import Button, Buttons
from tests.intents.tables import asked
from tests.phrasebook.samples import samples
from tests.support.places import person
from tests.support.world import World

TABLE = Path(__file__).parent / "buttons.txt"
TEAMS = frozenset({"wards", "reception"})
ROUTED = {*PRESSES, *FORM_BUTTONS, dispatch.A_COMMAND, dispatch.AN_ANSWER, dispatch.A_REQUEST, dispatch.SEND_HELD}
OF_EARLIER_VERSIONS = {"right"}
"""Actions of buttons that no message has any more, and that stand in chats since an earlier version."""
NO_WORD = {
    "guide": "a guided set-up hears the words that fill in its steps",
    "guide.cancel": "a guided set-up hears it",
    "guide.create": "a guided set-up hears it",
    "guide.homeless": "a guided set-up hears it",
    "guide.lead": "a guided set-up hears it",
    "guide.look": "a guided set-up hears it",
    "guide.next": "a guided set-up hears it",
    "guide.when": "a guided set-up hears the rhythm itself",
    "isanswer": "it says what the message before it was",
    "link.off": "“team link off” is the command; the label could be an answer",
    "link.post": "it is about the link above it",
    "mine.close": "it takes the message away that it stands under",
}
"""Buttons whose label alone means nothing, each with the reason."""


def buttons_shown() -> Iterator[Button]:
    """All buttons of all messages."""
    for sample in samples():
        if type(sample.outcome) not in FORMS:
            blocks = messages.word_outcome(sample.outcome, sample.texts).blocks
            yield from (button for block in blocks if isinstance(block, Buttons) for button in block.buttons)


def meaning_of(label: str) -> str:
    """What somebody means who types the label and has a form to answer; empty where it is words."""
    found = read_message(label, replace(asked(Role.ADMIN), teams=TEAMS))
    if found is None:
        return ""
    if isinstance(found, Nearly):
        return f"how to say {' or '.join(found.names)}"
    return "how it is written" if isinstance(found.command, Wrong) else type(found.command).__name__


def table() -> str:
    """Each action with the labels of its buttons and what they mean."""
    labels: dict[str, set[str]] = {}
    for button in buttons_shown():
        if not button.action.startswith(dispatch.IN_TURN) and button.action != dispatch.A_COMMAND:
            labels.setdefault(button.action, set()).add(button.label)
    rows = [
        (action, f"    {label} = {meaning_of(label) or 'words'}")
        for action in sorted(labels)
        for label in sorted(labels[action])
    ]
    heads = dict.fromkeys(action for action, _ in rows)
    return "".join(f"{action}\n" + "".join(f"{row}\n" for of, row in rows if of == action) for action in heads)


def test_what_each_button_means_when_its_label_is_typed(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite-buttons"):
        TABLE.write_text(table(), encoding="utf-8")
    assert table() == TABLE.read_text(encoding="utf-8"), "`pytest tests/intents --rewrite-buttons`, and read the diff"


def test_every_button_leads_somewhere_and_every_route_has_a_button() -> None:
    shown = {button.action for button in buttons_shown()}
    in_turn = {f"{dispatch.IN_TURN}{step}" for step in (*ON_A_FIELD, "send", "again", "cancel")}
    assert shown - in_turn <= ROUTED
    assert ROUTED - shown == OF_EARLIER_VERSIONS


def test_every_button_has_a_word_or_a_reason() -> None:
    found = {
        button.action
        for button in buttons_shown()
        if not button.action.startswith(dispatch.IN_TURN)
        and button.action != dispatch.A_COMMAND
        and not meaning_of(button.label)
    }
    assert found == set(NO_WORD)


def test_every_button_that_stands_for_a_command_names_one() -> None:
    for button in buttons_shown():
        if button.action == dispatch.A_COMMAND:
            named = named_command(button.token)
            assert meaning_of(button.token), button.token
            assert named is None or not named[1] or not isinstance(named[0].read(named[1]), Wrong), button.token


BESIDE_WHAT_IS_CHOSEN = {"home": "home", "propose": "proposal.show"}
"""Commands whose buttons stand where there is something to choose: which team, which words."""
NOT_IN_HELP = {"help", "claim", "join", "clear chat"}
"""Help itself, commands of who is not there yet, and the one that a platform may lack."""


async def pages_of(who: str, world: World) -> tuple[set[str], set[str]]:
    """The names of the commands that somebody is told how to write two presses from help, and of those that are pressed there."""
    topics = (await world.command(who, "help")).told(HelpShown)
    assert topics
    written: set[str] = set()
    pressed: set[str] = set()
    for topic in topics.commands:
        assert topic.order == f"help {topic.usage}"
        page = (await world.press(who, "order", topic.order)).told(HelpShown)
        assert page
        for one in page.commands:
            named = named_command(one.examples[0])
            assert named and named[0].usage == one.usage
            written.add(named[0].name)
            pressed |= {named[0].name} if one.order else set()
    return written, pressed


@pytest.mark.parametrize(("who", "role"), [("ben", Role.MEMBER), ("amira", Role.LEAD), ("ada", Role.ADMIN)])
async def test_every_command_is_two_presses_away_from_help(who: str, role: Role) -> None:
    """Those of members are done by a third; of those of leads and admins, some of which act at once, the way to write is shown."""
    world = World()
    await world.found({"Alpha": ("ada", "amira", "ben")}, "every other Tuesday at 10:00")
    await world.command("ada", "lead set <@amira> for Alpha")
    written, pressed = await pages_of(who, world)
    here = world.platform.capabilities(person(who))
    theirs = {spec.name for spec in COMMANDS if spec.role <= role and works_here(spec.name, here)}
    assert theirs - NOT_IN_HELP <= written
    members = {spec.name for spec in COMMANDS if spec.role <= Role.MEMBER} - NOT_IN_HELP
    assert members <= pressed | BESIDE_WHAT_IS_CHOSEN.keys()
    assert set(BESIDE_WHAT_IS_CHOSEN.values()) <= {button.action for button in buttons_shown()}
