"""The story of a round with answers from a file: as many people as gave them, in their teams, through the same doors."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.cli.demo import crowd
from bot.cli.demo.cast import Cast
from bot.cli.demo.days import SCHEDULE, october_at
from bot.cli.demo.story import Step
from bot.cli.demo.world import DemoWorld
from bot.domain.model import RoundState
from bot.ports import UnitOfWork
from bot.views.messages.questions import DEFAULT_QUESTIONS
from bot.views.messages.wording import question_count

MOST_PRINTED = 3
"""Most teams whose finals are printed whole; of more, their points are."""
DRAFT, FINAL = 14, 40
"""Lines of the one draft, and of a final; there may be fewer left."""
MOST_LINES = 250
"""Lines of the whole story where it is printed, the last one included, which says what was left out."""
LINES_OF_A_STEP = 8
LINES_OF_STEPS = {"closing": 20, "weighing": 20, "final": 70, "organisation_summary": 18, "end": 3}
"""Lines that are kept for a step, by its name, where it is another number; what it does not need goes to those behind it."""
MOST_NAMED = 5


def story_steps(cast: Cast, count: int, questions: Sequence[str] = ()) -> Sequence[Step]:
    """The steps for `count` answers; without questions the product's own are asked."""
    told = _Story(cast, count, questions)
    return (
        told.claim,
        *((told.ask_own_questions,) if questions else ()),
        told.set_up,
        told.opening,
        told.answering,
        *((told.allowing,) if any(player.allow for player in cast.people) else ()),
        told.reminder,
        told.closing,
        *((told.weighing,) if any(player.weigh for player in cast.people) else ()),
        told.final,
        told.organisation_summary,
        told.end,
    )


def lines_for_next(steps: Sequence[Step], printed: int) -> int:
    """Return how many more lines the first of these steps may take, where so many are printed."""
    kept = sum(LINES_OF_STEPS.get(step.__name__, LINES_OF_A_STEP) for step in steps[1:])
    return MOST_LINES - 1 - printed - kept


class _Story:
    """The first team is the one to watch, and `giver` one of its people."""

    def __init__(self, cast: Cast, count: int, questions: Sequence[str]) -> None:
        self.cast = cast
        self.count = count
        self.questions = questions
        self.first = cast.teams[0]
        self.giver = self.first.people[1]

    async def claim(self, world: DemoWorld) -> None:
        world.watch(world.client.direct("lena"))
        teams = len(self.cast.teams)
        world.narrate(
            f"{self.count:,} answers from the file make {len(world.cast.people):,} people in {teams:,} "
            f"{'team' if teams == 1 else 'teams'}: in each team, the first answer to each question is one person’s, the "
            "second another’s, and so on. Lena, who gives none, sets everything up."
        )
        await world.type("lena", f"/claim {world.made.code}")

    async def ask_own_questions(self, world: DemoWorld) -> None:
        """Only the last of the commands is shown: each shows the questions as they are then."""
        world.watch()
        count = len(self.questions)
        world.narrate(
            f"The file brings {question_count(count)} of its own, and Lena sets {'it' if count == 1 else 'them'}."
        )
        first, *others = self.questions
        commands = [f"/questions remove {number}" for number in range(len(DEFAULT_QUESTIONS), 1, -1)]
        commands += [f"/questions set 1 {first}", *(f"/questions add {text}" for text in others)]
        for command in commands[:-1]:
            await world.type("lena", command)
        world.watch(world.client.direct("lena"))
        await world.type("lena", commands[-1])

    async def set_up(self, world: DemoWorld) -> None:
        world.watch(world.room(self.first))
        world.narrate(f"She makes the teams and sets when they are asked. {self.first.name} is the one to watch here.")
        for team in self.cast.teams:
            await crowd.add_team(world, team, "lena")
            await world.type("lena", f"/lead set @{team.lead.handle}", world.room(team))
            await world.type("lena", f"/schedule set {SCHEDULE}", world.room(team))
            await asyncio.sleep(0)

    async def opening(self, world: DemoWorld) -> None:
        world.watch(world.room(self.first), world.client.direct(self.giver.handle))
        await world.advance(october_at(6, 9, 59))
        world.narrate("Tuesday at ten: the schedule opens the rounds.")
        await world.advance(october_at(6, 10))

    async def answering(self, world: DemoWorld) -> None:
        world.watch(world.client.direct(self.giver.handle))
        await world.advance(october_at(6, 11))
        world.narrate(f"Everybody answers with the words of the file. {self.giver.name} is one of them.")
        for player in world.cast.people:
            if player is self.giver:
                await world.answer(player)
            elif player.answers:
                await world.answer_unseen(player)
        await world.settle()

    async def allowing(self, world: DemoWorld) -> None:
        world.watch()
        count = sum(len(player.allow) for player in world.cast.people)
        world.narrate(f"For {count:,} of the answers the file allows that their words are shown, unnamed.")
        await crowd.allow_unseen(world, (player for player in world.cast.people if player.allow))
        await world.settle()

    async def reminder(self, world: DemoWorld) -> None:
        world.watch(world.client.direct("lena"))
        await world.advance(october_at(8, 9, 59))
        world.narrate("Thursday: the only reminder, the same for everyone.")
        await world.advance(october_at(8, 10))

    async def closing(self, world: DemoWorld) -> None:
        world.watch(world.room(self.first), longest=DRAFT)
        await world.advance(october_at(9, 17, 59))
        world.narrate(
            "Friday, six o’clock: the rounds close. Points are found on this machine and come back as drafts. Here is that of "
            f"{self.first.name}."
        )
        await world.advance(october_at(9, 18))
        withheld = world.made.store.read_sync(lambda uow: withheld_teams(uow))
        if withheld:
            world.narrate(f"Too few answered in {name_some(withheld)}: nothing is shown of that, and nothing is lost.")

    async def weighing(self, world: DemoWorld) -> None:
        """As the file says; one of the people who weigh is shown."""
        await world.advance(october_at(12, 10))
        shown = next((player for player in self.first.people if player.weigh), None)
        world.watch(*((world.client.direct(shown.handle),) if shown else ()))
        world.narrate("People weigh the drafts in private, as the file says.")
        met: set[str] = set()
        for team in self.cast.teams:
            weighing = [player for player in team.people if player.weigh]
            try:
                button = world.find_button(team.lead.handle, "weigh", world.room(team))
            except LookupError:
                continue
            for player in weighing:
                chosen = await (
                    crowd.weigh(world, player) if player is shown else crowd.weigh_unseen(world, player, button)
                )
                met |= {words for words in player.weigh if crowd.fits_any(words, chosen)}
            await world.settle()
        unmet = {words for player in self.cast.people for words in player.weigh} - met
        if unmet:
            world.narrate(f"Nothing that could be weighed holds the words {name_some(sorted(unmet))}.")

    async def final(self, world: DemoWorld) -> None:
        count = len(self.cast.teams)
        rooms = (world.room(team) for team in self.cast.teams)
        world.watch(*rooms, world.client.direct("lena"), longest=FINAL, points_only=count > MOST_PRINTED)
        await world.advance(october_at(13, 17, 59))
        world.narrate(
            "Nobody challenges anything in this file, so after the check window the summaries become final: "
            f"{'those' if count > 1 else 'that'} of {'all ' if count > 1 else ''}{count} {'teams' if count > 1 else 'team'}."
        )
        await world.advance(october_at(13, 18))

    async def organisation_summary(self, world: DemoWorld) -> None:
        world.watch(world.room(self.first))
        await world.advance(october_at(28, 7, 59))
        world.narrate("A month after the start: what all teams said together, as a draft that everybody can weigh.")
        await world.advance(october_at(28, 9))

    async def end(self, world: DemoWorld) -> None:
        world.watch()
        world.narrate("That was one round with these answers. Nothing of it was kept.")


def withheld_teams(uow: UnitOfWork) -> list[str]:
    """Return the names of the teams of whose rounds nothing is shown."""
    withheld = {team for round_ in uow.rounds.where(state=RoundState.WITHHELD) for team in round_.teams}
    return sorted(team.name for team in uow.teams.where() if team.id in withheld)


def name_some(names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - MOST_NAMED
    shown = [f"“{name}”" for name in names[:MOST_NAMED]]
    return ", ".join(shown) + (f" and {more:,} more" if more > 0 else "")
