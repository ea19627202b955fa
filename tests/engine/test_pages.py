"""Lists that go on: their pages, in whatever words people ask for them, and what is said where there is no such page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chatcommands import BY_NAME
from bot.chatcommands.complete_command import Situation, complete_command
from bot.chatcommands.pages import page_alone, team_and_page, with_loose_page
from bot.domain.follow_up_commands import ShowFollowUps, ShowHistory, ShowMore, ShowTrend
from bot.domain.outcomes.commands import Unknown
from bot.domain.outcomes.drafts import DraftKept, MaybeAnAnswer
from bot.domain.outcomes.follow_ups import FollowUpsShown
from bot.domain.outcomes.history import HistoryShown, PageMissing, PageUnclear, TrendShown
from bot.engine.lasting_points import trend
from bot.views.text import as_text
from tests.engine.test_trend_goes_on import with_many_points
from tests.support.actions import add_second_team, opened
from tests.support.places import channel, person
from tests.support.world import Heard, World

LISTS = {"history": ShowHistory, "trend": ShowTrend, "promises": ShowFollowUps}
MEANT = {
    "": ("", 1),
    "for": ("", 1),
    "of": ("", 1),
    "Alpha": ("Alpha", 1),
    "for Alpha": ("Alpha", 1),
    "page 2": ("", 2),
    "Page 2.": ("", 2),
    "page 2 please": ("", 2),
    "page two": ("", 2),
    "page no. 2": ("", 2),
    "second page": ("", 2),
    "the 2nd page": ("", 2),
    "for page 2": ("", 2),
    "of page two": ("", 2),
    "Alpha page 2": ("Alpha", 2),
    "for Alpha page 2": ("Alpha", 2),
    "for Alpha, page two": ("Alpha", 2),
    "page 2 Alpha": ("Alpha", 2),
    "page 2 of Alpha": ("Alpha", 2),
    "page two for Alpha": ("Alpha", 2),
    "page 0": ("", 1),
    '"Front page 2"': ("Front page 2", 1),
    '"Front page 2" page 3': ("Front page 2", 3),
    "Page turners": ("Page turners", 1),
}


@pytest.mark.parametrize("words", MEANT)
@pytest.mark.parametrize("name", LISTS)
def test_a_page_is_read_however_it_is_asked_for(name: str, words: str) -> None:
    team, page = MEANT[words]
    assert BY_NAME[name].read(words) == LISTS[name](team=team, page=page)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("words", ["next page", "for the next page", "Alpha next page", "next page of Alpha"])
def test_the_next_page_is_that_after_what_was_shown(name: str, words: str) -> None:
    team = "Alpha" if "Alpha" in words else ""
    assert BY_NAME[name].read(words) == ShowMore(of=name, team=team)


@pytest.mark.parametrize("words", ["page s\u0131x", "F\u0130RST page", "1\u017ft page", "page \u0663"])
def test_what_only_looks_like_a_number_is_none(words: str) -> None:
    assert BY_NAME["trend"].read(words) == ShowTrend(team=words)
    assert page_alone(words) is None


@pytest.mark.parametrize("gap", [" ", ", ", "page "])
def test_a_very_long_text_names_no_page(gap: str) -> None:
    """The patterns would look at it for minutes."""
    words = f"x{gap * 8000}y page 2"
    assert (team_and_page(words), page_alone(words)) == ((words, 1), None)
    command = ShowTrend(team=words)
    assert with_loose_page(command, ()) == command


@pytest.mark.parametrize("words", ["promises more", "Promises 10", "History next", "I am too tired for this"])
async def test_what_could_be_an_answer_is_kept_as_one(words: str) -> None:
    world = World()
    await opened(world)
    heard = await asked(world, words, typed=True)
    assert heard.told(DraftKept) or heard.told(MaybeAnAnswer)


async def asked(world: World, text: str, *, typed: bool = False) -> Heard:
    if typed:
        return await world.type("amira", text)
    return await world.command("amira", text, person("amira"))


async def later_asked(world: World, text: str, *, typed: bool = False) -> Heard:
    world.clock.move(timedelta(seconds=1))
    return await asked(world, text, typed=typed)


@pytest.fixture
async def world() -> World:
    world = World()
    await with_many_points(world)
    return world


@pytest.mark.parametrize("words", ["next page", "show more", "Next page please", "the next page", "trend next page"])
async def test_next_page_goes_on_with_the_list_shown_last(world: World, words: str) -> None:
    await asked(world, "history")
    first = (await later_asked(world, "trend")).told(TrendShown)
    pages = [(await later_asked(world, words, typed=True)).told(TrendShown) for _ in range(2)]
    assert [(first.before, first.more), *((page.before, page.more) for page in pages)] == [(0, 18), (12, 6), (24, 0)]
    ended = (await later_asked(world, words, typed=True)).told(PageMissing)
    assert (ended.of, ended.page) == ("trend", 0)


@pytest.mark.parametrize("words", ["page 2", "page two", "show page 2", "2nd page"])
async def test_a_page_alone_is_one_of_the_list_shown_last(world: World, words: str) -> None:
    await asked(world, "trend")
    assert (await asked(world, words, typed=True)).told(TrendShown).before == 12


@pytest.mark.parametrize(
    "words", ["trend, page two", "show me the trend page 2", "our trend page 2", "trend for page 2"]
)
async def test_a_sentence_for_a_list_takes_a_page_too(world: World, words: str) -> None:
    assert (await asked(world, words, typed=True)).told(TrendShown).before == 12


async def test_without_a_list_it_is_said_how_one_is_asked_for(world: World) -> None:
    for words in ("next page", "page 2"):
        assert not (await asked(world, words, typed=True)).told(PageUnclear).of
    await world.settle()
    assert "“history page 2”" in as_text(world.seen_by(person("amira"))[-1].view)


async def test_a_number_alone_is_a_page_unless_a_team_is_called_so(world: World) -> None:
    for words in (
        "trend 2",
        "trend Alpha 2",
        "trend p. 2",
        "trend p2",
        "trend for 2",
        "trend next",
        "trend Alpha more",
    ):
        await later_asked(world, "trend")
        assert (await later_asked(world, words)).told(TrendShown).before == 12, words
        alone = complete_command(words, Situation(teams=frozenset({"alpha"})))
        assert alone and alone.command != ShowTrend(team=words.removeprefix("trend ")), words
        assert complete_command(words, Situation(teams=frozenset({"alpha"}), asked=True)) is None, (
            "it could be an answer"
        )
    await world.command("ada", "team add 2", channel("two"))
    await world.command("ada", "member add <@amira> to 2", channel("two"))
    assert (await asked(world, "trend 2")).told(TrendShown).name == "2"


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "words", ["page", "for page", "page x", "page -1", "page 12345", "Alpha page", "next next page"]
)
async def test_a_page_without_its_number_is_asked_for(world: World, name: str, words: str) -> None:
    assert (await asked(world, f"{name} {words}")).told(PageUnclear).of == name
    await world.settle()
    assert f"“{name} page 2”" in as_text(world.seen_by(person("amira"))[-1].view)


async def test_past_the_end_the_last_page_is_shown_and_said_to_be_it(world: World) -> None:
    shown = (await asked(world, "trend page 9999")).told(TrendShown)
    assert (shown.before, shown.last_page) == (24, 3)
    assert (await asked(world, "trend page 3")).told(TrendShown) == replace(shown, last_page=0)
    assert (await asked(world, "promises page 7")).told(FollowUpsShown).last_page == 1
    assert (await asked(world, "history page 7")).told(HistoryShown).last_page == 1
    await world.settle()
    texts = [as_text(sent.view) for sent in world.seen_by(person("amira"))]
    assert "There are 3 pages; this is the last." in texts[-4]
    assert all("There is only this page." in text for text in texts[-2:])


def lists_in(heard: Heard) -> list[TrendShown]:
    return [message.outcome for message in heard.messages if isinstance(message.outcome, TrendShown)]


async def of_two_teams(world: World) -> None:
    await add_second_team(world)
    await world.command("ada", "member add <@amira> to Beta", channel("beta"))


async def test_who_is_in_several_teams_sees_only_the_lists_that_have_the_page(world: World) -> None:
    await of_two_teams(world)
    both = lists_in(await asked(world, "trend"))
    assert [each.name for each in both] == ["Alpha", "Beta"]
    second = lists_in(await asked(world, "trend page 2"))
    assert [(each.name, each.before, each.last_page) for each in second] == [("Alpha", 12, 0)]
    assert (await asked(world, "trend Alpha page 2")).told(TrendShown) == second[0]
    await later_asked(world, "trend")
    assert (await later_asked(world, "next page", typed=True)).told(TrendShown) == second[0]


async def test_the_next_page_is_of_the_list_and_the_team_that_are_named_or_of_the_last_reply(world: World) -> None:
    await of_two_teams(world)
    await asked(world, "trend Alpha")
    await later_asked(world, "history Beta")
    assert (await later_asked(world, "trend next page")).told(TrendShown).before == 12
    await later_asked(world, "trend Beta")
    assert (await later_asked(world, "next page", typed=True)).told(TrendShown) is None, "Beta's list has ended"
    assert (await later_asked(world, "trend Alpha next page")).told(TrendShown).name == "Alpha"


@pytest.mark.parametrize("name", LISTS)
async def test_the_organisation_has_pages_too(world: World, name: str) -> None:
    whole = world.app.store.read_sync(lambda uow: uow.organisations.where()[0].name)
    for words in ("all page 2", "all 2", f"{whole} 2", "all next page", "all next"):
        await later_asked(world, f"{name} all")
        heard = await later_asked(world, f"{name} {words}")
        assert heard.told(Unknown) is heard.told(PageUnclear) is None, words


@pytest.mark.parametrize(("name", "example"), [("history", "history Alpha"), ("trend", "trend Alpha page 3")])
async def test_where_none_has_it_the_example_names_a_team_and_a_page(world: World, name: str, example: str) -> None:
    await of_two_teams(world)
    heard = await asked(world, f"{name} page 9")
    told = heard.told(PageMissing)
    assert (told.of, told.page, len(told.lists)) == (name, 9, 2)
    assert heard.told(HistoryShown) is heard.told(TrendShown) is None, "no list is shown that was there before"
    await world.settle()
    assert any(f"Say for example “{example}”." in as_text(sent.view) for sent in world.seen_by(person("amira")))


async def test_control_without_that_the_same_lists_come_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trend, "last_page_before", lambda place, count, length: 0)
    await of_two_teams(world)
    assert [each.name for each in lists_in(await asked(world, "trend page 2"))] == ["Alpha", "Beta"]
