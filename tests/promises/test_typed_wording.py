"""What a decider types is in their own words and names nobody; no answer can be found out by trying (rule 12)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.model import Round, RoundState
from bot.domain.outcomes.challenges import CaseRuled, WordingNotFit
from bot.engine import typed_wording
from bot.themes.redact import safe_words
from bot.views.capabilities import MINIMAL
from bot.views.text import as_text
from tests.support.actions import HOME, TEAM, answered, opened, until
from tests.support.finders import TopicFinder
from tests.support.places import person
from tests.support.world import World

CONSENTED = "It is only on the ward upstairs and only in winter"
COUNTED_ONLY = "Nobody asked us before the summer plan was printed"
ANSWER = "Harbour lights go out before the last boat is home"


class Redacting(TopicFinder):
    def redact(self, text: str, names: object) -> str:
        return safe_words(text, tuple(names))  # type: ignore[call-overload]


async def deciding(world: World) -> Round:
    """Three challenge; amira lets her words be seen, ben does not."""
    round_ = await opened(world)
    await answered(world, round_, dict.fromkeys(TEAM[:6], (ANSWER,)))
    round_ = await until(world, round_, RoundState.DRAFT)
    for who, words in (("amira", CONSENTED), ("ben", COUNTED_ONLY), ("chloe", "")):
        await world.submit(who, "challenge", f"{round_.id}:1.1", {"kind": "too strong", "words": words})
    for check in await world.read(lambda uow: uow.checks.where(round=round_.id)):
        for who, shown in (("amira", "check.show"), ("ben", "check.count")):
            await world.press(who, shown, check.id)
    while not (await world.rounds(id=round_.id))[0].deciding:
        world.clock.move(timedelta(hours=6))
        await world.settle()
    return (await world.rounds(id=round_.id))[0]


async def rule(world: World, round_: Round, form: str, words: str) -> str:
    """What the form says against it; empty when it is decided."""
    field = {"accept": "wording", "refuse": "reason"}[form]
    heard = await world.submit("hal", form, f"{round_.id}:1.1:too strong", {field: words})
    assert bool(heard.reply.errors) != bool(heard.told(CaseRuled))
    return (heard.reply.errors or {}).get(field, "")


@pytest.mark.parametrize("form", ["accept", "refuse"])
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Lights fail, but only on the ward upstairs", "own words"),
        ("IT IS ONLY, on the ward!", "own words"),
        ("What Gita told us about lights", "a name"),
        ("Ring gita@example.org about it", "an email address"),
        ("Ring 07700 900123 about it", "a phone number"),
        ("Hello <!channel> look", "plain words"),
        ("Look \u202eereht", "plain words"),
        ("It is **urgent** now", "plain words"),
        ("The rota is a shit show", "swear words"),
        ("", "few words"),
    ],
)
async def test_what_may_not_be_published_is_refused_in_the_form(form: str, words: str, said: str) -> None:
    world = World(finder=Redacting())
    round_ = await deciding(world)
    kept = await world.read(lambda uow: uow.rulings.where())
    assert said in await rule(world, round_, form, words)
    assert await world.read(lambda uow: uow.rulings.where()) == kept


@pytest.mark.parametrize("words", [ANSWER, COUNTED_ONLY, "Lights go out on the ward before the last boat"])
async def test_words_that_the_decider_could_not_see_are_never_compared(words: str) -> None:
    """Refused, they would tell that somebody wrote them; so they are taken like any others."""
    world = World(finder=Redacting())
    round_ = await deciding(world)
    assert await rule(world, round_, "accept", words) == ""


async def test_without_the_comparison_somebodys_words_would_be_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typed_wording, "repeats_a_run", lambda wording, texts: False)
    world = World(finder=Redacting())
    round_ = await deciding(world)
    assert await rule(world, round_, "accept", CONSENTED) == ""
    await until(world, round_, RoundState.FINAL)
    await world.settle()
    assert any(CONSENTED in as_text(sent.view) for sent in world.platform.sent if sent.ref == HOME)


async def test_without_forms_what_was_typed_is_kept_as_well() -> None:
    world = World(finder=Redacting())
    round_ = await deciding(world)
    world.platform.give(person("hal"), MINIMAL)
    await world.press("hal", "accept", f"{round_.id}:1.1:too strong")
    await world.type("hal", "Lights fail, but only on the ward upstairs", "m1")
    await world.press("hal", "turn.done", "0")
    assert (await world.press("hal", "turn.send")).told(WordingNotFit)
    await world.type("hal", "Lights fail upstairs", "m1", edits=True)
    assert (await world.press("hal", "turn.send")).told(CaseRuled)
