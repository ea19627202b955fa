"""Words of a dry run: a round as it would be, with made-up people, for one reader alone."""

from __future__ import annotations

from bot.domain.model.sharing import Point, QuestionSummary, Summary
from bot.domain.outcomes import repairs as told
from bot.domain.outcomes.sharing import DraftPosted
from bot.domain.releases.bands import Band, Participation
from bot.views.messages import times
from bot.views.messages.wording import VIEWS, Texts, people_count, words_message
from bot.views.view import Block, Buttons, Divider, Heading, Items, Note, Text, View

_MADE_UP = (
    ((Band.ABOUT_HALF, "People help each other when it gets busy"), (Band.SEVERAL, "The handover at the bedside")),
    ((Band.MORE_THAN_HALF, "Rotas that change the evening before"), (Band.SEVERAL, "Meetings without a purpose")),
    ((Band.SEVERAL, "A quiet room for breaks"),),
)
"""Points of people who are not there, question by question, each with its band."""


@words_message(told.RoundRehearsed)
def round_rehearsed(shown: told.RoundRehearsed, texts: Texts) -> View:
    return View(
        (
            Text(
                f"A dry run of {shown.team}, as if it were asked now. Only you see it, and nothing of it is kept or sent."
            ),
            Items((*_steps(shown),)),
            *_too_few(shown),
            Divider(),
            Heading("Each person would get"),
            *_without_buttons(VIEWS[type(shown.asked)](shown.asked, ())),
            Divider(),
            Heading("The team’s channel would show"),
            *_without_buttons(VIEWS[type(shown.announced)](shown.announced, ())),
            Divider(),
            Heading("And after the close a draft, here of made-up people"),
            *_without_buttons(VIEWS[DraftPosted](_made_up_draft(shown), ())),
        ),
        "A dry run.",
    )


def _steps(shown: told.RoundRehearsed) -> list[str]:
    zone = shown.asked.zone
    reminder = [f"{times.day_and_time(shown.remind_at, zone)}: the one reminder"] if shown.remind_at else []
    return [
        "now: the questions",
        *reminder,
        f"{times.day_and_time(shown.asked.closes_at, zone)}: the close, and the draft",
        f"{times.day_and_time(shown.check_until, zone)}: the end of the check, and the final if nothing is challenged",
        f"{times.day_and_time(shown.decide_until, zone)}: the final at the latest",
    ]


def _too_few(shown: told.RoundRehearsed) -> list[Block]:
    if not shown.needed:
        return []
    return [
        Text(
            f"In truth {shown.team} would not be asked yet: {people_count(shown.people)} are too few to ask without anybody being "
            f"recognisable. {shown.needed} are needed, alone or together with other teams."
        )
    ]


def _without_buttons(view: View) -> list[Block]:
    """The blocks of a message, with its buttons as words: nothing can be pressed."""
    made: list[Block] = []
    for block in view.blocks:
        if isinstance(block, Buttons):
            made.append(Note("Buttons: " + ", ".join(button.label for button in block.buttons)))
        else:
            made.append(block)
    return made


def _made_up_draft(shown: told.RoundRehearsed) -> DraftPosted:
    questions = tuple(
        QuestionSummary(
            number=number,
            text=text,
            shown=True,
            points=tuple(
                Point(key=f"{number}.{place}", label=label, band=band.value)
                for place, (band, label) in enumerate(points, start=1)
            ),
        )
        for number, (text, points) in enumerate(zip(shown.asked.questions, _MADE_UP, strict=False), start=1)
    )
    return DraftPosted(
        round="",
        name=shown.team,
        summary=Summary(questions=questions, participation=Participation.ENOUGH.value),
        until=shown.check_until,
        zone=shown.asked.zone,
        k=shown.asked.k,
        languages=shown.languages,
        items=sum(len(question.points) for question in questions),
    )
