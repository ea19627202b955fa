"""A check window as people live it: weigh, change, take back, be forgotten, leave, take words back; then its end, and the final.

An oracle of its own keeps who said what last. Whatever happened, each label follows from what stood at the end of the window, and a
statement stands in the final only with its words. At the end all is counted and erased; only words can leave then.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from bot.domain.model.sharing import Point, QuestionSummary, Summary
from bot.domain.weighing import (
    CheckedDraft,
    DecidedChallenges,
    ItemKind,
    WeighedItems,
    WeighedLabel,
    Weighing,
    WeighingMove,
    WeighingState,
    count_weighings,
    finalise_draft,
    listed_items,
    move_weighing,
    votes,
)
from bot.domain.weighing.counting import WeighedDraft
from tests.support.chance import seed_machine
from tests.support.further import further, steps_of
from tests.weighing.builders import K, everyone, item

pytestmark = further

ROSTER = 13
MEMBERS = sorted(everyone(ROSTER))
AUTHORS = {f"1.q{n}": f"m{n}" for n in range(1, 5)}
QUOTES = {key: f"shown {key}" for key in AUTHORS}
ITEMS = (
    item("1.1", question="a"),
    item("1.2", question="a"),
    *(item(key, ItemKind.STATEMENT, "a", source=QUOTES[key]) for key in AUTHORS),
)
KEYS = [each.key for each in ITEMS]
AGREE, DIFFER = WeighingMove.AGREE, WeighingMove.DIFFER
LARGE = st.sets(st.sampled_from(MEMBERS), min_size=4)


class CheckWindow(RuleBasedStateMachine):
    """One draft's check window, beside what an oracle knows of it."""

    finals: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.rows = {(member, key): Weighing(member=member, item=key) for member in MEMBERS for key in KEYS}
        self.truth: dict[tuple[str, str], WeighingMove] = {}
        self.gone: set[str] = set()
        self.counted: WeighedItems | None = None
        self.frozen: dict[tuple[str, str], WeighingMove] = {}

    def move(self, member: str, key: str, move: WeighingMove) -> None:
        self.rows[member, key] = move_weighing(self.rows[member, key], move)

    @precondition(lambda self: self.counted is None)
    @rule(agree=LARGE, differ=LARGE, key=st.sampled_from(KEYS))
    def weigh_by_many(self, agree: set[str], differ: set[str], key: str) -> None:
        """So that windows with labels are common."""
        self.weigh(differ, key, DIFFER)
        self.weigh(agree, key, AGREE)

    @precondition(lambda self: self.counted is None)
    @rule(members=LARGE, key=st.sampled_from(KEYS), move=st.sampled_from([AGREE, DIFFER]))
    def weigh(self, members: set[str], key: str, move: WeighingMove) -> None:
        for member in sorted(members):
            self.move(member, key, move)
            if key not in self.gone:
                self.truth[member, key] = move

    @precondition(lambda self: self.counted is None)
    @rule(member=st.sampled_from(MEMBERS), key=st.sampled_from(KEYS))
    def take_back(self, member: str, key: str) -> None:
        self.move(member, key, WeighingMove.TAKE_BACK)
        self.truth.pop((member, key), None)

    @precondition(lambda self: self.counted is None)
    @rule(member=st.sampled_from(MEMBERS))
    def forget(self, member: str) -> None:
        for key in KEYS:
            self.move(member, key, WeighingMove.FORGET)
            self.truth.pop((member, key), None)

    @rule(key=st.sampled_from(list(AUTHORS)))
    def take_words_back(self, key: str) -> None:
        self.gone.add(key)
        if self.counted is None:
            for member in MEMBERS:
                self.truth.pop((member, key), None)

    @precondition(lambda self: self.counted is None and self.truth)
    @rule()
    def end_the_window(self) -> None:
        self.frozen = dict(self.truth)
        items = listed_items(ITEMS, quotes={QUOTES[key] for key in AUTHORS if key not in self.gone})
        draft = WeighedDraft("r", "a", "w", items, frozenset(MEMBERS), K, AUTHORS)
        self.counted, _ = count_weighings(draft, self.rows.values())
        self.rows.clear()

    def teardown(self) -> None:
        """Every window comes to its end and its final."""
        if self.counted is None:
            self.end_the_window()
        self.labels_follow_from_what_stood_at_the_end()
        self.make_the_final()

    @invariant()
    def labels_follow_from_what_stood_at_the_end(self) -> None:
        for result in self.counted.results if self.counted else ():
            expected = expected_label(result.key, self.frozen)
            assert result.label is expected, (result, self.frozen)

    @precondition(lambda self: self.counted is not None)
    @rule()
    def make_the_final(self) -> None:
        assert self.counted is not None
        left = [key for key in AUTHORS if key not in self.gone]
        shown = tuple(QUOTES[key] for key in left) if len(left) >= 3 else ()
        points = tuple(Point(key=key, label=key, band="several") for key in KEYS[:2])
        question = QuestionSummary(number=1, key="a", text="?", shown=True, points=points, words=len(shown))
        checked = CheckedDraft(Summary(questions=(question,)), ROSTER, shown, ITEMS, self.counted)
        final, quotes = finalise_draft(checked, DecidedChallenges())
        keys = [each.key for each in final.questions[0].points]
        carried = {key for key in left if shown and expected_label(key, self.frozen) is WeighedLabel.SHARED_IN_CHECK}
        assert set(keys) == {"1.1", "1.2"} | carried
        assert {QUOTES[key] for key in carried} <= set(quotes) <= set(shown)
        type(self).finals += 1


def expected_label(key: str, said: Mapping[tuple[str, str], WeighingMove]) -> WeighedLabel | None:
    """The rule in the oracle's own words."""
    agree = {member for (member, of), move in said.items() if of == key and move is AGREE}
    differ = {member for (member, of), move in said.items() if of == key and move is DIFFER}
    if key in AUTHORS:
        agree, differ = agree | {AUTHORS[key]}, differ - {AUTHORS[key]}
    people = len(agree) + len(differ)
    if people < K:
        return None
    if key in AUTHORS:
        return WeighedLabel.SHARED_IN_CHECK if len(agree) >= 3 and len(agree) > len(differ) else None
    if Fraction(len(agree), people) >= Fraction(2, 3):
        return WeighedLabel.WIDELY_SHARED
    both = min(len(agree), len(differ)) >= 3
    return WeighedLabel.PEOPLE_DIFFER if both else WeighedLabel.NOT_WIDELY_SHARED


def live(kind: type[CheckWindow], examples: int) -> None:
    seed_machine(kind, 1)
    run_state_machine_as_test(
        kind,
        settings=settings(
            max_examples=examples,
            stateful_step_count=20,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_happens_in_a_window_its_labels_are_those_of_its_end() -> None:
    live(CheckWindow, steps_of(160) // 20)
    assert CheckWindow.finals


def told_of(window: CheckWindow) -> list[WeighedLabel | None]:
    window.end_the_window()
    window.labels_follow_from_what_stood_at_the_end()
    assert window.counted is not None
    return [each.label for each in window.counted.results]


def one_who_is_forgotten(window: CheckWindow) -> None:
    """Six weigh a point, four of them for it; one of these is forgotten."""
    window.weigh({"m1", "m2", "m3", "m4"}, "1.1", AGREE)
    window.weigh({"m5", "m6"}, "1.1", DIFFER)
    window.forget("m1")


def test_whoever_is_forgotten_in_the_window_never_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    window = CheckWindow()
    one_who_is_forgotten(window)
    assert told_of(window)[0] is WeighedLabel.NOT_WIDELY_SHARED
    monkeypatch.delitem(votes.TABLE, (WeighingState.AGREES, WeighingMove.FORGET))
    lax = CheckWindow()
    one_who_is_forgotten(lax)
    with pytest.raises(AssertionError):
        told_of(lax)
