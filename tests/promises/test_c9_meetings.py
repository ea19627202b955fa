"""C9: what a team said together is nobody's: it outlives whoever wrote it down, and no name is stored with it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.model import Meeting, MeetingState, Round, RoundState
from bot.domain.outcomes.meetings import MeetingShown
from bot.engine import ref_names
from tests.support.actions import HOME, answered, opened, until
from tests.support.places import person
from tests.support.world import World

STATEMENT = "The handover works well"


async def meeting_of(world: World) -> Meeting:
    (found,) = await world.read(lambda uow: uow.meetings.where())
    return found


async def press(world: World, who: str, action: str) -> None:
    meeting = await meeting_of(world)
    await world.press(who, f"meet.{action}", f"{meeting.id}:{meeting.turn}", HOME)


async def written_down() -> tuple[World, Round, str]:
    """A meeting in which ben wrote down a statement, which is read back; returns also his id."""
    world = World()
    round_ = await opened(world)
    await world.command("amira", "meeting", HOME)
    for who, action in (("ben", "take"), ("amira", "begin"), ("amira", "next")):
        await press(world, who, action)
    meeting = await meeting_of(world)
    await world.submit("ben", "meet.write", f"{meeting.id}:1", {"notes": STATEMENT})
    return world, round_, await id_of_ben(world)


async def id_of_ben(world: World) -> str:
    identity = await world.read(lambda uow: uow.identities.get(uow.addresses.id_of(person("ben"))))
    assert identity is not None
    return identity.member


async def said_in_the_draft(world: World, round_: Round) -> list[str]:
    await answered(world, round_, dict.fromkeys(("amira", "chloe", "dan", "eve", "femi"), ("Harbour", "", "")))
    drafted = await until(world, round_, RoundState.DRAFT)
    release = await world.read(lambda uow: uow.releases.get(drafted.release))
    assert release is not None
    return [point.label for question in release.summary.questions for point in question.team_statements]


async def agree_and_forget(world: World) -> None:
    for who in ("dan", "eve"):
        await press(world, who, "yes")
    await world.press("ben", "forget.yes")
    await press(world, "amira", "stop")


async def test_a_statement_outlives_who_wrote_it_down() -> None:
    world, round_, _ = await written_down()
    await agree_and_forget(world)
    assert await said_in_the_draft(world, round_) == [STATEMENT]


async def test_under_its_writers_key_it_would_be_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the test above."""
    members: list[str] = []
    monkeypatch.setattr(ref_names, "meeting_owner", lambda meeting: members[0])
    keep = World.submit

    async def submit(world: World, *given: Any) -> Any:
        members[:] = members or [await id_of_ben(world)]
        return await keep(world, *given)

    monkeypatch.setattr(World, "submit", submit)
    world, round_, _ = await written_down()
    await agree_and_forget(world)
    assert await said_in_the_draft(world, round_) == []


async def test_no_name_is_stored_once_nobody_needs_it() -> None:
    world, _, ben = await written_down()
    assert ben in repr(await meeting_of(world))
    await press(world, "dan", "yes")
    await press(world, "amira", "stop")
    people = await world.read(lambda uow: [row.id for row in uow.members.where()])
    meeting = await meeting_of(world)
    assert meeting.state is MeetingState.ENDED
    assert not [id for id in people if id in repr(meeting)]


async def test_forgotten_before_the_end_nobody_is_remembered_and_nothing_is_shown() -> None:
    world, _, ben = await written_down()
    await world.settle()
    before = len(world.platform.sent)
    await world.press("ben", "forget.yes")
    await world.settle()
    assert ben not in repr(await meeting_of(world))
    assert [sent for sent in world.platform.sent[before:] if not sent.ref.direct] == []


async def test_what_was_not_agreed_is_gone_at_once_and_all_of_it_with_the_draft() -> None:
    world, round_, _ = await written_down()
    meeting = await meeting_of(world)
    ref = ref_names.team_statement_ref(meeting.id, 1, 1)
    assert await words_under(world, ref) == STATEMENT
    await press(world, "amira", "stop")
    assert await words_under(world, ref) == ""
    await said_in_the_draft(world, round_)
    assert await world.read(lambda uow: uow.meetings.where()) == []


async def words_under(world: World, ref: str) -> str:
    found = await world.read(lambda uow: uow.texts.read([ref])[0])
    return found.reveal() if found else ""


async def test_the_outbox_holds_names_of_statements_and_never_the_words() -> None:
    world, _, _ = await written_down()
    outcomes = await world.read(lambda uow: [row.outcome for row in uow.outbox.where()])
    shown = [outcome for outcome in outcomes if isinstance(outcome, MeetingShown)]
    assert any(outcome.refs for outcome in shown)
    assert STATEMENT not in repr(outcomes)
