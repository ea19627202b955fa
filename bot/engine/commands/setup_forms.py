"""Forms that lead through a set-up. What is filled in becomes the command that could have been typed, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bot.chatcommands import BY_NAME, Wrong
from bot.chatcommands.schedule import schedule_to_set
from bot.chatcommands.team import lead_to_set, people_to_add, team_to_add
from bot.chatcommands.words import people_in, strip_quotes
from bot.domain.commands import Command
from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef
from bot.domain.errors import Refusal
from bot.domain.events import FormSubmitted
from bot.domain.outcomes.commands import NotForYou, WronglyWritten
from bot.domain.outcomes.home import SetUpForm
from bot.engine import access, lookup
from bot.engine.commands.running import run_command, take_as_typed
from bot.engine.context import EventContext

Values = Mapping[str, ConfidentialText]
Given = Mapping[str, str]


class SetUpStep(NamedTuple):
    """A form, the chat command that it stands for, and the field that is blamed for a command that is wrong."""

    command: str
    field: str
    make: Callable[[Given], Command | Wrong]


def _mentioned(given: Given) -> tuple[str, ...]:
    return people_in(given.get("people", ""))[0]


STEPS: dict[str, SetUpStep] = {
    "team": SetUpStep("team add", "name", lambda given: team_to_add(given.get("name", ""), given.get("parent", ""))),
    "people": SetUpStep("member add", "people", lambda given: people_to_add(_mentioned(given), given.get("team", ""))),
    "lead": SetUpStep("lead set", "people", lambda given: lead_to_set(_mentioned(given), given.get("team", ""))),
    "schedule": SetUpStep(
        "schedule set", "words", lambda given: schedule_to_set(given.get("team", ""), given.get("words", ""))
    ),
}


def set_up_form(context: EventContext, step: str) -> SetUpForm:
    """Open to leads and admins; what each may really do is decided by the command that it becomes (C11)."""
    acting = access.require_member(context)
    teams = tuple(team.name for team in lookup.own_teams(context))
    if step not in STEPS or not (acting.admin or teams):
        raise Refusal(NotForYou(who="leads and admins"))
    return SetUpForm(step=step, teams=teams)


def submit_set_up(context: EventContext, step: str, values: Values) -> None:
    """Do the command that the form stands for, as if it had been given in the channel that was chosen in it."""
    if step not in STEPS:
        raise Refusal(NotForYou(who="leads and admins"))
    given = {name: strip_quotes(" ".join(text.reveal().split())) for name, text in values.items()}
    name, field, make = STEPS[step]
    spec, event = BY_NAME[name], context.event
    names, left_out = (event.names, event.left_out) if isinstance(event, FormSubmitted) else ({}, {})
    take_as_typed(context, name, _place_of(context, given.get("channel", "")), names, left_out)
    try:
        run_command(context, make(given), spec.role, spec)
    except Refusal as refusal:
        if isinstance(refusal.outcome, WronglyWritten):
            raise refusal.about(field) from None
        raise


def _place_of(context: EventContext, channel: str) -> ConversationRef:
    where = context.event.where
    id = channel.strip("<#>").partition("|")[0]
    return ConversationRef(where.platform, where.workspace, channel=id) if id else where
