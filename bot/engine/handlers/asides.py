"""Words that were taken for a request and could have been an answer: kept for a while, so that their author can say so.

They are kept behind the confidential door, a few for each person, until the round closes or they throw their draft away.
"""

from __future__ import annotations

from bot.domain.model import Member
from bot.domain.outcomes.base import Outcome, text_refs
from bot.domain.outcomes.drafts import MaybeAnAnswer, MaybeARequest
from bot.engine import parts, refs
from bot.engine.work import EventContext, WorkContext

MOST = 5


def keep_aside(turn: EventContext, member: Member, message_id: str, text: str) -> None:
    """Keep the words of a message, and let the next reply offer to take them for an answer."""
    keep_part(turn, member, parts.make_part(turn, message_id, text))


def keep_part(turn: EventContext, member: Member, part: parts.Part) -> None:
    """The same for a message that has its tag already."""
    ref = refs.aside_ref(member.id)
    parts.save_parts(turn, ref, member.id, [*parts.load_parts(turn, ref), part][-MOST:])

    def offering(outcome: Outcome) -> Outcome:
        return MaybeAnAnswer(said=outcome, part=part.tag, refs=text_refs(outcome))

    turn.worded_as = offering


def offer_request(turn: EventContext, name: str, message_id: str) -> None:
    """Let the next reply, which shows these words in a draft, offer to take them for a request."""

    def offering(outcome: Outcome) -> Outcome:
        shown = [
            part for ref in text_refs(outcome) for part in parts.load_parts(turn, ref) if part.message == message_id
        ]
        return (
            MaybeARequest(said=outcome, request=name, part=shown[0].tag, refs=text_refs(outcome)) if shown else outcome
        )

    turn.worded_as = offering


def drop_aside(turn: EventContext, message_id: str) -> bool:
    """Forget the words of this message; whether they were kept aside."""
    if turn.member is None:
        return False
    ref = refs.aside_ref(turn.member.id)
    kept = parts.load_parts(turn, ref)
    left = [part for part in kept if part.message != message_id]
    if len(left) < len(kept):
        parts.save_parts(turn, ref, turn.member.id, left)
    return len(left) < len(kept)


def take_back(turn: EventContext, member: Member, tag: str) -> parts.Part | None:
    """The message that its author calls an answer; None when it is not kept any more."""
    ref = refs.aside_ref(member.id)
    kept = parts.load_parts(turn, ref)
    found = next((part for part in kept if part.tag == tag), None)
    if found is None:
        return None
    parts.save_parts(turn, ref, member.id, [part for part in kept if part is not found])
    return found


def forget_asides(work: WorkContext, member_id: str) -> None:
    """Nothing that was typed before can be called an answer any more."""
    work.uow.texts.remove([refs.aside_ref(member_id)])
