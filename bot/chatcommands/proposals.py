"""Commands with which people propose questions, and see what waits."""

from __future__ import annotations

import re

from bot.chatcommands.registry import ChatCommand, Role, Wrong, without_arguments
from bot.chatcommands.words import strip_quotes
from bot.domain.commands import Command
from bot.domain.proposal_commands import ProposeQuestion, ShowProposals
from bot.domain.questions import LONGEST_QUESTION

_PROPOSED = re.compile(r"\s*(?:(?:a|this|the|one|new)\s+)*question\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)


def _read_proposed(rest: str) -> Command | Wrong:
    found = _PROPOSED.fullmatch(rest)
    text = strip_quotes(" ".join(found[1].split())) if found else ""
    if not text:
        return Wrong("Say “propose a question:” and the question behind it.")
    if len(text) > LONGEST_QUESTION:
        return Wrong(f"A question may have {LONGEST_QUESTION} characters at most: short ones are answered more often.")
    return ProposeQuestion(text=text)


COMMANDS = (
    ChatCommand(
        ("propose",),
        "propose a question: TEXT",
        "proposes a question for your team; the others see it without your name, and weigh whether to ask it",
        Role.MEMBER,
        ("propose a question: What would make nights easier?",),
        _read_proposed,
    ),
    ChatCommand(
        ("proposals",),
        "proposals",
        "shows you the questions that you propose, and those that wait for your decision",
        Role.MEMBER,
        ("proposals",),
        without_arguments(ShowProposals),
    ),
)
