"""Words of a final as a reader sees them: those of one or two people stand only as the wording of a point."""

from __future__ import annotations

import pytest

from bot.domain.model.sharing import Point, QuestionSummary, Summary
from bot.domain.model.weighing import WeighedLabel
from bot.domain.outcomes.sharing import DigestSent, FinalPosted, OrganisationFinalPosted
from bot.views import messages
from bot.views.text import as_text

TAKEN = "No point was raised"


def summary(words: int, *points: Point) -> Summary:
    under = tuple(point.key for point in points if point.quote) + ("",) * words
    question = QuestionSummary(
        number=1, key="a", text="What?", shown=True, points=points, words=words, under=under[:words]
    )
    return Summary(questions=(question,), participation="enough")


def carried(place: int, weighed: WeighedLabel | None = WeighedLabel.SHARED_IN_CHECK) -> Point:
    return Point(key=f"1.q{place}", label="", band="", weighed=weighed, quote=place)


def final(made: Summary, *texts: str | None) -> str:
    refs = tuple(map(str, range(len(texts))))
    posted = FinalPosted(round="r", name="Rota", summary=made, k=5, refs=refs)
    return as_text(messages.word_outcome(posted, list(texts)))


def digest(made: Summary, *texts: str | None) -> str:
    sent = DigestSent(
        name="Rota", participation="enough", k=5, summary=made, withheld=False, zone="UTC", organisation_name="Haven"
    )
    return as_text(messages.word_outcome(sent, list(texts)))


@pytest.mark.parametrize("told", [final, digest])
def test_one_wording_that_was_carried_stands_alone(told: object) -> None:
    """In a small team the sums leave out the other words, and what the check made a point stays."""
    said = told(summary(1, carried(1)), "Nobody speaks Kurdish")  # type: ignore[operator]
    assert "“Nobody speaks Kurdish”" in said and TAKEN not in said


@pytest.mark.parametrize("told", [final, digest])
def test_words_of_two_that_are_no_points_stand_nowhere(told: object) -> None:
    said = told(summary(2, carried(1)), "Nobody speaks Kurdish", "The heating hums")  # type: ignore[operator]
    assert "Kurdish" in said and "heating" not in said


@pytest.mark.parametrize("told", [final, digest])
def test_where_more_stood_and_were_taken_back_none_stands(told: object) -> None:
    said = told(summary(3, carried(1)), "Nobody speaks Kurdish", None, None)  # type: ignore[operator]
    assert "Kurdish" not in said and TAKEN in said


def test_a_digest_says_what_was_not_widely_shared_and_takes_no_step_upon_it() -> None:
    few = Point(key="1.1", label="Rotas that change late", band="several", weighed=WeighedLabel.NOT_WIDELY_SHARED)
    said = digest(summary(0, few))
    assert "Rotas that change late – several people; not widely shared" in said
    assert "what you will do about" not in said


LABELS = (WeighedLabel.WIDELY_SHARED, None, WeighedLabel.PEOPLE_DIFFER, WeighedLabel.SHARED_IN_CHECK)


def points(number: int, weighed: WeighedLabel | None, count: int = 1) -> tuple[Point, ...]:
    return tuple(
        Point(key=f"{number}.{weighed}{place}", label=f"{weighed or 'other'} {place}", band="several", weighed=weighed)
        for place in range(count)
    )


def checked(*found: Point, questions: int = 1) -> Summary:
    """A final that enough people checked, the same points under each of its questions."""
    asked = (QuestionSummary(number=n, key=str(n), text="What?", shown=True, points=found) for n in range(questions))
    return Summary(questions=tuple(asked), checked="checked", participation="enough")


def test_a_checked_final_claims_no_more_than_that_it_was_checked() -> None:
    """Words may have left it, and people may have weighed it, without a trace."""
    said = final(checked(*points(1, None)))
    assert "Several people checked this draft." in said and "stays as it was" not in said


@pytest.mark.parametrize(
    ("weighed", "first"), [(WeighedLabel.WIDELY_SHARED, True), (WeighedLabel.PEOPLE_DIFFER, False)]
)
def test_what_is_widely_shared_comes_first_only_where_there_is_any(weighed: str, first: bool) -> None:
    said = final(checked(*points(1, weighed)))
    assert "The draft was weighed" in said and ("what is widely shared comes first" in said) is first


@pytest.mark.parametrize("told", [final, digest])
def test_nothing_is_also_raised_where_nothing_stands_before_it(told: object) -> None:
    alone = told(checked(*points(1, None), *points(1, WeighedLabel.PEOPLE_DIFFER)))  # type: ignore[operator]
    assert "What was raised" in alone and "Also raised" not in alone
    after = told(checked(*points(1, WeighedLabel.WIDELY_SHARED), *points(1, None)))  # type: ignore[operator]
    assert "Also raised" in after and "What was raised" not in after


def test_a_digest_keeps_the_order_of_the_final() -> None:
    added = Point(key="1.a", label="added", band="", added=True)
    summary = checked(*(point for weighed in LABELS for point in points(1, weighed)), added)
    order = [f"{weighed or 'other'} 0" for weighed in LABELS] + ["added"]
    for said in (final(summary), digest(summary).split("One next step")[0]):
        assert sorted(order, key=said.index) == order


def of_the_whole(told: str, *found: Point, questions: int = 1) -> str:
    summary = checked(*found, questions=questions)
    if told == "final":
        posted = OrganisationFinalPosted(name="Haven", summary=summary, k=5)
        return as_text(messages.word_outcome(posted, []))
    sent = DigestSent(
        name="Rota", participation="enough", k=5, summary=summary, withheld=False, organisation_summary=summary
    )
    return as_text(messages.word_outcome(sent, [])).split("The whole of")[1]


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (
            Point(key="1.1", label="x", band="", weighed=WeighedLabel.WIDELY_SHARED, some_differ=True),
            "some see it differently",
        ),
        (Point(key="1.1", label="x", band="", weighed=WeighedLabel.NOT_WIDELY_SHARED), "not widely shared"),
        (Point(key="1.1", label="x", band="", weighed=WeighedLabel.PEOPLE_DIFFER), "people differ"),
        (Point(key="1.1", label="x", band="", weighed=WeighedLabel.UNDER_CHALLENGE), "under challenge"),
        (Point(key="1.1", label="x", band="", added=True), "added after the check"),
    ],
)
def test_a_digest_says_of_a_point_of_the_whole_what_its_final_says(point: Point, words: str) -> None:
    for told in ("final", "digest"):
        assert words in of_the_whole(told, point).lower()


def test_a_digest_names_the_first_points_of_the_whole_and_says_how_many_more_there_are() -> None:
    said = of_the_whole("digest", *points(1, WeighedLabel.WIDELY_SHARED, 3), questions=3)
    assert said.count("widely shared;") + said.count("; widely shared") == 4
    assert "And 5 more, in the final summary." in said
    assert "more, in the final" not in of_the_whole("digest", *points(1, None, 2), questions=2)
