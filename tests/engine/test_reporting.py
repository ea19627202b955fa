"""The command `report`: what was posted and nothing else, for who answers for it when it is sent, and read only then."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.chatcommands import BY_NAME, Wrong
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.model import FollowUpState, RoundState
from bot.domain.outcomes.commands import NotForYou, Unknown
from bot.domain.outcomes.dates import DaysNotUnderstood
from bot.domain.outcomes.exports import ExportDaysSwapped
from bot.domain.outcomes.follow_ups import FollowUpsShown
from bot.domain.outcomes.reports import ReportMade
from bot.domain.reports import MakeReport, ReportScope
from bot.engine import ref_names
from bot.engine.outbox import reports as sending
from bot.engine.released_rows import dated_finals
from bot.engine.reporting import gathering
from bot.engine.reporting.gathering import gather_report
from bot.views.text import as_text
from bot.views.view import File
from tests.stateful.life import everything
from tests.support.actions import TEAM, answered, next_round, opened, until
from tests.support.places import channel, person
from tests.support.world import Heard, World

SECRET = "canary-of-"
WORDS = {who: (f"Harbour {SECRET}{who}", f"{SECRET}{who} is alone with this", "") for who in TEAM}
LEAD = "hal"
FORMS = ("html", "markdown", "csv", "json")
OTHERS = ("ola", "pat", "quin", "rui", "sam", "tia", "uma", "vic")
TWO = {"Alpha": TEAM, "Beta": OTHERS}


async def answering(state: RoundState, teams: dict[str, tuple[str, ...]] | None = None) -> World:
    """A round with everybody's words, in that state; Ada is an admin, the last of each team leads it."""
    world = World()
    round_ = await opened(world, teams)
    await answered(world, round_, WORDS)
    await until(world, round_, state)
    return world


async def asked(world: World, who: str, words: str = "report", where: ConversationRef | None = None) -> Heard:
    heard = await world.command(who, words, where)
    await world.settle()
    return heard


def files(world: World) -> list[File]:
    return [block for sent in world.platform.sent for block in sent.view.blocks if isinstance(block, File)]


async def challenge_and_allow(world: World) -> None:
    """Amira challenges a point in words that only those who decide may read, and lets words of hers be shown."""
    (round_,) = await world.rounds(state=RoundState.DRAFT)
    await world.submit("amira", "challenge", f"{round_.id}:1.1", {"kind": "too strong", "words": f"{SECRET}challenge"})
    for check in await world.read(lambda uow: uow.checks.where(round=round_.id)):
        await world.press("amira", "check.show", check.id)
    await world.settle()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("who", [LEAD, "ada"])
async def test_nothing_unreleased_is_in_it(form: str, who: str) -> None:
    world = await answering(RoundState.DRAFT)
    await challenge_and_allow(world)
    (round_,) = await world.rounds(state=RoundState.DRAFT)
    await until(world, round_, RoundState.FINAL)
    await next_round(world, round_)
    await world.type("ben", f"a draft {SECRET}draft")
    await asked(world, who, f"report {form}", channel("alpha"))
    (sent,) = [one for one in world.platform.sent if any(isinstance(block, File) for block in one.view.blocks)]
    (file,) = files(world)
    assert sent.ref == person(who) and sent.private_to is None
    assert file.name == f"report.{'md' if form == 'markdown' else form}"
    assert "Harbour" in file.text and "Harbour" in file.words
    assert SECRET not in repr(sent.view)
    for name in TEAM:
        assert not re.search(rf"\b{name}\b", file.text + file.words, re.IGNORECASE)


async def test_the_one_name_in_it_is_of_who_was_posted_as_seeing_to_it() -> None:
    world = await answering(RoundState.FINAL)
    (row,) = await world.read(lambda uow: uow.follow_ups.where())
    given = {"step": "do", "words": "A list on the wall", "day": "Friday", "owner": "Ben"}
    await world.submit(LEAD, "follow_up", f"{row.id}:0", given)
    await asked(world, LEAD)
    assert not re.search(r"\b(ben|hal)\b", files(world)[-1].text), "Ben has been asked, and has not said yet"
    (row,) = await world.read(lambda uow: uow.follow_ups.where())
    await world.press("ben", "owner.yes", f"{row.id}:{row.turn}")
    await asked(world, LEAD)
    text = files(world)[-1].text
    assert "A list on the wall" in text and re.search(r"\bben\b", text)
    assert not re.search(r"\bhal\b", text)


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.DRAFT])
async def test_before_the_final_there_is_nothing_to_report(state: RoundState) -> None:
    world = await answering(state)
    await asked(world, LEAD)
    assert files(world) == []
    assert "no round of Alpha has ended yet" in as_text(world.seen_by(person(LEAD))[-1].view)


async def test_control_a_reader_of_drafts_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def drafts_too(uow: Any) -> list[Any]:
        for row in uow.releases.where():
            object.__setattr__(row, "final", True)
        return dated_finals(uow)

    monkeypatch.setattr(gathering, "dated_finals", drafts_too)
    world = await answering(RoundState.DRAFT)
    await asked(world, LEAD)
    assert files(world)


@pytest.mark.parametrize(
    ("who", "words", "outcome"),
    [
        ("hal", "report", ReportMade),
        ("hal", "report Alpha", ReportMade),
        ("hal", "report Beta", Unknown),
        ("hal", "report organisation", NotForYou),
        ("vic", "report Alpha", Unknown),
        ("vic", "report", ReportMade),
        ("ada", "report", ReportMade),
        ("ada", "report Beta", ReportMade),
        ("ada", "report the whole organisation", ReportMade),
        ("ada", "report Gamma", Unknown),
        ("amira", "report", NotForYou),
        ("amira", "report Alpha", NotForYou),
        ("ola", "report Beta", NotForYou),
    ],
)
async def test_who_may_have_which(who: str, words: str, outcome: Any) -> None:
    world = await answering(RoundState.FINAL, TWO)
    assert (await asked(world, who, words)).told(outcome)


async def test_a_stranger_has_none() -> None:
    world = await answering(RoundState.FINAL)
    heard = await asked(world, "zed")
    assert not heard.told(ReportMade) and heard.answered
    assert files(world) == []


async def test_another_teams_lead_reads_nothing_of_it() -> None:
    world = await answering(RoundState.FINAL, TWO)
    await asked(world, "vic")
    assert "Harbour" not in "".join(file.text + file.words for file in files(world))


async def test_control_without_the_choice_of_finals_they_would(monkeypatch: pytest.MonkeyPatch) -> None:
    def of_everybody(uow: Any) -> list[Any]:
        every = tuple(row.id for row in uow.teams.where())
        return [replace(final, teams=every) for final in dated_finals(uow)]

    monkeypatch.setattr(gathering, "dated_finals", of_everybody)
    world = await answering(RoundState.FINAL, TWO)
    await asked(world, "vic")
    assert "Harbour" in files(world)[-1].text


@pytest.mark.parametrize("who", [LEAD, "ada"])
async def test_who_may_not_have_it_any_more_when_it_is_sent_gets_nothing(who: str) -> None:
    world = await answering(RoundState.FINAL)

    def demote(uow: Any) -> None:
        for row in uow.members.where(admin=True):
            uow.members.save(replace(row, admin=False))
        for row in uow.memberships.where(lead=True):
            uow.memberships.save(replace(row, lead=False))

    await world.command(who, "report")
    await world.store.run(demote)
    await world.settle()
    assert files(world) == []
    assert "for leads and admins only" in as_text(world.seen_by(person(who))[-1].view)


async def test_control_without_the_second_look_they_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_may_have", lambda *given: True)
    world = await answering(RoundState.FINAL)
    await world.command(LEAD, "report")
    await world.store.run(
        lambda uow: [uow.memberships.save(replace(row, lead=False)) for row in uow.memberships.where(lead=True)]
    )
    await world.settle()
    assert files(world)


async def test_nothing_of_it_waits_in_the_outbox() -> None:
    world = await answering(RoundState.FINAL)
    await asked(world, LEAD)
    kept = await world.read(everything)
    assert "Harbour" in files(world)[0].text
    assert not any("Harbour" in repr(row) for row in kept["outbox"] if "ReportMade" in repr(row))
    (line,) = [row for row in kept["audits"] if "report made" in repr(row)]
    assert "Alpha, html" in repr(line)


@pytest.mark.parametrize("kept", [True, False])
async def test_words_that_have_ended_are_left_out_with_what_was_answered_to_them(kept: bool) -> None:
    """While they are kept as published text they stand in it: so the other case is no accident."""
    world = await answering(RoundState.FINAL)

    def word_by_a_quote(uow: Any) -> None:
        (release,) = [row for row in uow.releases.where() if row.final]
        first, *others = release.summary.questions
        (point,) = first.points
        shown = replace(first, points=(replace(point, label="", quote=1),))
        uow.releases.save(replace(release, summary=replace(release.summary, questions=(shown, *others))))
        (row,) = uow.follow_ups.where()
        ref = ref_names.published_ref(release.id, point.key)
        uow.follow_ups.save(replace(row, label="", ref=ref, state=FollowUpState.DONE, sentence="A second line"))
        if kept:
            uow.texts.keep(ref, ref_names.publisher(release.id), ConfidentialText("The words as published"))

    await world.store.run(word_by_a_quote)
    await asked(world, LEAD)
    text = files(world)[-1].text
    assert ("A second line" in text, text.count("The words as published")) == (kept, 2 if kept else 0)


@pytest.mark.parametrize("words", ["since 2001", "until 2001", "Alpha until 2001", "since 2001 until 2002"])
async def test_days_choose(words: str) -> None:
    world = await answering(RoundState.FINAL)
    await asked(world, "ada", f"report {words}")
    assert len(files(world)) == (0 if "200" in words.partition("until")[2] else 1)


async def test_what_was_final_before_the_first_day_is_not_in_it() -> None:
    world = await answering(RoundState.FINAL)
    day = world.clock.now().date()
    await asked(world, LEAD, f"report markdown since {day + timedelta(days=1):%-d %B %Y}")
    whole = files(world)
    await asked(world, LEAD, "report markdown since 2001")
    assert not whole or "Harbour" not in whole[-1].text
    assert "Harbour" in files(world)[-1].text


async def test_a_team_that_was_asked_with_another_has_what_was_posted_to_both() -> None:
    world = World()
    small = {"Alpha": TEAM[:5], "Beta": TEAM[5:]}
    await opened(world, small)
    (round_,) = await world.rounds(state=RoundState.OPEN)
    assert len(round_.teams) == 2
    await answered(world, round_, WORDS)
    await until(world, round_, RoundState.FINAL)
    for team in round_.teams:
        report = await world.read(
            lambda uow, team=team: gather_report(uow, ReportScope(team=team), "x", date(2026, 4, 1))
        )  # type: ignore[misc]
        assert len(report.finals) == 1 and set(report.teams) == {"Alpha", "Beta"}


async def test_a_round_that_could_show_nothing_is_told_and_its_questions() -> None:
    world = World()
    round_ = await opened(world)
    await until(world, round_, RoundState.WITHHELD)
    await asked(world, LEAD, "report markdown")
    text = files(world)[0].text
    assert "1 round of questions ended" in text and "too few people answered" in text
    assert "What should we stop doing" in text
    assert "No final summary was published" in files(world)[0].words


async def test_the_organisations_round_is_no_round_of_questions() -> None:
    world = await answering(RoundState.FINAL)
    (before,) = await world.rounds(state=RoundState.FINAL)
    await world.store.run(
        lambda uow: uow.rounds.save(replace(before, id="whole", occasion="cycle:1", team="", teams=()))
    )
    report = await world.read(lambda uow: gather_report(uow, ReportScope(), "x", date(2026, 4, 1)))
    assert report.rounds == 1


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("since 3 March 2026 until 2 March 2026", ExportDaysSwapped),
        ("since 2 March 2026 until 2 March 2026", ReportMade),
        ("since 31 February", DaysNotUnderstood),
    ],
)
async def test_days_that_cannot_be_are_said(words: str, outcome: Any) -> None:
    world = await answering(RoundState.OPEN)
    assert (await asked(world, LEAD, f"report {words}")).told(outcome)
    assert files(world) == []


READ = {
    "": MakeReport(),
    "Crisis line": MakeReport(team="Crisis line"),
    "for Crisis line as markdown": MakeReport(team="Crisis line", form="markdown"),
    "md of Back to Work since March": MakeReport(team="Back to Work", form="markdown", since="March"),
    "Back to Work": MakeReport(team="Back to Work"),
    "json from 3 to 7 April": MakeReport(form="json", since="3", until="7 April"),
    "Wards until 31 March 2026.": MakeReport(team="Wards", until="31 March 2026"),
    "of the whole organization since 2025": MakeReport(whole=True, since="2025"),
    "csv json": None,
    "since we moved everything is worse": None,
    "until the flood": None,
}


@pytest.mark.parametrize("words", READ)
def test_words_behind_it_are_all_accounted_for(words: str) -> None:
    read = BY_NAME["report"].read(words)
    assert read == READ[words] if READ[words] else isinstance(read, Wrong)


@pytest.mark.parametrize(
    "words", ["report on the things that come late", "report bullying", "report the manager to somebody"]
)
async def test_an_answer_that_begins_with_the_word_is_an_answer(words: str) -> None:
    world = await answering(RoundState.OPEN)
    heard = await world.type(LEAD, words)
    assert not heard.told(ReportMade)
    assert files(world) == []


async def test_it_is_no_change_that_could_be_undone() -> None:
    world = await answering(RoundState.OPEN)
    await asked(world, "ada", "team rename Alpha to Gamma")
    world.clock.move(timedelta(seconds=1))
    await asked(world, "ada", "report")
    await asked(world, "ada", "undo change")
    assert [team.name for team in await world.read(lambda uow: uow.teams.where())] == ["Alpha"]


async def test_typed_while_a_round_asks_it_brings_the_file_and_the_offer_to_take_the_word_for_an_answer() -> None:
    world = await answering(RoundState.FINAL)
    (before,) = [row for row in await world.rounds() if row.teams]
    await next_round(world, before)
    assert (await world.type(LEAD, "report")).told(ReportMade)
    await world.settle()
    assert [file.name for file in files(world)] == ["report.html"]
    assert "It is an answer" in as_text(world.seen_by(person(LEAD))[-1].view)


async def test_a_point_that_came_again_is_told_once_with_what_was_promised_of_it() -> None:
    """Its follow-up goes on with the later final: the report of either time, and of both, has it."""
    world = await answering(RoundState.FINAL)
    (first,) = await world.rounds(state=RoundState.FINAL)
    (row,) = await world.read(lambda uow: uow.follow_ups.where())
    await world.submit(LEAD, "follow_up", f"{row.id}:0", {"step": "do", "words": "A list", "day": "in 60 days"})
    again = await next_round(world, first)
    await answered(world, again, WORDS)
    await until(world, again, RoundState.FINAL)
    one, two = await world.read(dated_finals)
    scopes = (ReportScope(), ReportScope(until=one.day), ReportScope(since=two.day))
    for scope in scopes:
        report = await world.read(lambda uow, scope=scope: gather_report(uow, scope, "x", two.day))  # type: ignore[misc]
        assert [(each.label, each.sentence) for each in report.answers] == [("Harbour", "A list")]


async def test_a_member_who_asks_for_it_in_a_sentence_sees_what_became_of_the_points() -> None:
    world = await answering(RoundState.FINAL)
    heard = await world.type("amira", "send me the report")
    assert heard.told(FollowUpsShown)
    await world.settle()
    assert files(world) == []
