"""A reader who combines what was shown. It knows nothing of the gate: it enumerates sets and counts people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from bot.domain.releases import ORGANISATION, Candidate, Released

Answers = frozenset[tuple[str, str]]
"""(ref, member) pairs."""

NONE: Answers = frozenset()


@dataclass(frozen=True)
class Shown:
    """One release as it reached readers, with the truth behind it."""

    aggregate: str
    k: int
    roster: int
    answers: dict[str, Answers]
    points: tuple[tuple[str, frozenset[str]], ...]
    promised: Mapping[str, int] = field(default_factory=dict)
    """By ref, the threshold under which an answer was given."""
    on_roster: frozenset[str] | None = None
    """The members of the roster, where that is known."""


def shown(
    candidate: Candidate,
    released: Released,
    k: int,
    roster: int | None = None,
    promised: Mapping[str, int] | None = None,
    on_roster: frozenset[str] | None = None,
) -> Shown:
    """The truth behind a release, taken from the candidate and never from the gate's own entry."""
    visible = [question for question in released.questions if question.shown]
    answers = {
        each.question: frozenset(
            (one.ref, one.member) for one in candidate.contributions if one.question == each.question
        )
        for each in visible
    }
    named = {(each.question, point.key) for each in visible for point in each.points}
    people = {one.ref: one.member for one in candidate.contributions}
    points = tuple(
        (point.key, frozenset(people[ref] for ref in point.refs))
        for point in candidate.points
        if (point.question, point.key) in named
    )
    size = candidate.roster if roster is None else roster
    return Shown(candidate.aggregate, k, size, answers, points, promised or {}, on_roster)


def leaks(releases: Sequence[Shown]) -> list[str]:
    """What the newest of `releases` gives away, alone and together with the earlier ones."""
    *earlier, newest = releases
    found = list(_alone(newest))
    for question, answers in newest.answers.items():
        before = [each.answers.get(question, NONE) for each in earlier]
        whole = [each.answers.get(question, NONE) for each in releases if each.aggregate == ORGANISATION]
        for formed in (*_new_sets(answers, before), *_remainders(answers, before, whole)):
            people = {member for _, member in formed}
            if 0 < len(people) < newest.k:
                found.append(f"{question}: {len(people)} of {newest.k} isolated by {newest.aggregate}")
        if newest.aggregate == ORGANISATION and not answers <= NONE.union(*before):
            found.append(f"{question}: the organisation holds what no group has released")
    return found


def _alone(release: Shown) -> Iterator[str]:
    if release.roster < release.k + 2:
        yield f"shown although the roster is {release.roster} at k = {release.k}"
    for question, answers in release.answers.items():
        members = {member for _, member in answers}
        if len(members) < release.k:
            yield f"{question}: shown below k"
        promised = max((release.promised.get(ref, 0) for ref, _ in answers), default=0)
        if len(members) < promised or release.roster < promised + 2:
            yield f"{question}: shown below what was promised"
        if release.aggregate != ORGANISATION and len(members) != len(answers):
            yield f"{question}: somebody counts twice"
        if release.on_roster is not None and not members <= release.on_roster:
            yield f"{question}: somebody counts who is not on the roster"
    for key, people in release.points:
        if len(people) < 3:
            yield f"point {key} of {len(people)}"


def _new_sets(newest: Answers, earlier: Iterable[Answers]) -> Iterator[Answers]:
    """All that up to three releases give, the newest among them, and that the others did not give without it."""
    others = [answers for answers in earlier if answers]
    for first, second in (*((one, NONE) for one in (NONE, *others)), *combinations(others, 2)):
        if _connected(newest, first, second):
            known = set(_formed(first, second, NONE))
            yield from (formed for formed in _formed(newest, first, second) if formed not in known)


def _connected(one: Answers, two: Answers, three: Answers) -> bool:
    touching = [not one.isdisjoint(two), not two.isdisjoint(three), not one.isdisjoint(three)]
    if not three:
        return touching[0] or not two
    return sum(touching) >= 2


def _formed(*sets: Answers) -> Iterator[Answers]:
    """Unions, differences, intersections and symmetric differences of one, two and three of the sets."""
    yield from sets
    for one, two in combinations(sets, 2):
        yield from (one | two, one - two, two - one, one & two, one ^ two)
    one, two, three = sets
    yield one | two | three
    yield one & two & three
    for first, second, third in ((one, two, three), (two, three, one), (three, one, two)):
        yield first - (second | third)
        yield (first | second) - third
        yield (first & second) - third


def _remainders(newest: Answers, before: Sequence[Answers], whole: Iterable[Answers]) -> Iterator[Answers]:
    """The organisation minus everything else, as far as the newest release changes it."""
    for organisation in whole:
        others = [answers for answers in (*before, newest) if answers != organisation]
        rest = organisation.difference(*others)
        if organisation == newest or rest != organisation.difference(*(each for each in others if each != newest)):
            yield rest
