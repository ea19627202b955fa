"""Weighing in the check window: every person for themselves, changed and taken back until its end (release rule 11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.confidential import ConfidentialText
from bot.domain.errors import Refusal
from bot.domain.model import Release, Round, Weighing, WeighingItem, WeighingState
from bot.domain.outcomes import weighing as said
from bot.domain.outcomes.challenges import CheckingOver
from bot.domain.weighing import (
    WeighingMove,
    can_be_same,
    has_few_groups,
    move_weighing,
    say_same,
    takes_other_side,
)
from bot.engine import access
from bot.engine.answers import form_wizard
from bot.engine.checks import challenging
from bot.engine.checks.draft_items import challengeable_now, shown_names, standing_items
from bot.engine.checks.item_words import item_labels, word_names
from bot.engine.context import EventContext, WorkContext
from bot.engine.rounds import round_facts, told_of_weighing

MOVES = {"agree": WeighingMove.AGREE, "differ": WeighingMove.DIFFER, "skip": WeighingMove.TAKE_BACK}
"""Moves by the options of the form; skipping an item that was weighed takes that back."""
CHOSEN = {WeighingState.AGREES: "agree", WeighingState.DIFFERS: "differ"}
MISSING = "missing"
"""The form's field for something that the draft lacks."""


def weigh_form(context: EventContext, token: str) -> said.WeighForm:
    """Return the items as the acting person has weighed them so far. Refused after the window, and where nothing can be weighed."""
    round_, release, standing = _open_draft(context, token)
    items, refs = _as_weighed(context, round_, release, standing)
    told = told_of_weighing.can_be_told(round_, release)
    few_teams = has_few_groups(told_of_weighing.groups_of(round_, release))
    return said.WeighForm(round=round_.id, items=items, k=round_.k, refs=refs, told=told, few_teams=few_teams)


def go_on_weighing(context: EventContext, token: str) -> said.WeighForm:
    """Return the form, to begin with the first item that the acting person has not weighed."""
    form = weigh_form(context, token)
    return replace(form, begin=next((place for place, item in enumerate(form.items) if not item.chosen), 0))


def _as_weighed(
    context: EventContext, round_: Round, release: Release, items: Sequence[WeighingItem]
) -> tuple[tuple[said.ItemToWeigh, ...], tuple[str, ...]]:
    """Return items as the acting person sees them, and the names of the words of those that quote some."""
    mine = {row.item: row for row in _own_weighings(context, round_)}
    names = shown_names(context, release) | word_names(context, release)
    labels = item_labels(context, release)
    seen = tuple(
        said.ItemToWeigh(
            key=item.key,
            kind=item.kind,
            label=labels.get(item.key, ""),
            chosen=CHOSEN.get(mine[item.key].state, "") if item.key in mine else "",
            pairs=any(can_be_same(item, other) for other in items),
        )
        for item in items
    )
    return seen, tuple(names[item.key] for item in items if item.key in names)


def same_form(context: EventContext, token: str) -> said.SameForm:
    """Ask which two items say the same, or which one says the same as that which the button names."""
    round_id, _, key = token.partition(":")
    round_, release, standing = _open_draft(context, round_id)
    named = next((item for item in standing if item.key == key), None)
    others = [item for item in standing if item in _pairable(standing) and (named is None or can_be_same(named, item))]
    if not others:
        raise Refusal(said.NoOtherSame())
    seen, refs = _as_weighed(context, round_, release, others)
    unweighed = tuple(replace(item, chosen="") for item in seen)
    return said.SameForm(round=round_.id, item=named.key if named else "", others=unweighed, refs=refs)


def _pairable(items: Sequence[WeighingItem]) -> list[WeighingItem]:
    """Return the items that could be the same as another of them."""
    return [one for one in items if any(can_be_same(one, other) for other in items)]


def submit_same(context: EventContext, token: str, values: Mapping[str, ConfidentialText]) -> None:
    """Note that two items say the same. It counts among those who weigh both."""
    round_id, _, key = token.partition(":")
    round_, _, standing = _open_draft(context, round_id)
    named = {name: value.reveal() for name, value in values.items()}
    pair = [item for item in standing if item.key in (key or named.get("item", ""), named.get("other", ""))]
    if len(pair) != 2 or not can_be_same(*pair):
        opposite = len(pair) == 2 and takes_other_side(*pair)
        raise Refusal(said.OppositesNotSame() if opposite else said.CannotBeSame(), field="other")
    one, other = pair
    mine = {row.item: row for row in _own_weighings(context, round_)}
    if one.key in mine and other.key in mine[one.key].same_as:
        one, other = other, one
    now = say_same(mine.get(other.key) or _new_weighing(context, round_, other), one.key)
    _keep_weighing(context, now)
    context.reply(
        said.SameNoted(
            round=round_.id,
            until=round_.check_until or context.now,
            zone=round_.zone,
            undone=one.key not in now.same_as,
        )
    )


def weigh_item(context: EventContext, token: str, values: Mapping[str, ConfidentialText]) -> said.WeighForm:
    """Count one choice, and return the form as it is then."""
    _record_choices(context, token, values)
    return weigh_form(context, token)


def submit_weighings(context: EventContext, token: str, values: Mapping[str, ConfidentialText]) -> None:
    """Count what was chosen, and what was said to be missing. What was not touched stays as it was.

    Where all items have left meanwhile, what is missing is still taken.
    """
    try:
        round_, release, standing = _record_choices(context, token, values)
    except Refusal as refusal:
        if not isinstance(refusal.outcome, said.NothingToWeigh) or not values.get(MISSING):
            raise
        challenging.submit_missing(context, token, values, MISSING)
        return
    keys = {item.key for item in standing}
    weighed = sum(row.state in CHOSEN for row in _own_weighings(context, round_) if row.item in keys)
    context.reply(
        said.WeighingSaved(
            round=round_.id,
            weighed=weighed,
            count=len(standing),
            until=round_.check_until or context.now,
            zone=round_.zone,
            pairs=bool(_pairable(standing)),
            challengeable=bool(challengeable_now(context, round_, release)),
        )
    )
    if values.get(MISSING):
        challenging.submit_missing(context, token, values, MISSING)


@dataclass(frozen=True, slots=True)
class OwnWeighings:
    """Number of items of a draft that can be weighed now, and of those that the acting person has weighed.

    Where nothing can be `told` of that, nothing is weighed, and `items` are those that can be challenged.
    """

    items: int = 0
    weighed: int = 0
    told: bool = True


def count_own_weighings(context: EventContext, round_: Round) -> OwnWeighings:
    """Return how far the acting person is with a round's draft; nothing outside its check window."""
    release = round_facts.release_of(context, round_) if challenging.open_for_checks(round_) else None
    if release is None:
        return OwnWeighings()
    if not told_of_weighing.can_be_told(round_, release):
        return OwnWeighings(told_of_weighing.count_to_check(round_, release), told=False)
    keys = {item.key for item in standing_items(context, release)}
    weighed = sum(row.state in CHOSEN for row in _own_weighings(context, round_) if row.item in keys)
    return OwnWeighings(len(keys), weighed)


def take_weighings_back(context: EventContext, token: str) -> None:
    """Take back all that the acting person has said of a draft: what they weighed, challenged and missed."""
    round_ = access.own_check(context, token)
    if not challenging.open_for_checks(round_):
        raise Refusal(CheckingOver())
    for row in _own_weighings(context, round_):
        _keep_weighing(context, move_weighing(row, WeighingMove.FORGET))
    form_wizard.forget_choices(context, round_.id, access.require_member(context).id)
    challenging.take_challenges_back(context, round_)
    left = count_own_weighings(context, round_)
    context.reply(said.WeighingTakenBack(round=round_.id, weigh=left.told and left.items > 0))


def forget_weighings(work: WorkContext, member: str) -> None:
    """Remove a person's weighings (C9). There are none but in open windows: at its end they are counted and go."""
    for row in work.uow.weighings.where(member=member):
        _keep_weighing(work, move_weighing(row, WeighingMove.FORGET))


def _open_draft(context: EventContext, token: str) -> tuple[Round, Release, tuple[WeighingItem, ...]]:
    """Return a draft that the acting person may weigh now. Refused for others, after the window, and where it is empty."""
    round_ = access.own_check(context, token)
    release = round_facts.release_of(context, round_)
    if release is None or not challenging.open_for_checks(round_):
        raise Refusal(CheckingOver())
    standing = standing_items(context, release)
    if not standing:
        raise Refusal(said.NothingToWeigh())
    return round_, release, standing


def _own_weighings(context: EventContext, round_: Round) -> list[Weighing]:
    return context.uow.weighings.where(round=round_.id, member=access.require_member(context).id)


def _record_choices(
    context: EventContext, token: str, values: Mapping[str, ConfidentialText]
) -> tuple[Round, Release, tuple[WeighingItem, ...]]:
    """Move the acting person's weighings by what they chose; a field or choice that the form does not have changes nothing."""
    round_, release, standing = _open_draft(context, token)
    mine = {row.item: row for row in _own_weighings(context, round_)}
    for item in standing:
        move = MOVES.get(values[item.key].reveal()) if item.key in values else None
        if move is None:
            continue
        before = mine.get(item.key) or _new_weighing(context, round_, item)
        _keep_weighing(context, move_weighing(before, move))
    return round_, release, standing


def _keep_weighing(work: WorkContext, weighing: Weighing) -> None:
    """Store a weighing that says something; one that says nothing is as if it had never been."""
    if weighing.state in CHOSEN or weighing.same_as:
        work.uow.weighings.save(weighing)
    else:
        work.uow.weighings.remove(weighing.id)


def _new_weighing(context: EventContext, round_: Round, item: WeighingItem) -> Weighing:
    """Return one person's weighing of one item, of which there is never a second: its id follows from the three."""
    member = access.require_member(context).id
    id = context.uow.fingerprint("weighing", round_.id, member, item.key)
    return Weighing(id=id, round=round_.id, member=member, item=item.key)
