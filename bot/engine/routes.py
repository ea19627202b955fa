"""Routes of events to handlers: a table for each kind of thing that can be pressed, submitted, ordered or typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.domain.confidential import ConfidentialText
from bot.domain.outcomes.base import Outcome
from bot.engine.answers import quote_offers, quote_permission, submitting, unsent_drafts
from bot.engine.checks import challenging, deciding, weighing
from bot.engine.commands import (
    closures,
    leave_of_others,
    links_for_many,
    live_corrections,
    question_form,
    questions,
    schedules,
    self_service,
    setup_forms,
    teams,
)
from bot.engine.context import EventContext
from bot.engine.follow_ups import answering, asking_back, listing, own_points
from bot.engine.lasting_points import deciding as earlier_points
from bot.engine.lasting_points import history, trend
from bot.engine.meetings import note_taking, starting, stepping
from bot.engine.proposals import deciding as proposal_decisions
from bot.engine.proposals import proposing
from bot.engine.rounds import extending
from bot.engine.safeguarding import contacts, support_first
from bot.engine.safeguarding.sending_held import FORMS_WITH_WORDS
from bot.engine.set_up import creating, filling

Values = Mapping[str, ConfidentialText]

FORMS: dict[str, Callable[[EventContext, str], Outcome]] = {
    "answer": submitting.answer_form,
    "challenge": challenging.challenge_form,
    "missing": challenging.missing_form,
    "check.change": challenging.change_form,
    "weigh": weighing.weigh_form,
    "weigh.on": weighing.go_on_weighing,
    "same": weighing.same_form,
    "accept": deciding.reword_form,
    "merge": deciding.merge_form,
    "refuse": deciding.decline_form,
    "setup": setup_forms.set_up_form,
    "guide": filling.step_form,
    "meet.write": note_taking.notes_form,
    "follow_up": answering.follow_up_form,
    "ask_back": asking_back.ask_back_form,
    "earlier.reword": earlier_points.reword_form,
    "earlier.drop": earlier_points.drop_form,
    "proposal.no": proposal_decisions.reason_form,
    "question.form": question_form.questions_form,
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
    "allow.all": quote_permission.allow_all_quotes,
    "offer.no": lambda context, token: quote_offers.set_quote_offers(context, False),
    "offer.yes": lambda context, token: quote_offers.set_quote_offers(context, True),
    "private": quote_permission.keep_private,
    "place": unsent_drafts.place_draft,
    "senddraft": unsent_drafts.send_drafts,
    "takeoff": unsent_drafts.take_off,
    "discard": unsent_drafts.discard_drafts,
    "right": challenging.sounds_right,
    "weigh.none": weighing.take_weighings_back,
    "check.show": lambda context, token: challenging.set_consent(context, token, True),
    "check.count": lambda context, token: challenging.set_consent(context, token, False),
    "hold": deciding.leave_undecided,
    "held.drop": support_first.throw_held_away,
    "contact": contacts.offer_contact,
    "contact.yes": contacts.ask_for_contact,
    "contact.no": lambda context, token: contacts.decline_contact(context),
    "home": teams.choose_this,
    "away": self_service.choose_leave,
    "pause": schedules.choose_pause,
    "closed": closures.choose_closure,
    "extend": extending.choose_extension,
    "away.other": leave_of_others.choose_leave_of,
    "makeup": schedules.make_up,
    "proposal.show": proposing.let_be_shown,
    "proposal.back": proposing.take_back,
    "proposal.yes": proposal_decisions.adopt_for_team,
    "proposal.all": proposal_decisions.adopt_for_all,
    "question.read": questions.press_direction,
    "question.mend": live_corrections.press_mend,
    "meet": starting.press_start,
    "meet.open": starting.ask_and_meet,
    "meet.begin": stepping.begin_meeting,
    "meet.next": stepping.go_on,
    "meet.more": stepping.give_more_time,
    "meet.take": note_taking.take_notes,
    "meet.over": note_taking.take_over_notes,
    "meet.leave": note_taking.leave_notes,
    "meet.yes": stepping.approve_statements,
    "meet.change": stepping.change_statements,
    "promises.more": listing.show_more,
    "history.more": history.show_more,
    "trend.more": trend.show_more,
    "mine": own_points.show_of_round,
    "mine.close": own_points.close_message,
    "mine.off": lambda context, token: own_points.set_kept(context, keep=False),
    "mine.on": lambda context, token: own_points.set_kept(context, keep=True),
    "meet.stop": stepping.stop_meeting,
    "meet.cancel": stepping.cancel_meeting,
    "owner.yes": lambda context, token: answering.answer_as_owner(context, token, True),
    "owner.no": lambda context, token: answering.answer_as_owner(context, token, False),
    "meet.resume": stepping.resume_meeting,
    "guide.next": filling.go_on,
    "guide.back": filling.go_back,
    "guide.lead": filling.lead_oneself,
    "guide.when": filling.choose_rhythm,
    "guide.look": filling.look_again,
    "guide.homeless": filling.without_home,
    "guide.cancel": filling.cancel_set_up,
    "guide.create": creating.create_everything,
    "link.post": links_for_many.post_in_home,
    "link.off": links_for_many.withdraw_pressed,
    "link.join": links_for_many.join_by_press,
    "forget.yes": lambda context, token: self_service.forget_person(context),
    "forget.no": lambda context, token: self_service.keep_everything(context),
}

CHOICES: dict[str, Callable[[EventContext, str, Values], Outcome]] = {"weigh": weighing.weigh_item}
"""Forms whose choices count one by one: each takes a choice, and returns the form as it is then."""

SUBMISSIONS: dict[str, Callable[[EventContext, str, Values], None]] = {
    **FORMS_WITH_WORDS,
    "weigh": weighing.submit_weighings,
    "same": weighing.submit_same,
    "ask_back": asking_back.submit_ask_back,
    "setup": setup_forms.submit_set_up,
    "question.form": question_form.submit_questions,
    "guide": filling.submit_step,
}
