"""Release rule 15 with two teams and their organisation's final: what ends when, in every byte; and what never had such a final."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.confidential import ConfidentialText
from bot.domain.model import (
    ChallengeOutcome,
    CheckKind,
    Delivery,
    Meeting,
    MeetingState,
    Release,
    Round,
    RoundState,
    Ruling,
    Urgency,
)
from bot.domain.outcomes.answering import WordsPreviewed
from bot.domain.outcomes.cancelling import AnswersExpired
from bot.domain.releases import ORGANISATION
from bot.domain.retention import LONGEST_WAITING_DAYS, Retention
from bot.engine import ref_names, retention
from bot.engine.context import WorkContext
from bot.engine.rounds import organisation_summary
from bot.engine.rounds.draft_release import shown_refs
from bot.engine.rounds.group_finals import IN_NO_SUMMARY
from storage.database import open_store
from tests.promises.test_retention import in_files, sealed_rows
from tests.support.actions import TEAM, answer_ids, answered, opened, pass_until, readable_words, until
from tests.support.further import only_further
from tests.support.places import person
from tests.support.stores import KEY, new_database
from tests.support.world import World

OTHERS = ("ina", "jon", "kim", "liz", "max", "nia", "oli", "pia", "quin")
DAY = timedelta(days=1)


def opener(folder: Path) -> Callable[[Any], Any]:
    path = new_database(folder)
    return lambda failpoint: open_store(path, KEY, failpoint=failpoint)


async def two_teams(world: World, quoted: bool = False) -> list[Round]:
    """Both teams have answered and reached their finals; the rounds. With `quoted`, three of Alpha let their words be read."""
    await opened(world, {"Alpha": TEAM, "Beta": OTHERS})
    rounds = await world.rounds(state=RoundState.OPEN)
    for round_, people in zip(sorted(rounds, key=lambda row: row.team), (TEAM, OTHERS), strict=True):
        await answered(world, round_, {who: (f"Harbour as {who} sees it", "", "") for who in people})
        for who in people[:3] if quoted else ():
            await let_read(world, who)
    for round_ in rounds:
        await until(world, round_, RoundState.FINAL)
    for team in ("Alpha", "Beta"):
        await world.command("ada", f"schedule pause {team}")
    return await world.read(lambda uow: uow.rounds.where(id=tuple(row.id for row in rounds)))


async def let_read(world: World, who: str) -> None:
    """Somebody allows all words that they were offered to show."""
    offer = (await world.command(who, "my words")).told(WordsPreviewed)
    await world.press(who, "allow", offer.answers[0].seen)


async def organisations_final(world: World) -> datetime:
    """Let time pass until the organisation's final; return from when its days count."""
    for _ in range(90):
        for row in await world.rounds(state=RoundState.FINAL):
            if row.occasion.startswith("cycle:"):
                return retention.final_instant(row)
        world.clock.move(DAY)
        await world.settle()
    raise AssertionError("the organisation had no final")


async def words_around_the_end(folder: Path) -> tuple[int, int, int, int]:
    """How many answers can be read, and ciphertexts found, 28 days after the organisation's final and 33 days after it."""
    world = World(opener(folder))
    rounds = await two_teams(world)
    ids, sealed = await answer_ids(world, *rounds), sealed_rows(folder)
    assert len(ids) == len(TEAM) + len(OTHERS)
    final = await organisations_final(world)
    await pass_until(world, final + 28 * DAY)
    before = len(await readable_words(world, ids)), in_files(folder, sealed)
    await pass_until(world, final + 33 * DAY)
    after = len(await readable_words(world, ids)), in_files(folder, sealed)
    await world.store.close()
    return *before, *after


@only_further
async def test_words_in_a_point_end_30_days_after_the_organisations_final_in_both_teams(tmp_path: Path) -> None:
    read, found, read_after, found_after = await words_around_the_end(tmp_path)
    assert read == len(TEAM) + len(OTHERS)
    assert found >= read
    assert (read_after, found_after) == (0, 0)


@only_further
async def test_control_counted_from_the_teams_own_final_they_would_be_gone_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "IN_NO_SUMMARY", "")

    def own(work: WorkContext, release: Release | None, last: datetime) -> datetime:
        round_ = work.uow.rounds.get(release.round) if release else None
        return min(last, retention.final_instant(round_) + 30 * DAY) if round_ else last

    monkeypatch.setattr(retention, "_end_of_words", own)
    read, _, _, _ = await words_around_the_end(tmp_path)
    assert read == 0


@only_further
async def test_words_under_points_end_with_them(tmp_path: Path) -> None:
    world = World(opener(tmp_path))
    rounds = await two_teams(world, quoted=True)
    releases = await world.read(lambda uow: [uow.releases.get(row.release) for row in rounds])
    refs = [ref for row in releases if row for ref in shown_refs(row)]
    assert len(await readable_words(world, refs)) == len(refs) > 0
    final = await organisations_final(world)
    await pass_until(world, final + 28 * DAY)
    assert len(await readable_words(world, refs)) == len(refs)
    await pass_until(world, final + 33 * DAY)
    assert len(await readable_words(world, refs)) == 0
    await world.store.close()


@only_further
async def test_answers_that_wait_end_after_120_days_and_their_authors_are_told(tmp_path: Path) -> None:
    """The default of the settings, to the day."""
    world = World(opener(tmp_path))
    round_ = await opened(world)
    await answered(world, round_, {who: (f"Harbour as {who} sees it", "", "") for who in TEAM[:3]})
    round_ = await until(world, round_, RoundState.WITHHELD)
    await world.command("ada", "schedule pause Alpha")
    assert round_.closes_at
    before = {who: len(world.seen_by(person(who))) for who in TEAM}
    await pass_until(world, round_.closes_at + (LONGEST_WAITING_DAYS - 1) * DAY)
    assert len(await readable_words(world, await answer_ids(world, round_))) == 3
    await pass_until(world, round_.closes_at + (LONGEST_WAITING_DAYS + 2) * DAY)
    assert await answer_ids(world, round_) == []
    told = [who for who in TEAM if len(world.seen_by(person(who))) > before[who]]
    assert told == list(TEAM[:3])
    await world.store.close()


def work_in(world: World, uow: Any) -> WorkContext:
    return WorkContext(uow, world.clock.now(), world.app.services)


async def test_what_was_typed_and_never_sent_ends_with_who_was_asked(tmp_path: Path) -> None:
    world = World(opener(tmp_path))
    round_ = await opened(world)
    (interview,) = await world.read(lambda uow: uow.interviews.where(round=round_.id)[:1])
    refs = [ref_names.loose_ref(interview.id), *(ref_names.draft_ref(interview.id, number) for number in (1, 2, 3))]
    for ref in refs:
        await world.store.run(
            lambda uow, ref=ref: uow.texts.keep(ref, interview.member, ConfidentialText("half typed"))
        )
    await until(world, round_, RoundState.WITHHELD)
    assert len(await readable_words(world, refs)) == 4
    past = retention.PastTime(round_.id, world.clock.now(), people=True)
    await world.store.run(lambda uow: retention.remove_past_time(work_in(world, uow), [past]))
    assert len(await readable_words(world, refs)) == 0
    assert await world.read(lambda uow: uow.interviews.count(round=round_.id)) == 0
    await world.store.close()


async def test_the_key_of_a_meeting_ends_with_the_summary(tmp_path: Path) -> None:
    world = World(opener(tmp_path))
    (round_, _) = await two_teams(world)
    ref, owner = ref_names.team_statement_ref("meeting", 1, 1), ref_names.meeting_owner("meeting")

    def hold(uow: Any) -> None:
        uow.meetings.save(
            Meeting(
                id="meeting",
                round=round_.id,
                team=round_.teams[0],
                state=MeetingState.ENDED,
                home=round_.channels[0],
                count=3,
                minutes=30,
            )
        )
        uow.texts.keep(ref, owner, ConfidentialText("agreed"))

    await world.store.run(hold)
    assert owner in await world.read(lambda uow: uow.vault.keys.owners())
    past = retention.PastTime(round_.id, world.clock.now(), summary=True)
    await world.store.run(lambda uow: retention.remove_past_time(work_in(world, uow), [past]))
    assert owner not in await world.read(lambda uow: uow.vault.keys.owners())
    assert len(await readable_words(world, [ref])) == 0
    assert await world.read(lambda uow: uow.meetings.count(round=round_.id)) == 0
    await world.store.close()


async def test_whatever_hangs_on_a_summary_ends_with_it(tmp_path: Path) -> None:
    world = World(opener(tmp_path))
    (round_, _) = await two_teams(world, quoted=True)
    shown = await world.read(lambda uow: shown_refs(uow.releases.get(round_.release)))
    published, codes = ref_names.published_ref(round_.release, "1.1"), ref_names.codes_ref(round_.release)
    owner = ref_names.publisher(round_.release)

    def hold(uow: Any) -> None:
        uow.texts.keep(published, owner, ConfidentialText("a point now"))
        uow.texts.keep(codes, "2026-03", ConfidentialText("[]"))
        uow.rulings.save(_declined(round_))

    await world.store.run(hold)
    refs = [*shown, published, codes]
    assert len(await readable_words(world, refs)) == len(refs) > 3
    past = retention.PastTime(round_.id, world.clock.now(), summary=True)
    await world.store.run(lambda uow: retention.remove_past_time(work_in(world, uow), [past]))
    assert len(await readable_words(world, refs)) == 0
    assert owner not in await world.read(lambda uow: uow.vault.keys.owners())
    assert await world.read(lambda uow: uow.rulings.count(round=round_.id)) == 0
    assert await world.read(lambda uow: uow.releases.get(round_.release)) is None
    await world.store.close()


def _declined(round_: Round) -> Ruling:
    kinds = {"challenge": CheckKind.MEANING, "kind": ChallengeOutcome.DECLINED}
    return Ruling(id="r", round=round_.id, item="1.1", by="hal", reason="It stays", **kinds)  # type: ignore[arg-type]


async def test_whom_the_organisations_round_asked_and_who_decides_end_days_after_its_final() -> None:
    world = World()
    await two_teams(world)
    final = await organisations_final(world)
    (before,) = [row for row in await world.rounds(state=RoundState.FINAL) if row.occasion.startswith("cycle:")]
    assert before.members and before.deciders
    await pass_until(world, final + 28 * DAY)
    assert (await world.rounds(id=before.id))[0].members == before.members
    await pass_until(world, final + 33 * DAY)
    after = (await world.rounds(id=before.id))[0]
    assert (after.members, after.deciders) == ((), ())


async def test_messages_and_events_end_after_their_days() -> None:
    world = World(retention=Retention(inbox_days=7, outbox_days=30))
    await world.found({"Alpha": TEAM}, "every other Tuesday at 10:00")
    begun = world.clock.now()

    def begin(uow: Any) -> None:
        assert uow.inbox.claim("an event", begun)
        ada = uow.identities.get(uow.addresses.id_of(person("ada")))
        work_in(world, uow).tell(ada.member, AnswersExpired(team="", days=1), Urgency.PERSON, key="said")

    await world.store.run(begin)
    await world.app.sender.drain()
    assert (await world.read(lambda uow: uow.outbox.get("said"))).state is Delivery.SENT
    seen = []
    for days in (6, 8, 29, 31):
        world.clock.at = begun + days * DAY
        await world.store.run(lambda uow: retention.prune_messages(work_in(world, uow)))
        seen.append(await world.read(lambda uow: (uow.inbox.knows("an event"), uow.outbox.get("said") is not None)))
    assert seen == [(True, True), (False, True), (False, True), (False, False)]


# --- the ledger's pseudonyms


async def lines_of(world: World, rounds: list[Round]) -> tuple[int, int]:
    """How many lines the ledger has of the teams' releases, and of the organisation's."""
    releases = {row.release for row in rounds}
    lines = await world.read(lambda uow: uow.ledger.where())
    return (
        sum(1 for line in lines if line.release in releases),
        sum(1 for line in lines if line.aggregate == ORGANISATION),
    )


async def test_the_organisations_lines_end_with_those_of_its_teams() -> None:
    """They name the same contributions, and began weeks later."""
    world = World()
    rounds = await two_teams(world)
    await organisations_final(world)
    assert min(await lines_of(world, rounds)) >= len(TEAM) + len(OTHERS)
    await pass_until(world, _last_close(rounds) + (LONGEST_WAITING_DAYS + 2) * DAY)
    assert await lines_of(world, rounds) == (0, 0)


async def without_summaries(monkeypatch: pytest.MonkeyPatch, times: Retention) -> tuple[World, list[Round]]:
    monkeypatch.setattr(organisation_summary, "organisation_summary_due", lambda work: False)
    world = World(retention=times)
    return world, await two_teams(world)


def _last_close(rounds: list[Round]) -> datetime:
    return max(row.closes_at for row in rounds if row.closes_at)


async def test_an_organisation_that_never_holds_a_final_keeps_no_pseudonym_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world, rounds = await without_summaries(monkeypatch, Retention())
    ids = await answer_ids(world, *rounds)
    await pass_until(world, _last_close(rounds) + (LONGEST_WAITING_DAYS - 1) * DAY)
    assert len(await readable_words(world, ids)) == len(ids)
    assert (await lines_of(world, rounds))[0] >= len(TEAM)
    await pass_until(world, _last_close(rounds) + (LONGEST_WAITING_DAYS + 2) * DAY)
    assert len(await readable_words(world, ids)) == 0
    assert await lines_of(world, rounds) == (0, 0)
    pooled = await world.read(lambda uow: {uow.releases.get(row.release).pooled for row in rounds})
    assert pooled == {IN_NO_SUMMARY}, "no later summary draws on finals whose contributors nobody knows"


async def test_with_the_shortest_times_the_organisation_still_has_its_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    times = Retention(answer_days=7, waiting_days=30, challenge_days=7)
    with monkeypatch.context() as late:
        world, rounds = await without_summaries(late, times)
        await pass_until(world, _last_close(rounds) + 33 * DAY)
        assert await answer_ids(world, *rounds) == []
        assert (await lines_of(world, rounds))[0] >= len(TEAM)
    await organisations_final(world)
    pooled = await world.read(lambda uow: {uow.releases.get(row.release).pooled for row in rounds})
    assert len(pooled) == 1
    assert pooled.isdisjoint({"", IN_NO_SUMMARY})
    await pass_until(world, world.clock.now() + 3 * DAY)
    assert (await lines_of(world, rounds))[0] == 0
