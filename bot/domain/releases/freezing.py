"""The contributor set of a group and round: what the close freezes, and what waits (rules 1 and 5)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from bot.domain.releases.model import Contribution, contributions_to, members_of, questions_of, unique_refs
from bot.domain.releases.rules import RULES, Rules


@dataclass(frozen=True, slots=True)
class PastRound:
    """A round that asked before: the teams that it asked together, and whether it was cancelled."""

    id: str
    teams: frozenset[str]
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Frozen:
    """Answers of one group and round, as frozen at the close.

    `contributions` is the set that draft and final share; `waiting` are late, withheld and promised-more answers that are not part
    of it and may be of a later one.
    """

    contributions: frozenset[Contribution] = field(repr=False)
    waiting: frozenset[Contribution] = field(default=frozenset(), repr=False)


def waits_for(earlier: PastRound, teams: Collection[str]) -> bool:
    """Return whether unreleased answers to an earlier round wait for a round of these teams.

    They do for the same teams together. Nothing waits of a round that was cancelled.
    """
    return not earlier.cancelled and earlier.teams == frozenset(teams)


def freeze_contributions(
    given: Iterable[Contribution],
    *,
    asked: Collection[str],
    roster: Collection[str],
    waiting: Iterable[Contribution] = (),
    spent: Iterable[Contribution] = (),
    rules: Rules = RULES,
) -> Frozen:
    """Return the set at the close: the round's answers, and those earlier ones that wait for a question asked.

    `roster` are the members of the round, `waiting` earlier answers of the same group, `spent` what releases have drawn on. A
    member counts once for each question, with the latest of their answers. What was promised a larger k than the set has members
    waits, and the rest is judged without it. Raises ValueError on an answer to a question not asked and on a ref used twice.
    """
    own, drawn = frozenset(given), frozenset(spent)
    earlier = _leave_out_spent(waiting, drawn)
    if any(each.question not in asked for each in own):
        raise ValueError("an answer belongs to a question that was not asked")
    unique_refs(own | earlier)
    joining = frozenset(each for each in earlier if each.question in asked and each.member in roster)
    chosen = _keep_promises(latest_of_each(own | joining), len(roster), rules)
    return Frozen(chosen, (own | earlier) - chosen - drawn)


def freeze_addendum(
    waiting: Iterable[Contribution],
    *,
    asked: Collection[str],
    roster: Collection[str],
    k: int,
    rules: Rules = RULES,
) -> frozenset[Contribution]:
    """Return the waiting answers to questions no longer asked that enough of the roster can release together; else none."""
    orphaned = [each for each in waiting if each.question not in asked and each.member in roster]
    kept = _keep_promises(latest_of_each(orphaned), len(roster), rules)
    together = [contributions_to(kept, question) for question in questions_of(kept)]
    return frozenset(each for given in together if rules.threshold(len(members_of(given)), k) for each in given)


def latest_of_each(contributions: Iterable[Contribution]) -> frozenset[Contribution]:
    """Return one contribution for each member and question: the latest."""
    chosen: dict[tuple[str, str], Contribution] = {}
    for each in sorted(contributions, key=lambda one: (one.turn, one.ref)):
        chosen[each.member, each.question] = each
    return frozenset(chosen.values())


def _leave_out_spent(waiting: Iterable[Contribution], drawn: frozenset[Contribution]) -> frozenset[Contribution]:
    """Leave out what a release has drawn on, and what its author said anew in an answer that one has drawn on."""
    refs = {each.ref for each in drawn}
    newest = {(each.member, each.question): each.turn for each in latest_of_each(drawn)}
    return frozenset(
        each
        for each in waiting
        if each.ref not in refs and each.turn >= newest.get((each.member, each.question), each.turn)
    )


def _keep_promises(given: frozenset[Contribution], roster: int, rules: Rules) -> frozenset[Contribution]:
    """Take out, question by question, what was promised a larger set, until nothing more has to go."""
    kept = {question: contributions_to(given, question) for question in questions_of(given)}
    for question, standing in kept.items():
        while broken := [
            each for each in standing if not _holds_promise(each, len(members_of(standing)), roster, rules)
        ]:
            standing = standing - frozenset(broken)
        kept[question] = standing
    return frozenset(each for standing in kept.values() for each in standing)


def _holds_promise(each: Contribution, together: int, roster: int, rules: Rules) -> bool:
    promised = rules.promise(each)
    return rules.threshold(together, promised) and rules.roster(roster, promised)
