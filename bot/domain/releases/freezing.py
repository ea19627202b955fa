"""The contributor set of a group and round, and what may still happen to it (rules 1, 3, 5 and 6)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from bot.domain.releases.model import Contribution, Decision, Released, about, members, questions_of, unique_refs
from bot.domain.releases.words import still_shown


class Stage(Enum):
    """How far a round has come, as far as a withdrawal is concerned."""

    OPEN = "open"
    CLOSED = "closed"
    DRAFT = "draft"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Frozen:
    """What one group and round stands on.

    `contributions` is the set that draft and final share; `waiting` are late or held answers that are not part of it;
    `words` are the refs whose words are shown by permission; `unreadable` are refs that were withdrawn or erased too
    late to change the set.
    """

    contributions: frozenset[Contribution] = field(repr=False)
    waiting: frozenset[Contribution] = field(default=frozenset(), repr=False)
    words: frozenset[str] = field(default=frozenset(), repr=False)
    unreadable: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def readable(self) -> frozenset[Contribution]:
        """The contributions whose source still exists; only these may enter another release."""
        return _without(self.contributions, self.unreadable)

    def waiting_after(self, decision: Decision) -> frozenset[Contribution]:
        """What waits once the gate has decided on this set: all that was not shown, each question for itself."""
        spent = decision.entry.refs if isinstance(decision, Released) else frozenset()
        return _without(self.readable | self.waiting, spent)


def freeze(
    answered: Iterable[Contribution],
    *,
    asked: Collection[str],
    waiting: Iterable[Contribution] = (),
    released: Collection[str] = (),
) -> Frozen:
    """The set at the close: the round's answers, and those earlier ones of the same group that wait for a question asked.

    `waiting` are late and held answers of the same group, `released` refs that some release has drawn on since (they
    no longer wait). Raises ValueError on an answer to a question not asked, on two answers of one member to one
    question, and on a ref used twice.
    """
    given = frozenset(answered)
    _check(given, asked)
    unspent = _without(waiting, released)
    joining = frozenset(each for each in unspent if each.question in asked)
    unique_refs(given | unspent)
    return Frozen(given | joining, unspent - joining)


def addendum(waiting: Iterable[Contribution], *, asked: Collection[str], k: int) -> frozenset[Contribution]:
    """The waiting answers to questions no longer asked that at least k members can release together; else empty."""
    orphaned = [each for each in waiting if each.question not in asked]
    found: set[Contribution] = set()
    for question in questions_of(orphaned):
        together = about(orphaned, question)
        if len(members(together)) >= k:
            found |= together
    return frozenset(found)


def withdraw(frozen: Frozen, refs: Collection[str], stage: Stage) -> Frozen:
    """The set after a withdrawal or an erasure of `refs`.

    Until the draft they leave the set, and the gate decides anew. After the draft the set and its themes stay, and
    only permitted words go. After the final those stay as well. In all stages what waits is dropped.
    """
    waiting = _without(frozen.waiting, refs)
    if stage in (Stage.OPEN, Stage.CLOSED):
        return Frozen(_without(frozen.contributions, refs), waiting)
    gone = frozenset(each.ref for each in frozen.contributions if each.ref in refs)
    words = frozen.words
    if stage is Stage.DRAFT:
        words = still_shown(words, gone, frozen.contributions)
    return replace(frozen, waiting=waiting, words=words, unreadable=frozen.unreadable | gone)


def _without(contributions: Iterable[Contribution], refs: Collection[str]) -> frozenset[Contribution]:
    return frozenset(each for each in contributions if each.ref not in refs)


def _check(given: frozenset[Contribution], asked: Collection[str]) -> None:
    if any(each.question not in asked for each in given):
        raise ValueError("an answer belongs to a question that was not asked")
    if len({(each.member, each.question) for each in given}) != len(given):
        raise ValueError("a member has two current answers to one question")
