"""Which handler an event belongs to: a table for each kind of thing that can be pressed, submitted, ordered or typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain import commands as order
from bot.domain.confidential import ConfidentialText
from bot.domain.outcomes.base import Outcome
from bot.engine.answers import quote_permission, submitting, unsent_drafts
from bot.engine.checks import challenging, deciding
from bot.engine.commands import (
    joining,
    membership,
    my_data,
    schedules,
    self_service,
    settings,
    setup_forms,
    spoken_requests,
    status,
    team_channels,
    teams,
)
from bot.engine.context import EventContext
from bot.engine.rounds import cancelling

Values = Mapping[str, ConfidentialText]

FORMS: dict[str, Callable[[EventContext, str], Outcome]] = {
    "answer": submitting.answer_form,
    "challenge": challenging.challenge_form,
    "missing": challenging.missing_form,
    "accept": deciding.reword_form,
    "merge": deciding.merge_form,
    "refuse": deciding.decline_form,
    "setup": setup_forms.set_up_form,
}
"""Buttons that open a form: they read only, so that the form can be open within the platform's few seconds."""

PRESSES: dict[str, Callable[[EventContext, str], None]] = {
    "later": submitting.remind_tomorrow,
    "decline": submitting.decline_round,
    "withdraw": submitting.withdraw_asked,
    "withdraw.yes": submitting.withdraw_answers,
    "withdraw.no": submitting.keep_answers,
    "words": quote_permission.preview_quotes,
    "allow": quote_permission.allow_quotes,
    "private": quote_permission.keep_private,
    "place": unsent_drafts.place_draft,
    "senddraft": unsent_drafts.send_drafts,
    "takeoff": unsent_drafts.take_off,
    "discard": unsent_drafts.discard_drafts,
    "right": challenging.sounds_right,
    "check.show": lambda context, token: challenging.set_consent(context, token, True),
    "check.count": lambda context, token: challenging.set_consent(context, token, False),
    "hold": deciding.leave_undecided,
    "home": teams.choose_this,
    "order": setup_forms.press_command,
    "away": self_service.choose_leave,
    "pause": schedules.choose_pause,
    "makeup": schedules.make_up,
    "forget.yes": lambda context, token: self_service.forget_person(context),
    "forget.no": lambda context, token: self_service.keep_everything(context),
}

SUBMISSIONS: dict[str, Callable[[EventContext, str, Values], None]] = {
    "answer": submitting.submit_answers,
    "challenge": challenging.submit_challenge,
    "missing": challenging.submit_missing,
    "accept": deciding.accept_challenge,
    "merge": deciding.merge_points,
    "refuse": deciding.decline_challenge,
    "setup": setup_forms.submit_set_up,
}

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
    order.JoinTeam: joining.join_by_link,
    order.ClearChat: joining.clear_chat,
    order.ShowPeople: membership.show_people,
    order.FollowChannel: membership.follow_command,
    order.AddPeople: teams.add_people,
    order.RemovePeople: teams.remove_people,
    order.SetLead: teams.set_lead,
    order.AddAdmin: teams.add_admin,
    order.ChooseHome: teams.choose_home,
    order.SetSchedule: schedules.set_schedule,
    order.ShowSchedule: schedules.show_schedule,
    order.PauseSchedule: schedules.pause_command,
    order.ResumeSchedule: schedules.resume_schedule,
    order.RunNow: schedules.run_now,
    order.CancelRound: cancelling.cancel_round,
    order.KeepRound: cancelling.keep_round,
    order.ShowQuestions: settings.show_questions,
    order.SetDirection: settings.set_direction,
    order.SetQuestion: settings.set_question,
    order.ShowPrivacy: settings.show_privacy,
    order.SetThreshold: settings.set_threshold,
    order.ShowOrganisation: settings.show_organisation,
    order.SetOrganisation: settings.set_organisation,
    order.ShowAudit: settings.show_audit,
    order.AskWhoAnswered: settings.who_answered,
    order.AskToWithdraw: self_service.ask_to_withdraw,
    order.ShowMyWords: self_service.show_my_words,
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
    order.Acknowledge: spoken_requests.acknowledge_thanks,
}
