"""Words about days that somebody named."""

from __future__ import annotations

from bot.domain.outcomes import dates as said
from bot.views.messages import times
from bot.views.messages.wording import Texts, curly_quotes, join_or, plain_view, words_message
from bot.views.view import Button, View


@words_message(said.DaysAsked)
def days_asked(asked: said.DaysAsked, texts: Texts) -> View:
    buttons = tuple(Button(_choice_label(choice, asked), asked.action, choice.token) for choice in asked.choices)
    neither = "If it is none of these" if len(buttons) > 1 else "If not"
    return plain_view(f"{asked.what} {neither}, say it again with its date.", buttons=buttons)


def _choice_label(choice: said.DaysChoice, asked: said.DaysAsked) -> str:
    words = times.days_in_words(choice.days, asked.today)
    return words[:1].upper() + words[1:]


@words_message(said.DaysNotUnderstood)
def days_not_understood(wrong: said.DaysNotUnderstood, texts: Texts) -> View:
    examples = join_or([f"“{example}”" for example in wrong.examples])
    return plain_view(curly_quotes(wrong.what), f"You could say: {examples}. Nothing was changed.")
