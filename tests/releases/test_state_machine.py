"""C1 and C2: whatever happens, no reader can isolate 1..k-1 members; and each defence is needed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.domain.releases import (
    RULES,
    Band,
    Contribution,
    Frozen,
    GroupPool,
    LedgerEntry,
    PastRound,
    Rules,
    WithdrawalStage,
    freeze_contributions,
    freezing,
    organisation,
)
from tests.releases import world
from tests.releases.machine import ReleaseMachine, machine
from tests.releases.world import MEMBERS, ReleaseWorld, Round
from tests.support.chance import seed_machine
from tests.support.further import further, only_further, steps_of

pytestmark = further

STEPS = steps_of(1200)
"""How many steps the two machines take together, at least."""

RUN = 60


def run(kind: type[ReleaseMachine], examples: int) -> None:
    seed_machine(kind, kind.steps)
    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=examples,
            stateful_step_count=RUN,
            database=None,
            phases=(Phase.generate,),
            report_multiple_bugs=False,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def run_steps(kind: type[ReleaseMachine], least: int) -> None:
    while kind.steps < least:
        run(kind, max(10, (least - kind.steps) // RUN + 1))


def test_c2_no_honest_history_isolates_anyone_or_is_refused() -> None:
    kind = machine()
    run_steps(kind, (STEPS + 1) // 2)
    assert kind.steps >= STEPS / 2
    for happened in ("group released", "group held", "whole released", "late", "raise_k", "lower_k", "erase", "cancel"):
        assert kind.counts[happened], f"the machine never saw: {happened}"


def test_c2_no_plotted_release_isolates_anyone() -> None:
    kind = machine(hostile=True)
    run_steps(kind, (STEPS + 1) // 2)
    assert kind.steps >= STEPS / 2
    for happened in ("plot WOULD_ISOLATE", "plot ROSTER_TOO_SMALL", "group released"):
        assert kind.counts[happened], f"the machine never saw: {happened}"


def off(**checks: Any) -> Rules:
    return replace(RULES, **checks)


def by_the_present_k_alone(each: Contribution) -> int:
    return 1


def even_cancelled(earlier: PastRound, teams: Collection[str]) -> bool:
    return earlier.teams == frozenset(teams)


def all_that_is_there(
    given: frozenset[Contribution], question: str, entries: Sequence[LedgerEntry], k: int, rules: Rules
) -> set[Contribution]:
    return set(given)


NO_LEDGER = {"ledger": lambda new, ledger, k, promised: None}
NO_POINT_FLOOR = {"point": lambda count: True, "band": lambda count, roster: Band.SOME}
NO_SUMS = {"sums": lambda shown, roster, participation: shown}
"""The sums know no band of people that a roster is too small for."""

SWITCHED_OFF = {
    "threshold": (off(threshold=lambda count, k: count > 0), False, "shown below k"),
    "roster k+2": (off(roster=lambda roster, k: True, **NO_SUMS), True, "although the roster"),
    "point of three": (off(**NO_POINT_FLOOR, **NO_SUMS), False, "point t"),
    "ledger": (off(**NO_LEDGER), True, "isolated"),
    "departed": (off(departed=lambda count, k: True), False, "refused"),
    "departed, with no ledger behind it": (off(departed=lambda count, k: True, **NO_LEDGER), False, "isolated"),
}


@only_further
@pytest.mark.parametrize("defence", SWITCHED_OFF)
def test_without_a_defence_the_same_machine_fails(defence: str) -> None:
    rules, hostile, finding = SWITCHED_OFF[defence]
    with pytest.raises(AssertionError, match=finding):
        run(machine(rules, hostile=hostile, looking_for=finding), 5000)


def team_of_seven(kind: type[ReleaseMachine]) -> ReleaseMachine:
    made = kind()
    made.world.homes = dict.fromkeys(MEMBERS[:7], "ada")
    return made


def asked_once(made: ReleaseMachine, k: int, answering: int, first: int = 0) -> Round:
    """A round under this k, in which so many people answer its first question, from the `first` of the team on."""
    made.world.k = k
    made.world.open()
    at = made.world.rounds[-1]
    for member in MEMBERS[first : first + answering]:
        made.world.answer(at, member, at.asked[0], 0)
    return at


def three_promised_four_then_a_lower_k(made: ReleaseMachine) -> None:
    """Chance needs minutes for this: three of seven answer under a k of 4, and nobody in the next round, under a k of 2."""
    for k, answering in ((4, 3), (2, 0)):
        at = asked_once(made, k, answering)
        made.world.close(at)
        made.world.publish(at)
        made.nothing_leaks()


def three_answer_a_round_that_is_cancelled(made: ReleaseMachine) -> None:
    """One of the three answers is left over, as by a slip; in the next round another person answers."""
    made.world.cancel(asked_once(made, 2, 3))
    at = asked_once(made, 2, 1, first=3)
    made.world.close(at)
    made.world.publish(at)
    made.nothing_leaks()


def test_without_the_promise_of_the_round_that_asked_a_lower_k_reaches_back() -> None:
    finding = "what was promised"
    three_promised_four_then_a_lower_k(team_of_seven(machine(looking_for=finding)))
    with pytest.raises(AssertionError, match=finding):
        three_promised_four_then_a_lower_k(
            team_of_seven(machine(off(promise=by_the_present_k_alone), looking_for=finding))
        )


def test_where_answers_of_a_cancelled_round_wait_they_are_used() -> None:
    finding = "of a cancelled round"
    three_answer_a_round_that_is_cancelled(team_of_seven(machine(looking_for=finding)))
    with pytest.raises(AssertionError, match=finding):
        three_answer_a_round_that_is_cancelled(team_of_seven(machine(looking_for=finding, waits=even_cancelled)))


def test_without_one_contribution_a_member_somebody_counts_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freezing, "latest_of_each", frozenset)
    finding = "counts twice"
    with pytest.raises(AssertionError, match=finding):
        run(machine(off(**NO_LEDGER), looking_for=finding), 5000)


def with_what_waits(self: ReleaseWorld) -> Iterable[GroupPool]:
    """Pools that hold what is withheld beside what was released."""
    for at in self.rounds:
        if at.stage is not WithdrawalStage.OPEN and not at.cancelled:
            mine = [each for each in self.answers.values() if each.round is at and each.readable]
            yield GroupPool(at.aggregate, len(at.roster), frozenset(each.contribution for each in mine))


def test_whatever_it_is_offered_the_organisation_takes_what_groups_released(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReleaseWorld, "pools", with_what_waits)
    kind = machine()
    run_steps(kind, 600)
    assert kind.counts["whole released"]


def test_an_organisation_that_takes_what_it_is_offered_holds_withheld_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ReleaseWorld, "pools", with_what_waits)
    monkeypatch.setattr(organisation, "_released_contributions", all_that_is_there)
    finding = "no group has released"
    with pytest.raises(AssertionError, match=finding):
        run(machine(off(**NO_LEDGER), looking_for=finding), 5000)


def test_without_the_roster_somebody_counts_who_is_not_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Anybody(frozenset[str]):
        def __contains__(self, member: object) -> bool:
            return True

    def lax(given: Iterable[Contribution], *, roster: Collection[str], **more: Any) -> Frozen:
        return freeze_contributions(given, roster=Anybody(roster), **more)

    monkeypatch.setattr(world, "freeze_contributions", lax)
    finding = "not on the roster"
    with pytest.raises(AssertionError, match=finding):
        run(machine(looking_for=finding), 5000)


def test_the_rules_of_the_whole_are_sound_without_the_ledger() -> None:
    """Two defences, each sufficient for honest histories: the ledger is the second lock, not the only one."""
    kind = machine(off(**NO_LEDGER))
    run_steps(kind, 600)
    assert kind.counts["whole released"]
