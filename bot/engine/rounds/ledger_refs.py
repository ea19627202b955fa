"""Older ledger lines name answers by their ids, a way from a pseudonym to a person: here they get keyed refs (release rule 7)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.model import AnswerState
from bot.ports import Tokens, UnitOfWork

OF_AN_ANSWER = ":"
"""Stands in the id of every answer, and in no keyed ref."""


def rename_ledger_refs(uow: UnitOfWork, tokens: Tokens) -> int:
    """Give every ledger line that still names an answer by its id the keyed ref; returns how many there were.

    Where the author was forgotten the ref becomes a token: the same for all lines of the answer, and leading nowhere.
    """
    old = [row for row in uow.ledger.where() if OF_AN_ANSWER in row.ref]
    answers = {row.id: row for row in uow.answers.where(id=tuple({row.ref for row in old}))} if old else {}
    refs: dict[str, str] = {}
    for row in old:
        if row.ref not in refs:
            answer = answers.get(row.ref)
            here = answer is not None and answer.state is not AnswerState.ERASED
            refs[row.ref] = uow.pseudonym(answer.member, answer.id) if here and answer else tokens()
        uow.ledger.remove(row.id)
        uow.ledger.save(replace(row, id=f"{row.release}:{refs[row.ref]}", ref=refs[row.ref]))
    return len(old)
