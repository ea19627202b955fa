"""History and trend: finals as posted, for those who were asked; identities make “still there” and “not raised again”."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from bot.domain.model import RoundState
from bot.domain.outcomes.history import HistoryShown, LookBackRefused
from bot.engine.released_rows import finals_of
from bot.views.text import as_text
from bot.views.view import Picture
from storage.records import BoxedRecords
from tests.engine.test_follow_ups import LEAD, answer, finished
from tests.engine.test_lasting_points import challenged, point
from tests.support.actions import TEAM, add_second_team, answered, next_round, opened, until
from tests.support.places import person
from tests.support.world import World


async def asked(world: World, who: str, text: str) -> str:
    since = len(world.platform.sent)
    await world.command(who, text, person(who))
    await world.settle()
    return "\n".join(as_text(sent.view) for sent in world.seen_by(person(who), since))


async def two_rounds(world: World) -> None:
    """Say one thing, get an answer to it, and say it again beside another in the next round."""
    first = await finished(world)
    await answer(world, step="finish", words="There is a list now")
    second = await next_round(world, first)
    texts = {who: (f"Harbour says {who}", f"Lantern says {who}", "") for who in TEAM}
    await answered(world, second, texts)
    await until(world, second, RoundState.FINAL)


async def test_history_shows_each_final_with_what_came_again_and_what_became_of_it() -> None:
    world = World()
    await two_rounds(world)
    told = await asked(world, "amira", "history")
    newest, oldest = told.split("March 2026")[-2:] if told.count("March 2026") > 1 else ("", told)
    assert told.count("(still there)") == 1
    assert told.index("Lantern") < told.rindex("Harbour"), "the newest final comes first"
    assert "There is a list now" in oldest and "There is a list now" not in newest


async def test_a_history_goes_on_by_a_press_to_its_first_final() -> None:
    world = World()
    round_ = await finished(world)
    for _ in range(5):
        round_ = await next_round(world, round_)
        await answered(world, round_, {who: (f"Lantern says {who}", "", "") for who in TEAM})
        await until(world, round_, RoundState.FINAL)
    shown = (await world.command("amira", "history", person("amira"))).told(HistoryShown)
    later = (await world.press("amira", "history.more", shown.next)).told(HistoryShown)
    assert (len(shown.finals), shown.more, len(later.finals), later.more, later.next) == (4, 2, 2, 0, "")
    assert (await world.command("amira", "history page 2", person("amira"))).told(HistoryShown) == later
    days = [final.day for final in (*shown.finals, *later.finals)]
    assert days == sorted(set(days), reverse=True) and len(days) == 6
    assert (await world.press("zoe", "history.more", shown.next)).told(HistoryShown) is None
    await answered(world, round_ := await next_round(world, round_), dict.fromkeys(TEAM, ("Lantern", "", "")))
    await until(world, round_, RoundState.FINAL)
    same = (await world.press("amira", "history.more", shown.next)).told(HistoryShown)
    assert [final.day for final in same.finals] == days[4:], "one more final, and it goes on where it did"
    shown = (await world.command("amira", "history", person("amira"))).told(HistoryShown)
    team = shown.next.partition(":")[0]
    again = (await world.press("amira", "history.more", f"{team}:gone")).told(HistoryShown)
    assert again.finals == shown.finals, "a history without the final that a button names begins anew"
    await add_second_team(world)
    beta = next(row.id for row in await world.read(lambda uow: uow.teams.where()) if row.name == "Beta")
    assert (await world.press("amira", "history.more", f"{beta}:4")).told(LookBackRefused)


async def test_what_is_not_raised_any_more_is_named() -> None:
    world = World()
    first = await finished(world)
    second = await next_round(world, first)
    await answered(world, second, {who: (f"Lantern, says {who}", "", "") for who in TEAM})
    await until(world, second, RoundState.FINAL)
    told = await asked(world, "amira", "history Alpha")
    assert "Not raised again: “" in told


async def test_what_nobody_could_raise_again_is_not_called_so() -> None:
    world = World()
    second = await next_round(world, await finished(world))
    await answered(world, second, {who: ("", f"Lantern, says {who}", "") for who in TEAM})
    await until(world, second, RoundState.FINAL)
    assert "Not raised again" not in await asked(world, "amira", "history Alpha")


async def test_what_was_decided_on_a_challenged_point_stands_in_the_history() -> None:
    world = World()
    await challenged(world)
    old = await point(world)
    await world.submit(LEAD, "earlier.reword", old.id, {"wording": "The harbour closes too early"})
    await world.settle()
    told = await asked(world, "amira", "history")
    assert "under challenge" in told
    assert f"“{old.label}” now reads “The harbour closes too early”." in told
    all_of_it = await asked(world, "amira", "trend")
    assert "under challenge" in all_of_it and old.label in all_of_it


async def test_a_trend_has_a_row_for_each_point_and_a_picture_that_its_words_equal() -> None:
    world = World()
    await two_rounds(world)
    since = len(world.platform.sent)
    await world.command("amira", "trend", person("amira"))
    await world.settle()
    (sent,) = world.seen_by(person("amira"), since)
    (picture,) = [block for block in sent.view.blocks if isinstance(block, Picture)]
    told = as_text(sent.view)
    assert picture.data.startswith(b"\x89PNG")
    assert all(line in told for line in picture.alt.splitlines())
    assert picture.alt.count("several people") == 3, "as posted: twice the one, once the other"


async def test_others_cannot_read_a_team_s_history_and_everybody_can_read_the_whole_s() -> None:
    world = World()
    await two_rounds(world)
    await world.command("ada", "team add Beta")
    assert "Harbour" not in await asked(world, "zoe", "history Alpha")
    assert "no final summary yet" in await asked(world, "amira", "history all")


async def test_teams_that_were_asked_together_each_have_what_they_said_in_their_history(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World()
    round_ = await opened(world, {"Alpha": TEAM[:5], "Beta": (*TEAM[5:], "iris")})
    assert len(round_.teams) == 2
    for who in (*TEAM, "iris"):
        await world.answer(who, round_.id, f"Lantern of {who}")
    await until(world, round_, RoundState.FINAL)
    for who in ("amira", "iris"):
        assert "Lantern" in await asked(world, who, "history")
    monkeypatch.setattr(BoxedRecords, "where", _never_all(BoxedRecords.where))
    found = [await world.read(partial(finals_of, team=team)) for team in (*round_.teams, "")]
    assert [len(finals) for finals in found] == [1, 1, 0]


def _never_all(where: Callable[..., list[object]]) -> Callable[..., list[object]]:
    """Return the look-up that is refused where it would read all there is: what others said costs nothing."""

    def only_some(rows: object, **equal: object) -> list[object]:
        assert equal
        return where(rows, **equal)

    return only_some
