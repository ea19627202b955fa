"""Words that their authors took back leave the posted draft, at the group's daily close and never at once (release rule 6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain import rounds
from bot.domain.model import Round, Urgency
from bot.domain.outcomes.sharing import DraftPosted
from bot.domain.releases import quotes_left
from bot.engine import ref_names
from bot.engine.answers import withdrawing
from bot.engine.context import WorkContext
from bot.engine.people import team_channels
from bot.engine.rounds import draft_release, round_facts
from bot.views.capabilities import Support


def correct_draft(work: WorkContext, round_: Round) -> None:
    """Show the draft again where it stands, without words that are due to leave and those left too few beside them.

    Where messages cannot be changed, a second one would only point at what is gone: there the final alone is without them.
    """
    later = _let_go(work, round_)
    for team, channel in team_channels.channels_of(work, round_):
        keys = [draft_release.draft_key(round_.id, team.id, again=again) for again in (True, False)]
        key = next((each for each in keys if work.uow.outbox.get(each)), keys[-1])
        posted = work.uow.outbox.get(key)
        if posted and isinstance(posted.outcome, DraftPosted) and _can_change(work, channel):
            left = _with_what_is_left(work, posted.outcome)
            work.say(channel, left, Urgency.DIGEST, key=f"{key}:{work.token()}", edits=key)
    work.uow.rounds.save(rounds.with_next_at(replace(round_, corrects_at=later)))


def _let_go(work: WorkContext, round_: Round) -> datetime | None:
    """Destroy the words whose time has come. Returns when the next ones go."""
    release = round_facts.release_of(work, round_)
    later: list[datetime] = []
    for row in work.uow.answers.where(released=round_.release):
        if row.unquoted_at is None or release is None:
            continue
        if row.unquoted_at > work.now:
            later.append(row.unquoted_at)
            continue
        work.uow.texts.remove(withdrawing.leaving_quotes_of(work, row))
        work.uow.texts.forget(ref_names.leaving_owner(row.id))
        work.uow.answers.save(replace(row, unquoted_at=None))
    return min(later, default=None)


def _with_what_is_left(work: WorkContext, posted: DraftPosted) -> DraftPosted:
    """The draft with the words that may still stand in it; those that leave another day stand until then."""
    waits = [ref_names.leaving_ref(ref) for ref in posted.refs]
    texts = work.uow.texts.read([*posted.refs, *waits])
    kept = {ref for ref, text in zip([*posted.refs, *waits], texts, strict=True) if text}
    names = tuple(leaving if leaving in kept else ref for ref, leaving in zip(posted.refs, waits, strict=True))
    summary, left = quotes_left(posted.summary, names, {name for name in names if name not in kept})
    return replace(posted, summary=summary, refs=left, places=tuple(map(ref_names.place_of, left)))


def _can_change(work: WorkContext, channel: str) -> bool:
    ref = work.uow.addresses.ref(channel) if channel else None
    return ref is not None and work.services.capabilities(ref).edits is not Support.REFUSED
