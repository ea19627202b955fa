"""Challenges as those who decide may see them: kinds in bands from three people up, and words with their authors' consent."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.model import Check, CheckKind, Round
from bot.domain.outcomes.sharing import Case
from bot.domain.releases import band_of, challenge_is_visible, seeded_key
from bot.engine import ref_names
from bot.engine.checks.challenging import draft_labels
from bot.engine.context import WorkContext


@dataclass(frozen=True, slots=True)
class Challenges:
    """All challenges of one kind to one point; `words` are the refs that may be shown, in the round's own order."""

    theme: str
    kind: CheckKind
    label: str
    checks: tuple[Check, ...]
    words: tuple[str, ...]

    @property
    def visible(self) -> bool:
        """Return whether anything of it may be told to who decides."""
        return challenge_is_visible(len(self.checks), len(self.words))

    def case(self, roster: int) -> Case:
        band = band_of(len(self.checks), roster)
        return Case(
            theme=self.theme,
            label=self.label,
            kind=self.kind,
            band=band.value if band else "",
            words=len(self.words),
        )


def group_challenges(work: WorkContext, round_: Round) -> list[Challenges]:
    """Every challenge of a round, by point and kind, in the draft's order whoever came first (C5)."""
    names = draft_labels(work, round_)
    order = [*names, ""]
    grouped: dict[tuple[str, CheckKind], list[Check]] = {}
    for check in work.uow.checks.where(round=round_.id):
        if check.kind is not CheckKind.RIGHT:
            grouped.setdefault((check.theme, check.kind), []).append(check)
    keys = sorted(grouped, key=lambda key: (order.index(key[0]), key[1].value))
    return [_challenge_group(round_, theme, kind, names.get(theme, ""), grouped[theme, kind]) for theme, kind in keys]


def _challenge_group(round_: Round, theme: str, kind: CheckKind, label: str, checks: list[Check]) -> Challenges:
    # Not asked whether they can still be read: a case that changed when somebody was forgotten would tell whose it was.
    named = [ref_names.check_ref(check.id) for check in checks if check.shown]
    return Challenges(
        theme, kind, label, tuple(checks), tuple(sorted(named, key=lambda ref: seeded_key(round_.id, ref)))
    )
