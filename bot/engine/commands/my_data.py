"""Command `my data`: everything that is stored about the acting person, shown to them alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain import commands as order
from bot.domain.model import Answer, AnswerState, ItemKind, Member, QuotePlace, Release, Round, Weighing, WeighingItem
from bot.domain.outcomes import mydata as said
from bot.domain.own_point_notes import read_note
from bot.domain.questions import text_of_number
from bot.engine import access, ref_names
from bot.engine.checks import draft_items, weighing
from bot.engine.checks.item_words import item_labels
from bot.engine.context import EventContext
from bot.engine.people import own_clock
from bot.engine.rounds import round_facts
from bot.engine.safeguarding import held_words

PASSING = (ref_names.ONCE, ref_names.FETCHED)
"""Kinds of texts that are stored only until a message has been read or answered."""
LEFTOVER = ref_names.leftover_ref("")


class Asked(NamedTuple):
    """Instant at which a round was opened (UTC), its zone, and the text of one of its questions."""

    on: datetime | None = None
    zone: str = ""
    question: str = ""


def show_my_data(context: EventContext, command: order.ShowMyData) -> None:
    """Exactly one's own, and only into one's own direct conversation."""
    acting = access.require_member(context)
    memberships = context.uow.memberships.where(member=acting.id)
    names = {row.id: row.name for row in context.uow.teams.where(id=tuple(row.team for row in memberships))}
    answers = [
        (row, found) for row in context.uow.answers.where(member=acting.id) if (found := _answer_entry(context, row))
    ]
    words = [*_words_entries(context, acting), *_checks_without_words(context, acting)]
    organisation = context.organisation()
    context.reply_directly(
        said.MyData(
            name=acting.name,
            teams=tuple(sorted(names.values())),
            leads=tuple(sorted(names[row.team] for row in memberships if row.lead and row.team in names)),
            admin=acting.admin,
            stopped=acting.stopped,
            offers=acting.offer_quotes,
            keeps_own_points=acting.keeps_own_points,
            zone=own_clock.own_zone_of(context, acting),
            quiet=(acting.quiet_from, acting.quiet_until) if acting.quiet_from else (),
            leave=acting.leave,
            today=context.now.astimezone(ZoneInfo(organisation.zone)).date(),
            reminders=tuple(
                said.MyReminder(at=row.remind_at, zone=organisation.zone)
                for row in context.uow.interviews.where(member=acting.id)
                if row.remind_at
            ),
            answers=tuple(found for _, found in answers),
            words=tuple(found for found, _ in words),
            weighings=tuple(_weighing_entries(context, acting)),
            refs=(*(row.id for row, _ in answers), *(ref for _, ref in words)),
        )
    )


def _answer_entry(context: EventContext, row: Answer) -> said.MyAnswer | None:
    asked = _question_asked(context, row.round, row.number)
    if not asked.question:
        return None
    return said.MyAnswer(on=asked.on or context.now, question=asked.question, state=_state_of(row), zone=asked.zone)


def _state_of(row: Answer) -> str:
    if row.state is AnswerState.EXPIRED:
        return "destroyed"
    return "late" if row.late else "saved" if row.state is AnswerState.GIVEN else "withdrawn"


def _words_entries(context: EventContext, acting: Member) -> list[tuple[said.MyWords, str]]:
    """All texts under the person's key but their answers, each with its ref."""
    answered = {row.id: row for row in context.uow.answers.where(member=acting.id)}
    found = []
    for ref in context.uow.texts.refs_of(acting.id):
        if ref not in answered and not ref.startswith(PASSING) and not _holds_nothing(context, acting, ref):
            # Of numbers it is said that they are there, and which they are says nothing to anybody.
            found.append((_describe_ref(context, ref, answered), "" if ref.startswith(LEFTOVER) else ref))
    return found


def _holds_nothing(context: EventContext, acting: Member, ref: str) -> bool:
    """Return whether only the instant is left of words that were held, or a note of points that tells nothing."""
    if ref.startswith(ref_names.OWN_POINTS):
        return read_note(context.read(ref)) is None
    return ref == ref_names.held_ref(acting.id) and not held_words.load_held(context, acting.id).messages


def _describe_ref(context: EventContext, ref: str, answered: dict[str, Answer]) -> said.MyWords:
    prefix, _, rest = ref.removeprefix(ref_names.leaving_ref("")).partition(":")
    if prefix == "draft":
        interview, _, number = rest.rpartition(":")
        return _of_interview(context, "draft", interview, int(number))
    if prefix == "mine":
        return _of_interview(context, prefix, rest, 0)
    if prefix == "loose":
        return _of_interview(context, "loose", rest, 0)
    if prefix == "check":
        return _of_check(context, rest)
    if prefix in ("words", "leftover", "points") and rest in answered:
        row = answered[rest]
        asked = _question_asked(context, row.round, row.number)
        return said.MyWords(kind=prefix, about=asked.question, on=asked.on, zone=asked.zone, shown=row.allowed)
    return said.MyWords(kind=prefix if prefix in said.KINDS_OF_WORDS else "unknown")


def _of_interview(context: EventContext, kind: str, interview_id: str, number: int) -> said.MyWords:
    interview = context.uow.interviews.get(interview_id)
    asked = _question_asked(context, interview.round, number) if interview else Asked()
    return said.MyWords(kind=kind, about=asked.question, on=asked.on, zone=asked.zone)


def _of_check(context: EventContext, check_id: str) -> said.MyWords:
    check = context.uow.checks.get(check_id)
    round_ = context.uow.rounds.get(check.round) if check else None
    if check is None or round_ is None:
        return said.MyWords(kind="unknown")
    release = round_facts.release_of(context, round_)
    item = draft_items.challengeable_items(context, release).get(check.item, draft_items.WHOLE_DRAFT)
    # A final puts its quotes in another order.
    quoted = QuotePlace(item.quoted.question) if item.quoted and release and release.final else item.quoted
    return said.MyWords(
        kind=check.kind.value,
        about=item.label,
        on=round_.opened_at,
        zone=round_.zone,
        shown=check.shown,
        quoted=quoted,
    )


def _checks_without_words(context: EventContext, acting: Member) -> list[tuple[said.MyWords, str]]:
    checks = context.uow.checks.where(member=acting.id)
    names = [ref_names.check_ref(check.id) for check in checks]
    texts = context.uow.texts.read(names) if names else []
    return [
        (_of_check(context, check.id), name) for check, name, text in zip(checks, names, texts, strict=True) if not text
    ]


def _weighing_entries(context: EventContext, acting: Member) -> Iterator[said.MyWeighing]:
    """Yield what the person has weighed of drafts in their check window, item by item."""
    rows = context.uow.weighings.where(member=acting.id)
    for round_ in context.uow.rounds.where(id=tuple({row.round for row in rows})) if rows else []:
        release = round_facts.release_of(context, round_)
        of_item = {row.item: row for row in rows if row.round == round_.id}
        for item in release.items if release else ():
            if release and item.key in of_item:
                yield _weighing_entry(context, round_, release, item, of_item[item.key])


def _weighing_entry(
    context: EventContext, round_: Round, release: Release, item: WeighingItem, row: Weighing
) -> said.MyWeighing:
    asked = next((each for each in release.summary.questions if each.key == item.question), None)
    statement = item.kind is ItemKind.STATEMENT
    return said.MyWeighing(
        on=round_.opened_at or context.now,
        zone=round_.zone,
        question=asked.text if asked else "",
        about=item_labels(context, release).get(item.key, ""),
        chosen=weighing.CHOSEN.get(row.state, ""),
        same=bool(row.same_as),
        better_now=item.kind is ItemKind.FOLLOW_UP,
        proposed=item.kind is ItemKind.PROPOSED_QUESTION,
        quoted=QuotePlace(asked.number, ref_names.place_of(item.source)) if asked and statement else None,
    )


def _question_asked(context: EventContext, round_id: str, number: int) -> Asked:
    """`number` is the question's, or 0 for none."""
    round_: Round | None = context.uow.rounds.get(round_id)
    questions = round_facts.questions_of(context, round_)
    if round_ is None or not questions:
        return Asked()
    return Asked(round_.opened_at, round_.zone, text_of_number(questions, number))
