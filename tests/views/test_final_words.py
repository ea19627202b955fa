"""Words of a final as a reader sees them: those of one or two people stand only as the wording of a point."""

from __future__ import annotations

import pytest

from bot.domain.model.sharing import Point, QuestionSummary, Summary
from bot.domain.outcomes.sharing import DigestSent, FinalPosted
from bot.views import messages
from bot.views.text import as_text

TAKEN = "No point was raised"


def summary(words: int, *points: Point) -> Summary:
    under = tuple(point.key for point in points if point.quote) + ("",) * words
    question = QuestionSummary(
        number=1, key="a", text="What?", shown=True, points=points, words=words, under=under[:words]
    )
    return Summary(questions=(question,), participation="enough")


def carried(place: int, weighed: str = "shared in the check") -> Point:
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
    few = Point(key="1.1", label="Rotas that change late", band="several", weighed="not widely shared")
    said = digest(summary(0, few))
    assert "Rotas that change late – several people; not widely shared" in said
    assert "what you will do about" not in said
