"""The final of a draft that was weighed: its points by how they were weighed, and those that the check made (rules 3, 4, 11, 13).

Points of a question stand in this order: widely shared, the others, those that people see differently, those shared in the check,
those added after it; within each as in the draft. The rule of sums is applied anew, since merges, carried statements and additions
change what stands side by side.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.model.sharing import ChallengeOutcome, Change, Point, QuestionSummary, Ruling, Summary
from bot.domain.model.weighing import ItemKind, ItemResult, WeighedItems, WeighedLabel, WeighingItem
from bot.domain.releases.bands import Band, TeamBand, lower_bound, read_band, read_participation
from bot.domain.releases.decided_final import Raised, decided_merges, decided_wordings, finalise_summary
from bot.domain.releases.quotes import quotes_in
from bot.domain.releases.sums import ReleasedPoint, Shown, leave_out
from bot.domain.weighing.counting import NOT_WEIGHED
from bot.domain.weighing.items import listed_items
from bot.domain.weighing.merges import resolve_merges

SECTIONS = (WeighedLabel.WIDELY_SHARED, None, WeighedLabel.PEOPLE_DIFFER, WeighedLabel.SHARED_IN_CHECK)
"""The order of a question's points; what was not widely shared stands among the others, in the draft's order."""
TEAM_BANDS = (TeamBand.MORE_THAN_HALF, TeamBand.SEVERAL)
"""Bands of teams, the largest first: they order the organisation's points before all else."""
STANDING_KINDS = (ItemKind.POINT, ItemKind.TEAM_STATEMENT)
"""Kinds of items that stand in the final however they were weighed."""
ADDED = "added"
"""Mark of the keys of points that were added after the check."""


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft at the end of its check: the summary with the quotes that are left and their names, question by question.

    `items` are those that it was weighed with, `weighed` what may be told of them.
    """

    summary: Summary
    roster: int
    quotes: tuple[str, ...] = field(default=(), repr=False)
    items: tuple[WeighingItem, ...] = ()
    weighed: WeighedItems = NOT_WEIGHED


@dataclass(frozen=True, slots=True)
class DecidedChallenges:
    """The challenges in the draft's order, what was decided, and whether enough people weighed or challenged anything."""

    raised: Sequence[Raised] = ()
    rulings: Sequence[Ruling] = ()
    checked: bool = False


def finalise_draft(draft: CheckedDraft, decided: DecidedChallenges) -> tuple[Summary, tuple[str, ...]]:
    """Return the final of a draft, and the names of the quotes that stand in it, question by question."""
    ends = merge_ends(draft, decided.rulings)
    made = _make_questions(draft, ends, decided.rulings)
    # What the sums leave out of the final is told by no change either (rule 4: no gap is visible).
    raised = [each for each in decided.raised if made.left_out.isdisjoint(_ends_of(each, ends, decided.rulings))]
    final = finalise_summary(draft.summary, raised, decided.rulings, decided.checked, ends)
    points = (point for each in (*made.questions, *final.questions) for point in _standing_points(each))
    wordings = {point.key: point.label for point in points if point.key not in made.left_out}
    changes = (*final.changes, *_weighed_merges(draft.summary, wordings, ends, decided.rulings))
    return replace(final, questions=made.questions, changes=changes), made.quotes


def find_left_out(draft: CheckedDraft) -> frozenset[str]:
    """Return the keys of what the check would make points, and the rule of sums leaves out of the final, if nothing is decided."""
    return _make_questions(draft, merge_ends(draft, ()), ()).left_out


@dataclass(frozen=True, slots=True)
class _Made:
    """The questions of a final, the names of their quotes, and the keys of the points that the sums leave out of them."""

    questions: tuple[QuestionSummary, ...]
    quotes: tuple[str, ...]
    left_out: frozenset[str]


def _make_questions(draft: CheckedDraft, ends: Mapping[str, str], rulings: Sequence[Ruling]) -> _Made:
    parts = _Parts(draft, ends, decided_wordings(rulings))
    questions: list[QuestionSummary] = []
    quotes: list[str] = []
    decided = finalise_summary(draft.summary, (), rulings, False, ends)
    for question, mine in decided.split_by_question(draft.quotes):
        done, kept = parts.final_question(question, mine, rulings)
        questions.append(done)
        quotes += [mine[place] for place in kept]
    return _Made(tuple(questions), tuple(quotes), frozenset(parts.left_out))


def _ends_of(raised: Raised, ends: Mapping[str, str], rulings: Sequence[Ruling]) -> set[str]:
    """Return the item that a challenge is about, the one that it ends in, and the one that who decides merged it into."""
    into = {row.into for row in rulings if row.item == raised.item and row.into}
    return {raised.item, ends.get(raised.item, raised.item), *into, *(ends.get(key, key) for key in into)}


def merge_ends(draft: CheckedDraft, rulings: Sequence[Ruling]) -> dict[str, str]:
    """Return the items of a draft that are merged away, in whatever way, each with the one that it ends in."""
    items = _standing_items(draft)
    carried = {each.key for each in draft.weighed.results if each.carried}
    standing = {each.key for each in items if each.kind in STANDING_KINDS or each.key in carried}
    ruled = {row.item for row in rulings if row.kind in (ChallengeOutcome.ACCEPTED, ChallengeOutcome.DECLINED)}
    # Who gave a point a wording, or said that it stays, has the last word: it is not merged by what people said before.
    same = [pair for pair in draft.weighed.same if ruled.isdisjoint(pair)]
    return resolve_merges(items, same, decided_merges(rulings), standing)


def _standing_items(draft: CheckedDraft) -> tuple[WeighingItem, ...]:
    """Return the points of the draft, weighed or not, and the items whose words are still shown, in the draft's order."""
    known = {each.key: each for each in draft.items}
    points = [
        known.get(point.key) or WeighingItem(key=point.key, kind=ItemKind.POINT, question=question.key)
        for question in draft.summary.questions
        for point in question.points
    ]
    listed = listed_items(draft.items, quotes=draft.quotes)
    return (*points, *(each for each in listed if each.kind is not ItemKind.POINT))


def _weighed_merges(
    drafted: Summary, wordings: Mapping[str, str], ends: Mapping[str, str], rulings: Sequence[Ruling]
) -> Iterator[Change]:
    """Yield the merges of drafted points that come of weighing, as changes since the draft.

    `wordings` are those of what stands, by its keys; empty for somebody's own words, which a quote shows.
    """
    ruled = decided_merges(rulings)
    for point in (point for question in drafted.questions for point in _standing_points(question)):
        stays = wordings.get(ends.get(point.key, ""))
        if stays is not None and point.key not in ruled:
            yield Change(kind=ChallengeOutcome.MERGED, label=point.label, wording=stays)


def _standing_points(question: QuestionSummary) -> tuple[Point, ...]:
    return (*question.points, *question.team_statements)


class _Parts:
    """The parts of one final that its questions are put together from."""

    def __init__(self, draft: CheckedDraft, ends: Mapping[str, str], wordings: Mapping[str, str]) -> None:
        self.draft = draft
        self.ends = ends
        self.wordings = wordings
        self.items = {each.key: each for each in _standing_items(draft)}
        self.results = {each.key: each for each in draft.weighed.results}
        self.bands = self._largest_bands()
        self.left_out: set[str] = set()
        """Keys of points that the sums leave out, as far as the questions were made."""

    def final_question(
        self, question: QuestionSummary, quotes: Sequence[str], rulings: Sequence[Ruling]
    ) -> tuple[QuestionSummary, tuple[int, ...]]:
        """Return a question as the final shows it, and which of its quotes stand, by their places from 0."""
        places = {name: place for place, name in enumerate(quotes)}
        carried = self._carried_points(question, places)
        points = [self._weighed_point(each, each.key in self.wordings) for each in question.points]
        points += [self._weighed_point(each, each.key in self.wordings) for each in carried]
        points += _added_points(question, rulings) if question.shown else ()
        points.sort(key=lambda each: (_size_of_teams(each.band), _section_of(each)))
        under = self._places_of(question, quotes, {each.key for each in points})
        fitting = self._fit_sums(question, points, under)
        shown = {each.key for each in fitting.points}
        self.left_out |= {each.key for each in points} - shown
        left_out = read_band(question.nothing, self.draft.roster) and not fitting.nothing
        kept = quotes_in(fitting, under, [each.quote - 1 for each in points if each.quote])
        moved = {old + 1: new for new, old in enumerate(kept, start=1)}
        done = replace(
            question,
            points=tuple(replace(each, quote=moved.get(each.quote, 0)) for each in points if each.key in shown),
            nothing="" if left_out else question.nothing,
            words=len(kept),
            under=tuple(under[place] for place in kept),
            asks=(),
            team_statements=tuple(
                self._weighed_point(each, each.key in self.wordings)
                for each in question.team_statements
                if each.key not in self.ends
            ),
        )
        return done, kept

    def _largest_bands(self) -> dict[str, str]:
        """Return the largest drafted band of all that ends in an item, by its key; of people, or of teams."""
        roster = self.draft.roster
        teams: dict[str, str] = {}
        found: dict[str, list[Band]] = {}
        for point in (point for question in self.draft.summary.questions for point in question.points):
            if band := read_band(point.band, roster):
                found.setdefault(self.ends.get(point.key, point.key), []).append(band)
            elif point.band in {band.value for band in TEAM_BANDS}:
                end = self.ends.get(point.key, point.key)
                teams[end] = min(point.band, teams.get(end, ""), key=_size_of_teams)
        largest = {key: max(bands, key=lambda band: lower_bound(band, roster)).value for key, bands in found.items()}
        return teams | largest

    def _carried_points(self, question: QuestionSummary, places: Mapping[str, int]) -> Iterator[Point]:
        """Yield the statements and candidates of a question that the check made points, and that are not merged away."""
        asked = {each.key: each.label for each in question.asks}
        for item in self.items.values():
            result = self.results.get(item.key)
            if item.question == question.key and result and result.carried and item.key not in self.ends:
                label = self.wordings.get(item.key) or asked.get(item.key, "")
                yield Point(key=item.key, label=label, band="", quote=0 if label else places[item.source] + 1)

    def _weighed_point(self, point: Point, reworded: bool = False) -> Point:
        """Return a point with its label; one that was reworded since has none, for nobody weighed its new wording."""
        result = ItemResult(point.key) if reworded else self.results.get(point.key, ItemResult(point.key))
        return replace(
            point,
            band=self.bands.get(point.key, point.band),
            weighed=result.label,
            some_differ=result.some_differ,
        )

    def _places_of(self, question: QuestionSummary, quotes: Sequence[str], points: Collection[str]) -> tuple[str, ...]:
        """Return for each quote the point that it stands under: its own, the one that it was merged into, or the draft's."""
        statements = {each.source: each.key for each in self.items.values() if each.kind is ItemKind.STATEMENT}
        drafted = question.under or ("",) * len(quotes)
        found = []
        for name, under in zip(quotes, drafted, strict=True):
            own = statements.get(name, "")
            ends = [self.ends.get(key, key) for key in (own, under)]
            found.append(next((key for key in ends if key in points), ""))
        return tuple(found)

    def _fit_sums(self, question: QuestionSummary, points: Sequence[Point], under: Sequence[str]) -> Shown:
        roster = self.draft.roster
        released = []
        for each in points:
            item = self.items.get(each.key)
            matter, against = (item.matter, item.against) if item else ("", False)
            band = read_band(each.band, roster)
            released.append(ReleasedPoint(each.key, band, matter, against, under.count(each.key)))
        found = Shown(tuple(released), read_band(question.nothing, roster), under.count(""))
        return leave_out(found, roster, read_participation(self.draft.summary.participation))


def _added_points(question: QuestionSummary, rulings: Sequence[Ruling]) -> Iterator[Point]:
    """Yield what was missing from a question, in the wordings that who decides accepted."""
    accepted = [row for row in rulings if row.kind is ChallengeOutcome.ACCEPTED and not row.item and row.wording]
    mine = [row for row in accepted if question.key and row.question == question.key]
    for place, row in enumerate(mine, start=1):
        yield Point(key=f"{question.number}.{ADDED}{place}", label=row.wording, band="", added=True)


def _size_of_teams(band: str) -> int:
    """Return the place of a band of teams, of which a group's points have none: the largest comes first."""
    return next((place for place, each in enumerate(TEAM_BANDS) if each.value == band), len(TEAM_BANDS))


def _section_of(point: Point) -> int:
    if point.added:
        return len(SECTIONS)
    return place_of_label(point.weighed)


def place_of_label(label: WeighedLabel | None) -> int:
    """Return the place of what is told of a point's weighing, 0 for what is widely shared."""
    return SECTIONS.index(label) if label in SECTIONS else SECTIONS.index(None)
