"""Reminders of what was promised: to who sees to it before the day and on it, and to all who were asked when it has passed."""

from __future__ import annotations

from bot.domain.follow_ups import DAYS_LATE, ON_THE_DAY, THE_DAY_AFTER, THE_DAY_BEFORE, remind_today, was_reminded
from bot.domain.model import FollowUp, FollowUpState, Urgency
from bot.domain.outcomes.follow_ups import AnswerMissing, OwnerReminded
from bot.engine.context import WorkContext
from bot.engine.follow_ups.answering import homes_of
from bot.engine.follow_ups.known import answerers_of, line_of, present_owner, refs_of, save_dated, today_for

NAME_OF_DAY = {THE_DAY_BEFORE: "tomorrow", ON_THE_DAY: "today", THE_DAY_AFTER: "late", DAYS_LATE: "late"}
"""How a message calls each of these days."""


def remind_due(work: WorkContext, id: str) -> None:
    """Send the reminder of a follow-up that is due now, the last where several were missed."""
    found = work.uow.follow_ups.get(id)
    if found is None or found.next_at is None or found.next_at > work.now:
        return
    moved, last = remind_today(found, today_for(work, found))
    save_dated(work, moved)
    if last is None or (last == THE_DAY_AFTER and was_reminded(found, ON_THE_DAY)):
        return  # who was told on the day itself is not told again that it has passed
    if last == DAYS_LATE:
        _say_missing(work, moved)
    when = NAME_OF_DAY[last]
    outcome = OwnerReminded(
        token=moved.id,
        line=line_of(work, moved),
        when=when,
        listened=found.state is FollowUpState.LISTENING,
        refs=refs_of([moved]),
    )
    for member in whom_to_remind(work, moved):
        work.tell(member, outcome, Urgency.DIGEST, key=f"promise:{moved.id}:{found.turn}:{when}:{member}")


def whom_to_remind(work: WorkContext, follow_up: FollowUp) -> list[str]:
    """Return who sees to it, or who may answer where that is nobody any more."""
    owner = present_owner(work, follow_up)
    return [owner] if owner else answerers_of(work, follow_up)


def _say_missing(work: WorkContext, follow_up: FollowUp) -> None:
    name = "" if follow_up.teams else work.organisation().name
    outcome = AnswerMissing(line=line_of(work, follow_up), name=name, refs=refs_of([follow_up]))
    for team, channel in homes_of(work, follow_up):
        work.say(channel, outcome, Urgency.DIGEST, key=f"missing:{follow_up.id}:{follow_up.turn}:{team}")
