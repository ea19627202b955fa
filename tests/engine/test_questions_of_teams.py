"""Questions of a team's own: who changes them, which are asked, and what the organisation's summary joins."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.domain.model import RoundState, Team
from bot.domain.outcomes.commands import NotForYou, QuestionsLeft, QuestionsShown, Unknown
from bot.domain.outcomes.questions import QuestionsFormRefused
from bot.domain.questions import KEEP, OPEN, STOP, is_correction, keys_of, texts_of
from bot.engine.rounds import group_finals
from bot.views.messages.questions import QUESTIONS
from tests.engine.test_stuck import told
from tests.support.actions import FORTNIGHTLY, TEAM
from tests.support.organisation import TEAMS, check_of, final_everywhere, release_of
from tests.support.places import channel, person
from tests.support.world import World

OWN = "What wears you out?"


async def team_of(world: World, name: str) -> Team:
    (found,) = await world.read(lambda uow: uow.teams.where(name=name))
    return found


async def founded(*commands: tuple[str, str]) -> World:
    world = World()
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    await world.command("ada", f"lead set <@{TEAM[-1]}> for Alpha", channel("alpha"))
    for who, words in commands:
        await world.command(who, words, person(who))
    return world


async def test_who_leads_a_team_changes_its_questions_and_nobody_elses() -> None:
    lead = TEAM[-1]
    world = await founded((lead, f"questions set 2 {OWN}"))
    shown = (await told(world, lead, QuestionsShown))[-1]
    assert (shown.team, shown.texts[1]) == ("Alpha", OWN)
    organisation = (await world.read(lambda uow: uow.organisations.where()))[0]
    whole = await world.read(lambda uow: uow.question_sets.get(organisation.questions))
    assert whole and texts_of(whole.questions) == QUESTIONS
    assert (await world.command("ben", f"questions set 2 {OWN}", person("ben"))).told(NotForYou)
    assert (await world.command(lead, f"questions set 2 {OWN} for Beta", person(lead))).told(Unknown)


async def test_a_reset_team_follows_the_organisation_again_and_undo_brings_its_own_back() -> None:
    world = await founded(("ada", f"questions set 2 {OWN} for Alpha"), ("ada", "questions reset for Alpha"))
    assert (await team_of(world, "Alpha")).questions == ""
    await world.command("ada", "undo change", person("ada"))
    own = (await team_of(world, "Alpha")).questions
    row = await world.read(lambda uow: uow.question_sets.get(own))
    assert row and row.questions[1].text == OWN


SLIPPING = ("What do you like at work?", "What do you take at work?", "What do you take at home?")


async def test_small_corrections_do_not_lead_to_another_question() -> None:
    """Each step mends a slip of the words before it; the last is far from what people first answered."""
    first, *steps = SLIPPING
    assert all(is_correction(one, other) for one, other in pairwise(SLIPPING))
    world = await founded(("ada", f"questions set 2 {first}"))
    for text in steps:
        await world.command("ada", f"questions correct 2 {text}", person("ada"))
    (refused,) = await told(world, "ada", QuestionsLeft)
    assert refused.why == "another"
    assert (await told(world, "ada", QuestionsShown))[-1].texts[1] == steps[-2]


async def test_the_same_words_are_one_question_unless_they_are_read_in_another_direction() -> None:
    world = await founded(("ada", f"questions set 2 {OWN}"), ("ada", "questions set 1 Why? for Alpha"))
    rows = await world.read(lambda uow: {row.version: row for row in uow.question_sets.where()})
    assert keys_of(rows[3].questions)[1:] == keys_of(rows[2].questions)[1:]
    await world.command("ada", "questions read 2 as keep for Alpha", person("ada"))
    other = (await world.read(lambda uow: {row.version: row for row in uow.question_sets.where()}))[4]
    assert (other.questions[1].text, other.questions[1].direction) == (OWN, KEEP)
    assert other.questions[1].key != rows[2].questions[1].key
    await world.command("ada", f"questions set 2 {QUESTIONS[1]} for Alpha", person("ada"))
    await world.command("ada", f"questions set 2 {OWN} for Alpha", person("ada"))
    again = (await world.read(lambda uow: {row.version: row for row in uow.question_sets.where()}))[6]
    assert again.questions[1].direction == STOP
    assert again.questions[1].key == rows[2].questions[1].key


async def topics_of_summary(owner: str, *commands: str) -> list[tuple[str, ...]]:
    """Alpha's first question is its own; everybody says one topic to the first question and another to the second.

    With `owner` "Beta", that team asks it in the same words. Returns question and points of the organisation's draft.
    """
    world = World()
    await world.found(TEAMS, FORTNIGHTLY)
    for team in {"Alpha", owner}:
        await world.command("ada", f"questions set 1 {OWN} for {team}", person("ada"))
    for words in commands:
        await world.command("ada", words, person("ada"))
    world.clock.move(timedelta(hours=26))
    await world.settle()
    rounds = await world.rounds(state=RoundState.OPEN)
    for row in rounds:
        for interview in await world.read(lambda uow, id=row.id: uow.interviews.where(round=id)):  # type: ignore[misc]
            member = await world.read(lambda uow, id=interview.member: uow.members.get(id))  # type: ignore[misc]
            await world.answer(member.name.lower(), row.id, "Lantern", "Harbour")
    await final_everywhere(world, rounds)
    summary = (await release_of(world, await check_of(world, RoundState.DRAFT))).summary
    return [(each.text, *(point.label for point in each.points)) for each in summary.questions if each.points]


ALONE = [(QUESTIONS[0], "Lantern"), (QUESTIONS[1], "Harbour")]


async def test_a_question_of_one_team_alone_is_in_its_own_final_and_not_in_the_organisations() -> None:
    assert await topics_of_summary("Alpha") == ALONE


async def test_a_question_of_two_teams_in_the_same_words_is_joined() -> None:
    assert sorted(await topics_of_summary("Beta")) == sorted([*ALONE, (OWN, "Lantern")])


async def test_who_had_a_question_once_and_was_not_asked_it_hides_nobody() -> None:
    """Beta has the question as its own for a while before anybody is asked, and asks the organisation's."""
    assert await topics_of_summary("Beta", "questions reset for Beta") == ALONE


async def test_without_the_rule_the_summary_would_tell_what_that_team_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    monkeypatch.setattr(group_finals, "keys_of_one_group", lambda work: frozenset())
    assert (OWN, "Lantern") in await topics_of_summary("Alpha")


async def test_in_a_form_slips_leave_a_question_what_it_is_and_an_empty_field_takes_it_off() -> None:
    world = await founded()
    lead, team = TEAM[-1], await team_of(world, "Alpha")
    form = await world.press(lead, "question.form", f"{team.id}:1")
    assert form.reply.form
    values = {"q1": QUESTIONS[0].replace("works", "wrks"), "q2": OWN, "q3": "", "q4": "What surprised you?"}
    await world.submit(lead, "question.form", f"{team.id}:1", values)
    shown = (await told(world, lead, QuestionsShown))[-1]
    assert shown.texts == (values["q1"], OWN, "What surprised you?")
    assert shown.directions == (KEEP, STOP, OPEN)
    first, made = sorted(await world.read(lambda uow: uow.question_sets.where()), key=lambda row: row.version)
    assert made.questions[0].key == first.questions[0].key
    assert not set(keys_of(made.questions[1:])) & set(keys_of(first.questions))
    stale = await world.submit(lead, "question.form", f"{team.id}:1", values)
    empty = await world.submit(lead, "question.form", f"{team.id}:2", dict.fromkeys(("q1", "q2", "q3"), ""))
    assert stale.told(QuestionsFormRefused).why == "changed"
    assert empty.reply.errors
    for who, token in ((lead, "all:1"), ("ben", f"{team.id}:2")):
        assert (await world.press(who, "question.form", token)).told(NotForYou)
