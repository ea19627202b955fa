"""Taking words back, at every stage of a round (release rule 6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.domain import rounds
from bot.domain.model import Answer, AnswerState, Release
from bot.domain.releases import WithdrawalStage, withdraw_contributions, withdraw_permission
from bot.engine import ref_names
from bot.engine.context import WorkContext
from bot.engine.rounds import deadlines, own_point_notes, round_facts
from bot.engine.withdrawn_words import remember_runs


def stage_of(work: WorkContext, answer: Answer) -> WithdrawalStage:
    """Return how far the release of an answer has come, which need not be the one of the round that asked for it."""
    if answer.pooled:
        return WithdrawalStage.FINAL
    if answer.released:
        release = round_facts.release_with(work, answer)
        return WithdrawalStage.DRAFT if release and not release.final else WithdrawalStage.FINAL
    round_ = work.uow.rounds.get(answer.round)
    return WithdrawalStage.OPEN if round_ and rounds.accepts_answers(round_) else WithdrawalStage.CLOSED


def take_back(
    work: WorkContext, answers: Iterable[Answer], state: AnswerState = AnswerState.WITHDRAWN
) -> datetime | None:
    """Before its release an answer goes as if never given; after it, its words go and what was published stays.

    Returns when the words leave a posted draft, if one shows them.
    """
    leaving = []
    for answer in answers:
        outcome = withdraw_contributions({answer.id}, stage_of(work, answer))
        work.uow.texts.remove(ref_names.refs_of_answer(answer.id))
        if answer.id in outcome.undone:
            work.uow.answers.remove(answer.id)
            continue
        leaves_at = withdraw_quotes(work, answer, visibly=answer.id in outcome.unquoted)
        _take_out_of_note(work, answer)
        if state is AnswerState.ERASED:
            _keep_until_they_leave(work, answer)
        leaving.append(leaves_at)
        work.uow.answers.save(replace(answer, state=state, allowed=False, unquoted_at=leaves_at or answer.unquoted_at))
    return max((each for each in leaving if each), default=None)


def _take_out_of_note(work: WorkContext, answer: Answer) -> None:
    release = round_facts.release_with(work, answer)
    if release:
        own_point_notes.take_out(work, answer, release, number_in(release, answer))


def take_permission_back(work: WorkContext, answer: Answer) -> datetime | None:
    """The words are shown in nothing that is posted from now on. Returns when they leave a posted draft, if one shows them."""
    work.uow.texts.remove([ref_names.words_ref(answer.id)])
    leaves_at = None
    if answer.id in withdraw_permission({answer.id}, stage_of(work, answer)):
        leaves_at = withdraw_quotes(work, answer, visibly=True)
    work.uow.answers.save(replace(answer, allowed=False, unquoted_at=leaves_at or answer.unquoted_at))
    return leaves_at


def withdraw_quotes(work: WorkContext, answer: Answer, visibly: bool) -> datetime | None:
    """Take an author's words out of their release: at once out of what is not posted yet, later out of what is."""
    shown = quotes_of(work, answer)
    if not shown:
        return None
    release = round_facts.release_with(work, answer)
    round_ = work.uow.rounds.get(release.round) if release else None
    if not visibly or release is None or round_ is None:
        work.uow.texts.remove(shown)
        return None
    remember_runs(work, release, shown)
    for ref in shown:
        work.uow.texts.move(ref, ref_names.leaving_ref(ref))
    at = deadlines.correction_of(round_, work.now)
    earliest = min(at, round_.corrects_at or at)
    work.uow.rounds.save(rounds.with_next_at(replace(round_, corrects_at=earliest)))
    return at


def _keep_until_they_leave(work: WorkContext, answer: Answer) -> None:
    """Give the quotes that a posted draft shows a key of their own: at their author's erasure nothing changes for anybody else.

    They are published as long as they stand in the channel. Without this they would leave the items that are weighed at the very
    instant at which a name leaves the team's list.
    """
    waiting = leaving_quotes_of(work, answer)
    for ref, text in zip(waiting, work.uow.texts.read(waiting), strict=True):
        if text:
            work.uow.texts.keep(ref, ref_names.leaving_owner(answer.id), text)


def quotes_of(work: WorkContext, answer: Answer) -> list[str]:
    """Return the names of an answer's words in the release that shows them."""
    release = round_facts.release_with(work, answer)
    if release is None:
        return []
    prefix = ref_names.shown_in(release.id, number_in(release, answer))
    return [ref for ref in work.uow.texts.refs_of(answer.member) if ref.startswith(prefix)]


def leaving_quotes_of(work: WorkContext, answer: Answer) -> list[str]:
    """Return the names of an answer's words that were taken back and stand in the posted draft until they leave it."""
    release = round_facts.release_with(work, answer)
    if release is None:
        return []
    prefix = ref_names.leaving_ref(ref_names.shown_in(release.id, number_in(release, answer)))
    return [ref for ref in work.uow.texts.refs_of(answer.member) if ref.startswith(prefix)]


def number_in(release: Release, answer: Answer) -> int:
    """Return the number under which a release shows the question of an answer: not always the one it had when it was asked."""
    numbers = {question.key: question.number for question in release.summary.questions}
    return numbers.get(answer.question, answer.number)
