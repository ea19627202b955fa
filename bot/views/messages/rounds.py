"""Words for a team about its round as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.outcomes import sharing as said
from bot.views.messages import times
from bot.views.messages.follow_ups import since_last_time
from bot.views.messages.meetings import DO_IT_TOGETHER
from bot.views.messages.wording import Texts, join_and, plain_view, question_count, words_message
from bot.views.view import Block, Button, Buttons, Heading, Note, Quote, Text, View


def _on_their_way(opened: said.RoundAnnounced) -> str:
    way = "is on its way" if opened.question_count == 1 else "are on their way"
    return f"{question_count(opened.question_count).capitalize()} for {opened.team} {way}"


@words_message(said.RoundAnnounced)
def round_announced(opened: said.RoundAnnounced, texts: Texts) -> View:
    pooled = (
        f" {opened.team} is asked together with {join_and(opened.merged)}, so that nobody can be recognised."
        if opened.merged
        else ""
    )
    if opened.replaced:
        pooled += f" All of you get the same questions: the organisation’s, and not {opened.team}’s own."
    return View(
        (
            *since_last_time(opened.since, texts),
            Text(
                f"{_on_their_way(opened)} to each of you, privately. A few minutes are enough, until "
                f"{times.day_and_time(opened.closes_at, opened.zone)}.{pooled}"
            ),
            Note(
                f"What comes back here are points, as a draft that you can challenge, once at least {opened.k} people answered."
            ),
            *((Buttons((Button(DO_IT_TOGETHER, "meet", opened.round),)),) if opened.round else ()),
        ),
        "Your team’s questions are open.",
    )


_WHY = {
    "late": "I was not running, and when I was back it was too late",
    "running": "the round before it is not finished yet",
    "too few": "there are too few people: at least {needed} are needed, so that nobody can be recognised, "
    "and there is no other team to ask together with",
    "nobody": "nobody on its list has joined yet",
}
_STEPS = {
    "running": "Dates until then are passed over too, and I say so only this once. “status” says when it ends.",
    "too few": "The next date in its schedule stands. To add people, say “member add @name to {team}”.",
    "nobody": "The next date in its schedule stands. “team people {team}” shows who is on its list.",
}
_LATE = {
    "admin": "The next date in its schedule stands. To ask it now as well, press the button or say “run now {team}”.",
    "lead": "The next date in its schedule stands. An admin can have it asked now as well, with “run now {team}”.",
    "repaired": "It is asked for its latest date all the same.",
}


@words_message(said.RoundSkipped)
def round_skipped(skipped: said.RoundSkipped, texts: Texts) -> View:
    why = _WHY[skipped.why].format(needed=skipped.needed)
    step = _STEPS.get(skipped.why) or _LATE["repaired" if not skipped.round else "admin" if skipped.admin else "lead"]
    button = Button("Ask it now", "makeup", skipped.round, "primary")
    days = join_and([times.weekday_date(on) for on in (*skipped.earlier, skipped.on)])
    return plain_view(
        f"{skipped.team} was not asked on {days}: {why}. {step.format(team=skipped.team)}",
        summary="A round did not take place.",
        buttons=(button,) if skipped.round and skipped.admin else (),
    )


_HELD = {
    "too few": "Too few people answered this time, so there is nothing to show. A summary needs answers of at least {k} people to "
    "the same question: what fewer said could point to somebody.",
    "isolate": "There is nothing to show this time: put beside an earlier summary, this one could point to a few people.",
}


@words_message(said.RoundWithheld)
def round_withheld(round_: said.RoundWithheld, texts: Texts) -> View:
    waiting = f"The answers are not lost. They wait, and count when {round_.name} is asked the same questions again."
    view = plain_view(f"{_HELD[round_.why].format(k=round_.k)} {waiting}", summary="About your team’s round.")
    if not round_.team_statements:
        return view
    return view.plus(Text("What was said together in a meeting stands:"), *_said_together(round_))


def _said_together(round_: said.RoundWithheld) -> Iterator[Block]:
    """Yield the statements under their questions; a message of an earlier version has no questions."""
    left = list(round_.team_statements)
    for question in round_.questions:
        mine, left = left[: question.statements], left[question.statements :]
        yield Heading(f"{question.number}. {question.text}")
        yield from (Quote(words) for words in mine)
    yield from (Quote(words) for words in left)
