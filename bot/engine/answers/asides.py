"""Words that were taken for a request and could have been an answer: kept for a while, so that their author can say so.

They are kept behind the confidential door, a few for each person, until the round closes or they throw their draft away.
"""

from __future__ import annotations

from bot.domain.model import Member
from bot.domain.outcomes.base import Outcome, text_refs
from bot.domain.outcomes.drafts import MaybeAnAnswer, MaybeARequest
from bot.engine import ref_names
from bot.engine.answers import draft_parts
from bot.engine.context import EventContext, WorkContext

MOST_ASIDES = 5


def keep_aside(context: EventContext, member: Member, message_id: str, text: str) -> None:
    """Store the words of a message as an aside, and let the next reply offer to take them for an answer."""
    keep_part(context, member, draft_parts.make_part(context, message_id, text))


def keep_part(context: EventContext, member: Member, part: draft_parts.Part) -> None:
    """The same for a message that has its tag already."""
    ref = ref_names.aside_ref(member.id)
    draft_parts.save_parts(context, ref, member.id, [*draft_parts.load_parts(context, ref), part][-MOST_ASIDES:])

    def offering(outcome: Outcome) -> Outcome:
        return MaybeAnAnswer(said=outcome, part=part.tag, refs=text_refs(outcome))

    context.worded_as = offering


def offer_request(context: EventContext, name: str, message_id: str) -> None:
    """Let the next reply, which shows these words in a draft, offer to take them for a request."""

    def offering(outcome: Outcome) -> Outcome:
        shown = [
            part
            for ref in text_refs(outcome)
            for part in draft_parts.load_parts(context, ref)
            if part.message == message_id
        ]
        return (
            MaybeARequest(said=outcome, request=name, part=shown[0].tag, refs=text_refs(outcome)) if shown else outcome
        )

    context.worded_as = offering


def drop_aside(context: EventContext, message_id: str) -> bool:
    """Forget the words of this message; whether they were kept aside."""
    if context.member is None:
        return False
    ref = ref_names.aside_ref(context.member.id)
    kept = draft_parts.load_parts(context, ref)
    left = [part for part in kept if part.message != message_id]
    if len(left) < len(kept):
        draft_parts.save_parts(context, ref, context.member.id, left)
    return len(left) < len(kept)


def take_back(context: EventContext, member: Member, tag: str) -> draft_parts.Part | None:
    """The message that its author calls an answer; None when it is not kept any more."""
    ref = ref_names.aside_ref(member.id)
    kept = draft_parts.load_parts(context, ref)
    found = next((part for part in kept if part.tag == tag), None)
    if found is None:
        return None
    draft_parts.save_parts(context, ref, member.id, [part for part in kept if part is not found])
    return found


def forget_asides(work: WorkContext, member_id: str) -> None:
    """Nothing that was typed before can be called an answer any more."""
    work.uow.texts.remove([ref_names.aside_ref(member_id)])
