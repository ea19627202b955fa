"""Words for the draft and the final of the whole organisation, which are made from the finals of its teams."""

from __future__ import annotations

from bot.domain.model.sharing import Summary
from bot.domain.outcomes import sharing as said
from bot.views.messages import times
from bot.views.messages.follow_ups import answer_buttons
from bot.views.messages.summaries import NO_POINT, earlier_points, question_blocks, what_changed
from bot.views.messages.weighing import each_can_say, weigh_buttons
from bot.views.messages.wording import Texts, words_message
from bot.views.view import Block, Divider, Note, Text, View

_OF_TEAMS = (
    "Made from the teams’ final summaries, as their people left them, with the points heard in most teams first. "
    "I tell in how many teams a point was heard, never from how many people."
)


def _organisation_questions(summary: Summary) -> tuple[Block, ...]:
    unshown = "No team’s summary has anything on this one."
    return tuple(
        block
        for question in summary.questions
        for block in question_blocks(question, (), unshown, NO_POINT, by_section=False)
    )


@words_message(said.OrganisationDraftPosted)
def organisation_draft_posted(posted: said.OrganisationDraftPosted, texts: Texts) -> View:
    until = times.day_and_time(posted.until, posted.zone)
    opening = (
        f"This is what the teams of {posted.name} said, put together. Is it what matters to you all? Until {until} "
        f"{each_can_say('everybody', posted.items, posted.told)}"
    )
    return View(
        (
            Text(f"Draft for checking: the whole of {posted.name}"),
            Text(opening),
            *_organisation_questions(posted.summary),
            Divider(),
            weigh_buttons(posted.round, posted.items, posted.told),
            Note(_OF_TEAMS),
        ),
        "A draft of the whole organisation is ready to check.",
    )


@words_message(said.OrganisationFinalPosted)
def organisation_summary_posted(posted: said.OrganisationFinalPosted, texts: Texts) -> View:
    wordings = {point.key: point.label for question in posted.summary.questions for point in question.points}
    return View(
        (
            Text(f"Final summary: the whole of {posted.name}, as its teams said it"),
            *what_changed(posted.summary, by_section=False),
            *_organisation_questions(posted.summary),
            *earlier_points(posted.summary),
            *answer_buttons((id, wordings.get(key, "")) for id, key in posted.open_points),
            Note(_OF_TEAMS),
        ),
        "A summary of the whole organisation.",
    )
