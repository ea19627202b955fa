"""A team's meeting: who may do what in it, and what becomes of it when something around it changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.errors import Refusal
from bot.domain.events import BotRemoved, ConversationArchived, ConversationMoved
from bot.domain.model import Meeting, MeetingState, Round, RoundState
from bot.domain.outcomes import meetings as said
from bot.domain.outcomes.answering import NotYourRound
from bot.domain.outcomes.commands import NotForYou
from bot.domain.outcomes.sharing import RoundWithheld
from bot.engine.meetings import starting, stepping
from bot.engine.meetings.note_taking import read_statements
from bot.ports import SendRefusedError
from tests.support.actions import HOME, cancel, opened, until
from tests.support.places import channel
from tests.support.world import Heard, World

SMALL = {"Alpha": ("ada", "amira", "ben", "chloe"), "Beta": ("dan", "eve", "femi", "gita")}


class Room:
    """A meeting of the team Alpha, and what people do in it."""

    def __init__(self, world: World, round_: Round) -> None:
        self.world = world
        self.round = round_

    async def meeting(self) -> Meeting:
        (found,) = await self.world.read(lambda uow: uow.meetings.where())
        return found

    async def press(self, who: str, *actions: str) -> Heard:
        for action in actions:
            meeting = await self.meeting()
            heard = await self.world.press(who, f"meet.{action}", f"{meeting.id}:{meeting.turn}", HOME)
        return heard

    async def write(self, who: str, notes: str, number: int = 1) -> Heard:
        return await self.world.submit(who, "meet.write", f"{(await self.meeting()).id}:{number}", {"notes": notes})


@pytest.fixture
async def room() -> Room:
    world = World()
    round_ = await opened(world)
    await world.command("amira", "meeting", HOME)
    return Room(world, round_)


async def agreed(room: Room) -> None:
    await room.press("ben", "take", "begin", "next")
    await room.write("ben", "The handover works well")
    await room.press("dan", "yes")
    await room.press("eve", "yes")


async def test_two_who_start_at_once_start_one_meeting(room: Room) -> None:
    again = await room.world.press("ben", "meet", room.round.id, HOME)
    assert again.told(said.MeetingStarted).running
    assert (await room.meeting()).state is MeetingState.READY


@pytest.mark.parametrize("action", ["begin", "take", "cancel"])
async def test_nobody_of_another_team_is_part_of_it(room: Room, action: str) -> None:
    await room.world.command("ada", "team add Beta", channel("beta"))
    await room.world.command("ada", "member add <@zoe> to Beta", channel("beta"))
    before = await room.meeting()
    assert (await room.press("zoe", action)).told(NotYourRound)
    assert await room.meeting() == before


async def test_a_button_of_an_earlier_step_does_nothing(room: Room) -> None:
    old = await room.meeting()
    await room.press("ben", "begin", "next")
    heard = await room.world.press("eve", "meet.next", f"{old.id}:1", HOME)
    assert heard.told(said.MeetingStepOver)
    assert (await room.meeting()).state is MeetingState.TALK


async def test_who_wrote_it_does_not_agree_for_the_others_and_nobody_twice(room: Room) -> None:
    await room.press("ben", "take", "begin", "next")
    await room.write("ben", "The handover works well")
    assert not (await room.press("ben", "yes")).told(said.OwnNotes).twice
    await room.press("dan", "yes")
    assert (await room.press("dan", "yes")).told(said.OwnNotes).twice
    assert (await room.meeting()).state is MeetingState.READ_BACK


@pytest.mark.parametrize("action", ["leave", "take"])
async def test_what_is_read_back_keeps_its_writer(room: Room, action: str) -> None:
    """Else who wrote it could step aside and agree to it."""
    await room.press("ben", "take", "begin", "next")
    await room.write("ben", "The handover works well")
    await room.press("ben", action)
    assert (await room.press("ben", "yes")).told(said.OwnNotes)


async def test_notes_that_come_too_late_are_given_back(room: Room) -> None:
    await room.press("ben", "take", "begin", "next")
    await room.press("dan", "over")
    heard = await room.write("ben", "The handover works well")
    assert heard.told(said.NotesTooLate).refs
    await agreed(room)
    await room.press("eve", "next")
    assert (await room.write("ben", "Another thing", number=1)).told(said.NotesTooLate)


async def test_a_name_is_pointed_out_before_anybody_reads_it(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    finder = room.world.app.engine._services.finder
    monkeypatch.setattr(finder, "redact", lambda text, names: text.replace("Amira", "[name]"), raising=False)
    await room.press("ben", "take", "begin", "next")
    heard = await room.write("ben", "The handover works well\nAmira works too much")
    assert "notes" in heard.reply.errors and "a name" in heard.reply.errors["notes"]
    assert (await room.meeting()).state is MeetingState.TALK
    monkeypatch.setattr(finder, "redact", lambda text, names: text)
    await room.write("ben", "The handover works well\nAmira works too much")
    assert (await room.meeting()).state is MeetingState.READ_BACK, "negative control: unseen, it would be read to all"


@pytest.mark.parametrize(
    "notes,why", [("", "empty"), (" \n- \n", "empty"), ("a\nb\nc\nd\ne\nf", "many"), ("x" * 301, "long")]
)
def test_notes_that_cannot_be_taken(notes: str, why: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_statements(notes)
    assert isinstance(refused.value.outcome, said.NotesRefused) and refused.value.outcome.why == why


def test_a_statement_is_a_line_without_the_marks_of_a_list() -> None:
    assert read_statements("- One\n\n* two  words\n• one.\n4 of us") == ["One", "two words", "4 of us"]
    assert read_statements("1. One\n2) Two\n3. Three") == ["One", "Two", "Three"]


def test_a_number_that_counts_no_lines_belongs_to_the_words() -> None:
    for words in ("24. December was bad", "7. floor is cold\n8. floor too", "12) and 13) are full"):
        assert read_statements(words) == words.splitlines()


async def test_a_cancelled_meeting_leaves_nothing_to_the_draft_and_a_stopped_one_what_was_agreed(room: Room) -> None:
    await agreed(room)
    await room.press("dan", "stop")
    assert (await held(room)).team_statements == ("The handover works well",)


async def test_a_cancelled_meeting_can_be_kept_after_all_until_its_round_closes(room: Room) -> None:
    await agreed(room)
    await room.press("dan", "cancel", "resume")
    assert (await room.meeting()).state is MeetingState.READY
    assert (await held(room)).team_statements == ("The handover works well",)


@pytest.mark.parametrize("begins", ["amira", "dan"])
async def test_silence_is_a_teams_only_where_two_have_pressed_something(room: Room, begins: str) -> None:
    await room.press(begins, "begin")
    await room.press("amira", "take", "next")
    await room.write("amira", "The handover works well")
    await room.world.settle()
    for _ in range(2):
        room.world.clock.move(timedelta(minutes=1))
        await room.world.settle()
    alone = begins == "amira"
    assert (await room.meeting()).agreed == (() if alone else (1,))
    assert (await room.meeting()).state is (MeetingState.ENDED if alone else MeetingState.QUIET)
    assert (await held(room)).team_statements == (() if alone else ("The handover works well",))


async def test_cancelled_it_leaves_nothing(room: Room) -> None:
    await agreed(room)
    await room.press("dan", "cancel")
    assert (await held(room)).team_statements == ()


async def held(room: Room) -> RoundWithheld:
    """The message that nothing else can be shown: nobody has answered."""
    await until(room.world, room.round, RoundState.WITHHELD)
    outcomes = await room.world.read(lambda uow: [row.outcome for row in uow.outbox.where()])
    (found,) = [outcome for outcome in outcomes if isinstance(outcome, RoundWithheld)]
    assert await room.world.read(lambda uow: uow.meetings.where()) == []
    return found


async def test_a_meeting_ends_with_its_round(room: Room) -> None:
    closing = room.round.closes_at - timedelta(minutes=5)
    room.world.clock.move(closing - room.world.clock.now())
    await room.world.settle()
    await room.press("dan", "resume", "begin")
    await held(room)
    outcomes = await room.world.read(lambda uow: [row.outcome for row in uow.outbox.where()])
    ends = [outcome for outcome in outcomes if isinstance(outcome, said.MeetingShown)]
    assert (ends[-1].state, ends[-1].reason) == (MeetingState.ENDED, said.MeetingReason.ROUND_CLOSED)


async def test_cancelling_the_round_takes_the_meeting_with_it(room: Room) -> None:
    await agreed(room)
    await cancel(room.world)
    assert await room.world.read(lambda uow: uow.meetings.where()) == []


async def test_a_meeting_moves_with_its_conversation(room: Room) -> None:
    await room.world.settle()
    moved: Any = room.world.event(ConversationMoved, "hal", HOME, to=channel("new"))
    await room.world.hear(moved)
    await room.press("amira", "begin")
    await room.world.settle()
    assert room.world.platform.sent[-1].ref == channel("new")


async def test_a_team_without_a_home_cannot_meet(room: Room) -> None:
    def without_home(uow: Any) -> None:
        for row in uow.rounds.where():
            uow.rounds.save(replace(row, channels=("",)))
        for meeting in uow.meetings.where():
            uow.meetings.remove(meeting.id)

    await room.world.store.run(without_home)
    assert (await room.world.press("amira", "meet", room.round.id)).told(said.MeetingHomeless)


async def test_a_lead_asks_no_team_but_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    await world.found(SMALL)
    await world.command("ada", "lead set <@chloe> for Alpha", HOME)
    (alpha,) = await world.read(lambda uow: uow.teams.where(name="Alpha"))
    assert (await world.command("chloe", "meeting", HOME)).told(said.MeetingWithoutRound).token == ""
    assert (await world.press("chloe", "meet.open", alpha.id, HOME)).told(NotForYou)
    assert await world.rounds(state=RoundState.OPEN) == []
    monkeypatch.setattr(starting, "_may_ask", lambda context, acting, team: True)
    await world.press("chloe", "meet.open", alpha.id, HOME)
    assert len(await world.rounds(state=RoundState.OPEN)) == 1


async def test_the_clock_goes_on_by_itself_and_gives_a_step_its_time_again_after_a_gap(room: Room) -> None:
    await room.press("amira", "begin")
    room.world.clock.move(timedelta(minutes=3))
    await room.world.settle()
    assert (await room.meeting()).state is MeetingState.TALK
    room.world.clock.move(timedelta(minutes=20))
    await room.world.settle()
    talking = await room.meeting()
    assert talking.state is MeetingState.TALK
    assert talking.next_at is not None and talking.next_at > room.world.clock.now()
    room.world.clock.move(timedelta(hours=3))
    await room.world.settle()
    assert (await room.meeting()).state is MeetingState.ENDED


async def read_back(room: Room) -> Meeting:
    """Two have pressed something, and one statement is on its way to the team."""
    await room.press("dan", "begin")
    await room.press("ben", "take", "next")
    await room.write("ben", "The handover works well")
    return await room.meeting()


@pytest.mark.parametrize("arrives", [True, False])
async def test_the_time_of_a_read_back_begins_when_it_arrives(room: Room, arrives: bool) -> None:
    await read_back(room)
    if not arrives:
        room.world.platform.fail(SendRefusedError("archived"), HOME, times=100)
    await room.world.settle()
    assert ((await room.meeting()).heard_at is not None) is arrives
    for _ in range(20):
        room.world.clock.move(timedelta(minutes=1))
        await room.world.settle()
    assert ((await room.meeting()).agreed == (1,)) is arrives
    assert (await room.meeting()).state is not MeetingState.READ_BACK


async def test_without_that_silence_would_agree_to_what_nobody_was_shown(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stepping, "can_be_heard", lambda work, meeting: True)
    monkeypatch.setattr(stepping, "wait_for_arrival", lambda work, meeting: meeting)
    await read_back(room)
    room.world.platform.fail(SendRefusedError("archived"), HOME, times=100)
    for _ in range(2):
        room.world.clock.move(timedelta(minutes=1))
        await room.world.settle()
    assert (await room.meeting()).agreed == (1,)


@pytest.mark.parametrize("event", [BotRemoved, ConversationArchived])
async def test_where_nobody_can_press_any_more_silence_agrees_to_nothing(room: Room, event: Any) -> None:
    await read_back(room)
    await room.world.settle()
    await room.world.hear(room.world.event(event, "hal", HOME))
    for _ in range(3):
        room.world.clock.move(timedelta(minutes=1))
        await room.world.settle()
    assert ((await room.meeting()).state, (await room.meeting()).agreed) == (MeetingState.ENDED, ())


async def test_a_read_back_after_a_gap_has_its_time_again_and_says_why(room: Room) -> None:
    await read_back(room)
    await room.world.settle()
    room.world.clock.move(timedelta(minutes=10))
    await room.world.settle()
    outcomes = await room.world.read(lambda uow: [row.outcome for row in uow.outbox.where()])
    assert [each for each in outcomes if isinstance(each, said.MeetingShown)][-1].reason is said.MeetingReason.BACK
    room.world.clock.move(timedelta(seconds=59))
    await room.world.settle()
    assert (await room.meeting()).state is MeetingState.READ_BACK


async def test_a_meeting_that_is_taken_up_again_needs_two_again(room: Room) -> None:
    await agreed(room)
    await room.press("dan", "stop", "resume")
    assert not (await room.meeting()).several
    await room.press("femi", "begin", "take", "next")
    await room.write("femi", "We all want a different lead", number=2)
    for _ in range(4):
        await room.world.settle()
        room.world.clock.move(timedelta(minutes=1))
    await room.world.settle()
    assert (await room.meeting()).agreed == (1,)


async def test_who_leaves_and_comes_back_agrees_to_nothing_that_was_read_back_before(room: Room) -> None:
    await read_back(room)
    await room.world.settle()
    room.world.clock.move(timedelta(seconds=5))
    ben = "<@ben>"
    await room.world.command("ada", f"member remove {ben} from Alpha", HOME)
    assert (await room.press("ben", "yes")).told(said.OwnNotes).late
    await room.world.command("ada", f"member add {ben} to Alpha", HOME)
    assert (await room.press("ben", "yes")).told(said.OwnNotes).late
    assert (await room.press("dan", "yes")).told(said.OwnNotes) is None


async def test_a_meeting_stands_still_while_its_round_may_be_cancelled(room: Room) -> None:
    await read_back(room)
    await room.world.settle()
    await room.world.command("ada", "round cancel Alpha")
    assert (await room.press("dan", "yes")).told(said.MeetingOver).pending
    for _ in range(3):
        room.world.clock.move(timedelta(minutes=1))
        await room.world.settle()
    assert (await room.meeting()).state is MeetingState.READ_BACK


async def test_notes_whose_meeting_is_gone_are_given_back(room: Room) -> None:
    await read_back(room)
    meeting = await room.meeting()
    await cancel(room.world)
    heard = await room.world.submit("ben", "meet.write", f"{meeting.id}:1", {"notes": "Careful words"})
    assert heard.told(said.NotesTooLate).refs


async def test_taking_all_back_is_said_aloud(room: Room) -> None:
    await agreed(room)
    await room.press("dan", "stop")
    await room.world.settle()
    before = len(room.world.platform.sent)
    await room.press("dan", "cancel")
    await room.world.settle()
    (said_now,) = [sent for sent in room.world.platform.sent[before:] if sent.ref == HOME]
    assert not said_now.edits
