"""Reasons why something is merged, withheld or shown in part, as data for the messages that say it in plain words."""

from dataclasses import dataclass
from enum import Enum

from bot.domain.releases.groups import MergeGroup
from bot.domain.releases.model import Decision, Released, Withheld, WithholdingReason


class ReasonKind(Enum):
    """Kind of a reason: a result of merging teams, or a decision of the gate."""

    ASKED_ALONE = "asked alone"
    ASKED_MERGED = "asked merged"
    GROUP_TOO_SMALL = "group too small"
    SHOWN = "shown"
    SHOWN_IN_PART = "shown in part"
    WITHHELD_SMALL_ROSTER = "held: small roster"
    WITHHELD_TOO_FEW = "held: too few"
    WITHHELD_ALREADY_RELEASED = "held: already released"
    WITHHELD_WOULD_ISOLATE = "held: would isolate"


@dataclass(frozen=True, slots=True)
class Reason:
    """`teams` of a merge group (its `anchor` among them), or the `questions` that too few answered. Never a count."""

    kind: ReasonKind
    teams: tuple[str, ...] = ()
    anchor: str | None = None
    questions: tuple[str, ...] = ()


_HELD = {
    WithholdingReason.ROSTER_TOO_SMALL: ReasonKind.WITHHELD_SMALL_ROSTER,
    WithholdingReason.TOO_FEW_MEMBERS: ReasonKind.WITHHELD_TOO_FEW,
    # Told apart, these two would say that at least k answered although nothing is shown.
    WithholdingReason.NO_QUESTION_REACHED_K: ReasonKind.WITHHELD_TOO_FEW,
    WithholdingReason.ALREADY_RELEASED: ReasonKind.WITHHELD_ALREADY_RELEASED,
    WithholdingReason.WOULD_ISOLATE: ReasonKind.WITHHELD_WOULD_ISOLATE,
}


def explain_decision(subject: Decision | MergeGroup) -> Reason:
    """The reason behind a decision or a grouping."""
    match subject:
        case MergeGroup():
            return _of_group(subject)
        case Withheld():
            return Reason(_HELD[subject.reason])
        case Released():
            missing = tuple(each.question for each in subject.questions if not each.shown)
            kind = ReasonKind.SHOWN_IN_PART if missing else ReasonKind.SHOWN
            return Reason(kind, questions=missing)


def _of_group(group: MergeGroup) -> Reason:
    if group.too_small:
        kind = ReasonKind.GROUP_TOO_SMALL
    else:
        kind = ReasonKind.ASKED_MERGED if len(group.teams) > 1 else ReasonKind.ASKED_ALONE
    return Reason(kind, teams=group.teams, anchor=group.anchor)
