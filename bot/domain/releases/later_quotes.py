"""Words that are allowed only once a draft without items is out: they join it if what it has said stays as it was.

The same frozen set stands behind both drafts, and a reader has both. So a band of "nothing to say" that the first one showed is not
taken back to make room: of the words as many are shown as fit beside it (rules 3, 4, 14).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.domain.model.sharing import QuestionSummary, Summary
from bot.domain.releases.bands import Band, Participation, read_band, read_participation
from bot.domain.releases.model import Contribution, contributions_to
from bot.domain.releases.quotes import choose_quotes
from bot.domain.releases.sums import Shown, leave_out
from bot.domain.releases.thresholds import most_quoted, point_may_be_named


@dataclass(frozen=True, slots=True)
class PostedDraft:
    """A draft that is out: its release and summary, and the roster and k of its round."""

    release_id: str
    summary: Summary
    roster: int
    k: int


def add_allowed_quotes(
    draft: PostedDraft, given: Iterable[Contribution], allowed: Collection[str]
) -> tuple[Summary, tuple[tuple[int, str], ...]]:
    """Return a draft without items with the quotes that are allowed by now, and these as pairs of question number and ref.

    `given` is what is left of the frozen set: contributions whose words their authors have not withdrawn.
    """
    rows = frozenset(given)
    questions: list[QuestionSummary] = []
    added: list[tuple[int, str]] = []
    for question in draft.summary.questions:
        mine = contributions_to(rows, question.key) if question.shown else ()
        chosen = choose_quotes(draft.release_id, mine, allowed, draft.k, draft.roster)
        nothing = read_band(question.nothing, draft.roster)
        kept = quotes_that_fit(chosen, nothing, draft.roster, read_participation(draft.summary.participation))
        questions.append(replace(question, words=len(kept), under=("",) * len(kept)))
        added += [(question.number, ref) for ref in kept]
    return replace(draft.summary, questions=tuple(questions)), tuple(added)


def some_quotes_can_fit(draft: PostedDraft) -> bool:
    """Return whether words could join a draft without items, if enough people allowed theirs: not beside everything it says."""
    most = "x" * most_quoted(draft.roster, draft.k)
    told = read_participation(draft.summary.participation)
    shown = [question for question in draft.summary.questions if question.shown]
    return any(quotes_that_fit(most, read_band(each.nothing, draft.roster), draft.roster, told) for each in shown)


def quotes_that_fit(
    quotes: Sequence[str], nothing: Band | None, roster: int, participation: Participation
) -> tuple[str, ...]:
    """Return the first of the quotes, as many as can stand beside a band of "nothing" that was shown; fewer than three are none."""
    for count in range(len(quotes), 0, -1):
        shown = Shown((), nothing, count)
        if point_may_be_named(count) and leave_out(shown, roster, participation) == shown:
            return tuple(quotes[:count])
    return ()
