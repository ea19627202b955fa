"""Words about windows: how long rounds can be answered, checked and decided."""

from __future__ import annotations

from bot.domain.outcomes import windows as told
from bot.views.messages.wording import Texts, count_of, join_and, plain_view, words_message
from bot.views.view import Items, Text, View

SUMMARY = "How long rounds take."
_HOW = "“windows set Crisis line: answer 5 days” changes it for one team, without a name for all."
_KEEPS = "A round that is running keeps the times that its people were told."


def _days_of(line: told.WindowsLine) -> str:
    answering = count_of(line.answer_days, "working day")
    then = f"{line.check_days} to check the draft and {line.decide_days} to decide challenges"
    return f"{answering} to answer, {then}, each until {line.close_at}"


@words_message(told.WindowsShown)
def windows_shown(shown: told.WindowsShown, texts: Texts) -> View:
    words = f"All teams have {_days_of(shown.organisation)}."
    if not shown.teams:
        return plain_view(words, _HOW, summary=SUMMARY)
    rows = Items(tuple(f"{line.team}: {_days_of(line)}" for line in shown.teams))
    return View((Text(words), Text("But these have windows of their own:"), rows, Text(_HOW)), SUMMARY)


@words_message(told.WindowsSet)
def windows_set(done: told.WindowsSet, texts: Texts) -> View:
    days = _days_of(done.line)
    if done.same:
        return plain_view(f"{done.line.team or 'Every team'} has that already: {days}.", summary=SUMMARY)
    whose = done.line.team or f"every {'other ' if done.others else ''}team"
    as_all = " That is what all teams have." if done.line.team and not done.line.own else ""
    keeps = "keeps windows of its own" if len(done.others) == 1 else "keep windows of their own"
    return plain_view(
        f"From the next round on {whose} has {days}.{as_all}",
        f"{join_and(done.others)} {keeps}." if done.others else "",
        _KEEPS if done.running else "",
        summary=SUMMARY,
    )


@words_message(told.WindowsTold)
def windows_told(done: told.WindowsTold, texts: Texts) -> View:
    return plain_view(f"From its next round on this team has {_days_of(done.line)}.", summary="A change for your team.")
