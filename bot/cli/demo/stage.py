"""A world with a story, as the fronts play it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, tzinfo

from bot.bootstrap.demonstration import ConsoleAdapter, ConsolePerson
from bot.cli.demo.story import Step
from bot.cli.demo.world import DemoWorld
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent


class DemoStage:
    """See `adapters.console.stage.DemoFront`. A visitor may have changed what a step builds on: that step is then left out."""

    title = "Folkmoot demonstration"

    def __init__(self, world: DemoWorld, steps: Sequence[Step], member: str, asides: Collection[Step] = ()) -> None:
        self.world = world
        self.left_out: list[str] = []
        self._asides = asides
        self._steps = list(steps)
        self._member = member

    @property
    def steps_left(self) -> Sequence[Step]:
        return tuple(self._steps)

    @property
    def console(self) -> ConsoleAdapter:
        return self.world.console

    @property
    def zone(self) -> tzinfo:
        return self.world.zone

    @property
    def people(self) -> Sequence[ConsolePerson]:
        """The lead, who sets everything up, first."""
        return self.world.people

    @property
    def rooms(self) -> Sequence[ConversationRef]:
        team = self.world.cast.teams[0]
        direct = self.world.client.direct
        return (self.world.room(team), direct(self._member), direct(team.lead.handle))

    @property
    def looked_at(self) -> ConversationRef | None:
        return next(iter(self.world.watched), None)

    def now(self) -> datetime:
        return self.world.now()

    def next_event_at(self) -> datetime | None:
        return self.world.following

    def state(self) -> str:
        return self.world.standing

    async def advance(self, to: datetime) -> None:
        await self.world.advance(to)

    async def act(self, event: AnyEvent) -> None:
        await self.world.act(event)

    async def next_step(self) -> bool:
        if not self._steps:
            return False
        step = self._steps.pop(0)
        self.world.aside = step in self._asides
        try:
            await step(self.world)
        except LookupError:
            self.left_out.append(step.__name__)
            self.world.narrate("The story leaves something out here: what it builds on has come differently.")
        return True
