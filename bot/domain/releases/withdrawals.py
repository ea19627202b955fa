"""Effects of a withdrawal or an erasure, by the stage of the release (rule 6)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum


class WithdrawalStage(Enum):
    """Stage of the release of an answer."""

    OPEN = "open"
    CLOSED = "closed"
    DRAFT = "draft"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Effect on withdrawn refs.

    Those of `undone` were never given: the set is frozen again without them. All others stay in the set that a release stands on,
    and their words are destroyed. Those of `unquoted` leave messages that are posted, at the group's next daily close.
    """

    undone: frozenset[str] = field(default=frozenset(), repr=False)
    unquoted: frozenset[str] = field(default=frozenset(), repr=False)


def withdraw_contributions(refs: Collection[str], stage: WithdrawalStage) -> Withdrawal:
    """Return what the withdrawal or erasure of answers at that stage does."""
    gone = frozenset(refs)
    if stage in (WithdrawalStage.OPEN, WithdrawalStage.CLOSED):
        return Withdrawal(undone=gone)
    return Withdrawal(unquoted=withdraw_permission(gone, stage))


def withdraw_permission(refs: Collection[str], stage: WithdrawalStage) -> frozenset[str]:
    """Return those of which posted words can still leave: until the final, and not after it."""
    return frozenset(refs) if stage is WithdrawalStage.DRAFT else frozenset()
