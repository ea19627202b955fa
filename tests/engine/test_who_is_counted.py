"""Whom the count of a draft's weighings counts when somebody was forgotten or takes words back, and what becomes no item.

Each with its negative control: the rule off, and it comes out otherwise.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.model import ItemKind, Round, RoundState, WeighedLabel
from bot.engine.checks import weighing_count
from bot.engine.rounds import contributions, weighing_items
from tests.engine.test_weighing_to_the_end import WORDS_OF_DAN, item_of, previewed, release_of, weigh
from tests.promises.test_c3_who_weighed import TEN, drafted
from tests.support.actions import opened, until
from tests.support.twins import twin
from tests.support.world import World

RULE_OFF = pytest.mark.parametrize("guarded", [True, False])


async def label_at_the_count(world: World, round_: Round, key: str) -> WeighedLabel | None:
    await until(world, round_, RoundState.FINAL)
    weighed = (await release_of(world, round_)).weighed
    assert weighed is not None
    return next(result.label for result in weighed.results if result.key == key)


@RULE_OFF
async def test_who_is_forgotten_in_the_window_stays_in_the_size_of_the_roster(
    guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of eight a label is told, of seven none: else its absence told that somebody was forgotten."""
    if not guarded:
        monkeypatch.setattr(contributions, "full_roster", contributions.roster_pseudonyms)
    world = twin()
    round_ = await drafted(world, TEN[:8])
    await weigh(world, round_, TEN[2:7], {"1.1": "agree"})
    await world.press("amira", "forget.yes")
    told = await label_at_the_count(world, round_, "1.1")
    assert (told is WeighedLabel.WIDELY_SHARED) is guarded
    assert guarded or told is None


async def quoted_together(world: World, large: str = "Alpha") -> Round:
    """A draft of a team of eight and one of two, asked together, with the words of three of the large one."""
    round_ = await opened(world, {large: TEN[:8], "Beta": TEN[8:]})
    assert len(round_.teams) == 2
    for who in TEN[1:7]:
        await world.answer(who, round_.id, f"Meadow of {who}{', at the lantern' if who == 'dan' else ''}")
    for who in TEN[2:5]:
        await world.press(who, "allow", (await previewed(world, round_, who)).seen)
    await world.settle()
    return await until(world, round_, RoundState.DRAFT)


@RULE_OFF
async def test_what_one_team_shares_is_no_point_of_two_though_all_of_the_other_were_forgotten(
    guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = weighing_count._teams_of
    if not guarded:
        known = lambda work, round_: {who: of for who, of in plain(work, round_).items() if "nobody" not in who}  # noqa: E731
        monkeypatch.setattr(weighing_count, "_teams_of", known)
    world = twin()
    round_ = await quoted_together(world)
    (key, *_) = [item.key for item in (await release_of(world, round_)).items if item.kind is ItemKind.STATEMENT]
    await weigh(world, round_, TEN[1:8], {key: "agree"})
    for who in TEN[8:]:
        await world.press(who, "forget.yes")
    told = await label_at_the_count(world, round_, key)
    assert told is (None if guarded else WeighedLabel.SHARED_IN_CHECK)


@RULE_OFF
async def test_the_author_of_words_that_are_about_to_leave_is_counted_while_they_stand(
    guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They stand in the draft until the next daily close: four others and their author are five."""
    if not guarded:
        monkeypatch.setattr(weighing_count.withdrawing, "leaving_quotes_of", lambda work, answer: [])
    world = twin()
    round_ = await drafted(world)
    key = await item_of(world, round_, WORDS_OF_DAN)
    await weigh(world, round_, TEN[6:], {key: "agree"})
    assert round_.check_until
    world.clock.at = round_.check_until - timedelta(minutes=30)
    await world.settle()
    await world.press("dan", "private", (await previewed(world, round_, "dan")).token)
    told = await label_at_the_count(world, round_, key)
    assert told is (WeighedLabel.SHARED_IN_CHECK if guarded else None)


@RULE_OFF
async def test_words_that_tell_of_one_of_several_teams_are_shown_and_not_weighed(
    guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their author lets others read them; a point of all these teams they cannot become."""
    if not guarded:
        monkeypatch.setattr(weighing_items, "tells_of_one_of", lambda names, words: False)
    world = twin()
    round_ = await quoted_together(world, large="The Lanterns")
    release = await release_of(world, round_)
    assert sum(question.words for question in release.summary.questions) == 3
    statements = [item for item in release.items if item.kind is ItemKind.STATEMENT]
    assert len(statements) == (2 if guarded else 3)
