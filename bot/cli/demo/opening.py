"""The beginning of the story: a draft, three of the answers that it was made of, and somebody who weighs it. Then it goes back."""

from __future__ import annotations

from collections.abc import Mapping

from bot.bootstrap.demonstration import BOT, Scene
from bot.cli.demo import crowd
from bot.cli.demo.cast import CastTeam
from bot.cli.demo.days import SCHEDULE, october_at
from bot.cli.demo.world import DemoWorld
from bot.views.messages.summaries import POINT_NUMBER
from bot.views.messages.wording import count_in_words
from bot.views.text import as_text
from bot.views.view import Block, Heading, Items, Note, Quote, Text, View

SHOWN = ("amira", "ben", "chloe")
"""The people whose answers are shown: they made one point in three ways."""
WEIGHING = "amira"
WEIGHED = 3
"""Number of their choices that are shown."""


async def open_on_draft(world: DemoWorld) -> None:
    """Live through the round out of sight, up to the morning after the draft, and show that."""
    world.watch()
    world.in_sight = False
    team = world.cast.teams[0]
    await set_up_team(world, team)
    await _give_answers(world, team)
    await world.advance(october_at(9, 18))
    await world.advance(october_at(10, 10))
    button = world.find_button(WEIGHING, "weigh", world.room(team))
    world.in_sight = True
    world.narrate(f"Saturday morning. Yesterday {team.name} got back what was said to Folkmoot in three days.")
    world.in_sight = False
    chosen = await crowd.weigh_unseen(world, world.cast.player(WEIGHING), button)
    world.in_sight = True
    world.client.show_scene(_make_scene(world, team, chosen))


async def set_up_team(world: DemoWorld, team: CastTeam) -> None:
    """The first admin makes the team and sets when it is asked."""
    await world.type("lena", f"/claim {world.made.code}")
    await crowd.add_team(world, team, "lena")
    await world.type("lena", "/lead set @lena", world.room(team))
    await world.type("lena", f"/schedule set {SCHEDULE}", world.room(team))


async def _give_answers(world: DemoWorld, team: CastTeam) -> None:
    await world.advance(october_at(6, 11))
    for player in team.people:
        if player.answers:
            await world.answer_unseen(player)
    await world.settle()
    for player in team.people:
        await crowd.allow_words(world, player)


def _make_scene(world: DemoWorld, team: CastTeam, chosen: Mapping[str, str]) -> Scene:
    question = max(world.cast.player(WEIGHING).answers)
    given = sum(question in player.answers for player in team.people)
    left: list[Block] = [Heading(f"Three of {count_in_words(given)} private answers")]
    for handle in SHOWN:
        player = world.cast.player(handle)
        left += [Text(f"{player.name}:"), Quote(player.answers[question])]
    name = world.client.name_of(WEIGHING)
    return Scene(
        "People answer in private. What several share comes back to their team, to be weighed. Who said it stays hidden: only "
        "you see both sides.",
        View(tuple(left), "Answers"),
        _points_of_draft(world, team),
        View(
            (
                Heading(f"{name} weighs it, in private"),
                Items(tuple(f"{choice}: {wording}" for wording, choice in chosen.items())[:WEIGHED]),
                Note("The final summary says what is widely shared, and where they differ."),
            ),
            "Weighing",
        ),
    )


def _points_of_draft(world: DemoWorld, team: CastTeam) -> View:
    """The newest message in the team's room, the draft, without its quotes and what is said around it."""
    said = [as_text(message.view) for message in world.client.visible(world.room(team)) if message.author == BOT]
    lines = [line for line in said[-1].splitlines() if line]
    points = [Text(line) for line in lines if line.endswith("?") or POINT_NUMBER.match(line)]
    return View((Heading(lines[0]), *points), "Points")
