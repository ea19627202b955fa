"""C11: every command and button, by every role, on one's own team and another's: denied by default; none reads an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest

from bot.chatcommands import COMMANDS, ChatCommand, Role
from bot.domain.model import RoundState
from bot.domain.outcomes.commands import NotForYou, Unknown, Welcome
from bot.engine import access, lookup
from bot.engine.routes import FORMS, PRESSES
from bot.views.text import as_text
from tests.stateful.life import everything
from tests.support.actions import opened, until
from tests.support.further import further, part_of
from tests.support.places import channel, person
from tests.support.world import Heard, World

pytestmark = further

TEAMS = {
    "Alpha": ("ada", "amira", "ben", "chloe", "dan", "eve", "gita"),
    "Beta": ("hal", "iris", "jon", "kira", "lev", "mona", "nils"),
}
ROLES = {"zed": Role.STRANGER, "ben": Role.MEMBER, "gita": Role.LEAD, "ada": Role.ADMIN}
"""gita leads Alpha, nils leads Beta."""

SECRET = "only-its-author-reads-this"


async def founded() -> World:
    """Both teams have been asked and have answered; Alpha's draft is posted."""
    world = World()
    round_ = await opened(world, TEAMS)
    for row in await world.rounds(state=RoundState.OPEN):
        for who in TEAMS["Alpha"] + TEAMS["Beta"]:
            await world.answer(who, row.id, f"Harbour {SECRET} {who}")
    await until(world, round_, RoundState.DRAFT)
    return world


def filled(spec: ChatCommand, team: str) -> Iterable[str]:
    for example in spec.examples:
        yield example.replace("Crisis line", team)


def refused(heard: Heard) -> bool:
    return bool(heard.told(NotForYou) or heard.told(Welcome))


@pytest.mark.parametrize("who", ROLES)
async def test_c11_a_command_above_ones_role_does_nothing(who: str) -> None:
    world = await founded()
    above = [spec for spec in COMMANDS if spec.role > ROLES[who]]
    assert above or ROLES[who] is Role.ADMIN
    for spec in above:
        for text in filled(spec, "Alpha"):
            for where in (None, channel("alpha")):
                before = await state(world)
                heard = await world.command(who, text, where)
                assert refused(heard), f"{who} was not refused: {text}"
                assert await state(world) == before, f"{who} changed something with: {text}"


async def state(world: World) -> dict[str, list[object]]:
    kept = await world.read(everything)
    return {name: rows for name, rows in kept.items() if name not in ("outbox", "menus")}


LEADS = [spec for spec in COMMANDS if spec.role is Role.LEAD and "[" in spec.usage]


@pytest.mark.parametrize("name", part_of([spec.name for spec in LEADS], 3))
async def test_c11_a_team_that_is_not_yours_sounds_like_one_that_is_not_there(name: str) -> None:
    world = await founded()
    (spec,) = [one for one in LEADS if one.name == name]
    for text in spec.examples:
        if "Crisis line" not in text:
            continue
        theirs = await said(world, "gita", text.replace("Crisis line", "Beta"))
        nobodys = await said(world, "gita", text.replace("Crisis line", "Nowhere"))
        assert theirs.replace("Beta", "*") == nobodys.replace("Nowhere", "*")
        assert "Beta" not in nobodys


@pytest.mark.parametrize("name", part_of([spec.name for spec in LEADS], 3, first=1))
async def test_c11_a_lead_may_do_it_for_their_own_team(name: str) -> None:
    """With and without the team's name; the reply may say that there is nothing to do, and never that it is not for them."""
    (spec,) = [one for one in LEADS if one.name == name]
    for text in filled(spec, "Alpha"):
        world = await founded()
        heard = await world.command("gita", text)
        assert not refused(heard), text
        assert heard.told(Unknown) is None, text


@pytest.mark.parametrize("action", ["pause", "extend"])
async def test_c11_days_that_were_asked_back_are_chosen_for_ones_own_team(action: str) -> None:
    world = await founded()
    (alpha,), (beta,) = await ids(world, "Alpha"), await ids(world, "Beta")
    days = f"{world.clock.now() + timedelta(days=2):-%Y%m%d}"
    for who, team, allowed in (
        ("gita", alpha, True),
        ("gita", beta, False),
        ("ben", alpha, False),
        ("ada", beta, True),
    ):
        before = await state(world)
        heard = await world.press(who, action, f"{team}:{days}")
        assert bool(heard.told(NotForYou)) is not allowed, f"{who} {action} {team}"
        assert allowed or await state(world) == before


async def said(world: World, who: str, text: str) -> str:
    before, kept = len(world.platform.sent), await state(world)
    heard = await world.command(who, text)
    await world.settle()
    assert heard.told(Unknown)
    assert await state(world) == kept
    return "\n".join(as_text(sent.view) for sent in world.platform.sent[before:] if sent.ref == person(who))


async def test_c11_no_command_reads_an_answer() -> None:
    """Not an admin's either, on any team: words are shown to their own author alone."""
    world = await founded()
    for who in ROLES:
        for spec in COMMANDS:
            if spec.name in ("forget me", "stop"):
                continue
            for team in part_of(sorted(TEAMS), 2):
                for text in filled(spec, team):
                    await world.command(who, text, channel(team.lower()))
    await world.settle()
    shown = [sent for sent in world.platform.sent if SECRET in repr(sent.view)]
    viewers = [str((sent.private_to or sent.ref).person) for sent in shown]
    assert "ben" in viewers
    for sent, viewer in zip(shown, viewers, strict=True):
        assert repr(sent.view).count(SECRET) == repr(sent.view).count(f"{SECRET} {viewer}")


@pytest.mark.parametrize("who", ["zed", "nils", "ben", "ada"])
async def test_c11_no_button_reaches_another_persons_answers_or_another_teams_decisions(who: str) -> None:
    world = await founded()
    (round_,) = [row for row in await world.rounds() if set(row.teams) & await ids(world, "Alpha")]
    answers = await world.read(lambda uow: [row.id for row in uow.answers.where() if row.round == round_.id])
    amira = [answer for answer in answers if await owner(world, answer) == "amira"]
    for action in sorted(
        {*FORMS, *PRESSES} - {"forget.yes", "forget.no", "offer.yes", "offer.no", "mine.on", "mine.off"}
    ):
        for token in (*amira, "no-such-thing"):
            before = await state(world)
            heard = await world.press(who, action, token)
            assert heard.reply.form is None, f"{who} opened {action}"
            assert await state(world) == before, f"{who} changed something with {action}"
    assert SECRET + " amira" not in "".join(repr(sent.view) for sent in world.seen_by(person(who)))


async def ids(world: World, name: str) -> set[str]:
    return {row.id for row in await world.read(lambda uow: uow.teams.where(name=name))}


async def owner(world: World, answer: str) -> str:
    def find(uow: object) -> str:
        row = uow.answers.get(answer)  # type: ignore[attr-defined]
        member = uow.members.get(row.member)  # type: ignore[attr-defined]
        return str(member.name).lower()

    return await world.read(find)


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("ben", "team list"),
        ("ben", "admin remove <@ada>"),
        ("ben", "member away <@amira> until Friday"),
        ("gita", "round cancel Alpha"),
        ("gita", "round keep Alpha"),
    ],
)
async def test_c11_without_the_role_check_a_member_would_get_through(
    monkeypatch: pytest.MonkeyPatch, who: str, text: str
) -> None:
    """Nothing behind it checks a command's role again: what is tried above tries this one check."""
    world = await founded()
    assert refused(await world.command(who, text))
    monkeypatch.setattr(access, "role_of", lambda turn: Role.ADMIN)
    assert not refused(await world.command(who, text))


async def test_c11_without_own_teams_another_team_would_be_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "own_teams", lambda turn: turn.uow.teams.where(archived=False))
    world = await founded()
    assert (await world.command("gita", "schedule show Beta")).told(Unknown) is None


@pytest.mark.parametrize("action", ["offer.no", "mine.off"])
async def test_c11_a_press_about_ones_own_default_changes_nobody_elses_record(action: str) -> None:
    world = await founded()
    before = await state(world)
    await world.press("ben", action, "no-such-thing")
    after = await state(world)
    changed = [row for row in after.pop("members") if row not in before["members"]]
    assert [getattr(row, "name", "").lower() for row in changed] == ["ben"]
    assert after == {name: rows for name, rows in before.items() if name != "members"}
