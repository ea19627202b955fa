"""The final of a weighed draft: order by label, what the check carried, merges, additions, quotes and the rule of sums."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.model.sharing import ChallengeOutcome, CheckKind, Point, QuestionSummary, Ruling, Summary
from bot.domain.releases import Band, Raised
from bot.domain.weighing import (
    CheckedDraft,
    DecidedChallenges,
    ItemKind,
    ItemResult,
    WeighedItems,
    WeighedLabel,
    WeighingItem,
    finalise_draft,
    find_left_out,
    weighed_final,
)
from tests.weighing.builders import item

WIDELY, DIFFER, NOT_WIDELY, CARRIED = (
    WeighedLabel.WIDELY_SHARED,
    WeighedLabel.PEOPLE_DIFFER,
    WeighedLabel.NOT_WIDELY_SHARED,
    WeighedLabel.SHARED_IN_CHECK,
)
POINTS = tuple(Point(key=f"1.{n}", label=f"Point {n}", band=Band.SEVERAL.value) for n in range(1, 6))
QUOTES = ("s1", "s2", "s3", "s4")
STATEMENTS = tuple(item(f"1.q{n}", ItemKind.STATEMENT, "a", source=f"s{n}") for n in range(1, 5))
DRAFTED = tuple(item(point.key, question="a") for point in POINTS)


def summary(points: tuple[Point, ...] = POINTS, words: int = 4, **more: object) -> Summary:
    first = QuestionSummary(number=1, key="a", text="What?", shown=True, points=points, words=words, **more)  # type: ignore[arg-type]
    return Summary(
        questions=(first, QuestionSummary(number=2, key="b", text="Why?", shown=False)), participation="enough"
    )


def result(key: str, label: WeighedLabel | None, some_differ: bool = False) -> ItemResult:
    return ItemResult(key, label, some_differ)


def checked(
    *results: ItemResult,
    roster: int = 14,
    drafted: Summary | None = None,
    items: tuple[WeighingItem, ...] = (*DRAFTED, *STATEMENTS),
    same: tuple[tuple[str, str], ...] = (),
    quotes: tuple[str, ...] = QUOTES,
) -> CheckedDraft:
    return CheckedDraft(drafted or summary(), roster, quotes, items, WeighedItems(results, same))


def ruled(point: str, kind: ChallengeOutcome, challenge: CheckKind = CheckKind.MEANING, **more: str) -> Ruling:
    return Ruling(id=f"r:{point}:{challenge}", round="r", item=point, challenge=challenge, kind=kind, by="hal", **more)


def final_of(draft: CheckedDraft, *rulings: Ruling) -> tuple[QuestionSummary, tuple[str, ...]]:
    final, quotes = finalise_draft(draft, DecidedChallenges(rulings=rulings))
    return final.questions[0], quotes


def keys(question: QuestionSummary) -> list[str]:
    return [each.key for each in question.points]


def test_a_draft_that_nobody_weighed_is_its_final() -> None:
    final, quotes = finalise_draft(checked(), DecidedChallenges())
    assert replace(final, questions=()) == replace(summary(), questions=())
    assert final.questions[0] == replace(summary().questions[0], under=("",) * 4)
    assert quotes == QUOTES and final.questions[1] == summary().questions[1]


def test_points_stand_by_label_then_as_in_the_draft() -> None:
    question, _ = final_of(
        checked(
            result("1.1", DIFFER),
            result("1.2", NOT_WIDELY),
            result("1.3", WIDELY, some_differ=True),
            result("1.q2", CARRIED),
            result("1.5", WIDELY),
        ),
        ruled("", ChallengeOutcome.ACCEPTED, CheckKind.MISSING, wording="Parking", question="a"),
    )
    assert keys(question) == ["1.3", "1.5", "1.2", "1.4", "1.1", "1.q2", "1.added1"]
    assert [each.weighed for each in question.points] == [
        WIDELY, WIDELY, NOT_WIDELY, None, DIFFER, CARRIED, None,
    ]  # fmt: skip
    assert [each.some_differ for each in question.points[:2]] == [True, False]


def test_a_reworded_point_has_no_label_for_nobody_weighed_its_wording() -> None:
    draft = checked(result("1.1", WIDELY, some_differ=True), result("1.2", WIDELY))
    question, _ = final_of(draft, ruled("1.1", ChallengeOutcome.ACCEPTED, wording="Other words"))
    points = {each.key: each for each in question.points}
    assert (points["1.1"].label, points["1.1"].weighed, points["1.1"].some_differ) == ("Other words", None, False)
    assert points["1.1"].band == summary().questions[0].points[0].band
    assert keys(question)[0] == "1.2", "what is widely shared comes first"


def test_each_thing_that_was_missing_may_be_added() -> None:
    added = [
        ruled("", ChallengeOutcome.ACCEPTED, CheckKind.MISSING, check=check, wording=wording, question="a")
        for check, wording in (("c1", "Parking"), ("c2", "A crèche"))
    ]
    declined = ruled("", ChallengeOutcome.DECLINED, CheckKind.MISSING, check="c3", reason="It is there")
    raised = [Raised("", CheckKind.MISSING, True, check) for check in ("c1", "c2", "c3")]
    final, _ = finalise_draft(checked(), DecidedChallenges(raised, [*added, declined]))
    assert [each.label for each in final.questions[0].points if each.added] == ["Parking", "A crèche"]
    assert [(each.wording, each.reason) for each in final.changes] == [
        ("Parking", ""), ("A crèche", ""), ("", "It is there"),
    ]  # fmt: skip


def test_a_carried_statement_is_a_point_without_a_band_worded_by_its_quote() -> None:
    question, quotes = final_of(checked(result("1.q2", CARRIED), result("1.q3", None)))
    point = question.points[-1]
    assert (point.label, point.band, point.weighed, point.quote) == ("", "", CARRIED, 2)
    assert quotes == QUOTES and question.under == ("", "1.q2", "", "")


def test_what_teams_said_together_and_what_somebody_wrote_are_one_in_these_words_and_it_is_told() -> None:
    aloud = Point(key="1.t1", label="A quiet room", band="")
    drafted = summary()
    drafted = replace(
        drafted, questions=(replace(drafted.questions[0], team_statements=(aloud,)), *drafted.questions[1:])
    )
    statement = item("1.t1", ItemKind.TEAM_STATEMENT, question="a")
    draft = checked(
        result("1.q2", CARRIED), drafted=drafted, items=(*DRAFTED, *STATEMENTS, statement), same=(("1.q2", "1.t1"),)
    )
    final, _ = finalise_draft(draft, DecidedChallenges())
    assert not final.questions[0].team_statements
    assert [(each.kind, each.label, each.wording) for each in final.changes] == [
        (ChallengeOutcome.MERGED, "A quiet room", "")
    ]


def test_a_carried_statement_leaves_with_its_words() -> None:
    left = checked(result("1.q2", CARRIED), drafted=summary(words=3), quotes=("s1", "s3", "s4"))
    question, quotes = final_of(left)
    assert keys(question) == [each.key for each in POINTS] and quotes == ("s1", "s3", "s4")


def test_a_carried_statement_may_be_reworded() -> None:
    question, _ = final_of(checked(result("1.q2", CARRIED)), ruled("1.q2", ChallengeOutcome.ACCEPTED, wording="Others"))
    assert (question.points[-1].label, question.points[-1].quote) == ("Others", 0)


@pytest.mark.parametrize("label", [CARRIED, None])
def test_a_candidate_is_a_point_when_it_was_carried_and_gone_when_not(label: WeighedLabel | None) -> None:
    asks = (Point(key="1.a1", label="Handovers", band=""),)
    candidate = item("1.a1", ItemKind.CANDIDATE, "a")
    draft = checked(result("1.a1", label), drafted=summary(asks=asks), items=(*DRAFTED, candidate, *STATEMENTS))
    question, _ = final_of(draft)
    assert question.asks == ()
    assert [each.label for each in question.points[5:]] == (["Handovers"] if label else [])


# -- merges


def test_a_merged_point_keeps_the_larger_band_and_the_label_of_the_earlier() -> None:
    points = (POINTS[0], replace(POINTS[1], band=Band.MORE_THAN_HALF.value), POINTS[2])
    draft = checked(
        result("1.1", NOT_WIDELY), result("1.2", WIDELY), roster=12, drafted=summary(points), same=(("1.1", "1.2"),)
    )
    final, _ = finalise_draft(draft, DecidedChallenges())
    merged = final.questions[0].points[0]
    assert (merged.key, merged.band, merged.weighed) == ("1.1", Band.MORE_THAN_HALF.value, NOT_WIDELY.value)
    assert keys(final.questions[0]) == ["1.1", "1.3"]
    assert [(each.kind, each.label, each.wording) for each in final.changes] == [
        (ChallengeOutcome.MERGED, "Point 2", "Point 1")
    ]


def test_a_statement_that_is_the_same_as_a_point_stands_under_it() -> None:
    question, quotes = final_of(
        checked(result("1.q2", CARRIED), result("1.q3", None), same=(("1.4", "1.q2"), ("1.4", "1.q3")))
    )
    assert keys(question) == [each.key for each in POINTS]
    assert question.under == ("", "1.4", "1.4", "") and quotes == QUOTES


def test_of_two_statements_that_are_the_same_the_carried_one_stands() -> None:
    question, _ = final_of(checked(result("1.q1", None), result("1.q2", CARRIED), same=(("1.q1", "1.q2"),)))
    assert question.points[-1].key == "1.q2" and question.points[-1].quote == 2
    assert question.under == ("1.q2", "1.q2", "", "")


def test_merges_by_weighing_and_by_decision_end_in_one_and_lose_nobody() -> None:
    points = (*POINTS[:2], replace(POINTS[2], band=Band.MORE_THAN_HALF.value), POINTS[3])
    draft = checked(drafted=summary(points), roster=12, same=(("1.2", "1.3"),))
    question, _ = final_of(draft, ruled("1.2", ChallengeOutcome.MERGED, into="1.4"))
    assert [(each.key, each.band) for each in question.points] == [
        ("1.1", Band.SEVERAL.value),
        ("1.4", Band.MORE_THAN_HALF.value),
    ]


# -- additions


def test_an_addition_stands_in_its_question_without_a_band() -> None:
    missing = ruled("", ChallengeOutcome.ACCEPTED, CheckKind.MISSING, wording="Parking", question="a")
    question, _ = final_of(checked(), missing)
    assert question.points[-1] == Point(key="1.added1", label="Parking", band="", added=True)


@pytest.mark.parametrize(
    ("question", "kind"),
    [("", ChallengeOutcome.ACCEPTED), ("b", ChallengeOutcome.ACCEPTED), ("a", ChallengeOutcome.DECLINED)],
)
def test_what_is_of_no_shown_question_or_not_accepted_is_no_point(question: str, kind: ChallengeOutcome) -> None:
    missing = ruled("", kind, CheckKind.MISSING, wording="Parking", question=question)
    final, _ = finalise_draft(checked(), DecidedChallenges(rulings=[missing]))
    assert [keys(each) for each in final.questions] == [[each.key for each in POINTS], []]


# -- quotes and sums


def test_quotes_stay_under_their_point_and_go_with_it_where_it_was_merged() -> None:
    draft = checked(drafted=summary(under=("1.1", "1.2", "", "1.2")), same=(("1.1", "1.2"),))
    assert final_of(draft)[0].under == ("1.1", "1.1", "", "1.1")


@pytest.mark.parametrize(("roster", "left"), [(8, ()), (9, ()), (10, QUOTES), (14, QUOTES)])
def test_an_addition_counts_as_three_beside_quotes_outside_the_points(roster: int, left: tuple[str, ...]) -> None:
    draft = checked(drafted=summary(points=()), roster=roster, items=STATEMENTS)
    assert final_of(draft)[1] == QUOTES
    missing = ruled("", ChallengeOutcome.ACCEPTED, CheckKind.MISSING, wording="Parking", question="a")
    assert final_of(draft, missing)[1] == left


def test_where_quotes_outside_do_not_fit_those_that_are_points_stay() -> None:
    draft = checked(result("1.q2", CARRIED), drafted=summary(points=()), roster=8, items=STATEMENTS)
    question, quotes = final_of(draft)
    assert keys(question) == ["1.q2"] and quotes == ("s2",)
    assert (question.words, question.under, question.points[0].quote) == (1, ("1.q2",), 1)


SIDES = (
    item("1.q1", ItemKind.STATEMENT, "a", source="s1", matter="rota"),
    item("1.q2", ItemKind.STATEMENT, "a", source="s2", matter="rota", against=True),
    *STATEMENTS[2:],
)


@pytest.mark.parametrize(("roster", "sides"), [(8, ["1.q1"]), (9, ["1.q1", "1.q2"])])
def test_two_carried_sides_of_a_matter_are_added(roster: int, sides: list[str]) -> None:
    draft = checked(
        result("1.q1", CARRIED), result("1.q2", CARRIED), drafted=summary(points=()), roster=roster, items=SIDES
    )
    question, quotes = final_of(draft)
    assert keys(question) == sides
    assert quotes == tuple(f"s{key[-1]}" for key in sides), "and the words of a side that is left out go with it"


def test_a_carried_side_and_the_drafted_one_are_added() -> None:
    drafted = item("1.1", question="a", matter="rota", against=True)
    draft = checked(
        result("1.q1", CARRIED),
        drafted=summary(points=POINTS[:1]),
        roster=8,
        items=(drafted, *SIDES[:1], *STATEMENTS[1:]),
    )
    assert keys(final_of(draft)[0]) == ["1.1"]


def test_without_the_sums_both_sides_would_stand_in_a_roster_of_eight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighed_final, "leave_out", lambda shown, roster, participation: shown)
    draft = checked(result("1.q1", CARRIED), result("1.q2", CARRIED), drafted=summary(points=()), roster=8, items=SIDES)
    assert keys(final_of(draft)[0]) == ["1.q1", "1.q2"]


def test_a_merge_that_makes_a_band_larger_is_added_anew() -> None:
    """Of 12: a side told as *several* fits beside the other one of the same size, one told as *more than half* does not."""
    points = (POINTS[0], POINTS[1], replace(POINTS[2], band=Band.MORE_THAN_HALF.value))
    items = (
        item("1.1", question="a", matter="rota"),
        item("1.2", question="a", matter="rota", against=True),
        item("1.3", question="a"),
    )
    draft = checked(drafted=summary(points=points, words=0), roster=12, items=items, quotes=())
    assert keys(final_of(draft)[0]) == ["1.1", "1.2", "1.3"]
    assert keys(final_of(replace(draft, weighed=WeighedItems(same=(("1.1", "1.3"),))))[0]) == ["1.1"]


def test_a_draft_in_words_of_another_table_of_bands_has_its_final() -> None:
    """As after an update of the program between draft and final."""
    points = (replace(POINTS[0], band="nearly half"), POINTS[1])
    drafted = replace(summary(points, nothing="one in ten"), participation="some")
    question, quotes = final_of(checked(drafted=drafted, roster=30, same=(("1.1", "1.2"),)))
    assert [(each.key, each.band) for each in question.points] == [("1.1", "nearly half")]
    assert question.nothing == "one in ten" and quotes == QUOTES


@pytest.mark.parametrize("kind", [ChallengeOutcome.ACCEPTED, ChallengeOutcome.DECLINED])
@pytest.mark.parametrize("point", ["1.1", "1.2"])
def test_who_decided_that_a_point_stays_or_reads_otherwise_has_the_last_word(
    kind: ChallengeOutcome, point: str
) -> None:
    """Else the final said both: it now reads like this, or stays, and it was merged."""
    draft = checked(same=(("1.1", "1.2"), ("1.3", "1.4")))
    final, _ = finalise_draft(draft, DecidedChallenges(rulings=(ruled(point, kind, wording="X", reason="So it is."),)))
    assert keys(final.questions[0]) == ["1.1", "1.2", "1.3", "1.5"]
    assert [change.label for change in final.changes if change.kind is ChallengeOutcome.MERGED] == ["Point 4"]


OTHER_SIDE = "The rota is fine"


def two_sides_of_eight() -> CheckedDraft:
    """A drafted point and an opposite candidate that was carried: the candidate does not fit beside it in a roster of eight."""
    asks = (Point(key="1.a1", label=OTHER_SIDE, band=""),)
    drafted = summary(points=(Point(key="1.1", label="The rota is late", band="several"),), asks=asks, words=0)
    items = (
        item("1.1", question="a", matter="rota"),
        item("1.a1", ItemKind.CANDIDATE, "a", matter="rota", against=True),
    )
    return checked(result("1.a1", CARRIED), drafted=drafted, roster=8, items=items, quotes=())


@pytest.mark.parametrize(
    "decided",
    [
        DecidedChallenges([Raised("1.a1", CheckKind.MEANING, True)]),
        DecidedChallenges(
            [Raised("1.a1", CheckKind.MEANING, True)],
            [ruled("1.a1", ChallengeOutcome.ACCEPTED, wording="The rota is good")],
        ),
    ],
)
def test_what_the_sums_leave_out_is_told_by_no_change(decided: DecidedChallenges) -> None:
    final, _ = finalise_draft(two_sides_of_eight(), decided)
    assert [point.key for point in final.questions[0].points] == ["1.1"]
    assert final.changes == (), "three of each side of eight would be known, and a gap seen"


def test_without_the_sums_it_stands_and_its_change_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighed_final, "leave_out", lambda shown, roster, participation: shown)
    final, _ = finalise_draft(two_sides_of_eight(), DecidedChallenges([Raised("1.a1", CheckKind.MEANING, True)]))
    assert [point.key for point in final.questions[0].points] == ["1.1", "1.a1"]
    assert [change.label for change in final.changes] == [OTHER_SIDE]


def test_what_the_sums_would_leave_out_is_known_before_anything_is_decided() -> None:
    """So that nobody is asked to decide on it, which would tell that it was shared."""
    assert find_left_out(two_sides_of_eight()) == {"1.a1"}
    assert find_left_out(replace(two_sides_of_eight(), roster=12)) == set()
