"""The gate: may this be shown, and if so as what? A pure function of a candidate, the ledger and k (rule 8)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.domain.releases import ledger as ledger_check
from bot.domain.releases import thresholds
from bot.domain.releases.model import (
    Band,
    Candidate,
    Contribution,
    Decision,
    Held,
    HeldReason,
    LedgerEntry,
    QuestionShown,
    Released,
    ThemeSet,
    ThemeShown,
    about,
    members,
    questions_of,
)
from bot.domain.releases.words import seeded


@dataclass(frozen=True, slots=True)
class Rules:
    """The defences, one function each, so that a test can switch off exactly one. Production uses `RULES`."""

    threshold: Callable[[int, int], bool] = thresholds.enough_members
    roster: Callable[[int, int], bool] = thresholds.roster_suffices
    theme: Callable[[int], bool] = thresholds.theme_may_be_named
    ledger: Callable[[LedgerEntry, Sequence[LedgerEntry], int], HeldReason | None] = ledger_check.objection
    remainder: Callable[[int, int, int], bool] = thresholds.remainder_may_join
    departed: Callable[[int, int], bool] = thresholds.nobody_or_enough
    order: Callable[[str, str], str] = seeded


RULES = Rules()

_LARGEST_FIRST = (Band.MOST, Band.ABOUT_HALF, Band.SOME, Band.TOO_FEW)


def decide(candidate: Candidate, ledger: Sequence[LedgerEntry], k: int, rules: Rules = RULES) -> Decision:
    """Released, with all that a reader may see and the entry for the ledger; or Held, with the reason.

    `ledger` holds the earlier entries of the organisation, in any order; those that share no contribution are
    passed over. Raises ValueError if a theme rests on a ref that is not among the contributions to its question:
    themes are found again after the set was frozen again.
    """
    _check_themes(candidate)
    entry = _entry(candidate, k, rules)
    reason = _reason_to_hold(candidate, entry, ledger, k, rules)
    if reason is not None:
        return Held(reason, candidate.release_id, candidate.aggregate)
    named = dict.fromkeys(candidate.asked) | dict.fromkeys(questions_of(candidate.contributions))
    shown = tuple(_question(candidate, question, entry, k, rules) for question in named)
    return Released(candidate.release_id, entry, shown)


def _reason_to_hold(
    candidate: Candidate, entry: LedgerEntry, ledger: Sequence[LedgerEntry], k: int, rules: Rules
) -> HeldReason | None:
    if not rules.roster(candidate.roster, k):
        return HeldReason.ROSTER_TOO_SMALL
    if not rules.threshold(len(members(candidate.contributions)), k):
        return HeldReason.TOO_FEW_MEMBERS
    if not entry.questions:
        return HeldReason.NO_QUESTION_REACHED_K
    return rules.ledger(entry, ledger, k)


def _entry(candidate: Candidate, k: int, rules: Rules) -> LedgerEntry:
    """The entry of the questions that reach k. The others are not shown, so nothing was drawn from them."""
    questions = []
    for question in questions_of(candidate.contributions):
        given = about(candidate.contributions, question)
        if rules.threshold(len(members(given)), k):
            questions.append((question, frozenset((each.ref, each.member) for each in given)))
    return LedgerEntry(candidate.release_id, candidate.aggregate, candidate.round, tuple(questions))


def _question(candidate: Candidate, question: str, entry: LedgerEntry, k: int, rules: Rules) -> QuestionShown:
    pairs = entry.of(question)
    if not pairs:
        return QuestionShown(question, Band.TOO_FEW, shown=False)
    given = about(candidate.contributions, question)
    themes = [theme for theme in candidate.themes if theme.question == question]
    size = thresholds.band(len(members(given)), candidate.roster, k)
    return QuestionShown(question, size, shown=True, themes=_themes(candidate, given, themes, rules))


def _themes(
    candidate: Candidate, given: frozenset[Contribution], themes: Iterable[ThemeSet], rules: Rules
) -> tuple[ThemeShown, ...]:
    people = {each.ref: each.member for each in given}
    shown = []
    for theme in themes:
        count = len({people[ref] for ref in theme.refs})
        if rules.theme(count):
            shown.append(ThemeShown(theme.key, thresholds.band(count, candidate.roster, thresholds.THEME_FLOOR)))
    return tuple(
        sorted(shown, key=lambda each: (_LARGEST_FIRST.index(each.band), rules.order(candidate.release_id, each.key)))
    )


def _check_themes(candidate: Candidate) -> None:
    given = {(each.question, each.ref) for each in candidate.contributions}
    if any((theme.question, ref) not in given for theme in candidate.themes for ref in theme.refs):
        raise ValueError("a theme rests on an answer that is not in the frozen set")
    keys = [(theme.question, theme.key) for theme in candidate.themes]
    if len(set(keys)) != len(keys):
        raise ValueError("two themes of one question carry the same key")
