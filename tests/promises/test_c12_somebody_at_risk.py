"""C12: words that suggest a risk bring the support contacts to their author at once and in private, and nothing is lost or told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import interviews
from bot.domain.confidential import ConfidentialText
from bot.domain.events import MessageReceived
from bot.domain.outcomes import answering, drafts
from bot.domain.outcomes import support as said
from bot.domain.outcomes.commands import Welcome, WentWrong
from bot.domain.outcomes.dialogue import PartKept
from bot.engine import dispatch, ref_names
from bot.engine.engine import Engine
from bot.engine.safeguarding import support_first
from bot.engine.safeguarding.held_words import note_shown
from bot.views.capabilities import MINIMAL, Support
from bot.views.text import as_text
from tests.support.actions import HOME, TEAM, opened
from tests.support.places import person
from tests.support.world import Heard, World

RISK = "I want to die"
CONTACTS = "support contacts set Samaritans: 116 123; Staff helpline: 0800 555 0100"
DAY = timedelta(days=1)


async def a_world() -> tuple[World, str]:
    world = World()
    round_ = await opened(world)
    await world.command("ada", CONTACTS)
    await world.settle()
    return world, round_.id


def comes_first(heard: Heard) -> bool:
    """Return whether the contacts are the first thing said, to nobody but the author, in their own chat."""
    first = heard.messages[0] if heard.messages else None
    return (
        first is not None
        and isinstance(first.outcome, said.SupportShown)
        and first.outcome.found
        and first.outcome.contacts == ("Samaritans: 116 123", "Staff helpline: 0800 555 0100")
        and len({message.to for message in heard.messages}) == 1
        and not first.private_to
    )


async def hear_everywhere(
    who: tuple[str, ...] = ("amira", "ben", "chloe", "dan", "eve", "femi", "gita"),
) -> list[Heard]:
    """Everything in which somebody can type words, each by another person."""
    world, round_id = await a_world()
    direct, command, elsewhere, form, asked, slash, proposes = who
    world.platform.give(person(asked), MINIMAL)
    await world.press(asked, "answer", round_id)
    await world.settle()
    return [
        await world.type(direct, RISK, "m1"),
        await world.command(command, f"stop, {RISK}"),
        await world.hear(world.event(MessageReceived, elsewhere, HOME, text=ConfidentialText(RISK))),
        await world.answer(form, round_id, "Harbour", RISK, ""),
        await world.type(asked, RISK, "m2"),
        await world.command(slash, RISK, HOME),
        await world.command(proposes, f"propose a question: Who hears it when I say that {RISK}?", person(proposes)),
    ]


async def test_c12_the_contacts_come_first_wherever_the_words_are_typed() -> None:
    assert [comes_first(heard) for heard in await hear_everywhere()] == [True] * 7


async def test_c12_without_the_rule_they_come_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(support_first, "suggests_risk", lambda text: False)
    assert [comes_first(heard) for heard in await hear_everywhere()] == [False] * 7


async def test_c12_a_harmless_idiom_goes_its_normal_way() -> None:
    world, _ = await a_world()
    assert (await world.type("amira", "this rota is killing me")).told(drafts.DraftKept)


async def test_c12_the_other_answers_of_a_form_are_saved() -> None:
    world, round_id = await a_world()
    heard = await world.answer("amira", round_id, "Harbour", RISK, "Volunteers")
    assert heard.told(answering.AnswerSaved).given == (1, 3)
    held = heard.told(said.SupportShown).held
    sent = await world.press("amira", "held.send", held)
    assert sent.told(answering.AnswerSaved).given == (2,)
    assert (await world.press("amira", "held.send", held)).told(said.HeldWordsGone)


@pytest.mark.parametrize("holds", [True, False])
async def test_c12_a_form_whose_rest_is_refused_loses_nothing(monkeypatch: pytest.MonkeyPatch, holds: bool) -> None:
    """The control: what is refused is not held."""
    world, round_id = await a_world()
    long = "rota " * interviews.LONGEST_ANSWER
    if not holds:
        monkeypatch.setattr(support_first, "_hold_rest_of_form", lambda *given: None)
    heard = await world.answer("amira", round_id, long, RISK)
    assert comes_first(heard) and heard.told(answering.AnswerTooLong)
    shown = await my_words(world, "amira")
    assert RISK in shown and ("rota rota" in shown) is holds


ALONE = replace(MINIMAL, speak_first=Support.REFUSED)
"""As on Telegram: who has never written to the bot cannot be told anything in private."""


async def test_c12_who_could_be_told_nothing_in_a_channel_is_shown_them_in_private_afterwards() -> None:
    world = World(capabilities=ALONE)
    await world.found({"Alpha": TEAM})
    await world.hear(world.event(MessageReceived, "dan", HOME, text=ConfidentialText(RISK)))
    await world.settle()
    assert not [sent for sent in world.platform.sent if "alone with it" in as_text(sent.view)]
    assert (await world.type("dan", RISK, "m1")).told(said.SupportShown)


async def test_c12_control_if_it_were_noted_that_they_saw_them_they_would_never_see_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        support_first, "_note_shown", lambda context: context.member and note_shown(context, context.member.id)
    )
    with pytest.raises(AssertionError):
        await test_c12_who_could_be_told_nothing_in_a_channel_is_shown_them_in_private_afterwards()


async def test_c12_a_fault_of_ours_costs_nobody_the_contacts(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What goes wrong with the rest of a form undoes what was said before it."""

    def fails(*given: object) -> None:
        raise RuntimeError

    world, round_id = await a_world()
    monkeypatch.setattr(dispatch, "handle_submission", fails)
    heard = await world.answer("amira", round_id, "Harbour", RISK)
    assert comes_first(heard) and heard.told(WentWrong)
    assert (await world.answer("ben", round_id, "Harbour")).told(said.SupportShown) is None
    monkeypatch.setattr(support_first, "show_support_first", fails)
    assert (await world.answer("chloe", round_id, "Harbour", RISK)).told(WentWrong), "no input ends without a reply"
    assert "the contacts could not be shown beside what went wrong" in caplog.messages


async def test_c12_control_a_fault_that_is_told_alone_would_cost_them(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tell = Engine._tell
    monkeypatch.setattr(Engine, "_tell", lambda self, uow, event, outcome, *given: tell(self, uow, event, outcome))
    with pytest.raises(AssertionError):
        await test_c12_a_fault_of_ours_costs_nobody_the_contacts(monkeypatch, caplog)


async def my_words(world: World, who: str) -> str:
    before = len(world.platform.sent)
    await world.command(who, "my data")
    await world.settle()
    return "\n".join(as_text(sent.view) for sent in world.platform.sent[before:] if sent.ref == person(who))


async def test_c12_words_typed_for_a_field_go_into_it_when_they_are_sent() -> None:
    world, round_id = await a_world()
    world.platform.give(person("amira"), MINIMAL)
    await world.press("amira", "answer", round_id)
    held = (await world.type("amira", RISK, "m1")).told(said.SupportShown).held
    assert (await world.press("amira", "held.send", held)).told(PartKept)


async def test_c12_not_twice_within_an_hour_and_again_after_it() -> None:
    world, _ = await a_world()
    assert (await world.type("amira", RISK, "m1")).told(said.SupportShown)
    assert (await world.type("ben", RISK, "m2")).told(said.SupportShown)
    again = await world.type("amira", RISK, "m3")
    assert again.told(drafts.DraftKept) and again.told(said.SupportNamed) and not again.told(said.SupportShown)
    assert not (await world.type("amira", "And the rota is late", "m5")).told(said.SupportNamed)
    world.clock.move(timedelta(hours=1))
    assert (await world.type("amira", RISK, "m4")).told(said.SupportShown)


async def test_c12_within_the_hour_it_is_said_how_to_see_the_contacts_also_to_words_that_are_refused() -> None:
    world, _ = await a_world()
    assert (await world.type("amira", RISK, "m1")).told(said.SupportShown)
    harmless = await world.answer("amira", "gone", "The rota is late")
    assert harmless.told(answering.NotYourRound) and not harmless.told(said.SupportNamed)
    refused = await world.answer("amira", "gone", RISK)
    assert refused.told(answering.NotYourRound) and refused.told(said.SupportNamed)


async def test_c12_without_a_look_at_refused_words_the_refusal_alone_would_be_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(support_first, "show_support_first", lambda context: context.event)
    with pytest.raises(AssertionError):
        await test_c12_within_the_hour_it_is_said_how_to_see_the_contacts_also_to_words_that_are_refused()


async def test_c12_held_words_are_their_authors_alone_and_end_within_a_day() -> None:
    world, _ = await a_world()
    held = (await world.type("amira", RISK, "m1")).told(said.SupportShown).held
    members = {row.name: row.id for row in await world.read(lambda uow: uow.members.where())}
    ref = ref_names.held_ref(members["amira"])
    assert (await world.read(lambda uow: uow.texts.read([ref], members["amira"])))[0]
    assert (await world.read(lambda uow: uow.texts.read([ref], members["ben"]))) == [None]
    assert (await world.press("ben", "held.send", held)).told(said.HeldWordsGone)
    world.clock.move(DAY)
    await world.settle()
    assert (await world.read(lambda uow: uow.texts.read([ref]))) == [None]
    assert (await world.press("amira", "held.send", held)).told(said.HeldWordsGone)


async def test_c12_without_the_clocks_step_they_would_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.engine.safeguarding import held_words

    monkeypatch.setattr(held_words, "find_overdue", lambda work: [])
    with pytest.raises(AssertionError):
        await test_c12_held_words_are_their_authors_alone_and_end_within_a_day()


async def test_c12_forget_me_destroys_them() -> None:
    world, _ = await a_world()
    await world.type("amira", RISK, "m1")
    members = {row.name: row.id for row in await world.read(lambda uow: uow.members.where())}
    await world.press("amira", "forget.yes")
    assert (await world.read(lambda uow: uow.texts.read([ref_names.held_ref(members["amira"])]))) == [None]


async def test_c12_a_stranger_gets_them_too_and_nothing_is_kept() -> None:
    world, _ = await a_world()
    heard = await world.type("zed", RISK)
    assert comes_first(heard) and not heard.told(said.SupportShown).held and not heard.told(Welcome)


async def test_c12_an_admins_setting_is_no_cry_for_help() -> None:
    world, _ = await a_world()
    words = "support contacts set “I want to die”: call 116 123"
    assert (await world.type("ada", words)).told(said.SupportContactsShown).changed
    assert (await world.type("amira", words)).told(said.SupportShown), "of a member it is no order"


async def asks_to_be_contacted(*presses: str) -> list[str]:
    """What everybody else sees while Amira presses these, after words that suggest a risk."""
    world, _ = await a_world()
    await world.command("ada", "support person <@gita>")
    await world.settle()
    chosen = (await world.type("amira", RISK, "m1")).told(said.SupportShown).person
    await world.settle()
    before = len(world.platform.sent)
    for action in presses:
        await world.press("amira", action, chosen)
    await world.settle()
    return [
        f"{sent.ref.person}: {as_text(sent.view)}"
        for sent in world.platform.sent[before:]
        if sent.ref != person("amira")
    ]


async def test_c12_only_the_second_press_tells_the_named_person_and_no_words() -> None:
    assert await asks_to_be_contacted() == []
    assert await asks_to_be_contacted("contact") == []
    assert await asks_to_be_contacted("contact", "contact.no") == []
    (told,) = await asks_to_be_contacted("contact", "contact.yes")
    assert told.startswith("gita: amira asks to be contacted.") and "die" not in told


async def test_c12_nobody_is_told_who_was_not_named_in_the_offer() -> None:
    """An admin chose another person between the two presses: the offer is made anew."""
    world, _ = await a_world()
    await world.command("ada", "support person <@gita>")
    chosen = (await world.type("amira", RISK, "m1")).told(said.SupportShown).person
    await world.command("ada", "support person <@hal>")
    heard = await world.press("amira", "contact.yes", chosen)
    assert heard.told(said.ContactOffered).name == "hal" and not heard.told(said.ContactWanted)


async def test_c12_who_cannot_be_told_is_not_promised() -> None:
    world, _ = await a_world()
    await world.command("ada", "support person <@gita>")
    chosen = (await world.type("amira", RISK, "m1")).told(said.SupportShown).person
    await world.press("gita", "forget.yes")
    assert (await world.press("amira", "contact", chosen)).told(said.ContactImpossible)
    assert not (await world.command("ben", "support")).told(said.SupportShown).person


async def test_c12_what_the_buttons_say_can_be_typed() -> None:
    world, _ = await a_world()
    await world.command("ada", "support person <@gita>")
    await world.type("amira", RISK, "m1")
    assert (await world.type("amira", "Ask somebody to contact me")).told(said.ContactOffered)
    assert (await world.type("amira", "yes, tell them")).told(said.ContactOffered), "only a press tells"
    assert (await world.type("amira", "tell nobody")).told(said.ContactDeclined)
    assert (await world.type("amira", "send it as my answer")).told(drafts.DraftKept)
    world.clock.move(timedelta(hours=1))
    await world.type("amira", RISK, "m2")
    assert (await world.type("amira", "throw it away")).told(said.HeldWordsThrownAway)
