"""C6: nobody's words are shown unless their author allowed them; no five words in a row from any other answer anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from adapters.fake import Sent
from bot.domain.model import RoundState
from bot.domain.outcomes.answering import WordsPreviewed
from bot.domain.releases import RULES, Contribution, choose_quotes, decide_release
from bot.domain.releases import quotes as release_quotes
from bot.engine import ref_names
from bot.engine.rounds import closing
from bot.ports import Found, FoundPoint, Item
from bot.themes.finder import LocalFinder
from bot.views.messages import summaries
from bot.views.messages.questions import QUESTIONS
from bot.views.text import as_text
from bot.views.view import Quote, View
from tests.support.actions import add_second_team, opened, until
from tests.support.places import person
from tests.support.world import World

RUN = 5
TEXTS = {
    "ada": "the waiting list is far too long for families who are in need of help",
    "amira": "families tell us the waiting list is far too long and they give up",
    "ben": "the waiting list is far too long because nobody covers for the sick",
    "chloe": "people wait for months and then the letter comes with the wrong date",
    "dan": "the rota comes out so late that nobody can plan a weekend with children",
    "eve": "we get the rota on Friday evening for the Monday after which is absurd",
    "femi": "a rota two weeks ahead would change my whole life at home, honestly",
    "gita": "supervision is the first thing that is cancelled when it is busy here",
    "hal": "after a hard call there is nobody to talk to and we carry it home",
    "iris": "more supervision after hard calls, and a room in which to sit quietly",
    "jon": "the waiting room is cold and the chairs are broken since last winter",
    "kira": "What is missing is time: time for the people we work for, nothing else",
}
CHALLENGE = "that is not what any of us wrote about the rota in March"
ALLOWING = ("ben", "eve", "iris", "kira")


CHALLENGING = ("ada", "ben", "chloe")


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    words = words_of(text)
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


async def told(finder: LocalFinder) -> World:
    """Two rounds of two teams' worth of people, some of whom allow their words, up to the release of the whole."""
    world = World(finder=finder)
    round_ = await opened(world, {"Alpha": tuple(TEXTS)})
    for who, text in TEXTS.items():
        await world.answer(who, round_.id, text, f"Stop it: {text}", "")
    for who in ALLOWING:
        for answer in (await world.press(who, "words", round_.id)).told(WordsPreviewed).answers:
            await world.press(who, "allow", answer.seen)
    await until(world, round_, RoundState.DRAFT)
    for who in CHALLENGING:
        form = (await world.press(who, "challenge", f"{round_.id}:1.1")).reply.form
        if form:
            kind = {"kind": form.fields[0].options[0].value, "words": CHALLENGE}
            await world.submit(who, "challenge", form.token, kind)
    await add_second_team(world)
    for command in ("status", "audit", "team list"):
        await world.command("ada", command)
    for _ in range(45):
        world.clock.move(timedelta(days=1))
        await world.settle()
    return world


def runs_away_from_home(world: World, but: Collection[str] = ()) -> list[str]:
    """Runs of five words of an answer in what anybody but its author sees; questions and permitted words apart."""
    fixed = set().union(*(runs(text) for text in (*QUESTIONS, *(TEXTS[who] for who in but))))
    found = []
    written = [((author,), text) for author, text in TEXTS.items() if author not in but]
    for authors, text in (*written, (CHALLENGING, CHALLENGE)):
        mine, home = runs(text) - fixed, [person(author) for author in authors]
        for sent in world.platform.sent:
            if sent.ref not in home and sent.private_to not in home and runs(as_text(sent.view)) & mine:
                found.append(f"{authors} in {sent.key}")
    return found


def quotes(view: View) -> list[str]:
    return [block.text for block in view.blocks if isinstance(block, Quote)]


def posted(world: World, start: str) -> Sent:
    return next(sent for sent in world.platform.sent if sent.key.startswith(start))


async def test_c6_no_run_of_five_words_leaves_home_without_permission() -> None:
    world = await told(LocalFinder())
    assert not runs_away_from_home(world, but=ALLOWING)
    assert {key.partition(":")[0] for key in (sent.key for sent in world.platform.sent)} >= {
        "draft",
        "final",
        "digest",
        "whole",
    }
    for kind in ("draft:", "final:"):
        shown = quotes(posted(world, kind).view)
        assert sorted(one for one in shown if not one.startswith("Stop")) == sorted(TEXTS[who] for who in ALLOWING)
    elsewhere = [sent for sent in world.platform.sent if not sent.key.startswith(("draft:", "final:"))]
    own = [sent for sent in elsewhere if not sent.ref.direct or sent.key.startswith(("whole:", "cases:"))]
    assert own and not [sent.key for sent in own if quotes(sent.view)]
    digest = quotes(posted(world, "digest:").view)
    allowed = tuple(TEXTS[who] for who in ALLOWING)
    # A digest repeats the beginning of long words.
    repeated = [one.removesuffix(" …") for one in digest if not one.startswith("Stop")]
    assert repeated and all(any(text.startswith(one) for text in allowed) for one in repeated)


class Verbatim(LocalFinder):
    """The defence off: a point is named with the sentence of one of its people."""

    def find(self, items: Sequence[Item], direction: str, small: bool, names: object = ()) -> Found:
        found = super().find(items, direction, small)
        refs = frozenset(item.ref for item in items)
        return Found((FoundPoint(items[0].text, True, refs),), found.nothing) if items else found


async def test_c6_a_label_that_quotes_is_found() -> None:
    assert runs_away_from_home(await told(Verbatim()), but=ALLOWING)


async def permitted(
    allowing: Sequence[str], after: Callable[[World, str], object] | None = None
) -> tuple[list[str], list[str]]:
    """What draft and final quote when these people allow their words, and something happens in the check window."""
    world = World()
    round_ = await opened(world)
    for place, who in enumerate(("amira", "ben", "chloe", "dan", "eve", "femi", "gita")):
        await world.answer(who, round_.id, f"Word{place} of {who}")
    for who in allowing:
        for answer in (await world.press(who, "words", round_.id)).told(WordsPreviewed).answers:
            await world.press(who, "allow", answer.seen)
    await until(world, round_, RoundState.DRAFT)
    if after:
        await after(world, round_.id)  # type: ignore[misc]
        await world.settle()
    await until(world, round_, RoundState.FINAL)
    return quotes(posted(world, "draft:").view), quotes(posted(world, "final:").view)


async def test_c6_words_of_two_are_not_shown_and_words_of_three_are() -> None:
    assert await permitted(("amira", "ben")) == ([], [])
    draft, final = await permitted(("amira", "ben", "chloe"))
    assert len(draft) == len(final) == 3


async def test_c6_without_the_floor_the_words_of_two_would_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release_quotes, "point_may_be_named", lambda count: True)
    monkeypatch.setattr(summaries, "POINT_FLOOR", 1)
    draft, _ = await permitted(("amira", "ben"))
    assert len(draft) == 2


async def test_c6_words_taken_back_in_the_check_window_are_gone_from_the_final() -> None:
    async def take_back(world: World, round_id: str) -> None:
        await world.press("amira", "withdraw.yes", round_id)

    draft, final = await permitted(("amira", "ben", "chloe", "dan"), take_back)
    assert len(draft) == 4
    assert len(final) == 3
    assert not [one for one in final if "amira" in one]
    assert (await permitted(("amira", "ben", "chloe"), take_back))[1] == []


async def test_c6_without_asking_everybodys_words_would_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def everybodys(
        release_id: str, given: Iterable[Contribution], allowed: Collection[str], k: int, roster: int
    ) -> tuple[str, ...]:
        every = list(given)
        return choose_quotes(release_id, every, [each.ref for each in every], k, roster)

    monkeypatch.setattr(closing, "decide_release", partial(decide_release, rules=replace(RULES, quotes=everybodys)))
    monkeypatch.setattr(ref_names, "words_ref", lambda answer: answer)
    draft, _ = await permitted(())
    assert draft
