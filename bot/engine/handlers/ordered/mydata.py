"""Everything that is kept about the acting person, shown to them alone."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain import commands as order
from bot.domain.model import Answer, AnswerState, Member, Round
from bot.domain.outcomes import mydata as said
from bot.engine import access, refs
from bot.engine.handlers import checking
from bot.engine.work import EventContext

PASSING = (refs.ONCE, refs.FETCHED)
"""What is kept for the moment in which a message is read or answered."""


class Asked(NamedTuple):
    """When and where a round was opened, and one of its questions."""

    on: datetime | None = None
    zone: str = ""
    question: str = ""


def show_my_data(turn: EventContext, command: order.ShowMyData) -> None:
    """Exactly one's own, and only into one's own direct conversation."""
    acting = access.require_member(turn)
    memberships = turn.uow.memberships.where(member=acting.id)
    names = {row.id: row.name for row in turn.uow.teams.where(id=tuple(row.team for row in memberships))}
    answers = [(row, found) for row in turn.uow.answers.where(member=acting.id) if (found := _answer_entry(turn, row))]
    words = [*_words_entries(turn, acting), *_checks_without_words(turn, acting)]
    organisation = turn.organisation()
    turn.reply_directly(
        said.MyData(
            name=acting.name,
            teams=tuple(sorted(names.values())),
            leads=tuple(sorted(names[row.team] for row in memberships if row.lead and row.team in names)),
            admin=acting.admin,
            stopped=acting.stopped,
            leave=acting.leave,
            today=turn.now.astimezone(ZoneInfo(organisation.zone)).date(),
            reminders=tuple(
                said.MyReminder(at=row.remind_at, zone=organisation.zone)
                for row in turn.uow.interviews.where(member=acting.id)
                if row.remind_at
            ),
            answers=tuple(found for _, found in answers),
            words=tuple(found for found, _ in words),
            refs=(*(row.id for row, _ in answers), *(ref for _, ref in words)),
        )
    )


def _answer_entry(turn: EventContext, row: Answer) -> said.MyAnswer | None:
    asked = _question_asked(turn, row.round, row.number)
    if not asked.question:
        return None
    state = "late" if row.late else "saved" if row.state is AnswerState.GIVEN else "withdrawn"
    return said.MyAnswer(on=asked.on or turn.now, question=asked.question, state=state, zone=asked.zone)


def _words_entries(turn: EventContext, acting: Member) -> list[tuple[said.MyWords, str]]:
    """All texts under the person's key but their answers, each with its ref."""
    answered = {row.id: row for row in turn.uow.answers.where(member=acting.id)}
    found = []
    for ref in turn.uow.texts.refs_of(acting.id):
        if ref not in answered and not ref.startswith(PASSING):
            found.append((_describe_ref(turn, ref, answered), ref))
    return found


def _describe_ref(turn: EventContext, ref: str, answered: dict[str, Answer]) -> said.MyWords:
    prefix, _, rest = ref.removeprefix(refs.leaving_ref("")).partition(":")
    if prefix == "draft":
        interview, _, number = rest.rpartition(":")
        return _of_interview(turn, "draft", interview, int(number))
    if prefix == "loose":
        return _of_interview(turn, "loose", rest, 0)
    if prefix == "check":
        return _of_check(turn, rest)
    if prefix == "words" and rest in answered:
        row = answered[rest]
        asked = _question_asked(turn, row.round, row.number)
        return said.MyWords(kind="words", about=asked.question, on=asked.on, zone=asked.zone, shown=row.allowed)
    return said.MyWords(kind=prefix if prefix in said.KINDS_OF_WORDS else "unknown")


def _of_interview(turn: EventContext, kind: str, interview_id: str, number: int) -> said.MyWords:
    interview = turn.uow.interviews.get(interview_id)
    asked = _question_asked(turn, interview.round, number) if interview else Asked()
    return said.MyWords(kind=kind, about=asked.question, on=asked.on, zone=asked.zone)


def _of_check(turn: EventContext, check_id: str) -> said.MyWords:
    check = turn.uow.checks.get(check_id)
    round_ = turn.uow.rounds.get(check.round) if check else None
    if check is None or round_ is None:
        return said.MyWords(kind="unknown")
    label = checking.label_of(turn, round_, check.theme)
    return said.MyWords(kind=check.kind.value, about=label, on=round_.opened_at, zone=round_.zone, shown=check.shown)


def _checks_without_words(turn: EventContext, acting: Member) -> list[tuple[said.MyWords, str]]:
    checks = turn.uow.checks.where(member=acting.id)
    names = [refs.check_ref(check.id) for check in checks]
    texts = turn.uow.texts.read(names) if names else []
    return [
        (_of_check(turn, check.id), name) for check, name, text in zip(checks, names, texts, strict=True) if not text
    ]


def _question_asked(turn: EventContext, round_id: str, number: int) -> Asked:
    """`number` is the question's, or 0 for none."""
    round_: Round | None = turn.uow.rounds.get(round_id)
    questions = turn.uow.question_sets.get(round_.questions) if round_ else None
    if round_ is None or questions is None:
        return Asked()
    texts = questions.texts
    return Asked(round_.opened_at, round_.zone, texts[number - 1] if 0 < number <= len(texts) else "")
