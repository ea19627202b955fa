"""The Hypothesis machine that drives the small organisation."""

import functools
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain.releases import ORGANISATION, RULES, Rules, WithdrawalStage, waits_for
from tests.releases.world import MEMBERS, PARENTS, ReleaseWorld, Round

TEAMS = tuple(PARENTS)
PICK = st.integers(0, 2**16)
PEOPLE = st.sets(st.sampled_from(MEMBERS), min_size=1)
FULL = st.one_of(PEOPLE, st.just(set(MEMBERS)))


def step(**draws: st.SearchStrategy[Any]) -> Callable[[Any], Any]:
    """A rule that counts itself."""

    def counted(method: Callable[..., None]) -> Any:
        @functools.wraps(method)
        def run(self: "ReleaseMachine", **drawn: Any) -> None:
            type(self).counts[method.__name__] += 1
            type(self).steps += 1
            method(self, **drawn)

        make: Any = rule
        return make(**draws)(run)

    return counted


class ReleaseMachine(RuleBasedStateMachine):
    """Answers, late answers, edits, withdrawals, erasures, joins, leaves, moves, cancellations, a moving k, and every release."""

    rules_of_gate: ClassVar[Rules] = RULES
    waits: ClassVar[Any] = staticmethod(waits_for)
    hostile: ClassVar[bool] = False
    looking_for: ClassVar[str] = ""
    steps: ClassVar[int] = 0
    counts: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.world = ReleaseWorld(rules=self.rules_of_gate, waits=self.waits)

    @initialize(
        places=st.lists(st.sampled_from(TEAMS), min_size=len(MEMBERS), max_size=len(MEMBERS)), k=st.integers(2, 4)
    )
    def settle(self, places: list[str], k: int) -> None:
        self.world.k = k
        self.world.homes = dict(zip(MEMBERS, places, strict=True))

    def at(self, pick: int, *stages: WithdrawalStage) -> Round | None:
        fitting = [each for each in self.world.rounds if each.stage in stages and not (each.held or each.cancelled)]
        return fitting[pick % len(fitting)] if fitting else None

    def any_stage(self, *stages: WithdrawalStage) -> bool:
        return self.at(0, *stages) is not None

    @step()
    def open_rounds(self) -> None:
        self.world.open()

    @precondition(lambda self: self.any_stage(WithdrawalStage.OPEN))
    @step(pick=PICK, people=FULL, questions=st.sets(st.integers(0, 1), min_size=1), topics=PICK)
    def answer(self, pick: int, people: set[str], questions: set[int], topics: int) -> None:
        if at := self.at(pick, WithdrawalStage.OPEN):
            for place, member in enumerate(sorted(people)):
                for question in sorted(questions):
                    self.world.answer(at, member, at.asked[question], topics >> place & 1)

    @precondition(lambda self: self.world.rounds)
    @step(pick=PICK, people=PEOPLE, question=st.integers(0, 1), topic=st.integers(0, 1))
    def answer_late_or_edit(self, pick: int, people: set[str], question: int, topic: int) -> None:
        at = self.world.rounds[pick % len(self.world.rounds)]
        for member in sorted(people):
            self.world.answer(at, member, at.asked[question], topic)

    @step(silent=st.sets(st.sampled_from(MEMBERS), max_size=9), topics=PICK, stages=st.integers(1, 3))
    def run_a_cycle(self, silent: set[str], topics: int, stages: int) -> None:
        """A whole round of the usual kind, so that interesting histories fit into one run."""
        self.world.open()
        for at in [each for each in self.world.rounds if each.stage is WithdrawalStage.OPEN]:
            for place, member in enumerate(sorted(at.roster - silent)):
                for number, question in enumerate(at.asked):
                    self.world.answer(at, member, question, topics >> (place + number) & 1)
        for _ in range(stages):
            self.advance()

    @precondition(lambda self: self.any_stage(WithdrawalStage.OPEN))
    @step(pick=PICK)
    def close(self, pick: int) -> None:
        if at := self.at(pick, WithdrawalStage.OPEN):
            self.world.close(at)

    @precondition(lambda self: self.any_stage(WithdrawalStage.CLOSED))
    @step(pick=PICK)
    def publish_draft(self, pick: int) -> None:
        if at := self.at(pick, WithdrawalStage.CLOSED):
            self.world.publish(at)

    @precondition(lambda self: self.any_stage(WithdrawalStage.DRAFT))
    @step(pick=PICK)
    def finalise(self, pick: int) -> None:
        if at := self.at(pick, WithdrawalStage.DRAFT):
            self.world.finish(at)

    @precondition(lambda self: any(each.running for each in self.world.rounds))
    @step()
    def advance_all(self) -> None:
        self.advance()

    def advance(self) -> None:
        """Every group goes on by one stage."""
        ways = {
            WithdrawalStage.OPEN: self.world.close,
            WithdrawalStage.CLOSED: self.world.publish,
            WithdrawalStage.DRAFT: self.world.finish,
        }
        for at in [each for each in self.world.rounds if each.running]:
            ways[at.stage](at)

    @precondition(lambda self: self.world.topics)
    @step(pick=PICK)
    def withdraw(self, pick: int) -> None:
        self.world.withdraw({sorted(self.world.topics)[pick % len(self.world.topics)]})

    @precondition(lambda self: self.world.topics)
    @step(member=st.sampled_from(MEMBERS))
    def erase(self, member: str) -> None:
        answers = self.world.answers
        self.world.withdraw({ref for ref, each in answers.items() if each.contribution.member == member})

    @precondition(lambda self: self.any_stage(WithdrawalStage.OPEN, WithdrawalStage.CLOSED))
    @step(pick=PICK)
    def cancel(self, pick: int) -> None:
        if at := self.at(pick, WithdrawalStage.OPEN, WithdrawalStage.CLOSED):
            self.world.cancel(at)

    @precondition(lambda self: self.world.rounds)
    @step(member=st.sampled_from(MEMBERS), team=st.sampled_from(TEAMS))
    def join_or_move(self, member: str, team: str) -> None:
        self.world.homes[member] = team

    @precondition(lambda self: self.world.rounds and len(self.world.homes) > 8)
    @step(member=st.sampled_from(MEMBERS))
    def leave(self, member: str) -> None:
        self.world.homes.pop(member, None)

    @precondition(lambda self: self.world.k < 4 and len(self.world.history) > 1)
    @step()
    def raise_k(self) -> None:
        self.world.k += 1

    @precondition(lambda self: self.world.k > 2)
    @step()
    def lower_k(self) -> None:
        """What was answered under the higher one keeps its promise."""
        self.world.k -= 1

    @precondition(lambda self: self.world.rounds)
    @step()
    def change_questions(self) -> None:
        self.world.version += 1

    @precondition(lambda self: self.any_stage(WithdrawalStage.DRAFT))
    @step(pick=PICK)
    def release_addendum(self, pick: int) -> None:
        if at := self.at(pick, WithdrawalStage.DRAFT):
            self.world.supplement(at)

    @precondition(lambda self: self.world.ledger)
    @step()
    def release_organisation(self) -> None:
        self.world.organisation()

    @precondition(lambda self: self.hostile and self.world.ledger)
    @step(
        groups=st.sets(st.integers(0, 5), min_size=1),
        without=PEOPLE,
        aggregate=st.sampled_from(("plot", ORGANISATION)),
        roster=st.integers(2, 14),
    )
    def propose(self, groups: set[int], without: set[str], aggregate: str, roster: int) -> None:
        closed = [at for at in self.world.rounds if at.stage is not WithdrawalStage.OPEN and not at.cancelled]
        if not closed:
            return
        of = {closed[number % len(closed)].name for number in groups}
        chosen = [each.contribution for each in self.world.answers.values() if each.round.name in of and not each.late]
        name = f"{aggregate}-{len(self.world.history)}" if aggregate == "plot" else aggregate
        left_out = set(sorted(without)[:2])
        self.world.propose(name, roster, (one for one in chosen if one.member not in left_out))

    @invariant()
    def nothing_leaks(self) -> None:
        found = [each for each in self.world.problems if self.looking_for in each]
        assert not found, found

    @invariant()
    def nobody_is_in_two_groups(self) -> None:
        running = [member for each in self.world.rounds if each.running for member in each.roster]
        assert len(running) == len(set(running))

    @invariant()
    def a_published_set_stands(self) -> None:
        """Whatever is withdrawn afterwards: draft and final are of one set, which no answer leaves."""
        for each in self.world.rounds:
            if each.draft:
                assert each.draft.entry.refs <= set(self.world.answers)

    @invariant()
    def nothing_waits_that_was_withdrawn(self) -> None:
        if not self.world.tampered:
            waiting = {ref for ref, each in self.world.answers.items() if not (each.released or each.pooled)}
            assert not waiting & self.world.gone

    def teardown(self) -> None:
        type(self).counts.update(self.world.seen)


def machine(
    rules: Rules = RULES, *, hostile: bool = False, looking_for: str = "", waits: Any = waits_for
) -> type[ReleaseMachine]:
    """A machine class of its own, with its own counters.

    `looking_for` narrows what makes it fail, so that a negative control finds the very thing it is about.
    """
    attributes = {
        "rules_of_gate": rules,
        "hostile": hostile,
        "waits": staticmethod(waits),
        "looking_for": looking_for,
        "counts": Counter(),
        "steps": 0,
    }
    return type("ReleaseMachine", (ReleaseMachine,), attributes)
