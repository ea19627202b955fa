"""A draft as it stands now: its items that can be weighed, and what of it can be challenged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.model import ItemKind, QuotePlace, Release, Round, Summary, WeighingItem
from bot.domain.releases import quotes_left
from bot.domain.weighing import NOT_WEIGHED, CheckedDraft, find_left_out, listed_items
from bot.engine import ref_names
from bot.engine.context import WorkContext
from bot.engine.lasting_points import asking_again
from bot.engine.rounds import draft_release
from bot.engine.rounds.told_of_weighing import can_be_told


@dataclass(frozen=True, slots=True)
class Challengeable:
    """Something in a draft that can be challenged, under its item's key.

    `label` is its wording; somebody's words have none, but a place, and a name under which they can be read.
    `drafted` says that it is a point, or a statement of a meeting: the others become points only if the check makes them some, and
    are `left_out` where it did not. `gone` says that its words have left the draft.
    """

    key: str
    label: str = ""
    quoted: QuotePlace | None = None
    ref: str = ""
    drafted: bool = True
    left_out: bool = False
    gone: bool = False

    @property
    def stands(self) -> bool:
        return not (self.left_out or self.gone)


WHOLE_DRAFT = Challengeable("")
"""Stands for the whole draft, where a check names no item."""


def challengeable_items(
    work: WorkContext, release: Release | None, *, at_final: bool = False
) -> dict[str, Challengeable]:
    """Return what can be challenged of a draft, by key, in its order.

    Words that left it are still listed, so that what was said of them keeps its place; `at_final` those that
    are due to leave are gone too.
    """
    if release is None:
        return {}
    left, names = _quotes_left(work, release, at_final)[1], shown_names(work, release)
    dropped = _left_out(work, release, at_final)
    found: list[Challengeable] = []
    for question in release.summary.questions:
        found += [Challengeable(point.key, point.label) for point in question.points]
        found += [Challengeable(each.key, each.label, drafted=False) for each in question.asks]
        found += [
            Challengeable(
                each.key,
                quoted=QuotePlace(question.number, ref_names.place_of(each.source)),
                ref=names.get(each.key, ""),
                drafted=False,
                gone=each.source not in left or each.key not in names,
            )
            for each in release.items
            if each.kind is ItemKind.STATEMENT and each.question == question.key
        ]
        found += [Challengeable(point.key, point.label) for point in question.team_statements]
    return {each.key: replace(each, left_out=not each.drafted and each.key in dropped) for each in found}


def challengeable_now(work: WorkContext, round_: Round, release: Release | None) -> list[Challengeable]:
    """Return what can be challenged in the check window; in a round too small for labels the check makes nothing a point."""
    items = challengeable_items(work, release).values()
    told = release is not None and can_be_told(round_, release)
    return [each for each in items if each.stands and (each.drafted or told)]


def _left_out(work: WorkContext, release: Release, at_final: bool) -> set[str]:
    """Return the keys of what the check makes no point of the final, once it was weighed: not carried, or beyond the sums."""
    if release.weighed is None:
        return set()
    dropped = {each.key for each in release.weighed.results if not each.carried}
    return dropped | find_left_out(checked_draft(work, release, at_final))


def checked_draft(work: WorkContext, release: Release, at_final: bool = True) -> CheckedDraft:
    """Return a draft with what is left of its quotes, and how it was weighed so far."""
    round_ = work.uow.rounds.get(release.round)
    summary, quotes = _quotes_left(work, release, at_final)
    roster = round_.roster if round_ else 0
    return CheckedDraft(summary, roster, quotes, release.known_items, release.weighed or NOT_WEIGHED)


def shown_names(work: WorkContext, release: Release) -> dict[str, str]:
    """Return under which name the words of each statement can be read now, by its item's key; none for words that are gone.

    Words that were taken back leave the items when they leave the posted draft, and not before.
    """
    statements = {item.key: item.source for item in release.items if item.kind is ItemKind.STATEMENT}
    names = _readable_names(work, list(statements.values()))
    return {key: names[source] for key, source in statements.items() if source in names}


def _readable_names(work: WorkContext, sources: Sequence[str]) -> dict[str, str]:
    """Return under which name each of these quotes can be read now; none for words that are gone."""
    leaving = [ref_names.leaving_ref(source) for source in sources]
    texts = work.uow.texts.read([*sources, *leaving]) if sources else []
    there = {name for name, text in zip([*sources, *leaving], texts, strict=True) if text}
    either = zip(sources, leaving, strict=True)
    return {source: source if source in there else other for source, other in either if {source, other} & there}


def standing_items(work: WorkContext, release: Release) -> tuple[WeighingItem, ...]:
    """Return the items that can be weighed now: statements leave with their words, and with those left too few beside them.

    Too few are counted among all quotes of the draft, of which not all need be items. An earlier point leaves once it was worded
    anew or let go.
    """
    listed = listed_items(release.items, quotes=_quotes_left(work, release)[1])
    earlier = asking_again.earlier_of(work, release)
    return tuple(each for each in listed if each.kind is not ItemKind.EARLIER_POINT or each.key in earlier)


def _quotes_left(work: WorkContext, release: Release, at_final: bool = False) -> tuple[Summary, tuple[str, ...]]:
    """Return a summary with the quotes that have not left it, and their names; `at_final` those that are due to leave have."""
    quotes = draft_release.shown_refs(release)
    names = _readable_names(work, quotes)
    gone = {each for each in quotes if each not in names or (at_final and names[each] != each)}
    return quotes_left(release.summary, quotes, gone)
