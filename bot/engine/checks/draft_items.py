"""A draft as it stands now: its items that can be weighed, and what of it can be challenged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.model import ItemKind, QuotePlace, Release, Summary, WeighingItem
from bot.domain.weighing import listed_items
from bot.engine import ref_names
from bot.engine.context import WorkContext
from bot.engine.rounds import draft_release, posted_quotes


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
    places, names = _quote_places(work, release, at_final), shown_names(work, release)
    found: list[Challengeable] = []
    for question in release.summary.questions:
        found += [Challengeable(point.key, point.label) for point in question.points]
        found += [Challengeable(each.key, each.label, drafted=False) for each in question.asks]
        found += [
            Challengeable(
                each.key, "", places.get(each.source, QuotePlace(question.number)), names.get(each.key, ""), False
            )
            for each in release.items
            if each.kind is ItemKind.STATEMENT and each.question == question.key
        ]
        found += [Challengeable(point.key, point.label) for point in question.together]
    return {each.key: replace(each, left_out=_is_left_out(release, each), gone=_is_gone(each)) for each in found}


def _is_left_out(release: Release, item: Challengeable) -> bool:
    """Return whether the draft was weighed, and the check did not make this a point."""
    if item.drafted or release.weighed is None:
        return False
    return not any(each.key == item.key and each.carried for each in release.weighed.results)


def _is_gone(item: Challengeable) -> bool:
    return item.quoted is not None and not (item.quoted.place and item.ref)


def _quote_places(work: WorkContext, release: Release, at_final: bool) -> dict[str, QuotePlace]:
    """Return where each quote stands that is left in the draft, or for the final, by its name."""
    summary, left = _quotes_left(work, release, at_final)
    found: dict[str, QuotePlace] = {}
    at = 0
    for question in summary.questions:
        mine = left[at : at + question.words]
        found |= {name: QuotePlace(question.number, place) for place, name in enumerate(mine, start=1)}
        at += question.words
    return found


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

    Too few are counted among all quotes of the draft, of which not all need be items.
    """
    _, left = _quotes_left(work, release)
    return listed_items(release.items, quotes=left)


def _quotes_left(work: WorkContext, release: Release, at_final: bool = False) -> tuple[Summary, tuple[str, ...]]:
    """Return a draft's summary and the names of its quotes, without those that have left it."""
    quotes = draft_release.shown_refs(release)
    names = _readable_names(work, quotes)
    gone = {each for each in quotes if each not in names or (at_final and names[each] != each)}
    return posted_quotes.quotes_left(release.summary, quotes, gone)
