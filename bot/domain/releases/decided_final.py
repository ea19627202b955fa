"""Step from the draft to the final (rule 3): only outcomes of challenges are written in, and words taken back leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.model.sharing import (
    CaseKey,
    ChallengeOutcome,
    Change,
    CheckKind,
    Point,
    QuestionSummary,
    QuotePlace,
    Ruling,
    Summary,
)

CHECKED = "checked"
"""Value of `Summary.checked` when enough people checked the draft; otherwise the field is empty."""


@dataclass(frozen=True, slots=True)
class Raised:
    """Challenges of one case, and whether who decides could see it.

    `item` is the key of what was challenged, empty for the whole draft. `question` is the number of the question to which somebody
    wrote the words that were challenged, 0 for all else.
    """

    item: str
    kind: CheckKind
    visible: bool
    check: str = ""
    question: int = 0

    @property
    def case(self) -> CaseKey:
        return CaseKey(self.item, self.kind, self.check)


def finalise_summary(
    draft: Summary,
    raised: Sequence[Raised],
    rulings: Sequence[Ruling],
    checked: bool,
    merged: Mapping[str, str],
) -> Summary:
    """Return the final of a draft. It takes no answers, so it cannot add any.

    `draft` is without the quotes that have left it. `raised` are the challenges in its order, `rulings` what was decided, `checked`
    whether enough people checked it. `merged` are the points that are merged away, each with the one that it ends in.
    """
    decided = {row.case: row for row in rulings}
    wordings = decided_wordings(rulings)
    before = draft.labels
    after = before | wordings
    told = [each for each in raised if is_told(each, decided.get(each.case))]
    return replace(
        draft,
        questions=tuple(_final_question(each, after, merged) for each in draft.questions),
        changes=tuple(dict.fromkeys(_change_of(each, decided.get(each.case), before, after, merged) for each in told)),
        checked=CHECKED if checked else "",
    )


def decided_wordings(rulings: Sequence[Ruling]) -> dict[str, str]:
    """Return the wordings that who decides gave to items, by their keys."""
    return {row.item: row.wording for row in rulings if row.kind is ChallengeOutcome.ACCEPTED and row.item}


def decided_merges(rulings: Sequence[Ruling]) -> dict[str, str]:
    """Return the point that each point is merged into; one that got a wording of its own is not merged."""
    wordings = decided_wordings(rulings)
    merged = [row for row in rulings if row.kind is ChallengeOutcome.MERGED and row.item not in wordings]
    return {row.item: row.into for row in merged}


def is_told(raised: Raised, ruling: Ruling | None) -> bool:
    """Return whether a challenge gets a public line: whoever decides could see it, or has decided it."""
    return ruling is not None or raised.visible


def _reworded(point: Point, label: str) -> Point:
    """Return a point in its wording of the final, which is nobody's own words any more where somebody reworded it."""
    return replace(point, label=label, own_words=point.own_words and label == point.label)


def _final_question(question: QuestionSummary, labels: Mapping[str, str], merged: Mapping[str, str]) -> QuestionSummary:
    points = tuple(_reworded(each, labels[each.key]) for each in question.points if each.key not in merged)
    statements = tuple(_reworded(each, labels[each.key]) for each in question.team_statements)
    return replace(question, points=points, team_statements=statements)


def _change_of(
    raised: Raised,
    ruling: Ruling | None,
    before: Mapping[str, str],
    after: Mapping[str, str],
    merged: Mapping[str, str],
) -> Change:
    quoted = QuotePlace(raised.question) if raised.question else None
    unchanged = Change(kind=ChallengeOutcome.UNDECIDED, label=before.get(raised.item, ""), quoted=quoted)
    if ruling is None or ruling.kind is ChallengeOutcome.UNDECIDED:
        return unchanged
    if ruling.kind is ChallengeOutcome.ACCEPTED:
        return replace(unchanged, kind=ruling.kind, wording=ruling.wording)
    if ruling.kind is ChallengeOutcome.MERGED:
        return replace(unchanged, kind=ruling.kind, wording=after.get(merged.get(ruling.into, ruling.into), ""))
    return replace(unchanged, kind=ruling.kind, reason=ruling.reason)
