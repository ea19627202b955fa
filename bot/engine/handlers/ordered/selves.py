"""A person's own matters: help, claiming, being away, stopping, their data."""

from __future__ import annotations

from dataclasses import replace

from bot.chatcommands import COMMANDS, Role
from bot.chatcommands.nearly import nearest_commands
from bot.domain import commands as order
from bot.domain.errors import Refusal
from bot.domain.model import AnswerState, Interview, InterviewState, Round, RoundState
from bot.domain.outcomes import answering as told
from bot.domain.outcomes import commands as said
from bot.domain.rounds import ENDS
from bot.domain.stretch import Stretch
from bot.engine import access, claims, dates, lists, refs, timetable, traces
from bot.engine.handlers import answering, asking, drafting, withdrawing, wording
from bot.engine.handlers.ordered import finding
from bot.engine.menus import works_here
from bot.engine.work import EventContext

_ROLES = {Role.STRANGER: "anybody", Role.MEMBER: "a member", Role.LEAD: "a lead", Role.ADMIN: "an admin"}


def role_of(turn: EventContext) -> Role:
    if turn.member is None:
        return Role.STRANGER
    if turn.member.admin:
        return Role.ADMIN
    return Role.LEAD if turn.uow.memberships.count(member=turn.member.id, lead=True) else Role.MEMBER


def show_help(turn: EventContext, command: order.ShowHelp) -> None:
    role = role_of(turn)
    mine = [spec for spec in COMMANDS if spec.role <= role]
    if not command.about and turn.uow.members.count(admin=True):
        mine = [spec for spec in mine if spec.name != "claim"]
    here = turn.services.capabilities(turn.event.where)
    mine = [spec for spec in mine if works_here(spec.name, here)]
    if command.about:
        asked = " ".join(command.about.lower().split())
        chosen = [spec for spec in mine if spec.name == asked] or [spec for spec in mine if spec.words[0] == asked][:1]
        if not chosen:
            near = nearest_commands(command.about.split(), role)
            raise Refusal(said.CommandNotUnderstood(nearest=near, orders=tuple(f"help {name}" for name in near)))
        mine = chosen
    shown = tuple(said.CommandHelp(usage=spec.usage, does=spec.does, examples=spec.examples) for spec in mine)
    turn.reply(said.HelpShown(commands=shown, role=_ROLES[role], one=bool(command.about)))


def claim_admin(turn: EventContext, command: order.ClaimAdmin) -> None:
    """The first admin, by the operator's one-time code, which is good once."""
    row = turn.uow.claims.get(claims.id_of(command.code))
    if row is None or row.used or row.expires_at <= turn.now:
        raise Refusal(said.ClaimRefused())
    member = turn.member or finding.introduce_sender(turn)
    turn.uow.claims.save(replace(row, used=True))
    turn.member = replace(member, admin=True)
    turn.uow.members.save(turn.member)
    finding.record_audit(turn, "claimed", turn.member.name)
    turn.reply(said.Claimed())


def answer_now(turn: EventContext, command: order.AnswerNow) -> None:
    found = drafting.latest_round(turn, access.require_member(turn))
    if found is None:
        turn.reply(drafting.no_round(turn))
        return
    interview, round_ = found
    turn.reply(asking.questions_asked(turn, told.QuestionsAsked, round_, interview.team))


def ask_to_withdraw(turn: EventContext, command: order.AskToWithdraw) -> None:
    """Who has sent nothing may mean a draft: it is shown, and can be thrown away."""
    interview, round_ = drafting.present_round(turn)
    if not answering.present_answers(turn, interview) and drafting.is_waiting(turn, interview):
        drafting.show_draft(turn)
    else:
        answering.withdraw_asked(turn, round_.id)


def show_my_words(turn: EventContext, command: order.ShowMyWords) -> None:
    wording.preview_quotes(turn, drafting.present_round(turn)[1].id)


def go_away(turn: EventContext, command: order.GoAway) -> None:
    _note_leave(turn, dates.read_days(command.when, naming_of_leave(turn)))


def choose_leave(turn: EventContext, token: str) -> None:
    """The days that were asked back, as a button has them."""
    _note_leave(turn, dates.chosen_days(token, naming_of_leave(turn)))


def naming_of_leave(turn: EventContext) -> dates.Naming:
    """Days are those of the place in which the person is asked."""
    organisation = turn.organisation()
    team = lists.primary_of(turn, access.require_member(turn))
    zone = timetable.zone_of(organisation, team) if team else organisation.zone
    return dates.Naming(turn.now, zone, dates.LEAVE, "away")


def _note_leave(turn: EventContext, days: Stretch) -> None:
    turn.uow.members.save(access.require_member(turn).on_leave(days))
    turn.reply(told.AwayNoted(days=days, today=naming_of_leave(turn).today))


def come_back(turn: EventContext, command: order.ComeBack) -> None:
    turn.uow.members.save(access.require_member(turn).on_leave(None))
    missed = _missed_round(turn)
    turn.reply(told.BackNoted(asked_now=missed is not None))
    _ask_now(turn, missed)


def _missed_round(turn: EventContext) -> tuple[Interview, Round] | None:
    """The open round in which the acting person counts and has done nothing yet: whoever comes back can still answer."""
    found = drafting.latest_round(turn, access.require_member(turn))
    if found is None or found[1].state is not RoundState.OPEN:
        return None
    return found if found[0].state in (InterviewState.INVITED, InterviewState.UNREACHABLE) else None


def _ask_now(turn: EventContext, missed: tuple[Interview, Round] | None) -> None:
    if missed:
        interview, round_ = missed
        turn.reply_directly(asking.questions_asked(turn, told.QuestionsAsked, round_, interview.team))


def stop_writing(turn: EventContext, command: order.StopWriting) -> None:
    """No more messages: also those that are waiting, and reminders that were asked for."""
    acting = access.require_member(turn)
    turn.uow.members.save(replace(acting, stopped=True))
    for interview in turn.uow.interviews.where(member=acting.id):
        if interview.remind_at:
            turn.uow.interviews.save(replace(interview, remind_at=None))
    turn.reply(told.WritingStopped())


def start_writing(turn: EventContext, command: order.StartWriting) -> None:
    """Who has just been greeted as new needs no second answer."""
    turn.uow.members.save(replace(access.require_member(turn).on_leave(None), stopped=False))
    if turn.said:
        return
    missed = _missed_round(turn)
    turn.reply(told.WritingResumed(asked_now=missed is not None))
    _ask_now(turn, missed)


def ask_to_forget(turn: EventContext, command: order.ForgetMe) -> None:
    access.require_member(turn)
    turn.reply_directly(said.ForgetAsked(key_copies_days=turn.services.key_copies_days))


def forget_person(turn: EventContext) -> None:
    """Destroy a person's key and every record that is theirs alone (C9); what was published stays."""
    acting = access.require_member(turn)
    round_states = {row.id: row.state for row in turn.uow.rounds.where()}
    withdrawing.take_back(turn, turn.uow.answers.where(member=acting.id), AnswerState.ERASED)
    for check in turn.uow.checks.where(member=acting.id):
        if round_states.get(check.round) not in ENDS:
            turn.uow.texts.remove([refs.check_ref(check.id)])
    for interview in turn.uow.interviews.where(member=acting.id):
        turn.uow.interviews.save(replace(interview, remind_at=None))
    for membership in turn.uow.memberships.where(member=acting.id):
        turn.uow.memberships.remove(membership.id)
    identities = turn.uow.identities.where(member=acting.id)
    followed = any(row.source for row in turn.uow.followings.where())
    if followed:
        # Else the next reading of a channel would take in somebody new, who has just asked to be forgotten.
        lists.stay_off(turn, lists.EVERY_TEAM, [identity.id for identity in identities])
    for identity in identities:
        turn.uow.dialogues.remove(identity.id)
        turn.uow.menus.remove(identity.id)
        turn.uow.identities.remove(identity.id)
        turn.uow.outbox.forget(identity.id)
        traces.forget_messages(turn, identity.id)
        turn.uow.addresses.forget(identity.id)
    for handle in turn.uow.handles.where(member=acting.id):
        turn.uow.handles.remove(handle.id)
    turn.uow.members.remove(acting.id)
    turn.uow.texts.forget(acting.id)
    turn.notice = said.Forgotten(kept_off=followed, key_copies_days=turn.services.key_copies_days)


def keep_everything(turn: EventContext) -> None:
    access.require_member(turn)
    turn.reply(told.AnswersKept(round=""))
