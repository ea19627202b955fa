"""The stage of the demonstration: the rooms, the clock, and what people can do in them with or without buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from bot.bootstrap.demonstration import ConsoleAdapter, ConsolePerson, Demonstration, set_up
from bot.cli.demo.cast import Cast, CastTeam, Player
from bot.cli.demo.standing import describe_standing
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.events import AnyEvent, ButtonPressed, FormSubmitted, Sender
from bot.domain.model import Organisation
from bot.domain.outcomes.weighing import WeighForm
from bot.ports import Reply, UnitOfWork
from bot.views import messages
from bot.views.capabilities import FULL
from bot.views.view import Button, Form, FormField

ZONE = "Europe/London"
START = datetime(2026, 9, 28, 9, 0, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
"""A Monday, eight days before the first Tuesday of a month and four weeks before the clocks change."""
HARBOUR_MIND = Organisation(id="org", name="Harbour Mind", zone=ZONE, country="GB", region="ENG")


class DemoWorld:
    """Everything that happens goes through here; each method returns when all that follows from it was sent.

    `longest` is how many lines of a message are worth printing where few are, or 0 for as many as usual; with `points_only` these
    are the points of what stands in a channel. An `aside` is left out there. What happens while nothing is `in_sight` is no part
    of the story: it leads up to what is shown of it.
    """

    def __init__(self, cast: Cast, made: Demonstration, minimal: bool = False) -> None:
        self.cast = cast
        self.made = made
        self.minimal = minimal
        self.client = made.console.client
        self.watched: tuple[ConversationRef, ...] = ()
        self.longest = 0
        self.points_only = False
        self.in_sight = True
        self.aside = False
        self.following: datetime | None = None
        self._unseen = 0
        self.standing = ""
        for team in cast.teams:
            self.client.add_channel(team.channel, team.name)
            for player in team.people:
                self.client.add_person(player.handle, player.name, player.about)

    @property
    def console(self) -> ConsoleAdapter:
        return self.made.console

    @property
    def zone(self) -> tzinfo:
        return ZoneInfo(ZONE)

    @property
    def people(self) -> Sequence[ConsolePerson]:
        return tuple(self.client.people.values())

    def now(self) -> datetime:
        return self.made.clock.now()

    def room(self, team: CastTeam) -> ConversationRef:
        return self.client.channel(team.channel)

    def watch(self, *rooms: ConversationRef, longest: int = 0, points_only: bool = False) -> None:
        """From now on these rooms, and no others, are worth looking at, the first of them above all."""
        self.watched = rooms
        self.longest = longest
        self.points_only = points_only

    def narrate(self, text: str) -> None:
        self.client.narrate(text)

    async def begin_again(self) -> None:
        """Go back to where nothing has happened yet; whoever looks at the rooms sees them empty."""
        await self.made.console.stop()
        await self.made.store.close()
        self.client.clear()
        self.made = await set_up(HARBOUR_MIND, START, self.minimal, console=self.made.console)
        await self.settle()

    async def settle(self) -> None:
        await self.made.app.settle()
        self.following = await self.made.app.scheduler.next_at()
        first = self.cast.teams[0].name
        self.standing = self.made.store.read_sync(lambda uow: describe_standing(uow, first, self.now()))

    async def advance(self, to: datetime) -> None:
        """Let time pass, stopping at everything that falls due on the way."""
        await self.settle()
        while self.following and self.now() < self.following <= to:
            self.made.clock.set(self.following)
            await self.settle()
        self.made.clock.set(to)
        await self.settle()

    async def act(self, event: AnyEvent) -> None:
        await self.console.act(event)
        await self.settle()

    async def type(self, handle: str, text: str, where: ConversationRef | None = None) -> None:
        """Typed into a room, or into the person's own direct messages."""
        await self.act(self.console.type_text(handle, where or self.client.direct(handle), text))

    async def press(
        self, handle: str, label: str = "", where: ConversationRef | None = None, action: str = "", about: str = ""
    ) -> None:
        """Press the newest button of that label, or of that action with this in its token. Raises LookupError.

        Without `where` it is looked for in everything that is meant for the person alone.
        """

        def meant(button: Button) -> bool:
            return button.label == label if label else button.action == action and about in button.token

        if self.console.able.buttons is FULL.buttons:
            place, button = self._newest(handle, where, meant)
            await self.act(self.console.press_button(handle, place, button))
            return
        place = where or self.client.direct(handle)
        number = next((n for n, button in enumerate(self._menu(place), 1) if meant(button)), 0)
        if not number:
            raise LookupError(f"no choice {label or action!r} for {handle}")
        await self.type(handle, str(number) if place.direct else f"@folkmoot {number}", place)

    def _newest(
        self, handle: str, where: ConversationRef | None, meant: Callable[[Button], bool]
    ) -> tuple[ConversationRef, Button]:
        own = self.client.direct(handle)
        for message in reversed(self.client.messages):
            place = message.ref.unthreaded()
            seen = message.private_to in ("", handle) if place == where else message.private_to == handle
            if seen or (where is None and place == own):
                for button in message.view.buttons():
                    if meant(button):
                        return place, button
        raise LookupError(f"no such button for {handle}")

    def _menu(self, place: ConversationRef) -> Sequence[Button]:
        menu = self.made.store.read_sync(lambda uow: uow.menus.get(uow.addresses.id_of(place)))
        return [Button(one.label, one.action, one.token) for one in menu.choices] if menu else []

    async def fill(self, handle: str, values: Mapping[str, str]) -> None:
        """Fill in the form that a press has opened, or answer its questions one by one. Raises LookupError without one."""
        if self.console.able.forms is FULL.forms:
            try:
                await self.act(self.console.submit(handle, values))
            except ValueError as error:
                raise LookupError(str(error)) from error
            return
        form = self.form_before(handle)
        for field in form.fields:
            await self._fill_one(handle, field, values.get(field.name, "skip" if form.each_counts else ""))
        if not form.each_counts:
            await self.type(handle, "send")

    def form_before(self, handle: str) -> Form:
        """The form that is open before the person, or that is asked of them field by field. Raises LookupError."""
        opened = self.client.forms.get(handle)
        if opened:
            return opened.form
        place = self.client.direct(handle)

        def read(uow: UnitOfWork) -> Form | None:
            dialogue = uow.dialogues.get(uow.addresses.id_of(place))
            if dialogue is None:
                return None
            refs = dialogue.form.refs if isinstance(dialogue.form, WeighForm) else ()
            words = [text.reveal() if text else "" for text in uow.texts.read(refs)]
            return messages.form_of_outcome(dialogue.form, words)

        found = self.made.store.read_sync(read)
        if found is None:
            raise LookupError(f"nothing is asked of {handle}")
        return found

    async def _fill_one(self, handle: str, field: FormField, value: str) -> None:
        if field.options:
            await self.press(handle, next(option.label for option in field.options if option.value == value))
        elif value and value != "skip":
            await self.type(handle, value)
            await self.type(handle, "done")
        else:
            await self.type(handle, "skip")

    async def answer(self, player: Player, values: Mapping[str, str] | None = None) -> None:
        await self.press(player.handle, "Answer privately")
        await self.fill(player.handle, values if values is not None else player.form())

    async def answer_unseen(self, player: Player) -> None:
        """Hand in the filled answer form alone. What is said back is sent when all settle, so that thousands can answer."""
        await self.fill_unseen(player.handle, "answer", self.find_button(player.handle, "answer").token, player.form())

    def find_button(self, handle: str, action: str, where: ConversationRef | None = None) -> Button:
        """The newest button of that action in a room, or in what is meant for the person alone. Raises LookupError."""
        place = where or self.client.direct(handle)
        listed = next((one for one in self._menu(place) if one.action == action), None)
        return listed or self._newest(handle, where, lambda one: one.action == action)[1]

    def direct_buttons(self) -> Mapping[str, list[Button]]:
        """All buttons in everybody's direct messages, the newest first, by their handles."""
        if self.console.able.buttons is not FULL.buttons:
            return {handle: list(self._menu(self.client.direct(handle))) for handle in self.client.people}
        found: dict[str, list[Button]] = {handle: [] for handle in self.client.people}
        for message in reversed(self.client.messages):
            if message.ref.person:
                found[message.ref.person] += message.view.buttons()
        return found

    async def press_unseen(self, handle: str, button: Button) -> Reply:
        """Press a button and show nobody what it says at once, as on a platform with forms."""
        place = self.client.direct(handle)
        self._unseen += 1
        pressed = ButtonPressed(
            event_id=f"unseen-{self._unseen}",
            sender=Sender(ref=place, name=self.client.name_of(handle)),
            where=place,
            at=self.now(),
            action=button.action,
            token=button.token,
            can_show_form=True,
        )
        return await self.made.app.engine.handle(pressed)

    async def fill_unseen(self, handle: str, form: str, token: str, values: Mapping[str, str]) -> None:
        """Hand in a form and show nobody what it says at once."""
        place = self.client.direct(handle)
        self._unseen += 1
        filled = FormSubmitted(
            event_id=f"unseen-{self._unseen}",
            sender=Sender(ref=place, name=self.client.name_of(handle)),
            where=place,
            at=self.now(),
            form=form,
            token=token,
            values={name: ConfidentialText(text) for name, text in values.items()},
        )
        await self.made.app.engine.handle(filled)


async def make_world(cast: Cast, minimal: bool) -> DemoWorld:
    """A world before anything has happened in it."""
    world = DemoWorld(cast, await set_up(HARBOUR_MIND, START, minimal), minimal)
    await world.settle()
    return world
