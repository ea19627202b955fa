"""Words for commands in general: help, and what was not understood."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain.outcomes import commands as said
from bot.views.messages import times
from bot.views.messages.wording import Texts, first_text, join_or, plain_view, question_count, words_message
from bot.views.view import Block, Button, Buttons, Heading, Items, Note, Text, View

STOP = Button("Stop", "order", "stop", "danger", asks="I would not write to you any more, and you would not be asked.")


@words_message(said.HelpShown)
def help_shown(shown: said.HelpShown, texts: Texts) -> View:
    if shown.one:
        blocks = tuple(block for one in shown.commands for block in _one_command(one))
        return View((*blocks, *_order_buttons(shown.commands)), "Help.")
    if shown.topics:
        topics = Items(tuple(f"{topic.usage} – {topic.does}" for topic in shown.commands))
        how = Note("Say “help” and one of these, such as “help leave”. “help all” shows everything.")
        buttons = _order_buttons(shown.commands)
        return View((Text(f"What you can say to me as {shown.role}:"), topics, how, *buttons), "Help.")
    everything: list[Block] = [Text(f"What you can say to me as {shown.role}:")]
    everything.append(Items(tuple(f"{command.usage} – {command.does}" for command in shown.commands)))
    everything.append(Note("Say “help” and a command for examples, such as “help schedule set”."))
    return View(tuple(everything), "Help.")


def _order_buttons(commands: Iterable[said.CommandHelp]) -> tuple[Block, ...]:
    buttons = tuple(
        STOP if one.order == "stop" else Button(one.order[:1].upper() + one.order[1:], "order", one.order)
        for one in commands
        if one.order
    )
    return (Buttons(buttons),) if buttons else ()


def _one_command(one: said.CommandHelp) -> tuple[Block, ...]:
    return Heading(one.usage), Text(one.does), Text("For example:"), Items(_as_people_see_them(one.examples))


def _as_people_see_them(examples: Iterable[str]) -> tuple[str, ...]:
    """Examples with the names that people see in a mention, and never its id."""
    return tuple(
        re.sub(r"<@([^<>|]+)>|<!subteam\^[^<>|]+\|(@[^<>]+)>", _shown_mention, example) for example in examples
    )


def _shown_mention(found: re.Match[str]) -> str:
    return found[2] or f"@{found[1]}"


@words_message(said.CommandNotUnderstood)
def not_understood(unknown: said.CommandNotUnderstood, texts: Texts) -> View:
    if not unknown.nearest:
        return plain_view("I do not know that command. Say “help” for all that I know.")
    near = join_or([f"“{name}”" for name in unknown.nearest])
    return plain_view(
        f"I do not know that one. Did you mean {near}? Say “help” for all that I know.",
        buttons=tuple(Button(_button_label(order), "order", order) for order in unknown.orders),
    )


def _button_label(order: str) -> str:
    return f"How to say “{order.removeprefix('help ')}”" if order.startswith("help ") else order.capitalize()


@words_message(said.WronglyWritten)
def wrongly_written(wrong: said.WronglyWritten, texts: Texts) -> View:
    examples = _as_people_see_them(wrong.examples)
    what = Text(f"{first_text(texts)} It is written: {wrong.usage}".strip())
    if len(examples) == 1:
        return plain_view(what.text, f"For example: {examples[0]}")
    return View((what, Text("For example:"), Items(examples)), "How it is written.")


@words_message(said.NotForYou)
def not_for_you(refused: said.NotForYou, texts: Texts) -> View:
    return plain_view(
        f"That is for {refused.who} only, or there is no such thing. Nothing was changed. Say “help” for what you can do."
    )


@words_message(said.Unknown)
def noun_unknown(missing: said.Unknown, texts: Texts) -> View:
    if not first_text(texts):
        names = join_or([f"“{name}”" for name in missing.nearest]) if missing.nearest else ""
        return plain_view(f"Say which {missing.noun}: {names}." if names else f"You have no {missing.noun} yet.")
    near = f" Did you mean {join_or([f'“{name}”' for name in missing.nearest])}?" if missing.nearest else ""
    return plain_view(f"I know no {missing.noun} “{first_text(texts)}” that is yours.{near}")


@words_message(said.WhoAnsweredRefused)
def who_answered_refused(refused: said.WhoAnsweredRefused, texts: Texts) -> View:
    return plain_view(
        "I cannot tell you who has or has not answered, and no setting changes that: people answer honestly because nobody "
        "is watching. What happens by itself: everyone who was asked gets the same single reminder before the close."
    )


@words_message(said.Claimed)
def admin_claimed(done: said.Claimed, texts: Texts) -> View:
    if done.by:
        return plain_view(f"{done.by} has made you an admin of Folkmoot. Say “help” for all that you can say now.")
    return plain_view(
        "You are Folkmoot’s first admin. Next, make a team in its channel: “team add Crisis line”. Then “member add”, "
        "“lead set”, “schedule set”. Nothing is sent to anybody until a schedule runs or you say “run now”.",
        "Or I ask you step by step. Say “help” for everything.",
        buttons=(Button("Set up step by step", "order", "setup", "primary"),),
    )


@words_message(said.ClaimRefused)
def claim_refused(refused: said.ClaimRefused, texts: Texts) -> View:
    return plain_view(
        "That code is wrong, was used, or is older than an hour. The operator can print a new one with “folkmoot claim-code”."
    )


@words_message(said.AdminAdded)
def admin_added(done: said.AdminAdded, texts: Texts) -> View:
    return plain_view(f"{done.name} is an admin now and has been told.")


@words_message(said.WentWrong)
def went_wrong(fault: said.WentWrong, texts: Texts) -> View:
    return plain_view(
        f"Something went wrong on my side, and I have not done that. What was saved before is safe. Please try again; if it "
        f"happens again, give your operator this code: {fault.code}."
    )


@words_message(said.Welcome)
def stranger_welcomed(hello: said.Welcome, texts: Texts) -> View:
    opening = (
        f"Hello, I am Folkmoot. I ask teams {question_count(hello.question_count)} in their own rhythm and bring back what several "
        "people said, never who said it."
    )
    if not hello.claimed:
        return plain_view(
            opening,
            "I have no admin yet. If you are setting me up, say “claim” and the code that my operator gave you.",
        )
    if hello.channel:
        return plain_view(
            opening, "To make this channel a team’s home, an admin says “team add” and the team’s name here."
        )
    return plain_view(opening, "You are not in a team yet. Ask your team’s lead or an admin to add you.")


@words_message(said.AuditShown)
def audit_shown(shown: said.AuditShown, texts: Texts) -> View:
    rows = tuple(
        f"{times.day_and_time(at, shown.zone)}: {who} – {action}{f' ({subject})' if subject else ''}"
        for at, who, action, subject in shown.lines
    )
    return View((Text("What admins changed, newest first:"), Items(rows or ("nothing yet",))), "The audit trail.")
