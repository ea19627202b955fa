"""Doing a command, wherever it came from: typed, pressed, or filled into a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.chatcommands import ChatCommand, Role, Wrong
from bot.domain import commands as order
from bot.domain import (
    exports,
    follow_up_commands,
    own_time,
    proposal_commands,
    question_commands,
    repairs,
    reports,
    window_commands,
)
from bot.domain.conversation import ConversationRef
from bot.domain.errors import Refusal
from bot.domain.events import ChatCommandTyped
from bot.domain.links import MakeLinkForMany, WithdrawLinks
from bot.domain.many_people import AddList, FollowGroup
from bot.domain.outcomes import commands as said
from bot.domain.set_up import SetUp
from bot.engine import access
from bot.engine.checks import deciding
from bot.engine.commands import (
    closures,
    ending_teams,
    exporting,
    joining,
    leave_of_others,
    links_for_many,
    live_corrections,
    many_people,
    membership,
    my_data,
    own_zone,
    question_choice,
    question_history,
    question_packs,
    questions,
    schedules,
    self_service,
    settings,
    spoken_requests,
    status,
    support,
    team_channels,
    teams,
    undoing,
    windows,
)
from bot.engine.commands import repairs as admin_repairs
from bot.engine.context import EventContext
from bot.engine.follow_ups import asking_back, going_on, own_points
from bot.engine.lasting_points import deciding as earlier_points
from bot.engine.meetings import starting
from bot.engine.proposals import proposing
from bot.engine.reporting import habits, ordering
from bot.engine.rounds import cancelling, digests, extending, rehearsing
from bot.engine.safeguarding import contacts, sending_held
from bot.engine.set_up import beginning

ORDERS: dict[type[order.Command], Callable[[EventContext, Any], None]] = {
    order.ShowHelp: self_service.show_help,
    order.ClaimAdmin: self_service.claim_admin,
    order.AnswerNow: self_service.answer_now,
    order.GoAway: self_service.go_away,
    order.ComeBack: self_service.come_back,
    order.StopWriting: self_service.stop_writing,
    order.StartWriting: self_service.start_writing,
    order.ShowMyData: my_data.show_my_data,
    order.ForgetMe: self_service.ask_to_forget,
    order.ShowStatus: status.show_status,
    order.AddTeam: team_channels.add_team,
    order.MoveTeam: team_channels.move_team,
    order.ListTeams: teams.list_teams,
    order.MakeLinks: joining.make_links,
    MakeLinkForMany: links_for_many.make_link,
    WithdrawLinks: links_for_many.withdraw_links,
    order.JoinTeam: joining.join_by_link,
    order.ClearChat: joining.clear_chat,
    order.ShowPeople: membership.show_people,
    FollowGroup: membership.follow_group,
    order.FollowChannel: membership.follow_command,
    order.AddPeople: teams.add_people,
    AddList: many_people.add_list,
    order.RemovePeople: teams.remove_people,
    order.SetLead: teams.set_lead,
    order.AddAdmin: teams.add_admin,
    order.ChooseHome: teams.choose_home,
    order.SetSchedule: schedules.set_schedule,
    order.ShowSchedule: schedules.show_schedule,
    order.PauseSchedule: schedules.pause_command,
    order.ResumeSchedule: schedules.resume_schedule,
    order.RunNow: schedules.run_now,
    order.StartMeeting: starting.start_meeting,
    order.ShowMeeting: starting.show_running,
    repairs.RemindAll: extending.remind_all,
    order.ShowDigest: digests.show_last_digest,
    follow_up_commands.ShowFollowUps: going_on.show_list,
    follow_up_commands.ShowChallenged: earlier_points.show_challenged,
    follow_up_commands.ShowHistory: going_on.show_list,
    follow_up_commands.ShowTrend: going_on.show_list,
    follow_up_commands.ShowMore: going_on.show_more,
    follow_up_commands.OfferAskBack: asking_back.offer_ask_back,
    follow_up_commands.ShowOwnPoints: own_points.show_last,
    follow_up_commands.SetOwnPoints: lambda context, command: own_points.set_kept(context, keep=command.keep),
    order.CancelRound: cancelling.cancel_round,
    order.KeepRound: cancelling.keep_round,
    question_commands.ShowQuestions: questions.show_questions,
    question_commands.CorrectQuestion: questions.correct_question,
    question_commands.AddQuestion: questions.add_question,
    question_commands.RemoveQuestion: questions.remove_question,
    question_commands.SetDirection: questions.set_direction,
    question_commands.SetQuestion: questions.set_question,
    proposal_commands.ProposeQuestion: proposing.propose_question,
    proposal_commands.ShowProposals: proposing.show_proposals,
    question_commands.MendRunning: live_corrections.mend_running,
    question_commands.PreviewQuestions: question_history.preview_questions,
    question_commands.ShowQuestionHistory: question_history.show_history,
    question_commands.ListReadySets: question_choice.list_ready_sets,
    question_commands.UseReadySet: question_choice.use_ready_set,
    question_commands.ExportQuestions: question_packs.export_questions,
    question_commands.ImportQuestions: question_packs.import_questions,
    question_commands.ResetQuestions: question_choice.reset_questions,
    order.ShowPrivacy: settings.show_privacy,
    order.SetThreshold: settings.set_threshold,
    order.ShowSupport: support.show_support,
    order.AskForContact: lambda context, command: contacts.offer_contact(context, ""),
    order.TellNobody: lambda context, command: contacts.decline_contact(context),
    order.SendHeldWords: lambda context, command: sending_held.send_held(context, ""),
    order.ShowSupportContacts: support.show_contacts,
    order.SetSupportContacts: support.set_contacts,
    order.SetSupportPerson: support.set_person,
    order.ShowOrganisation: settings.show_organisation,
    order.SetOrganisation: settings.set_organisation,
    order.ShowAudit: settings.show_audit,
    order.AskWhoAnswered: settings.who_answered,
    order.AskToWithdraw: self_service.ask_to_withdraw,
    order.ShowMyWords: self_service.show_my_words,
    order.SetQuoteOffers: self_service.set_quote_offers,
    repairs.ListAdmins: admin_repairs.list_admins,
    repairs.RemoveAdmin: admin_repairs.remove_admin,
    repairs.ListLeads: admin_repairs.list_leads,
    repairs.ReplaceLead: admin_repairs.replace_lead,
    repairs.RenameTeam: admin_repairs.rename_team,
    repairs.ArchiveTeam: ending_teams.archive_team,
    repairs.MergeTeams: ending_teams.merge_teams,
    repairs.RemoveTeam: ending_teams.remove_team,
    repairs.RemoveSchedule: admin_repairs.remove_schedule,
    repairs.PauseAll: schedules.pause_all,
    repairs.ResumeAll: schedules.resume_all,
    repairs.ExtendRound: extending.extend_round,
    repairs.SendAway: leave_of_others.send_away,
    repairs.BringBack: leave_of_others.bring_back,
    repairs.UndoChange: undoing.undo_change,
    repairs.RehearseRound: rehearsing.rehearse_round,
    window_commands.ShowWindows: windows.show_windows,
    window_commands.SetWindows: windows.set_windows,
    window_commands.ResetWindows: windows.reset_windows,
    repairs.ListClosures: closures.list_closures,
    repairs.AddClosure: closures.add_closure,
    repairs.AddCalendar: closures.add_calendar,
    repairs.RemoveClosure: closures.remove_closure,
    exports.ExportReleased: exporting.export_released,
    reports.MakeReport: ordering.make_report,
    reports.ShowHabits: habits.show_habits,
    SetUp: beginning.set_up,
    order.ShowChallenges: lambda context, command: deciding.show_undecided(context),
    order.RemindMe: spoken_requests.remind_later,
    order.SkipRound: spoken_requests.skip_this_round,
    order.ShowDraft: spoken_requests.show_draft,
    order.TakeOffLast: spoken_requests.take_off_last,
    order.DiscardDraft: spoken_requests.discard_draft,
    order.SendDraft: spoken_requests.send_draft,
    order.PlaceDraft: spoken_requests.place_draft,
    order.KeepAnswers: spoken_requests.keep_answers,
    order.AskUntilWhen: spoken_requests.ask_until_when,
    order.ChoosePoint: spoken_requests.choose_point,
    order.Explain: spoken_requests.explain_bot,
    own_time.SetOwnZone: own_zone.set_own_zone,
    own_time.SetQuietHours: own_zone.set_quiet_hours,
    order.Greet: spoken_requests.greet_person,
    order.Acknowledge: spoken_requests.acknowledge_thanks,
}
"""One handler for each command. The role is checked before it is called; which team it may touch, it checks itself (C11)."""


def run_command(
    context: EventContext, command: order.Command | Wrong, needed: Role, spec: ChatCommand | None = None
) -> None:
    """Do a command of somebody who has the role for it. Deny by default: a command's role is checked here alone (C11).

    Buttons and forms do not come here: their handlers check rights with the functions of `access.py`.

    Raises Refusal to a stranger, to who lacks the role, and for a command that is wrongly written as `spec` shows.
    """
    role = access.role_of(context)
    if role < needed:
        if context.member is None:
            raise Refusal(access.welcome(context))
        raise Refusal(said.NotForYou(who="admins" if needed is Role.ADMIN else "leads and admins"))
    if isinstance(command, Wrong):
        assert spec is not None  # noqa: S101 - only what stands in the list of commands can be written wrongly
        raise Refusal(said.WronglyWritten(usage=spec.usage, examples=spec.examples), quotes=(command.problem,))
    ORDERS[type(command)](context, command)


def take_as_typed(
    context: EventContext,
    text: str,
    where: ConversationRef,
    names: Mapping[str, str] | None = None,
    left_out: Mapping[str, str] | None = None,
) -> None:
    """Let the event be a command that was typed in that place."""
    event = context.event
    context.event = ChatCommandTyped(
        event_id=event.event_id,
        sender=event.sender,
        where=where,
        at=event.at,
        text=text,
        names=names or {},
        left_out=left_out or {},
    )
