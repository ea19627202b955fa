"""What people say in passing, and choices that they type instead of pressing: each does what the button does."""

from __future__ import annotations

from bot.domain import commands as order
from bot.domain.model import RoundState
from bot.domain.outcomes import talking as said
from bot.domain.releases import effective_k
from bot.engine import access
from bot.engine.handlers import answering, asking, drafting
from bot.engine.work import EventContext


def _open_round(turn: EventContext) -> str:
    """The round that the acting person can answer or leave out now; empty when there is none."""
    found = drafting.latest_round(turn, access.require_member(turn))
    return found[1].id if found and found[1].state is RoundState.OPEN else ""


def explain_bot(turn: EventContext, command: order.Explain) -> None:
    found = drafting.latest_round(turn, access.require_member(turn))
    team = asking.team_names(turn, found[1]).get(found[0].team, "") if found else ""
    k = found[1].k if found else effective_k(turn.organisation().k)
    turn.reply(said.Explained(team=team, k=k, round=_open_round(turn)))


def acknowledge_thanks(turn: EventContext, command: order.Acknowledge) -> None:
    found = drafting.latest_round(turn, access.require_member(turn))
    waiting = found is not None and drafting.is_waiting(turn, found[0])
    turn.reply(said.Acknowledged(draft=waiting))


def ask_until_when(turn: EventContext, command: order.AskUntilWhen) -> None:
    turn.reply(said.AskedUntilWhen(round=_open_round(turn)))


def choose_point(turn: EventContext, command: order.ChoosePoint) -> None:
    access.require_member(turn)
    turn.reply(said.ButtonElsewhere())


def remind_later(turn: EventContext, command: order.RemindMe) -> None:
    answering.remind_tomorrow(turn, drafting.present_round(turn)[1].id)


def skip_this_round(turn: EventContext, command: order.SkipRound) -> None:
    answering.decline_round(turn, drafting.present_round(turn)[1].id)


def keep_answers(turn: EventContext, command: order.KeepAnswers) -> None:
    answering.keep_answers(turn, drafting.present_round(turn)[1].id)


def show_draft(turn: EventContext, command: order.ShowDraft) -> None:
    drafting.show_draft(turn)


def take_off_last(turn: EventContext, command: order.TakeOffLast) -> None:
    drafting.take_off_last(turn)


def discard_draft(turn: EventContext, command: order.DiscardDraft) -> None:
    drafting.discard_drafts(turn, drafting.present_round(turn)[1].id)


def send_draft(turn: EventContext, command: order.SendDraft) -> None:
    drafting.send_drafts(turn, drafting.present_round(turn)[1].id)


def place_draft(turn: EventContext, command: order.PlaceDraft) -> None:
    drafting.place_draft(turn, f"{drafting.present_round(turn)[1].id}:{command.number}")
