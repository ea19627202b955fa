"""Taking words back, at every stage of a round (release.md, rule 6)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.model import Answer, AnswerState, Round
from bot.engine import refs
from bot.engine.work import Work


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
    mine = set(work.uow.texts.refs_of(answer.member))
    prefix = f"shown:{answer.released}:{answer.number}:"
    work.uow.texts.remove([ref for ref in mine if ref.startswith(prefix)])
