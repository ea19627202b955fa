"""A person's own page, and the forms that guide through a set-up."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bot.domain.outcomes import home as said
from bot.domain.releases import POINT_FLOOR
from bot.views.messages import times
from bot.views.messages.answering import nobody_sees
from bot.views.messages.commands import STOP
from bot.views.messages.digests import digest_blocks
from bot.views.messages.permission import default_button, offers_in_words
from bot.views.messages.weighing import weigh_buttons, what_can_be_said
from bot.views.messages.wording import Texts, count_in_words, numbered_list, words_form, words_message
from bot.views.view import (
    Block,
    Button,
    Buttons,
    Divider,
    Form,
    FormField,
    Heading,
    Items,
    Note,
    Option,
    Quote,
    Text,
    View,
)

_BECAME = {
    "closed": "the answers are being looked through",
    "draft": "the draft is in your team’s channel, to be checked",
    "final": "the summary is in your team’s channel",
    "held": "too few answered to show anything; what was said waits",
}


@words_message(said.HomeShown)
def app_home(page: said.HomeShown, texts: Texts) -> View:
    own, digested = texts[: len(page.quoted)], texts[len(page.quoted) :]
    blocks = [
        *_weighing_blocks(page),
        *_decision_blocks(page),
        *_digest_of(page, digested),
        *_latest_round_blocks(page, own),
        *_earlier_round_blocks(page),
        *_promise_blocks(page),
        *_self_service_blocks(page),
        *_lead_blocks(page),
    ]
    return View(tuple(blocks), "Your own page. Nobody else sees it.")


def _weighing_blocks(page: said.HomeShown) -> Iterator[Block]:
    """The drafts that this person can weigh now: those of their teams, and the organisation's."""
    for row in page.rounds:
        if row.to_weigh and row.check_until:
            until = times.day_and_time(row.check_until, row.zone)
            yield Heading(f"{row.team}: is the draft what you meant?")
            yield from _weighed_so_far(row, until)
    for draft in page.drafts:
        yield Heading(f"The whole of {draft.name}: is the draft what you meant?")
        until = times.day_and_time(draft.until, draft.zone)
        yield from _weighed_so_far(draft, until)


def _weighed_so_far(draft: said.HomeRound | said.HomeDraft, until: str) -> Iterator[Block]:
    if draft.told:
        so_far = (
            f"You have weighed {draft.weighed} of {draft.to_weigh}" if draft.weighed else "You have weighed nothing yet"
        )
        yield Text(
            f"{so_far}. There is time until {until}, and you can change it until then. Nobody sees how you weigh."
        )
    else:
        yield Text(f"Until {until} you can say {what_can_be_said(draft.to_weigh)}. Nobody sees who said it.")
    yield weigh_buttons(draft.round, draft.to_weigh, draft.told)
    yield Divider()


def _decision_blocks(page: said.HomeShown) -> Iterator[Block]:
    """Return the drafts whose challenges wait for this person."""
    for row in page.decisions:
        yield Heading(f"{row.name}: challenges wait for you")
        yield Text(f"Please decide them until {times.day_and_time(row.until, row.zone)}.")
        yield Buttons((Button("Show the challenges", "order", "challenges", "primary"),))
        yield Divider()


def _digest_of(page: said.HomeShown, texts: Texts) -> Iterator[Block]:
    """The last digest as it was sent, without the whole organisation."""
    if page.digest:
        yield Heading(f"Your digest: {page.digest.name}")
        yield from digest_blocks(page.digest, texts)
        yield Divider()


def _latest_round_blocks(page: said.HomeShown, texts: Texts) -> list[Block]:
    """The latest round, with one's own words."""
    if not page.rounds:
        return [Heading("Your questions"), Text("You have not been asked yet. Your team’s schedule decides when.")]
    row = page.rounds[0]
    words: list[Block] = []
    for number, text in zip(page.quoted, texts, strict=True):
        draft = "" if number in row.answered else " (a draft, not sent yet)"
        words += [Text(f"{number}. {page.questions[number - 1]}{draft}"), Quote(text or "")]
    if row.answered:
        words.append(Text(_permission_state(row)))
    return [Heading(f"{row.team}: your questions"), Text(_answered_state(row)), *words, Buttons(_round_buttons(row))]


def _permission_state(row: said.HomeRound) -> str:
    if not row.allowed:
        return "You have not allowed your words to be shown: they stay with me."
    allowed = numbered_list(row.allowed)
    return f"You let others read your words for {allowed}, unnamed, if at least {POINT_FLOOR} people show theirs."


def _answered_state(row: said.HomeRound) -> str:
    until = times.day_and_time(row.until, row.zone)
    given = f"You have answered {numbered_list(row.answered)}." if row.answered else "You have not answered."
    if row.state == "open":
        return f"{given} There is time until {until}."
    return f"{given} This round closed on {until}: {_BECAME[row.state]}."


def _round_buttons(row: said.HomeRound) -> tuple[Button, ...]:
    if not row.answered:
        label = "Go on with my draft" if row.drafted else "Answer privately"
        return (Button(label, "answer", row.round, "primary"),)
    return (
        Button("Change my answers", "answer", row.round),
        Button("Withdraw", "withdraw", row.round),
        Button("May my words be shown?", "words", row.round),
    )


def _earlier_round_blocks(page: said.HomeShown) -> list[Block]:
    earlier = page.rounds[1:]
    if not earlier:
        return []
    rows = tuple(f"{_opening_day(row)}, {row.team}: {_earlier_state(row)}" for row in earlier)
    return [Divider(), Heading("What became of earlier rounds"), Items(rows)]


def _opening_day(row: said.HomeRound) -> str:
    return times.weekday_date(row.opened_at.astimezone(ZoneInfo(row.zone)).date())


def _earlier_state(row: said.HomeRound) -> str:
    return "still open" if row.state == "open" else _BECAME[row.state]


def _promise_blocks(page: said.HomeShown) -> list[Block]:
    return [
        Divider(),
        Heading("Who sees what"),
        Text(
            f"{nobody_sees(page.language_model)} A point needs at least {page.k} people who answered, and "
            f"{count_in_words(POINT_FLOOR)} who made it."
        ),
        Buttons((Button("The whole promise", "order", "privacy"),)),
    ]


def _self_service_blocks(page: said.HomeShown) -> list[Block]:
    writing = Button("Write to me again", "order", "start") if page.stopped else STOP
    return [
        Divider(),
        Heading("Your own matters"),
        Text(offers_in_words(page.offers)),
        Buttons(
            (
                Button("My data", "order", "my data"),
                writing,
                Button("Help", "order", "help"),
                default_button(page.offers),
            )
        ),
        Note("“Stop” means that I do not write to you any more. Nobody is told."),
    ]


def _lead_blocks(page: said.HomeShown) -> list[Block]:
    """Return what leads and admins have on top."""
    if not (page.teams or page.admin):
        return []
    shown = f"Teams: {', '.join(page.teams)}." if page.teams else "There is no team yet."
    orders = [Button("Status", "order", "status"), Button("Teams", "order", "team list")]
    guides = [Button("Add people", "setup", "people")] if page.teams else []
    if page.admin:
        guides = [Button("Set up step by step", "order", "setup"), Button("Add a team", "setup", "team"), *guides]
    if page.admin and page.teams:
        guides += [Button("Name a lead", "setup", "lead"), Button("Set when", "setup", "schedule")]
    heading = "For admins" if page.admin else "For leads"
    return [Divider(), Heading(heading), Text(shown), Buttons((*orders, *guides))]


_TITLES = {"team": "Add a team", "people": "Add people", "lead": "Name a lead", "schedule": "Set when to ask"}


@words_form(said.SetUpForm)
def set_up_form(form: said.SetUpForm, texts: Texts) -> Form:
    return Form(name="setup", token=form.step, title=_TITLES[form.step], fields=_set_up_fields(form), submit="Save")


def _set_up_fields(form: said.SetUpForm) -> tuple[FormField, ...]:
    if form.step == "team":
        return (
            FormField("name", "What is the team called?", required=True, limit=80),
            FormField("parent", "Which department does it belong to?", hint="May stay empty.", limit=80),
            FormField(
                "channel",
                "Which channel is its home?",
                hint="I have to be in it. Where I can see who is there, they are on the team’s list.",
                kind="channel",
            ),
        )
    options = tuple(Option(name, name) for name in form.teams)
    team = FormField("team", "Which team?", value=form.teams[0] if form.teams else "", options=options, required=True)
    if form.step == "schedule":
        hint = "In plain words, such as: every other Tuesday at 10:00"
        return (team, FormField("words", "When shall I ask?", hint=hint, required=True, limit=200))
    return (team, FormField("people", "Who?", hint="Mention one or several.", required=True, limit=2000, kind="people"))
