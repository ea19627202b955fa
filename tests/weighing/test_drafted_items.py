"""From the gate to the items: quotes under the point that their shown words belong to, what a draft asks, and every item's key."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.model.sharing import Summary
from bot.domain.releases import (
    Candidate,
    CandidatePoint,
    Contribution,
    Label,
    QuestionShown,
    Released,
    decide_release,
    summarise_release,
)
from bot.domain.weighing import ItemKind, ask_of_items_only, drafted_items
from tests.releases.builders import K, Q, answers, candidate, only, point, released

OTHER = "v1#2"


def refs(contributions: frozenset[Contribution]) -> frozenset[str]:
    return frozenset(each.ref for each in contributions)


def offered(
    roster: int,
    quoted: range,
    *points: CandidatePoint,
    placed: dict[str, str] | None = None,
    asked: tuple[str, ...] = (Q,),
) -> Candidate:
    """Nine answered; of those who allowed their words, some stand under a point."""
    made = candidate(answers(range(9)), roster, points=points, asked=asked)
    pairs = tuple((f"a{person}/w1/{Q}", key) for person, key in (placed or {}).items())
    return replace(made, allowed=refs(answers(quoted)), placed=pairs)


def decided(made: Candidate) -> tuple[Released, QuestionShown]:
    decision = released(decide_release(made, (), K))
    return decision, only(decision)


ROTA = point("rota", answers(range(4)))


def test_a_quote_stands_under_the_point_that_its_words_belong_to() -> None:
    _, question = decided(offered(12, range(4), ROTA, placed={"0": "rota", "2": "rota"}))
    where = dict(zip(question.quotes, question.under, strict=True))
    assert where == {f"a{n}/w1/{Q}": "rota" if n in (0, 2) else "" for n in range(4)}


def test_who_made_a_point_is_not_quoted_under_it_for_that() -> None:
    """The words alone decide: all four made the point, and none of what they allowed says so."""
    assert decided(offered(12, range(4), ROTA))[1].under == ("",) * 4


def test_a_quote_whose_point_is_not_shown_stands_outside() -> None:
    few = point("few", answers(range(2)))
    assert decided(offered(12, range(4), few, placed={"0": "few"}))[1].under == ("",) * 4


def test_in_a_roster_of_eight_quotes_stand_beside_a_point_when_most_are_under_it() -> None:
    under = {str(n): "rota" for n in range(3)}
    made = replace(offered(8, range(5), ROTA, placed=under), contributions=answers(range(8)))
    assert sorted(decided(made)[1].under) == ["", "", "rota", "rota", "rota"]
    assert decided(replace(made, placed=()))[1].quotes == ()
    two = decided(replace(made, placed=made.placed[:2]))[1]
    assert two.quotes == (), "three do not fit outside, and the two that are left are fewer than three people"


def test_quotes_outside_are_left_out_and_those_under_the_point_stand() -> None:
    """Nine of twenty answered, about half of them the same: as many people cannot have said something else."""
    large = point("rota", answers(range(7)))
    made = offered(20, range(5), large, placed={str(n): "rota" for n in range(3)})
    assert decided(made)[1].under == ("rota",) * 3


def test_what_the_draft_asks_about_needs_three_people_and_has_no_band() -> None:
    unsure = [replace(point(key, answers(range(people))), unsure=True) for key, people in (("three", 3), ("two", 2))]
    _, question = decided(offered(12, range(0), *unsure))
    assert question.asks == ("three",) and question.points == ()


def test_what_the_draft_asks_about_leaves_no_room_for_nothing_in_a_small_roster() -> None:
    unsure = replace(point("three", answers(range(3))), unsure=True)
    quiet = refs(answers(range(5, 8)))
    for roster, beside in ((8, False), (9, True)):
        made = replace(offered(roster, range(0), unsure), contributions=answers(range(8)), nothing=quiet)
        assert bool(decided(made)[1].nothing) is beside


def drafted(made: Candidate) -> tuple[Summary, Released]:
    decision = released(decide_release(made, (), K))
    labels = {(each.question, each.key): Label(each.key) for each in made.points}
    return summarise_release(decision, [(OTHER, "Why?"), (Q, "What?")], labels), decision


def test_the_items_of_a_draft_carry_its_keys_sides_and_quotes() -> None:
    against = replace(point("against", answers(range(4, 8))), matter="rota", against=True)
    unsure = replace(point("unsure", answers(range(3))), unsure=True)
    points = (replace(ROTA, matter="rota"), against, unsure)
    made = offered(14, range(4), *points, placed={"0": "against"})
    summary, decision = drafted(made)
    question = summary.questions[1]
    names = tuple(f"shown {ref}" for ref in decision.questions[-1].quotes)
    items = {each.key: each for each in drafted_items(summary, decision, made, names, against={names[-1]})}
    points = {each.label: each.key for each in question.points}
    assert (items[points["against"]].matter, items[points["against"]].against) == ("rota", True)
    assert items[points["rota"]].against is False
    (asked,) = question.asks
    assert items[asked.key].kind is ItemKind.CANDIDATE and asked.label == "unsure"
    statements = [each for each in items.values() if each.kind is ItemKind.STATEMENT]
    assert [each.source for each in statements] == list(names)
    assert [each.matter for each in statements] == ["rota" if under else "" for under in question.under]
    assert [each.against for each in statements] == [
        bool(under) or name == names[-1] for name, under in zip(names, question.under, strict=True)
    ]
    assert len(items) == 7 and {each.question for each in items.values()} == {Q}


def test_a_question_that_is_not_shown_has_no_items() -> None:
    made = offered(12, range(4), ROTA, asked=(OTHER, Q))
    summary, decision = drafted(made)
    assert not summary.questions[0].shown
    assert all(
        each.key.startswith("2.") for each in drafted_items(summary, decision, made, [f"s{n}" for n in range(4)])
    )


def test_a_draft_asks_only_about_what_can_be_weighed() -> None:
    unsure = [replace(point(key, answers(range(3))), unsure=True) for key in ("one", "two")]
    summary, decision = drafted(replace(offered(12, range(0), *unsure), contributions=answers(range(8))))
    asked = [each.key for each in summary.questions[-1].asks]
    kept = [
        each for each in drafted_items(summary, decision, offered(12, range(0), *unsure), ()) if each.key != asked[0]
    ]
    (left,) = ask_of_items_only(summary, kept).questions[-1].asks
    assert left.key == asked[1]
