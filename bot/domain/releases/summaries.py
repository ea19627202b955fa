"""Construction of the summary that is stored and posted from what the gate lets through: the same bands, with labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.model.sharing import Point, QuestionSummary, Summary
from bot.domain.releases.model import QuestionShown, Released


@dataclass(frozen=True, slots=True)
class Label:
    """Name of a point; `new` says that no topic of the codebook fitted, `own_words` that it is somebody's own words."""

    text: str
    new: bool = False
    own_words: bool = False


ASKED = "a"
"""Mark of the keys of what a draft asks about, among those of its points."""

Labels = Mapping[tuple[str, str], Label]
"""(question, point key) -> label."""


def summarise_release(released: Released, asked: Sequence[tuple[str, str]], labels: Labels) -> Summary:
    """Return a draft: every question asked (key and text, in order), those not shown as empty."""
    shown = {each.question: each for each in released.questions}
    return Summary(
        questions=tuple(
            _question_summary(shown.get(key), number, key, text, labels)
            for number, (key, text) in enumerate(asked, start=1)
        ),
        participation=released.participation.value if released.participation else "",
    )


def _question_summary(shown: QuestionShown | None, number: int, key: str, text: str, labels: Labels) -> QuestionSummary:
    if shown is None or not shown.shown:
        return QuestionSummary(number=number, key=key, text=text, shown=False)
    keys = {point.key: f"{number}.{place}" for place, point in enumerate(shown.points, start=1)}
    return QuestionSummary(
        number=number,
        key=key,
        text=text,
        shown=True,
        points=tuple(
            Point(
                key=keys[point.key],
                label=labels[shown.question, point.key].text,
                band=point.band.value if point.band else "",
                new=labels[shown.question, point.key].new,
                own_words=labels[shown.question, point.key].own_words,
            )
            for point in shown.points
        ),
        nothing=shown.nothing.value if shown.nothing else "",
        words=len(shown.quotes),
        under=tuple(keys.get(key, "") for key in shown.under),
        asks=tuple(
            Point(key=f"{number}.{ASKED}{place}", label=labels[shown.question, point].text, band="")
            for place, point in enumerate(shown.asks, start=1)
        ),
    )
