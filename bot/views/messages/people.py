"""Words for a person about their own place: joining, leading, leaving, their data."""

from __future__ import annotations

from bot.domain.outcomes import commands as said
from bot.domain.outcomes import people as told
from bot.domain.outcomes.membership import YouJoined, YouLead
from bot.views.messages import times
from bot.views.messages.answering import DETAILS, who_sees
from bot.views.messages.privacy import copies_of_keys
from bot.views.messages.wording import Texts, join_and, people_count, plain_view, question_count, words_message
from bot.views.view import Button, Buttons, Note, Text, View


@words_message(YouJoined)
def you_joined(joined: YouJoined, texts: Texts) -> View:
    who = f"{joined.by} put you on the list of {joined.team}." if joined.by else f"You are in {joined.team} now."
    return View(
        (
            Text(
                f"Hello, I am Folkmoot. {who} From its next round on I ask {question_count(joined.question_count)}, and bring back "
                "what several people said."
            ),
            Text("“stop” and “help” always work."),
            Buttons((Button("Who is in my team", "order", "team people"), DETAILS)),
            Note(who_sees(joined.k, joined.language_model)),
        ),
        "Hello, I am Folkmoot.",
    )


@words_message(YouLead)
def you_lead(lead: YouLead, texts: Texts) -> View:
    when = f" It is asked {lead.schedule}" if lead.schedule else " It has no schedule yet"
    after = f", next on {times.day_and_time(lead.next_at, lead.zone)}" if lead.next_at else ""
    return plain_view(
        f"You lead {lead.team} ({people_count(lead.people)}) now.{when}{after}. From its next round on you get a digest after "
        "each summary: points and bands, never a single answer, never who answered. And you decide what becomes of challenges."
    )


@words_message(said.HomeChosen)
def home_chosen(home: said.HomeChosen, texts: Texts) -> View:
    others = f" You still belong to {join_and(home.others)} and see what comes of it there." if home.others else ""
    return plain_view(f"From the next round on you are asked through {home.team}, and counted once.{others}")


@words_message(told.OwnZone)
def own_zone(own: told.OwnZone, texts: Texts) -> View:
    if not own.zone:
        return plain_view(
            "You are asked by your team’s clock. “my zone New York” names another one, where you live elsewhere."
        )
    told = ", as your profile here says" if own.told else ""
    return plain_view(
        f"You are asked by the clock of {own.zone}{told}: at your team’s hour in your own day, and not at night. A round closes "
        "for everybody at once. “my zone team” goes back to your team’s clock.",
        buttons=(
            Button("My zone team", "order", "my zone team"),
            Button("My quiet hours", "order", "my quiet hours"),
        ),
    )


@words_message(told.OwnQuietHours)
def own_quiet_hours(own: told.OwnQuietHours, texts: Texts) -> View:
    if not own.begin:
        return plain_view(
            "You have no quiet hours of your own: you are asked at your team’s hour, and not from 20:00 to 8:00 if another clock "
            "than your team’s is yours. “my quiet hours 18:00 to 9:00” sets your own."
        )
    return plain_view(
        f"I do not ask you between {own.begin} and {own.end} by your clock: questions and the reminder wait until then, as long as "
        "at least six hours are left to answer. A round closes for everybody at once.",
        buttons=(Button("My quiet hours usual", "order", "my quiet hours usual"),),
    )


@words_message(told.QuietHoursUnclear)
def quiet_hours_unclear(refused: told.QuietHoursUnclear, texts: Texts) -> View:
    return plain_view(
        "I did not find two times of day in that. Say, for example, “my quiet hours 20:00 to 8:00”. Nothing was changed."
    )


@words_message(said.ForgetAsked)
def forget_asked(asked: said.ForgetAsked, texts: Texts) -> View:
    return plain_view(
        "Destroy all words that you ever gave me? The key to them is destroyed at once: nobody can read them any more, here or in "
        f"a copy of my database, and I cannot bring them back. {copies_of_keys(asked.key_copies_days)} Summaries that are "
        "published stay; what a draft quotes of you leaves it at your team’s next closing time, about a day later at most. "
        "You leave your teams’ lists at once, and nobody is told; who compares may guess.",
        "You are the only admin. Afterwards nobody can change anything here until the operator prints a code for a new one, with "
        "“folkmoot claim-code”. “admin add” names another one first."
        if asked.last_admin
        else "",
        summary="Destroy your words?",
        buttons=(Button("Destroy my words", "forget.yes", "", "danger"), Button("Keep everything", "forget.no")),
    )


@words_message(said.Forgotten)
def person_forgotten(done: said.Forgotten, texts: Texts) -> View:
    mark = (
        "One mark is left, in which nobody can read who you are: with it I pass you over when I look who is in a channel. It goes "
        "when somebody adds you to a team."
    )
    return plain_view(
        f"Done. The key to your words is destroyed, and nobody can read them any more. {copies_of_keys(done.key_copies_days)} "
        "Goodbye, and thank you for having taken part.",
        mark if done.kept_off else "",
    )
