"""Requests made in passing, and choices that people type instead of pressing: each does what the button does."""

from __future__ import annotations

from bot.domain import commands as order
from bot.domain.model import RoundState
from bot.domain.outcomes import talking as said
from bot.domain.releases import effective_k
from bot.domain.repairs import UndoChange
from bot.engine import access
from bot.engine.answers import submitting, unsent_drafts
from bot.engine.commands import undoing
from bot.engine.context import EventContext
from bot.engine.people import membership_lists
from bot.engine.rounds import round_facts
from bot.engine.safeguarding import held_words, support_first


def _open_round(context: EventContext) -> str:
    """The round that the acting person can answer or leave out now; empty when there is none."""
    found = unsent_drafts.latest_round(context, access.require_member(context))
    return found[1].id if found and found[1].state is RoundState.OPEN else ""


def explain_bot(context: EventContext, command: order.Explain) -> None:
    found = unsent_drafts.latest_round(context, access.require_member(context))
    team = round_facts.team_names(context, found[1]).get(found[0].team, "") if found else ""
    k = found[1].k if found else effective_k(context.organisation().k)
    asked = len(round_facts.questions_of(context, found[1])) if found else round_facts.count_questions(context)
    model = context.services.language_model
    context.reply(
        said.Explained(team=team, k=k, round=_open_round(context), question_count=asked, language_model=model)
    )


def greet_person(context: EventContext, command: order.Greet) -> None:
    """Say hello to a member with what they can do now; a stranger is told what this is."""
    if context.member is None:
        context.reply(access.welcome(context))
        return
    team = membership_lists.primary_of(context, context.member)
    found = unsent_drafts.latest_round(context, context.member)
    open_ = found[1] if found and found[1].state is RoundState.OPEN else None
    context.reply(
        said.Greeted(
            team=team.name if team else "",
            round=open_.id if open_ else "",
            until=round_facts.closing_time(open_) if open_ else None,
            zone=open_.zone if open_ else "UTC",
            language_model=context.services.language_model,
        )
    )


def acknowledge_thanks(context: EventContext, command: order.Acknowledge) -> None:
    found = unsent_drafts.latest_round(context, access.require_member(context))
    waiting = found is not None and unsent_drafts.is_waiting(context, found[0])
    context.reply(said.Acknowledged(draft=waiting))


def ask_until_when(context: EventContext, command: order.AskUntilWhen) -> None:
    context.reply(said.AskedUntilWhen(round=_open_round(context)))


def choose_point(context: EventContext, command: order.ChoosePoint) -> None:
    access.require_member(context)
    context.reply(said.ButtonElsewhere())


def remind_later(context: EventContext, command: order.RemindMe) -> None:
    submitting.remind_tomorrow(context, unsent_drafts.present_round(context)[1].id)


def skip_this_round(context: EventContext, command: order.SkipRound) -> None:
    submitting.decline_round(context, unsent_drafts.present_round(context)[1].id)


def keep_answers(context: EventContext, command: order.KeepAnswers) -> None:
    submitting.keep_answers(context, unsent_drafts.present_round(context)[1].id)


def show_draft(context: EventContext, command: order.ShowDraft) -> None:
    unsent_drafts.show_draft(context)


def take_off_last(context: EventContext, command: order.TakeOffLast) -> None:
    """Take off the last words of a draft; an admin without one means the last change."""
    acting = access.require_member(context)
    found = unsent_drafts.latest_round(context, acting)
    if acting.admin and (found is None or not unsent_drafts.is_waiting(context, found[0])):
        undoing.undo_change(context, UndoChange())
        return
    unsent_drafts.take_off_last(context)


def discard_draft(context: EventContext, command: order.DiscardDraft) -> None:
    """Throw away the draft; words that are held first, whose button is the newer one."""
    if held_words.load_held(context, access.require_member(context).id).messages:
        support_first.throw_held_away(context, "")
        return
    unsent_drafts.discard_drafts(context, unsent_drafts.present_round(context)[1].id)


def send_draft(context: EventContext, command: order.SendDraft) -> None:
    unsent_drafts.send_drafts(context, unsent_drafts.present_round(context)[1].id)


def place_draft(context: EventContext, command: order.PlaceDraft) -> None:
    unsent_drafts.place_draft(context, f"{unsent_drafts.present_round(context)[1].id}:{command.number}")
