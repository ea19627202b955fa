"""Proposed questions: shown when three people's wait or a quarter is over, weighed without their authors, decided and told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.model import Proposal, ProposalState, Round, RoundState
from bot.domain.outcomes.commands import NotForYou
from bot.domain.outcomes.proposals import ProposalDecided, ProposalNoted, ProposalOffered, ProposalRefused, ProposalSeen
from bot.domain.proposals import LONGEST_WAIT, longest_wait, proposals_to_weigh
from bot.domain.retention import Retention
from bot.engine import question_sets
from bot.engine.context import WorkContext
from bot.engine.proposals import weighed
from bot.themes.finder import LocalFinder
from tests.engine.test_stuck import told
from tests.support.actions import HOME, TEAM, answered, next_round, opened, pass_days, until
from tests.support.clock import START
from tests.support.further import only_further
from tests.support.places import person
from tests.support.world import World

QUESTION = "What would make nights easier?"
LEAD = TEAM[-1]
OTHERS = TEAM[4:]
"""Those who propose nothing."""


def waiting(*members: str, days: int = 0) -> list[Proposal]:
    at = START - timedelta(days=days)
    return [
        Proposal(id=f"p{n}", team="t", member=who, state=ProposalState.WAITING, at=at) for n, who in enumerate(members)
    ]


def test_it_takes_three_people_or_a_quarter() -> None:
    assert len(proposals_to_weigh(waiting("a", "b", "c"), "r", START)) == 3
    assert proposals_to_weigh(waiting("a", "a", "a", "b"), "r", START) == ()
    assert len(proposals_to_weigh(waiting("a", days=LONGEST_WAIT.days), "r", START)) == 1
    assert proposals_to_weigh(waiting("a", days=LONGEST_WAIT.days - 1), "r", START) == ()
    rows = waiting("a", "b", "c", "d")
    assert proposals_to_weigh(rows, "r", START) == proposals_to_weigh(rows[::-1], "r", START)


@pytest.mark.parametrize(("kept", "wait"), [(120, 91), (119, 90), (90, 61), (60, 31), (58, 29), (40, 20), (30, 15)])
def test_where_it_is_kept_for_less_it_is_weighed_alone_before_it_ends(kept: int, wait: int) -> None:
    assert longest_wait(kept) == timedelta(days=wait)
    assert kept - wait >= min(kept // 2, 29)


@pytest.mark.parametrize("rhythm", [7, 14, 28, 31, 45, 61, 92, 119, 150])
def test_however_seldom_a_team_is_asked_each_is_weighed_before_it_ends(rhythm: int) -> None:
    kept = 120
    for age in range(min(rhythm, kept)):
        drafts = range(age, kept, rhythm)
        assert any(
            proposals_to_weigh(waiting("a", days=days), "r", START, longest_wait(kept, rhythm)) for days in drafts
        )


async def test_one_of_a_team_that_is_asked_each_quarter_is_weighed_at_its_next_draft(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def weighed_in_june() -> int:
        world = World()
        first = await opened(world)
        await answered(world, first, dict.fromkeys(TEAM[:6], ("Harbour",)))
        await world.command(
            "ada", "schedule set Alpha: first Tuesday of March, June, September and December at 10:00", HOME
        )
        await until(world, first, RoundState.FINAL)
        await pass_days(world, 50)
        await propose(world, "amira", QUESTION)
        round_ = await next_round(world, first)
        await answered(world, round_, dict.fromkeys(TEAM[:6], ("Harbour",)))
        return len(await items_of(world, await until(world, round_, RoundState.DRAFT)))

    assert await weighed_in_june() == 1
    monkeypatch.setattr(weighed, "_days_since_last", lambda work, round_: 0)
    assert await weighed_in_june() == 0, "the negative control: in September it has ended"


async def waited(kept: int) -> tuple[int, bool]:
    """One proposal in a team that is asked every other week: how often it was weighed, and whether it waited in vain."""
    world = World(retention=Retention(waiting_days=kept))
    round_ = await opened(world)
    await propose(world, "amira", QUESTION)
    (seen,) = await told(world, "amira", ProposalSeen)
    assert seen.longest_days == longest_wait(kept).days
    asked = 0
    for _ in range(kept // 14 + 2):
        await answered(world, round_, dict.fromkeys(TEAM[:6], ("Harbour",)))
        asked += len(await items_of(world, await until(world, round_, RoundState.DRAFT)))
        round_ = await next_round(world, round_)
    return asked, any(each.what == "old" for each in await told(world, "amira", ProposalNoted))


@only_further
async def test_one_that_stands_alone_is_weighed_once_also_where_little_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await waited(60) == (1, False)
    monkeypatch.setattr(weighed, "longest_wait", lambda kept, rhythm: LONGEST_WAIT)
    assert await waited(60) == (0, True), "the negative control"


async def propose(world: World, who: str, text: str) -> None:
    await world.command(who, f"propose a question: {text}", person(who))
    seen: ProposalSeen = (await told(world, who, ProposalSeen))[-1]
    await world.press(who, "proposal.show", seen.seen)


async def drafted(*authors: str) -> tuple[World, Round]:
    """A round in whose draft the proposals of these people are items, as far as there is room."""
    world = World()
    round_ = await opened(world)
    for who in authors:
        await propose(world, who, QUESTION if who == authors[0] else f"What would {who} ask about the weather")
    await answered(world, round_, dict.fromkeys(TEAM[:6], ("Harbour",)))
    return world, await until(world, round_, RoundState.DRAFT)


async def items_of(world: World, round_: Round) -> dict[str, Proposal]:
    release = await world.read(lambda uow: uow.releases.get(round_.release))
    assert release
    found = {item.key: await world.read(lambda uow, id=item.source: uow.proposals.get(id)) for item in release.items}  # type: ignore[misc]
    return {key: row for key, row in found.items() if row}


async def weigh(world: World, round_: Round, people: tuple[str, ...], choice: str) -> None:
    for key in await items_of(world, round_):
        for who in people:
            await world.submit(who, "weigh", round_.id, {key: choice})


@only_further
async def test_what_its_author_weighs_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four others weigh it: with its author they would be five, who could be told of."""
    for counted in (False, True):
        if counted:
            monkeypatch.setattr(weighed, "authors_of", lambda work, release: {})
        world, round_ = await drafted("amira", "ben", "chloe")
        for key, row in (await items_of(world, round_)).items():
            member = await world.read(lambda uow, id=row.member: uow.members.get(id))  # type: ignore[misc]
            assert member
            for who in (member.name.lower(), *OTHERS[:4]):
                await world.submit(who, "weigh", round_.id, {key: "agree"})
        await until(world, round_, RoundState.FINAL)
        assert bool(await told(world, LEAD, ProposalOffered)) is counted


async def offered() -> tuple[World, ProposalOffered]:
    world, round_ = await drafted("amira", "ben", "chloe")
    await weigh(world, round_, OTHERS, "agree")
    await until(world, round_, RoundState.FINAL)
    return world, (await told(world, LEAD, ProposalOffered))[-1]


async def texts_asked(world: World, team: str) -> tuple[str, ...]:
    def asked(uow: object) -> tuple[str, ...]:
        work = WorkContext(uow, START, world.app.services)  # type: ignore[arg-type]
        (row,) = work.uow.teams.where(name=team)
        found = work.uow.question_sets.get(question_sets.set_of_team(work, row))
        return tuple(one.text for one in found.questions) if found else ()

    return await world.read(asked)


async def test_who_leads_adopts_it_for_the_team_which_is_told() -> None:
    world, found = await offered()
    assert (await world.press("ben", "proposal.yes", found.id)).told(ProposalRefused)
    assert (await world.press(LEAD, "proposal.all", found.id)).told(NotForYou)
    await world.press(LEAD, "proposal.yes", found.id)
    await world.settle()
    (words,) = {
        each.view for each in world.platform.sent if each.ref == HOME and "One of you proposed it" in repr(each.view)
    }
    asked = (await texts_asked(world, "Alpha"))[-1]
    assert asked in repr(words)
    assert (await world.press(LEAD, "proposal.yes", found.id)).told(ProposalRefused).why == "gone"


async def test_who_declines_it_says_why_in_a_sentence() -> None:
    world, found = await offered()
    empty = await world.submit(LEAD, "proposal.no", found.id, {"reason": " "})
    linked = await world.submit(LEAD, "proposal.no", found.id, {"reason": f"{'It is too long. ' * 40}"})
    assert empty.reply.errors
    assert linked.reply.errors
    heard = await world.submit(LEAD, "proposal.no", found.id, {"reason": "The yearly survey asks it."})
    assert heard.told(ProposalDecided).reason == "The yearly survey asks it."


async def test_a_proposal_is_refused_where_it_would_hurt_and_where_others_read() -> None:
    world = World(finder=LocalFinder())
    await opened(world)
    for text, why in (("Why is Ben late?", "personal"), ("What works well here and should stay as it is?", "asked")):
        heard = await world.command("amira", f"propose a question: {text}", person("amira"))
        assert heard.told(ProposalRefused).why == why
    heard = await world.command("amira", f"propose a question: {QUESTION}", HOME)
    assert heard.told(ProposalRefused).why == "public"
    assert await world.read(lambda uow: uow.proposals.where()) == []


async def test_what_is_taken_back_while_it_is_weighed_stays_to_the_end_and_is_not_offered() -> None:
    world, round_ = await drafted("amira", "ben", "chloe", "dan")
    rows = await items_of(world, round_)
    assert len(rows) == 3
    for row in rows.values():
        member = await world.read(lambda uow, id=row.member: uow.members.get(id))  # type: ignore[misc]
        assert member
        await world.press(member.name.lower(), "proposal.back", row.id)
    await weigh(world, round_, OTHERS, "agree")
    assert (await items_of(world, round_)).keys() == rows.keys()
    await until(world, round_, RoundState.FINAL)
    assert await told(world, LEAD, ProposalOffered) == []
    assert [row.state for row in await world.read(lambda uow: uow.proposals.where())] == [ProposalState.WAITING]


async def test_what_a_merged_team_proposed_goes_with_its_people_and_of_a_removed_one_it_goes() -> None:
    world = World()
    await world.found({"Alpha": TEAM[:5], "Beta": TEAM[5:]})
    await propose(world, "amira", QUESTION)
    await propose(world, "gita", QUESTION)
    await world.command("ada", "team merge Alpha into Beta", person("ada"))
    beta = (await world.read(lambda uow: uow.teams.where(name="Beta")))[0].id
    assert [row.team for row in await world.read(lambda uow: uow.proposals.where())] == [beta, beta]
    await world.command("ada", "team remove Beta", person("ada"))
    assert await world.read(lambda uow: uow.proposals.where()) == []
