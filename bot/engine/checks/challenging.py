"""Challenges in the check window, and what is missing. All confidential; one check a person and item, a few of what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.confidential import ConfidentialText
from bot.domain.errors import Refusal
from bot.domain.model import Check, CheckKind, Release, Round, RoundState
from bot.domain.outcomes import challenges as said
from bot.domain.outcomes.answering import NotYourRound
from bot.domain.outcomes.base import Outcome
from bot.domain.releases.challenges import MOST_MISSING
from bot.domain.rounds import ENDS
from bot.domain.taken_out import kinds_taken_out
from bot.engine import access, ref_names
from bot.engine.checks.draft_items import WHOLE_DRAFT, Challengeable, challengeable_items, challengeable_now
from bot.engine.context import EventContext
from bot.engine.known_names import names_to_hide
from bot.engine.rounds import round_facts
from bot.engine.rounds.told_of_weighing import can_be_told
from bot.engine.withdrawn_words import remember_runs


def sounds_right(context: EventContext, token: str) -> None:
    """Note the press of a button under a point of a draft that an earlier version posted."""
    round_, item = _check_target(context, token)
    if not item.key:
        raise Refusal(NotYourRound())
    _replace_check(context, round_, item.key, CheckKind.RIGHT)
    context.reply(said.SoundsRight(label=item.label))


def challenge_form(context: EventContext, token: str) -> said.ChallengeForm:
    """Ask what is wrong with an item; with which one, where the button names none and there are several."""
    round_, named = _check_target(context, token)
    release = round_facts.release_of(context, round_)
    items = [named] if named.key else challengeable_now(context, round_, release)
    if not items:
        raise Refusal(said.NothingToChallenge())
    refs = tuple(each.ref for each in items if each.ref)
    if len(items) == 1:
        return said.ChallengeForm(round=round_.id, item=items[0].key, label=items[0].label, refs=refs)
    choices = tuple((each.key, each.label) for each in items)
    return said.ChallengeForm(round=round_.id, item="", label="", items=choices, refs=refs)


def missing_form(context: EventContext, token: str) -> Outcome:
    round_, _ = _check_target(context, f"{token}:")
    return said.MissingForm(round=round_.id)


def change_form(context: EventContext, token: str) -> Outcome:
    """Ask again for the words of one's own check, which show what would be shown; what is sent takes its place."""
    check = _own_check(context, token)
    refs = (ref_names.check_ref(check.id),)
    if check.kind is CheckKind.MISSING:
        _check_target(context, f"{check.round}:")
        return said.MissingForm(round=check.round, instead=check.id, refs=refs)
    form = challenge_form(context, f"{check.round}:{check.item}")
    return replace(form, refs=form.refs + refs, changed=True)


def submit_challenge(context: EventContext, token: str, values: Mapping[str, ConfidentialText]) -> None:
    """Count a challenge; its words are kept as they would be seen, and their author is asked whether they may be."""
    named = values.get("point")
    round_, item = _check_target(context, f"{token}{named.reveal()}" if named and token.endswith(":") else token)
    if not item.key:
        raise Refusal(said.ChooseAPoint(), field="point")
    _record_challenge(context, round_, item, _challenge_kind(values.get("kind")), values.get("words"))


def submit_missing(
    context: EventContext, token: str, values: Mapping[str, ConfidentialText], field: str = "words"
) -> None:
    """Count what the `field` of a form says to be missing; what is refused is said at this field, and the form keeps the words.

    A form that changes words takes their place. Sent again, or after they were taken back, it finds none and counts nothing.
    """
    round_id, _, changed = token.partition(":")
    round_, whole = _check_target(context, f"{round_id}:")
    words = values.get(field)
    if not words:
        raise Refusal(said.MissingNeedsWords(), field=field)
    replaced = [old for old in _own_checks(context, round_, whole.key) if old.id == changed]
    if changed and not replaced:
        raise Refusal(said.ChallengeWordsGone())
    for old in replaced:
        _remove_check(context, old)
    if len(_own_checks(context, round_, whole.key)) >= MOST_MISSING:
        raise Refusal(said.MissedEnough(), field=field)
    _record_challenge(context, round_, whole, CheckKind.MISSING, words, instead=bool(replaced))


def _record_challenge(
    context: EventContext,
    round_: Round,
    item: Challengeable,
    kind: CheckKind,
    words: ConfidentialText | None,
    instead: bool = False,
) -> None:
    instead = instead or (kind is not CheckKind.MISSING and bool(_own_checks(context, round_, item.key)))
    record = _new_check if kind is CheckKind.MISSING else _replace_check
    check = record(context, round_, item.key, kind)
    release = round_facts.release_of(context, round_)
    shown: tuple[str, ...] = ()
    taken_out: tuple[str, ...] = ()
    if words:
        redacted = context.services.finder.redact(words.reveal(), names_to_hide(context))
        context.keep(ref_names.check_ref(check.id), check.member, redacted)
        shown = (ref_names.check_ref(check.id),)
        taken_out = kinds_taken_out([(words.reveal(), redacted)])
    context.reply(
        said.ChallengeNoted(
            token=check.id,
            label=item.label,
            kind=kind,
            decided_after=round_.check_until or context.now,
            zone=round_.zone,
            refs=shown,
            round=round_.id,
            weigh=_can_be_weighed(round_, release),
            instead=instead,
            quoted=item.quoted,
            if_point=not item.drafted,
            taken_out=taken_out,
        )
    )


def set_consent(context: EventContext, check_id: str, shown: bool) -> None:
    """Set whether those who decide may see the words of one's own challenge."""
    check = _own_check(context, check_id)
    round_ = context.uow.rounds.get(check.round)
    if round_ is None or not open_for_checks(round_):
        raise Refusal(said.CheckingOver())
    release = round_facts.release_of(context, round_)
    item = challengeable_items(context, release).get(check.item)
    if item and not item.stands:
        raise Refusal(said.NoLongerInDraft())
    words = bool(context.read(ref_names.check_ref(check.id)))
    shown = shown and words
    context.uow.checks.save(replace(check, shown=shown))
    token, weigh = check.id if words else "", _can_be_weighed(round_, release)
    context.reply(said.ChallengeWordsShown(shown=shown, token=token, round=round_.id, weigh=weigh))


def _can_be_weighed(round_: Round, release: Release | None) -> bool:
    return bool(release and release.items and can_be_told(round_, release))


def _own_check(context: EventContext, check_id: str) -> Check:
    acting = access.require_member(context)
    check = context.uow.checks.get(check_id)
    if check is None or check.member != acting.id:
        raise Refusal(said.ChallengeWordsGone())
    return check


def take_challenges_back(context: EventContext, round_: Round) -> None:
    """Remove the acting person's challenges to a draft that is open for checks, their words included."""
    for check in context.uow.checks.where(round=round_.id, member=access.require_member(context).id):
        _remove_check(context, check)


def _remove_check(context: EventContext, check: Check) -> None:
    context.uow.texts.remove([ref_names.check_ref(check.id)])
    context.uow.checks.remove(check.id)


def forget_words(context: EventContext, member: str) -> None:
    """Destroy the words of a person's challenges (C9). Those that were shown to who decides leave their case as it was shown."""
    for check in context.uow.checks.where(member=member):
        round_ = context.uow.rounds.get(check.round)
        if round_ is None or round_.state in ENDS:
            continue
        if open_for_checks(round_):
            context.uow.checks.save(replace(check, shown=False))
        elif check.shown and (release := round_facts.release_of(context, round_)):
            remember_runs(context, release, [ref_names.check_ref(check.id)])
        context.uow.texts.remove([ref_names.check_ref(check.id)])


def open_for_checks(round_: Round) -> bool:
    return round_.state is RoundState.DRAFT and not round_.deciding


def _check_target(context: EventContext, token: str) -> tuple[Round, Challengeable]:
    """Return the round and the item that a check is about; refused for whoever was not asked, and after the window."""
    round_id, _, key = token.partition(":")
    round_ = access.own_check(context, round_id)
    if not open_for_checks(round_):
        raise Refusal(said.CheckingOver())
    if not key:
        return round_, WHOLE_DRAFT
    item = challengeable_items(context, round_facts.release_of(context, round_)).get(key)
    if item is None:
        raise Refusal(NotYourRound())
    if not item.stands:
        raise Refusal(said.NoLongerInDraft())
    return round_, item


def _challenge_kind(value: ConfidentialText | None) -> CheckKind:
    known = {kind.value: kind for kind in CheckKind if kind not in (CheckKind.RIGHT, CheckKind.MISSING)}
    return known.get(value.reveal() if value else "", CheckKind.OTHER)


def _replace_check(context: EventContext, round_: Round, item: str, kind: CheckKind) -> Check:
    """One check a person and item: a second one takes the first one's place, words and consent included."""
    for old in _own_checks(context, round_, item):
        _remove_check(context, old)
    return _new_check(context, round_, item, kind)


def _new_check(context: EventContext, round_: Round, item: str, kind: CheckKind) -> Check:
    member = access.require_member(context).id
    check = Check(id=context.token(), round=round_.id, member=member, item=item, kind=kind)
    context.uow.checks.save(check)
    return check


def _own_checks(context: EventContext, round_: Round, item: str) -> list[Check]:
    member = access.require_member(context).id
    return context.uow.checks.where(round=round_.id, member=member, item=item)
