"""Each defence taken away: the same machine then finds what it lets through."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from bot.domain import rounds
from bot.domain.model import Round
from bot.domain.releases import RULES, Band, Contribution, Rules, choose_quotes, decide_release, freeze_contributions
from bot.engine import ref_names
from bot.engine.answers import withdrawing
from bot.engine.context import EventContext, WorkContext
from bot.engine.outbox import OutboxSender, lookups
from bot.engine.rounds import cancelling, closing, deadlines, organisation_summary
from storage.failpoints import BEFORE_COMMIT
from storage.inbox import HashedInbox
from tests.stateful import tales
from tests.stateful.life import Act
from tests.stateful.machine import machine
from tests.stateful.tales import play
from tests.support.further import further, only_further, part_of

pytestmark = further

Patch = pytest.MonkeyPatch


def no_dedupe(patch: Patch) -> None:
    patch.setattr(HashedInbox, "claim", lambda self, key, at: True)


def no_looking_up(patch: Patch) -> None:
    async def blind(*given: Any) -> None:
        return None

    patch.setattr(lookups, "find_sent", blind)


def no_recovery(patch: Patch) -> None:
    async def nothing(self: OutboxSender) -> None:
        return None

    patch.setattr(OutboxSender, "recover", nothing)


def laxer(patch: Patch, **checks: Any) -> None:
    lax: Rules = replace(RULES, **checks)
    for room in (closing, organisation_summary):
        patch.setattr(room, "decide_release", partial(decide_release, rules=lax))
    patch.setattr(closing, "freeze_contributions", partial(freeze_contributions, rules=lax))


def no_threshold(patch: Patch) -> None:
    laxer(patch, threshold=lambda count, k: count > 0)


def no_point_floor(patch: Patch) -> None:
    laxer(patch, point=lambda count: True, band=lambda count, roster: Band.SEVERAL)


def everybodys(
    release_id: str, given: Iterable[Contribution], allowed: Collection[str], k: int, roster: int
) -> tuple[str, ...]:
    every = list(given)
    return choose_quotes(release_id, every, [each.ref for each in every], k, roster)


def no_permission(patch: Patch) -> None:
    laxer(patch, quotes=everybodys)
    patch.setattr(ref_names, "words_ref", lambda answer: answer)


def no_taking_back(patch: Patch) -> None:
    patch.setattr(withdrawing, "take_back", lambda work, answers: None)


def no_waiting_with_corrections(patch: Patch) -> None:
    patch.setattr(deadlines, "correction_of", lambda round_, taken_back: taken_back)


def no_cancelling(patch: Patch) -> None:
    """A round is called off in name alone: its answers stay."""

    def in_name(work: WorkContext, round_: Round) -> None:
        work.uow.rounds.save(rounds.advance_round(replace(round_, cancels_at=None), rounds.Step.CANCEL))

    patch.setattr(cancelling, "take_effect", in_name)


def no_reply(patch: Patch) -> None:
    patch.setattr(EventContext, "reply", lambda self, outcome: None)


CONTROLS: dict[str, tuple[Callable[[Patch], None], tales.Tale, str]] = {
    "inbox dedupe": (no_dedupe, tales.a_whole_round, "taken for a new one"),
    "looking up an ambiguous send": (no_looking_up, tales.a_whole_round, "said twice"),
    "recovery of what a dead sender held": (no_recovery, tales.a_whole_round, "never sent"),
    "threshold of the gate": (no_threshold, tales.too_few_answers, "shown below k"),
    "three people for a point": (no_point_floor, tales.a_whole_round, "point "),
    "permission for words": (no_permission, tales.nobody_allows_words, "reached a channel"),
    "taking back": (no_taking_back, tales.an_answer_is_withdrawn, "taken back"),
    "waiting with corrections": (
        no_waiting_with_corrections,
        tales.words_are_taken_back_from_a_draft,
        "left the draft too early",
    ),
    "destroying the answers of a cancelled round": (
        no_cancelling,
        tales.a_round_is_cancelled,
        "of a cancelled round",
    ),
    "a reply to everything": (no_reply, tales.a_whole_round, "no reply"),
}


@only_further
@pytest.mark.parametrize("tale", sorted({tale for _, tale, _ in CONTROLS.values()}, key=lambda tale: tale.__name__))
def test_with_every_defence_nothing_is_found(tale: tales.Tale) -> None:
    play(tale, machine())


@only_further
@pytest.mark.parametrize("defence", part_of(list(CONTROLS), 3))
def test_without_a_defence_the_machine_finds_it(defence: str, monkeypatch: Patch) -> None:
    take_away, tale, finding = CONTROLS[defence]
    take_away(monkeypatch)
    with pytest.raises(AssertionError, match=finding):
        play(tale, machine(looking_for=finding))


def test_r1_acknowledging_before_the_commit_loses_an_answer() -> None:
    made = machine(acknowledges_first=True)()
    made.begin()
    made.world.trap.arm(BEFORE_COMMIT, 1)
    made.life.answers(Act("amira", which=1, pick=0, topic="Harbour"))
    with pytest.raises(AssertionError, match="an acknowledged answer is lost"):
        made.check()
    made.driver.close()
