"""From the draft to the final (rule 3), and from one round to the next (the trend rule of rule 7)."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from bot.domain.releases.model import Outcome, QuestionShown, Released
from bot.domain.releases.thresholds import nobody_or_enough


def final_of(draft: Released, outcomes: Mapping[tuple[str, str], Outcome]) -> Released:
    """The final of a draft: the same entry, themes, bands and order; only outcomes by (question, theme key) are added.

    It takes no contributions, so it cannot add any. Raises ValueError if `draft` is a final already or an outcome
    names a theme that the draft does not show.
    """
    if draft.final:
        raise ValueError("a final has no final")
    shown = {(each.question, theme.key) for each in draft.questions for theme in each.themes}
    if not shown.issuperset(outcomes):
        raise ValueError("an outcome names a theme that the draft does not show")
    return replace(draft, final=True, questions=tuple(_settled(each, outcomes) for each in draft.questions))


def may_show_trend(before: AbstractSet[str], now: AbstractSet[str], k: int) -> bool:
    """Whether "growing" or "fading" may be said of a question, from its contributors in two rounds.

    Those who left, those who joined and those who stayed are each nobody or at least k members; otherwise the
    arrow would speak of a few.
    """
    return all(nobody_or_enough(len(part), k) for part in (before - now, now - before, before & now))


def _settled(question: QuestionShown, outcomes: Mapping[tuple[str, str], Outcome]) -> QuestionShown:
    themes = tuple(replace(theme, outcome=outcomes.get((question.question, theme.key))) for theme in question.themes)
    return replace(question, themes=themes)
