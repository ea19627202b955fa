"""Which handler an event belongs to: a table for each kind of thing that can be pressed, submitted, ordered or typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain import commands as order
from bot.domain.confidential import ConfidentialText
from bot.domain.outcomes.base import Outcome
from bot.engine.handlers import answering, cancelling, checking, drafting, guiding, ruling, talking, wording
from bot.engine.handlers.ordered import (
    joining,
    lists,
    mydata,
    schedules,
    selves,
    settings,
    status,
    team_channels,
    teams,
)
from bot.engine.work import EventContext

Values = Mapping[str, ConfidentialText]

FORMS: dict[str, Callable[[EventContext, str], Outcome]] = {
    "answer": answering.answer_form,
    "challenge": checking.challenge_form,
    "missing": checking.missing_form,
    "accept": ruling.reword_form,
    "merge": ruling.merge_form,
    "refuse": ruling.decline_form,
    "setup": guiding.set_up_form,
}
"""Buttons that open a form: they read only, so that the form can be open within the platform's few seconds."""

PRESSES: dict[str, Callable[[EventContext, str], None]] = {
    "later": answering.remind_tomorrow,
    "decline": answering.decline_round,
    "withdraw": answering.withdraw_asked,
    "withdraw.yes": answering.withdraw_answers,
    "withdraw.no": answering.keep_answers,
    "words": wording.preview_quotes,
    "allow": wording.allow_quotes,
    "private": wording.keep_private,
    "place": drafting.place_draft,
    "senddraft": drafting.send_drafts,
    "takeoff": drafting.take_off,
    "discard": drafting.discard_drafts,
    "right": checking.sounds_right,
    "check.show": lambda turn, token: checking.set_consent(turn, token, True),
    "check.count": lambda turn, token: checking.set_consent(turn, token, False),
    "hold": ruling.leave_undecided,
    "home": teams.choose_this,
    "order": guiding.press_command,
    "away": selves.choose_leave,
    "pause": schedules.choose_pause,
    "makeup": schedules.make_up,
    "forget.yes": lambda turn, token: selves.forget_person(turn),
    "forget.no": lambda turn, token: selves.keep_everything(turn),
}

SUBMISSIONS: dict[str, Callable[[EventContext, str, Values], None]] = {
    "answer": answering.submit_answers,
    "challenge": checking.submit_challenge,
    "missing": checking.submit_missing,
    "accept": ruling.accept_challenge,
    "merge": ruling.merge_points,
    "refuse": ruling.decline_challenge,
    "setup": guiding.submit_set_up,
}

ORDERS: dict[type[order.Command], Callable[[EventContext, Any], None]] = {
    order.ShowHelp: selves.show_help,
    order.ClaimAdmin: selves.claim_admin,
    order.AnswerNow: selves.answer_now,
    order.GoAway: selves.go_away,
    order.ComeBack: selves.come_back,
    order.StopWriting: selves.stop_writing,
    order.StartWriting: selves.start_writing,
    order.ShowMyData: mydata.show_my_data,
    order.ForgetMe: selves.ask_to_forget,
    order.ShowStatus: status.show_status,
    order.AddTeam: team_channels.add_team,
    order.MoveTeam: team_channels.move_team,
    order.ListTeams: teams.list_teams,
    order.MakeLinks: joining.make_links,
    order.JoinTeam: joining.join_by_link,
    order.ClearChat: joining.clear_chat,
    order.ShowPeople: lists.show_people,
    order.FollowChannel: lists.follow_command,
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
    order.AskToWithdraw: selves.ask_to_withdraw,
    order.ShowMyWords: selves.show_my_words,
    order.ShowChallenges: lambda turn, command: ruling.show_undecided(turn),
    order.RemindMe: talking.remind_later,
    order.SkipRound: talking.skip_this_round,
    order.ShowDraft: talking.show_draft,
    order.TakeOffLast: talking.take_off_last,
    order.DiscardDraft: talking.discard_draft,
    order.SendDraft: talking.send_draft,
    order.PlaceDraft: talking.place_draft,
    order.KeepAnswers: talking.keep_answers,
    order.AskUntilWhen: talking.ask_until_when,
    order.ChoosePoint: talking.choose_point,
    order.Explain: talking.explain_bot,
    order.Acknowledge: talking.acknowledge_thanks,
}
