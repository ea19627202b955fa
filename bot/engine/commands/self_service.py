"""A person's own matters: help, claiming, being away, stopping, their data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.chatcommands import COMMANDS, ChatCommand, Role, Wrong
from bot.chatcommands.nearly import nearest_commands
from bot.chatcommands.topics import EVERYTHING, TOPICS, commands_about, topic_of
from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.model import AnswerState, Interview, InterviewState, Round, RoundState
from bot.domain.outcomes import answering as told
from bot.domain.outcomes import commands as said
from bot.domain.stretch import Stretch
from bot.engine import access, audit_trail, dates, deletable_messages
from bot.engine.answers import quote_offers, quote_permission, submitting, unsent_drafts, withdrawing
from bot.engine.checks import challenging, weighing
from bot.engine.context import EventContext
from bot.engine.follow_ups import known
from bot.engine.known_names import read_names_again
from bot.engine.meetings import leaving
from bot.engine.menus import works_here
from bot.engine.people import claims, introductions, membership_lists
from bot.engine.proposals import proposing
from bot.engine.rounds import round_facts
from bot.engine.set_up import plans

_ROLES = {Role.STRANGER: "anybody", Role.MEMBER: "a member", Role.LEAD: "a lead", Role.ADMIN: "an admin"}


def show_help(context: EventContext, command: order.ShowHelp) -> None:
    role = access.role_of(context)
    mine = [spec for spec in COMMANDS if spec.role <= role]
    if not command.about and context.uow.members.count(admin=True):
        mine = [spec for spec in mine if spec.name != "claim"]
    here = context.services.capabilities(context.event.where)
    mine = [spec for spec in mine if works_here(spec.name, here)]
    if not command.about:
        context.reply(said.HelpShown(commands=_topics_of(mine), role=_ROLES[role], topics=True))
        return
    everything = command.about.strip().lower() == EVERYTHING
    if not everything:
        names = commands_about(topic_of(command.about))
        chosen = [spec for spec in mine if spec.name in names]
        if not chosen:
            near = nearest_commands(command.about.split(), role)
            raise Refusal(said.CommandNotUnderstood(nearest=near, orders=tuple(f"help {name}" for name in near)))
        mine = chosen
    shown = tuple(
        said.CommandHelp(
            usage=spec.usage, does=spec.does, examples=spec.examples, order="" if everything else _pressed(spec)
        )
        for spec in mine
    )
    context.reply(said.HelpShown(commands=shown, role=_ROLES[role], one=not everything))


def _pressed(spec: ChatCommand) -> str:
    """Return what a button of help does for a member's command: leads and admins are to type theirs, since some act at once."""
    if spec.role > Role.MEMBER or spec.name in ("help", "claim", "join"):
        return ""
    if spec.name == "away":
        return spec.examples[0]
    return "" if isinstance(spec.read(""), Wrong) else spec.name


def _topics_of(mine: Sequence[ChatCommand]) -> tuple[said.CommandHelp, ...]:
    """Return the topics of somebody's commands, each with their names."""
    names = {spec.name for spec in mine}
    found = ((topic, [name for name in about if name in names]) for topic, about in TOPICS.items())
    return tuple(
        said.CommandHelp(usage=topic, does=", ".join(about), examples=(), order=f"help {topic}")
        for topic, about in found
        if about
    )


def claim_admin(context: EventContext, command: order.ClaimAdmin) -> None:
    """The first admin, by the operator's one-time code, which is good once."""
    row = context.uow.claims.get(claims.hash_of(command.code))
    if row is None or row.used or row.expires_at <= context.now:
        raise Refusal(said.ClaimRefused())
    member = context.member or introductions.introduce_sender(context)
    context.uow.claims.save(replace(row, used=True))
    context.member = replace(member, admin=True)
    context.uow.members.save(context.member)
    audit_trail.record_audit(context, "claimed", context.member.name)
    context.reply(said.Claimed())


def answer_now(context: EventContext, command: order.AnswerNow) -> None:
    found = unsent_drafts.latest_round(context, access.require_member(context))
    if found is None:
        context.reply(unsent_drafts.no_round(context))
        return
    interview, round_ = found
    context.reply(round_facts.questions_asked(context, told.QuestionsAsked, round_, interview.team))


def ask_to_withdraw(context: EventContext, command: order.AskToWithdraw) -> None:
    """Ask whether to withdraw. Somebody who has sent nothing may mean a draft: it is shown, and can be thrown away."""
    interview, round_ = unsent_drafts.present_round(context)
    if not submitting.present_answers(context, interview) and unsent_drafts.is_waiting(context, interview):
        unsent_drafts.show_draft(context)
    else:
        submitting.withdraw_asked(context, round_.id)


def show_my_words(context: EventContext, command: order.ShowMyWords) -> None:
    quote_permission.preview_quotes(context, unsent_drafts.present_round(context)[1].id)


def set_quote_offers(context: EventContext, command: order.SetQuoteOffers) -> None:
    quote_offers.set_quote_offers(context, command.offers)


def go_away(context: EventContext, command: order.GoAway) -> None:
    _note_leave(context, dates.read_days(command.when, day_context_of_leave(context)))


def choose_leave(context: EventContext, token: str) -> None:
    """The days that were asked back, as a button has them."""
    _note_leave(context, dates.chosen_days(token, day_context_of_leave(context)))


def day_context_of_leave(context: EventContext) -> dates.DayContext:
    zone = membership_lists.zone_where_asked(context, access.require_member(context))
    return dates.DayContext(context.now, zone, dates.LEAVE, "away")


def _note_leave(context: EventContext, days: Stretch) -> None:
    context.uow.members.save(access.require_member(context).on_leave(days))
    context.reply(told.AwayNoted(days=days, today=day_context_of_leave(context).today))


def come_back(context: EventContext, command: order.ComeBack) -> None:
    context.uow.members.save(access.require_member(context).on_leave(None))
    missed = _missed_round(context)
    context.reply(told.BackNoted(asked_now=missed is not None))
    _ask_now(context, missed)


def _missed_round(context: EventContext) -> tuple[Interview, Round] | None:
    """The open round in which the acting person counts and has done nothing yet: whoever comes back can still answer."""
    found = unsent_drafts.latest_round(context, access.require_member(context))
    if found is None or found[1].state is not RoundState.OPEN:
        return None
    return found if found[0].state in (InterviewState.INVITED, InterviewState.UNREACHABLE) else None


def _ask_now(context: EventContext, missed: tuple[Interview, Round] | None) -> None:
    if missed:
        interview, round_ = missed
        context.reply_directly(round_facts.questions_asked(context, told.QuestionsAsked, round_, interview.team))


def stop_writing(context: EventContext, command: order.StopWriting) -> None:
    """No more messages: also those that are waiting, and reminders that were asked for."""
    acting = access.require_member(context)
    context.uow.members.save(replace(acting, stopped=True))
    for interview in context.uow.interviews.where(member=acting.id):
        if interview.remind_at:
            context.uow.interviews.save(replace(interview, remind_at=None))
    context.reply(told.WritingStopped())


def start_writing(context: EventContext, command: order.StartWriting) -> None:
    """Write to somebody again. One who has just been greeted as new needs no second answer."""
    context.uow.members.save(replace(access.require_member(context).on_leave(None), stopped=False))
    if context.said:
        return
    missed = _missed_round(context)
    context.reply(told.WritingResumed(asked_now=missed is not None))
    _ask_now(context, missed)


def ask_to_forget(context: EventContext, command: order.ForgetMe) -> None:
    acting = access.require_member(context)
    last = acting.admin and context.uow.members.count(admin=True) == 1
    context.reply_directly(said.ForgetAsked(key_copies_days=context.services.key_copies_days, last_admin=last))


def forget_person(context: EventContext) -> None:
    """Destroy a person's key and every record that is theirs alone (C9); what was published stays."""
    acting = access.require_member(context)
    withdrawing.take_back(context, context.uow.answers.where(member=acting.id), AnswerState.ERASED)
    challenging.forget_words(context, acting.id)
    weighing.forget_weighings(context, acting.id)
    proposing.forget_proposals(context, acting.id)
    known.forget_owner(context, acting.id)
    for interview in context.uow.interviews.where(member=acting.id):
        context.uow.interviews.save(replace(interview, remind_at=None))
    for membership in context.uow.memberships.where(member=acting.id):
        context.uow.memberships.remove(membership.id)
    leaving.leave_meetings(context, acting.id)  # once they are on no list: see `without_member`
    identities = context.uow.identities.where(member=acting.id)
    followed = any(row.source for row in context.uow.followings.where())
    if followed:
        # Else the next reading of a channel would take in somebody new, who has just asked to be forgotten.
        membership_lists.stay_off(context, membership_lists.EVERY_TEAM, [identity.id for identity in identities])
    plans.forget_in_plans(context, {identity.id for identity in identities})
    for identity in identities:
        context.uow.dialogues.remove(identity.id)
        context.uow.menus.remove(identity.id)
        context.uow.identities.remove(identity.id)
        context.uow.outbox.forget(identity.id)
        deletable_messages.forget_messages(context, identity.id)
        context.uow.addresses.forget(identity.id)
    for handle in context.uow.handles.where(member=acting.id):
        context.uow.handles.remove(handle.id)
    context.uow.members.remove(acting.id)
    read_names_again(context)
    context.uow.texts.forget(acting.id)
    context.notice = said.Forgotten(kept_off=followed, key_copies_days=context.services.key_copies_days)


def keep_everything(context: EventContext) -> None:
    access.require_member(context)
    context.reply(told.AnswersKept(round=""))
