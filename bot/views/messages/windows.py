"""Words about windows: how long rounds can be answered, checked and decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from bot.domain.outcomes import windows as told
from bot.views.messages import times
from bot.views.messages.wording import Texts, count_of, join_and, join_or, plain_view, words_message
from bot.views.view import Block, Items, Text, View

SUMMARY = "How long rounds take."
_HOW = "“windows set Crisis line: answer 5 days” changes it for one team, without a name for all."
_SHORTENED = "The check of these teams’ next round is shortened, so that it ends before the date after:"
_SHORTER = "The check of the next one is shortened, so that it ends before the date after:"
_KEEPS = "A round that is running keeps the times that its people were told."


def _days_of(line: told.WindowsLine) -> str:
    answering = count_of(line.answer_days, "working day")
    then = f"{line.check_days} to check the draft and {line.decide_days} to decide challenges"
    return f"{answering} to answer, {then}, each until {line.close_at}"


def _answer_and_check(line: told.WindowsLine) -> str:
    return f"{count_of(line.answer_days, 'working day')} to answer, {line.check_days} to check the draft"


def overlap_sentence(overlaps: Sequence[told.RoundsOverlap]) -> str:
    """Say which rounds would run into each other, of the first of these teams, and name the others; empty for none."""
    if not overlaps:
        return ""
    first = overlaps[0]
    others = [one.team for one in overlaps[1:] if one.if_challenged == first.if_challenged]
    challenged = [one.team for one in overlaps[1:] if one.if_challenged != first.if_challenged]
    said = [_first_overlap(first)]
    if others and first.if_challenged:
        said.append(f"The same goes for {join_and(others)}.")
    elif others:
        said.append(f"Dates of {join_and(others)} are left out in the same way.")
    if challenged:
        said.append(f"If a draft of {join_or(challenged)} is challenged, dates of theirs are left out too.")
    return " ".join([*said, *(_offers(first, first.fit) if first.fit else ())])


def _offers(one: told.RoundsOverlap, fit: told.ThatFits) -> Iterator[str]:
    """Say which commands would leave no date out, as they are to be sent. For what days off alone cost there is none."""
    if_challenged = not fit.costs
    if if_challenged and not (one.if_challenged or one.may_cost_more):
        return
    windows, rarer = _windows_command(fit), f"“schedule set {one.team}: {fit.rhythm}”" if fit.rhythm else ""
    but, rarer_but = _except(fit.days_off, fit.may_cost), _except(fit.rhythm_days_off, fit.rhythm_may_cost)
    room = "leave room for a challenge" if if_challenged else "leave none out"
    room += " from the next round on" if fit.later else ""
    if windows and fit.by_admin:
        both = bool(rarer) and not if_challenged
        same = both and but == rarer_but
        yield f"{windows} would {room}{f', and so would asking less often, {rarer}' if same else ''}{but}."
        if both and not same:
            yield f"So would asking less often: {rarer}{rarer_but}."
        return
    if windows:
        yield f"An admin could send {windows} to {room}{but}."
    elif not if_challenged:
        yield "No windows are short enough for that."
    if rarer:
        yield f"{rarer} would {room}{rarer_but}."


def _windows_command(fit: told.ThatFits) -> str:
    """Return the commands that set these windows, one for each team that is asked together; empty where none are offered."""
    days = {"answer": fit.answer_days, "check": fit.check_days, "decide": fit.decide_days}
    parts = [f"{name} {count_of(number, 'day')}" for name, number in days.items() if number]
    parts += [f"close {fit.close_at}"] if fit.close_at else []
    return join_and([f"“windows set {team}: {', '.join(parts)}”" for team in fit.teams]) if parts else ""


def _except(days_off: bool, challenged: bool) -> str:
    """Say what can cost a date all the same."""
    causes = [*(["around days off"] if days_off else []), *(["where a draft is challenged"] if challenged else [])]
    return f", except {join_and(causes)}" if causes else ""


def _first_overlap(one: told.RoundsOverlap) -> str:
    begins = times.weekday_date(one.begins.astimezone(ZoneInfo(one.zone)).date())
    ends, following = times.day_and_time(one.ends, one.zone), times.day_and_time(one.following, one.zone)
    if one.if_challenged:
        said = f"If its draft is challenged, the round of {one.team} on {begins} runs until {ends}, and the one due"
        return f"{said} on {following} is left out."
    said = f"The round of {one.team} on {begins} runs until {ends}, so that the one due on {following} is left out."
    challenged = " Where a draft is challenged, the date after it can be left out too." if one.may_cost_more else ""
    return f"{said}{_more_left_out(one)}{challenged}"


def _more_left_out(one: told.RoundsOverlap) -> str:
    """Name the further dates of a year that are left out where they are few, and count them where they are many."""
    if not one.then:
        return ""
    days = [times.weekday_date(date.astimezone(ZoneInfo(one.zone)).date()) for date in one.then]
    if one.more > len(days):
        return f" Within a year {one.more} more are left out, next the one on {days[0]}."
    return f" Within a year {'so are those' if one.more > 1 else 'so is the one'} on {join_and(days)}."


def _shortened(lines: Sequence[told.WindowsLine]) -> tuple[Block, ...]:
    """Say whose next round is shorter than was set, and how long it is; nothing for none."""
    if not lines:
        return ()
    rows = (f"{line.team}: {_answer_and_check(line)}" for line in lines)
    return (Text(_SHORTENED), Items(tuple(rows)))


@words_message(told.WindowsShown)
def windows_shown(shown: told.WindowsShown, texts: Texts) -> View:
    words = Text(f"All teams have {_days_of(shown.organisation)}.")
    rows = Items(tuple(f"{line.team}: {_days_of(line)}" for line in shown.teams))
    own = (Text("But these have windows of their own:"), rows) if shown.teams else ()
    return View((words, *own, *_shortened(shown.shortened), Text(_HOW)), SUMMARY)


@words_message(told.DatesLeftOut)
def dates_left_out(done: told.DatesLeftOut, texts: Texts) -> View:
    return plain_view(overlap_sentence(done.overlaps), summary=SUMMARY)


@words_message(told.WindowsSet)
def windows_set(done: told.WindowsSet, texts: Texts) -> View:
    days = _days_of(done.line)
    if done.same:
        return plain_view(f"{done.line.team or 'Every team'} has that already: {days}.", summary=SUMMARY)
    whose = done.line.team or f"every {'other ' if done.others else ''}team"
    as_all = " That is what all teams have." if done.line.team and not done.line.own else ""
    keeps = "keeps windows of its own" if len(done.others) == 1 else "keep windows of their own"
    said = f"From the next round on {whose} has {days}.{as_all}"
    others = f"{join_and(done.others)} {keeps}." if done.others else ""
    after = (overlap_sentence(done.overlaps), _KEEPS if done.running else "")
    if not done.shortened:
        return plain_view(said, others, *after, summary=SUMMARY)
    before, then = (tuple(Text(each) for each in texts if each) for texts in ((said, others), after))
    return View((*before, *_shortened(done.shortened), *then), SUMMARY)


@words_message(told.WindowsTold)
def windows_told(done: told.WindowsTold, texts: Texts) -> View:
    said = f"From its next round on this team has {_days_of(done.line)}."
    shorter = f"{_SHORTER} {_answer_and_check(done.shortened)}." if done.shortened else ""
    return plain_view(said, shorter, summary="A change for your team.")
