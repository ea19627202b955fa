"""Each defence taken away: the same machine then finds what it lets through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from bot.domain.releases import RULES, Contribution, Released, Rules, decide, words_to_show
from bot.engine import refs
from bot.engine.handlers import closing, publishing, whole, withdrawing
from bot.engine.outbox import Sender, delivering
from bot.engine.work import Turn
from storage.failpoints import BEFORE_COMMIT
from storage.inbox import HashedInbox
from tests.stateful.life import Act
from tests.stateful.machine import machine
from tests.stateful.running import run

Patch = pytest.MonkeyPatch
MOST = 3000


def no_dedupe(patch: Patch) -> None:
    patch.setattr(HashedInbox, "claim", lambda self, key, at: True)


def no_looking_up(patch: Patch) -> None:
    async def blind(*given: Any) -> None:
        return None

    patch.setattr(delivering, "find", blind)


def no_recovery(patch: Patch) -> None:
    async def nothing(self: Sender) -> None:
        return None

    patch.setattr(Sender, "recover", nothing)


def rules(patch: Patch, **checks: Any) -> None:
    lax: Rules = replace(RULES, **checks)
    for room in (closing, whole):
        patch.setattr(room, "decide", partial(decide, rules=lax))


def no_threshold(patch: Patch) -> None:
    rules(patch, threshold=lambda count, k: count > 0)


def no_theme_floor(patch: Patch) -> None:
    rules(patch, theme=lambda count: True)


def no_permission(patch: Patch) -> None:
    def all_of(decision: Released, contributions: frozenset[Contribution], allowed: list[str]) -> frozenset[str]:
        return words_to_show(decision, contributions, [each.ref for each in contributions])

    patch.setattr(publishing, "words_to_show", all_of)
    patch.setattr(refs, "words", lambda answer: answer)


def no_taking_back(patch: Patch) -> None:
    patch.setattr(withdrawing, "take_back", lambda work, answer, round_: None)


def no_reply(patch: Patch) -> None:
    patch.setattr(Turn, "reply", lambda self, outcome: None)


CONTROLS: dict[str, tuple[Callable[[Patch], None], str]] = {
    "inbox dedupe": (no_dedupe, "taken for a new one"),
    "looking up an ambiguous send": (no_looking_up, "said twice"),
    "recovery of what a dead sender held": (no_recovery, "never sent"),
    "threshold of the gate": (no_threshold, "shown below k"),
    "three people for a theme": (no_theme_floor, "theme "),
    "permission for words": (no_permission, "reached a channel"),
    "taking back": (no_taking_back, "taken back"),
    "a reply to everything": (no_reply, "no reply"),
}


@pytest.mark.parametrize("defence", CONTROLS)
def test_without_a_defence_the_machine_finds_it(defence: str, monkeypatch: Patch) -> None:
    take_away, finding = CONTROLS[defence]
    take_away(monkeypatch)
    with pytest.raises(AssertionError, match=finding):
        run(machine(looking_for=finding), MOST)


def test_r1_acknowledging_before_the_commit_loses_an_answer() -> None:
    made = machine(acknowledges_first=True)()
    made.begin()
    made.world.trap.arm(BEFORE_COMMIT, 1)
    made.life.answers(Act("amira", which=1, pick=0, topic="Harbour"))
    with pytest.raises(AssertionError, match="an acknowledged answer is lost"):
        made.check()
    made.driver.close()
