"""Forms that lead through a set-up. What is filled in becomes the command that could have been typed, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.errors import Refusal
from bot.domain.events import ChatCommandTyped, FormSubmitted
from bot.domain.outcomes.commands import NotForYou, WronglyWritten
from bot.domain.outcomes.home import SetUpForm
from bot.engine import access, lookup
from bot.engine.context import EventContext

Values = Mapping[str, ConfidentialText]
Written = Callable[[Mapping[str, str]], str]


def _team_command(given: Mapping[str, str]) -> str:
    parent = f" under {given['parent']}" if given.get("parent") else ""
    return f"team add {given.get('name', '')}{parent}"


def _schedule_command(given: Mapping[str, str]) -> str:
    return f"schedule set {given.get('team', '')}: {given.get('words', '')}"


STEPS: dict[str, tuple[str, Written]] = {
    "team": ("name", _team_command),
    "people": ("people", lambda given: f"member add {given.get('people', '')} to {given.get('team', '')}"),
    "lead": ("people", lambda given: f"lead set {given.get('people', '')} for {given.get('team', '')}"),
    "schedule": ("words", _schedule_command),
}
"""For each step the field that a wrongly written command is blamed on, and how the command is written."""


def set_up_form(context: EventContext, step: str) -> SetUpForm:
    """Open to leads and admins; what each may really do is decided by the command that it becomes (C11)."""
    acting = access.require_member(context)
    teams = tuple(team.name for team in lookup.own_teams(context))
    if step not in STEPS or not (acting.admin or teams):
        raise Refusal(NotForYou(who="leads and admins"))
    return SetUpForm(step=step, teams=teams)


def submit_set_up(context: EventContext, step: str, values: Values) -> None:
    # The commands' own table is built on this module.
    from bot.engine import dispatch  # noqa: PLC0415

    if step not in STEPS:
        raise Refusal(NotForYou(who="leads and admins"))
    field, written = STEPS[step]
    given = {name: " ".join(text.reveal().split()) for name, text in values.items()}
    words = written({name: value for name, value in given.items() if name != "channel"})
    _become_command(context, words, given.get("channel", ""))
    try:
        dispatch.handle_command(context, words)
    except Refusal as refusal:
        if isinstance(refusal.outcome, WronglyWritten):
            raise refusal.about(field) from None
        raise


def _become_command(context: EventContext, words: str, channel: str = "") -> None:
    """Let the event be the command; one about a channel is heard as if it had been said there."""
    event = context.event
    id = channel.strip("<#>").partition("|")[0]
    where = ConversationRef(event.where.platform, event.where.workspace, channel=id) if id else event.where
    form = event if isinstance(event, FormSubmitted) else None
    context.event = ChatCommandTyped(
        event_id=event.event_id,
        sender=event.sender,
        where=where,
        at=event.at,
        text=words,
        names=form.names if form else {},
        left_out=form.left_out if form else {},
    )


def press_command(context: EventContext, words: str) -> None:
    """A button that stands for a command: its token is what could have been typed."""
    from bot.engine import dispatch  # noqa: PLC0415

    _become_command(context, words)
    dispatch.handle_command(context, words)
