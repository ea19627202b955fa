"""Taking words back, at every stage of a round (release.md, rule 6)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.model import Answer, AnswerState, Round, RoundState, Urgency
from bot.engine import refs
from bot.engine.handlers import publishing
from bot.engine.work import Work
from bot.views.capabilities import Support


def take_back(work: Work, answer: Answer, round_: Round) -> None:
    """Before its release an answer goes as if never given; after it, its words go and what was published stays."""
    work.uow.texts.remove([answer.id, refs.words(answer.id)])
    if answer.released or answer.pooled:
        work.uow.answers.save(replace(answer, state=AnswerState.WITHDRAWN, allowed=False))
        remove_shown(work, answer)
    else:
        work.uow.answers.remove(answer.id)


def remove_shown(work: Work, answer: Answer) -> None:
    """Take an author's permitted words out of a release that still shows them."""
    prefix = f"shown:{answer.released}:{answer.number}:"
    mine = [ref for ref in work.uow.texts.refs_of(answer.member) if ref.startswith(prefix)]
    if mine:
        work.uow.texts.remove(mine)
        _correct_draft(work, answer.released)


def _correct_draft(work: Work, release_id: str) -> None:
    """Show the draft again where it stands, without words that were taken back and those left too few beside them.

    Where messages cannot be changed, a second one would only point at what is gone: there the final alone is without them.
    """
    release = work.uow.releases.get(release_id)
    round_ = work.uow.rounds.get(release.round) if release else None
    if release is None or round_ is None or round_.state is not RoundState.DRAFT or round_.deciding:
        return
    outcome = publishing.draft_of(publishing.still_shown(work, release), round_)
    for team in work.uow.teams.where(id=round_.teams):
        if team.channel and _can_change(work, team.channel):
            posted = publishing.draft_key(round_, team.id)
            work.say(team.channel, outcome, Urgency.DIGEST, key=f"{posted}:{work.token()}", edits=posted)


def _can_change(work: Work, channel: str) -> bool:
    ref = work.uow.addresses.ref(channel)
    return ref is not None and work.services.capabilities(ref).edits is not Support.REFUSED
