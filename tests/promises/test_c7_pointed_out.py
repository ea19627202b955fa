"""C7: what names somebody is pointed out to the author before anybody sees their words, and no word goes on as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.domain.model import Round, RoundState
from bot.domain.outcomes.answering import AnswerSaved, NotYourRound, WordsPreviewed
from bot.domain.outcomes.challenges import ChallengeNoted, ChallengeWordsGone
from bot.domain.taken_out import PERSONAL_KINDS, kinds_taken_out
from bot.engine.checks import challenging
from bot.ports import PointFinder, UnitOfWork
from bot.themes.redact import safe_words
from bot.views.messages import word_outcome
from bot.views.messages.personal_data import point_out
from bot.views.text import as_text
from tests.support.actions import TEAM, opened, until
from tests.support.finders import TopicFinder
from tests.support.world import World

PERSONAL = "Harbour: ask Dan on 07700 900123"
PLAIN = "Harbour: the rota is late"
FOUND = ("name", "phone number")


class HidingFinder(TopicFinder):
    """A TopicFinder that hides as the product does."""

    def redact(self, text: str, names: object) -> str:
        return safe_words(text, ("Dan",))


def hiding() -> PointFinder:
    return HidingFinder()


async def drafted() -> tuple[World, Round]:
    world = World(finder=hiding())
    round_ = await opened(world)
    for who in TEAM[:6]:
        await world.answer(who, round_.id, f"Harbour of {who}")
    return world, await until(world, round_, RoundState.DRAFT)


async def test_c7_a_receipt_points_out_what_was_found_in_the_words_that_it_shows() -> None:
    world = World(finder=hiding())
    round_ = await opened(world)
    saved = (await world.answer("amira", round_.id, PERSONAL, PLAIN)).told(AnswerSaved)
    assert saved.offer and saved.offer.taken_out == FOUND
    saved = (await world.answer("amira", round_.id, PLAIN)).told(AnswerSaved)
    assert saved.offer and saved.offer.taken_out == ()


async def test_c7_a_preview_points_it_out_until_the_words_are_allowed() -> None:
    world = World(finder=hiding())
    round_ = await opened(world)
    saved = (await world.answer("amira", round_.id, PERSONAL)).told(AnswerSaved)
    assert (await world.command("amira", "my words")).told(WordsPreviewed).taken_out == FOUND
    assert saved.offer
    await world.press("amira", "allow", saved.offer.answers[0].seen)
    assert (await world.command("amira", "my words")).told(WordsPreviewed).taken_out == ()


async def missing(world: World, token: str, words: str) -> ChallengeNoted:
    return (await world.submit("amira", "missing", token, {"words": words})).told(ChallengeNoted)


async def checks(world: World) -> list[str]:
    def read(uow: UnitOfWork) -> Iterator[str]:
        return iter([row.id for row in uow.checks.where()])

    return list(await world.read(read))


async def test_c7_what_is_missing_is_pointed_out_and_changed_words_take_its_place() -> None:
    world, round_ = await drafted()
    noted = await missing(world, round_.id, PERSONAL)
    assert noted.taken_out == FOUND
    form = (await world.press("amira", "check.change", noted.token)).reply.form
    assert form and form.token == f"{round_.id}:{noted.token}"
    assert form.fields[0].value == "Harbour: ask [name] on [phone number]"
    changed = await missing(world, f"{round_.id}:{noted.token}", PLAIN)
    assert changed.taken_out == () and changed.instead
    assert await checks(world) == [changed.token]
    again = await world.submit("amira", "missing", f"{round_.id}:{noted.token}", {"words": PERSONAL})
    assert again.told(ChallengeWordsGone)
    assert await checks(world) == [changed.token]


async def test_c7_words_of_a_challenge_are_pointed_out_and_its_form_has_what_would_be_shown() -> None:
    world, round_ = await drafted()
    values = {"kind": "something else", "words": PERSONAL}
    noted = (await world.submit("amira", "challenge", f"{round_.id}:1.1", values)).told(ChallengeNoted)
    assert noted.taken_out == FOUND
    form = (await world.press("amira", "check.change", noted.token)).reply.form
    assert form and form.token == f"{round_.id}:1.1"
    assert form.fields[-1].value == "Harbour: ask [name] on [phone number]"


async def test_c7_nobody_changes_the_words_of_somebody_else() -> None:
    world, round_ = await drafted()
    noted = await missing(world, round_.id, PERSONAL)
    assert (await world.press("ben", "check.change", noted.token)).reply.form is None
    tried = await world.submit("ben", "missing", f"{round_.id}:{noted.token}", {"words": PLAIN})
    assert tried.told(ChallengeWordsGone)
    assert await checks(world) == [noted.token]


async def test_c7_a_button_of_an_older_draft_that_names_no_item_takes_no_words_away() -> None:
    world, round_ = await drafted()
    noted = await missing(world, round_.id, PERSONAL)
    assert (await world.press("amira", "right", round_.id)).told(NotYourRound)
    assert await checks(world) == [noted.token]


async def test_c7_a_button_under_words_that_were_changed_says_so_as_under_words_of_somebody_else() -> None:
    world, round_ = await drafted()
    noted = await missing(world, round_.id, PERSONAL)
    changed = await missing(world, f"{round_.id}:{noted.token}", PLAIN)
    for action in ("check.show", "check.count", "check.change"):
        assert (await world.press("amira", action, noted.token)).told(ChallengeWordsGone)
        assert (await world.press("ben", action, changed.token)).told(ChallengeWordsGone)


async def test_c7_without_looking_what_was_taken_out_it_would_go_out_silently(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the words are shown without the name, and nothing says so."""
    monkeypatch.setattr(challenging, "kinds_taken_out", lambda words: ())
    world, round_ = await drafted()
    noted = await missing(world, round_.id, PERSONAL)
    assert noted.taken_out == () and "looks like" not in as_text(word_outcome(noted, [PERSONAL]))


@pytest.mark.parametrize(
    ("written", "shown", "kinds"),
    [
        ("ask Dan", "ask [name]", ("name",)),
        ("a [name] is written", "a [name] is written", ()),
        ("a [name] and Dan", "a [name] and [name]", ("name",)),
        ("nothing", "nothing", ()),
        ("Dan, d@example.org", "[name], [email address]", ("email address", "name")),
    ],
)
def test_c7_what_was_taken_out_is_what_stands_there_and_was_not_written(
    written: str, shown: str, kinds: tuple[str, ...]
) -> None:
    assert kinds_taken_out([(written, shown)]) == kinds


def test_c7_no_word_of_the_author_is_taken_for_a_kind() -> None:
    hidden = "[se\u200bcret] and [na\u200bme]"
    assert safe_words(hidden, ()) == "[secret] and [name]"
    assert kinds_taken_out([(hidden, safe_words(hidden, ()))]) == ("name",)


def test_c7_each_kind_is_named_and_nothing_is_said_of_nothing() -> None:
    assert point_out((), "Others") == ""
    for kind in PERSONAL_KINDS:
        said = point_out((kind,), "Others")
        assert f" {kind} in your words" in said and f"[{kind}] instead" in said
    many = point_out(PERSONAL_KINDS, "Others")
    assert "an email address, a handle and more" in many and "what is in brackets instead" in many and len(many) < 170
