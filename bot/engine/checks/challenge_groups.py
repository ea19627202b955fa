"""Challenges as those who decide may see them: kinds in bands from three people up, and words with their authors' consent.

Two who say that something is missing miss different things: what each wrote, if it may be seen, is a case of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.model import CaseKey, Check, CheckKind, Round
from bot.domain.outcomes.challenges import Case
from bot.domain.releases import band_of, challenge_is_visible, seeded_key
from bot.domain.releases.challenges import kinds_that_fit
from bot.domain.releases.thresholds import most_quoted
from bot.engine import ref_names
from bot.engine.checks.draft_items import WHOLE_DRAFT, Challengeable, challengeable_items
from bot.engine.context import WorkContext
from bot.engine.rounds import round_facts


@dataclass(frozen=True, slots=True)
class ChallengeGroup:
    """All challenges of one kind to one item; `words` are the refs that may be shown, in the round's own order.

    `check` is the one check that it is about, where somebody wrote what is missing for those who decide to see. What does not fit
    beside the other kinds of challenge to its item is not told.
    """

    item: Challengeable
    kind: CheckKind
    checks: tuple[Check, ...]
    words: tuple[str, ...]
    check: str = ""
    fits: bool = True

    @property
    def key(self) -> CaseKey:
        return CaseKey(self.item.key, self.kind, self.check)

    @property
    def people(self) -> int:
        """Number of people who said it, each once."""
        return len({check.member for check in self.checks})

    @property
    def numbered(self) -> bool:
        """Return whether it is a case: who decides may see it, and the check has not left out what it is about."""
        return self.visible and not self.item.left_out

    @property
    def to_decide(self) -> bool:
        """Return whether there is anything to decide: words that it is about may have left since."""
        return self.numbered and self.item.stands

    @property
    def visible(self) -> bool:
        """Return whether anything of it may be told to who decides."""
        return self.fits and challenge_is_visible(self.people, len(self.words))

    def case(self, number: int, roster: int, merges: bool) -> Case:
        """Return the case as those who decide see it, under the number that it keeps among all of its round."""
        band = band_of(self.people, roster)
        return Case(
            item=self.item.key,
            label=self.item.label,
            kind=self.kind,
            band=band.value if band else "",
            words=len(self.words),
            check=self.check,
            number=number,
            quoted=self.item.quoted,
            merges=merges,
        )


def group_challenges(work: WorkContext, round_: Round, *, at_final: bool = False) -> list[ChallengeGroup]:
    """Every challenge of a round, by item and kind, in the draft's order whoever came first (C5)."""
    release = round_facts.release_of(work, round_)
    items = challengeable_items(work, release, at_final=at_final) | {"": WHOLE_DRAFT}
    order = list(items)
    grouped: dict[CaseKey, list[Check]] = {}
    for check in work.uow.checks.where(round=round_.id):
        if check.kind is not CheckKind.RIGHT:
            grouped.setdefault(_case_key(check), []).append(check)
    keys = sorted(
        grouped,
        key=lambda key: (order.index(key.item), key.kind.value, key.check and seeded_key(round_.id, key.check)),
    )
    found = [_challenge_group(round_, key, items[key.item], grouped[key]) for key in keys]
    return [each for item in order for each in _fitting([one for one in found if one.item.key == item], round_.roster)]


def _fitting(of_item: list[ChallengeGroup], roster: int) -> list[ChallengeGroup]:
    """Return the challenges to one item with what may be seen of them side by side. People may miss several things at once."""
    if not of_item or not of_item[0].item.key:
        return of_item
    seen = [each.visible for each in of_item]
    sizes = [(each.people, len(each.words)) for each in of_item]
    fitting = iter(kinds_that_fit([size for size, visible in zip(sizes, seen, strict=True) if visible], roster))
    return [replace(each, fits=next(fitting)) if visible else each for each, visible in zip(of_item, seen, strict=True)]


def _case_key(check: Check) -> CaseKey:
    alone = check.kind is CheckKind.MISSING and check.shown
    return CaseKey(check.item, check.kind, check.id if alone else "")


def _challenge_group(round_: Round, key: CaseKey, item: Challengeable, checks: list[Check]) -> ChallengeGroup:
    # Not asked whether they can still be read: a case that changed when somebody was forgotten would tell whose it was.
    named = [ref_names.check_ref(check.id) for check in checks if check.shown]
    words = tuple(sorted(named, key=lambda ref: seeded_key(round_.id, ref))[: most_quoted(round_.roster, round_.k)])
    return ChallengeGroup(item, key.kind, tuple(checks), words, key.check)
