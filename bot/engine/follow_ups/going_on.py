"""Lists that go on by a page: the next one, or one by its number, of the list that somebody was shown last."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.errors import Refusal
from bot.domain.follow_up_commands import ShowFollowUps, ShowHistory, ShowMore, ShowTrend
from bot.domain.outcomes.base import Outcome
from bot.domain.outcomes.drafts import MaybeAnAnswer, MaybeARequest
from bot.domain.outcomes.follow_ups import FollowUpsShown
from bot.domain.outcomes.history import HistoryShown, PageMissing, PageUnclear, TrendShown
from bot.engine.context import EventContext
from bot.engine.follow_ups import listing
from bot.engine.lasting_points import history, trend
from bot.engine.lasting_points.looking_back import ShownList, command_meant, is_whole

ONE_REPLY = timedelta(milliseconds=1)
"""Time within which the messages of one reply are written."""
_NAMES: dict[type[ShownList], str] = {HistoryShown: "history", TrendShown: "trend", FollowUpsShown: "promises"}


def show_list(context: EventContext, command: ShowFollowUps | ShowHistory | ShowTrend) -> None:
    """Show a list, or where its page is the next one, what follows what was shown of it last."""
    match command_meant(context, command):
        case ShowMore() as more:
            show_more(context, more)
        case ShowFollowUps() as meant:
            listing.show_follow_ups(context, meant)
        case ShowHistory() as meant:
            history.show_history(context, meant)
        case ShowTrend() as meant:
            trend.show_trend(context, meant)


def show_more(context: EventContext, command: ShowMore) -> None:
    """Go on with the list that the acting person was shown last, or with the lists where it was several teams’."""
    shown = _shown_last(context, command)
    if not shown:
        raise Refusal(PageUnclear(of=command.of))
    of = _NAMES[type(shown[0])]
    if command.page:
        _show_page(context, shown, of, command.page)
        return
    goes_on = [each for each in shown if each.next]
    for each in goes_on:
        _show_from(context, each)
    if not goes_on:
        context.reply_directly(PageMissing(of=of))


def _show_page(context: EventContext, shown: list[ShownList], of: str, page: int) -> None:
    team = shown[0].name if len(shown) == 1 else ""
    match of:
        case "history":
            history.show_history(context, ShowHistory(team=team, page=page))
        case "trend":
            trend.show_trend(context, ShowTrend(team=team, page=page))
        case _:
            listing.show_follow_ups(context, ShowFollowUps(team=team, page=page))


def _show_from(context: EventContext, shown: ShownList) -> None:
    match shown:
        case HistoryShown():
            history.show_more(context, shown.next)
        case TrendShown():
            trend.show_more(context, shown.next)
        case FollowUpsShown():
            listing.show_more(context, shown.next)


def _shown_last(context: EventContext, command: ShowMore) -> list[ShownList]:
    """Return the newest list in the acting person's own chat, or those of one reply; of the kind and team that are named."""
    rows = sorted(context.uow.outbox.where(to=context.person), key=lambda row: row.created_at)
    team = context.organisation().name if is_whole(context, command.team) else command.team
    lists = [
        (at, shown)
        for at, shown in ((row.created_at, _list_in(row.outcome)) for row in rows)
        if shown and command.of in ("", _NAMES[type(shown)]) and team.casefold() in ("", shown.name.casefold())
    ]
    newest = max((at for at, _ in lists), default=context.now)
    return list({shown.name: shown for at, shown in lists if newest - at < ONE_REPLY}.values())


def _list_in(outcome: Outcome) -> ShownList | None:
    plain = outcome.said if isinstance(outcome, MaybeAnAnswer | MaybeARequest) else outcome
    return plain if isinstance(plain, HistoryShown | TrendShown | FollowUpsShown) else None
