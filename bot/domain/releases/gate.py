"""The gate: may this be shown, and if so as what? A pure function of a candidate, the ledger and k (rule 8)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.releases.bands import Band, Participation, TeamBand, band_of_teams, participation_of
from bot.domain.releases.model import (
    ORGANISATION,
    Candidate,
    CandidatePoint,
    Contribution,
    Decision,
    LedgerEntry,
    PointShown,
    QuestionShown,
    Released,
    Withheld,
    WithholdingReason,
    contributions_to,
    members_of,
    questions_of,
)
from bot.domain.releases.quotes import place_quotes, quotes_in
from bot.domain.releases.rules import RULES, Rules, k_of
from bot.domain.releases.sums import ReleasedPoint, Shown
from bot.domain.releases.thresholds import point_may_be_named


def decide_release(candidate: Candidate, ledger: Sequence[LedgerEntry], k: int, rules: Rules = RULES) -> Decision:
    """Return Released, with all that a reader may see and the entry for the ledger; or Withheld, with the reason.

    `ledger` holds the earlier entries of the organisation, in any order; those that share no contribution are
    passed over. Raises ValueError if a point rests on a ref that is not among the contributions to its question:
    points are found again after the set was frozen again.
    """
    _check_points(candidate)
    entry = _ledger_entry(candidate, k, rules)
    reason = _reason_to_hold(candidate, entry, ledger, k, rules)
    if reason is not None:
        return Withheld(reason, candidate.release_id, candidate.aggregate)
    named = dict.fromkeys(candidate.asked) | dict.fromkeys(questions_of(candidate.contributions))
    if candidate.aggregate == ORGANISATION:
        whole = tuple(_question_of_organisation(candidate, question, entry, rules) for question in named)
        return Released(candidate.release_id, entry, whole)
    people = {member for _, pairs in entry.questions for _, member in pairs}
    participation = participation_of(len(people), candidate.roster, k)
    shown = tuple(_question_of_group(candidate, question, entry, k, participation, rules) for question in named)
    return Released(candidate.release_id, entry, shown, participation)


def _reason_to_hold(
    candidate: Candidate, entry: LedgerEntry, ledger: Sequence[LedgerEntry], k: int, rules: Rules
) -> WithholdingReason | None:
    if not rules.roster(candidate.roster, k):
        return WithholdingReason.ROSTER_TOO_SMALL
    if not rules.threshold(len(members_of(candidate.contributions)), k):
        return WithholdingReason.TOO_FEW_MEMBERS
    if not entry.questions:
        return WithholdingReason.NO_QUESTION_REACHED_K
    promised = {each.ref: rules.promise(each) for each in candidate.contributions}
    return rules.ledger(entry, ledger, k, promised)


def _ledger_entry(candidate: Candidate, k: int, rules: Rules) -> LedgerEntry:
    """Return the entry of the questions that reach their k. The others are not shown, so nothing was drawn from them."""
    questions = []
    for question in questions_of(candidate.contributions):
        given = contributions_to(candidate.contributions, question)
        needed = k_of(given, k, rules)
        if rules.threshold(len(members_of(given)), needed) and rules.roster(candidate.roster, needed):
            questions.append((question, frozenset((each.ref, each.member) for each in given)))
    return LedgerEntry(candidate.release_id, candidate.aggregate, candidate.round, tuple(questions))


def _question_of_group(
    candidate: Candidate, question: str, entry: LedgerEntry, k: int, participation: Participation, rules: Rules
) -> QuestionShown:
    if not entry.of(question):
        return QuestionShown(question, shown=False)
    given = contributions_to(candidate.contributions, question)
    points = _stated_points(candidate, given, question, rules)
    quotes = rules.quotes(candidate.release_id, given, candidate.allowed, k, candidate.roster)
    under = place_quotes(quotes, dict(candidate.placed), [each.key for each in points])
    nothing = rules.band(len(members_of(each for each in given if each.ref in candidate.nothing)), candidate.roster)
    asks = _asked_points(candidate, given, question, rules)
    found = Shown(
        tuple(replace(each, quotes=under.count(each.key)) for each in points), nothing, under.count(""), bool(asks)
    )
    fitting = rules.sums(found, candidate.roster, participation)
    kept = quotes_in(fitting, under)
    return QuestionShown(
        question,
        shown=True,
        points=tuple(PointShown(each.key, each.band) for each in fitting.points),
        nothing=fitting.nothing,
        quotes=tuple(quotes[place] for place in kept),
        under=tuple(under[place] for place in kept),
        asks=asks,
    )


def _asked_points(candidate: Candidate, given: Iterable[Contribution], question: str, rules: Rules) -> tuple[str, ...]:
    """Return the keys of what the draft asks about, in the release's own order."""
    found = [point.key for point, _ in _named_points(candidate, given, question, rules) if point.unsure]
    return tuple(sorted(found, key=lambda key: rules.order(candidate.release_id, key)))


def _stated_points(
    candidate: Candidate, given: Iterable[Contribution], question: str, rules: Rules
) -> tuple[ReleasedPoint, ...]:
    """Return the points that may be named with their bands, in the draft's order: the largest band first."""
    ranked = []
    size = {band: place for place, band in enumerate(reversed(Band))}
    for point, people in _named_points(candidate, given, question, rules):
        band = rules.band(len(people), candidate.roster)
        if band and not point.unsure:
            released = ReleasedPoint(point.key, band, point.matter, point.against)
            ranked.append((size[band], rules.order(candidate.release_id, point.key), released))
    return tuple(released for _, _, released in sorted(ranked, key=lambda each: each[:2]))


def _named_points(
    candidate: Candidate, given: Iterable[Contribution], question: str, rules: Rules
) -> list[tuple[CandidatePoint, frozenset[str]]]:
    """Return the points of a question that enough people make, of two teams where several were asked, each with these people."""
    said = {each.ref: each for each in given}
    found = []
    for point in candidate.points:
        if point.question == question:
            people = frozenset(said[ref].member for ref in point.refs)
            heard = {said[ref].team for ref in point.refs}
            if rules.point(len(people)) and rules.teams(len(heard), candidate.teams):
                found.append((point, people))
    return found


def _question_of_organisation(candidate: Candidate, question: str, entry: LedgerEntry, rules: Rules) -> QuestionShown:
    """Return what the organisation may see of a question: its points and in how many teams they were heard, no band of people."""
    if not entry.of(question):
        return QuestionShown(question, shown=False)
    given = contributions_to(candidate.contributions, question)
    answered = {each.ref for each in given}
    groups = [refs & answered for refs in candidate.groups if not refs.isdisjoint(answered)]
    shown = [
        PointShown(point.key, _heard_in_teams(point, groups, given))
        for point, _ in _named_points(candidate, given, question, rules)
        if not point.unsure
    ]
    size: dict[Band | TeamBand | None, int] = {TeamBand.MORE_THAN_HALF: 0, TeamBand.SEVERAL: 1, None: 2}
    ordered = sorted(shown, key=lambda each: (size[each.band], rules.order(candidate.release_id, each.key)))
    return QuestionShown(question, shown=True, points=tuple(ordered))


def _heard_in_teams(
    point: CandidatePoint, groups: Sequence[frozenset[str]], given: Iterable[Contribution]
) -> TeamBand | None:
    """Return in how many groups a point was heard: in those in which enough people for a point of their own make it."""
    person = {each.ref: each.member for each in given}
    counts = [len({person[ref] for ref in point.refs & group}) for group in groups]
    return band_of_teams(sum(map(point_may_be_named, counts)), len(groups))


def _check_points(candidate: Candidate) -> None:
    given = {(each.question, each.ref) for each in candidate.contributions}
    if any((point.question, ref) not in given for point in candidate.points for ref in point.refs):
        raise ValueError("a point rests on an answer that is not in the frozen set")
    keys = [(point.question, point.key) for point in candidate.points]
    if len(set(keys)) != len(keys):
        raise ValueError("two points of one question have the same key")
