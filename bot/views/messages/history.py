"""Words for what was said over time: the history of summaries, and how points moved from one to the next, as posted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.lasting_points import EARLIER
from bot.domain.model.sharing import Point
from bot.domain.model.weighing import WeighedLabel
from bot.domain.outcomes import history as said
from bot.views.messages import times
from bot.views.messages.charts import STEPS
from bot.views.messages.follow_ups import last_page_note, what_became
from bot.views.messages.summaries import band_words, earlier_line
from bot.views.messages.weighing import GONE, shortened_words
from bot.views.messages.wording import Texts, count_of, join_and, plain_view, words_message
from bot.views.view import Block, Button, Buttons, Divider, Heading, Items, Note, Text, View

_WEIGHED: dict[WeighedLabel | None, str] = {
    WeighedLabel.WIDELY_SHARED: "widely shared",
    WeighedLabel.PEOPLE_DIFFER: "people differ",
    WeighedLabel.NOT_WIDELY_SHARED: "not widely shared",
    WeighedLabel.SHARED_IN_CHECK: "shared in the check",
    WeighedLabel.UNDER_CHALLENGE: "under challenge",
}
AS_POSTED = "All as it was posted then: nothing is counted anew. "
DAYS, DAYS_OF_WHOLE = "Each day is the last one for answers.", "Each day is that of its draft."


def _note(whole: bool) -> Note:
    return Note(f"{AS_POSTED}{DAYS_OF_WHOLE if whole else DAYS}")


def _how(point: Point) -> str:
    """Say the band and the label of a point as its final had them; empty where it had neither."""
    words = [band_words(point.band)] if point.band else []
    words += [_WEIGHED[point.weighed]] if point.weighed else []
    words += ["added after the check"] if point.added else []
    return ", ".join(words)


@words_message(said.HistoryShown)
def history_shown(shown: said.HistoryShown, texts: Texts) -> View:
    if not shown.finals:
        return plain_view(f"{shown.name} has no final summary yet.")
    words = iter(texts)
    blocks: list[Block] = [Heading(f"What {shown.name} said, the newest first"), *last_page_note(shown.last_page)]
    for place, final in enumerate(shown.finals):
        blocks += [*([Divider()] if place else []), Heading(_heading_of(final))]
        blocks += _final_blocks(final, words)
    if shown.more:
        blocks.append(Text(f"And {shown.more} before that."))
    if shown.next:
        blocks.append(Buttons((Button("Show more", "history.more", shown.next),)))
    return View((*blocks, _note(shown.whole)), "What was said over time.")


def _heading_of(final: said.HistoryFinal) -> str:
    return f"{times.full_day(final.day)}{': raised over time' if final.over_time else ''}"


def _final_blocks(final: said.HistoryFinal, words: Iterator[str | None]) -> Iterator[Block]:
    if final.points:
        yield Items(tuple(_point_line(each, words) for each in final.points))
    else:
        yield Text("No point came of it.")
    if final.weighed:
        yield Text("Earlier points, weighed again:")
        yield Items(tuple(earlier_line(each, None) for each in final.weighed))
    if final.decided:
        yield Text("Challenged since:")
        yield Items(tuple(_decided_line(*each) for each in final.decided))
    if final.gone:
        yield Text(f"Not raised again: {'; '.join(f'“{shortened_words(each)}”' for each in final.gone)}.")


def _point_line(told: said.HistoryPoint, words: Iterator[str | None]) -> str:
    label = told.point.label or next(words, None) or GONE
    how = _how(told.point)
    again = " (still there)" if told.still else " (again)" if told.again else ""
    became = f". {_with_capital(what_became(told.answer))}" if told.answer else ""
    return f"“{shortened_words(label)}”{again}{f' – {how}' if how else ''}{became}"


def _with_capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _decided_line(label: str, wording: str, reason: str) -> str:
    old = f"“{shortened_words(label or GONE)}”"
    return f"{old} now reads “{shortened_words(wording)}”." if wording else f"{old} was let go. {reason}"


@dataclass(frozen=True, slots=True)
class TrendChart:
    """Points over finals: each its label, and for each day its steps of four, None where it was not raised.

    `alt` says all that the chart shows; `elsewhere` stands in place of a label that cannot be drawn.
    """

    title: str
    days: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]
    elsewhere: str
    alt: str


def make_trend(shown: said.TrendShown, texts: Sequence[str | None]) -> TrendChart:
    """Return the chart of a trend. A point without a band, as one that people made in the check, is one step."""
    rows = _with_labels(shown.rows, texts)
    return TrendChart(
        title=f"{shown.name}: points over time",
        days=_short_days(shown.days),
        rows=tuple((row.label, tuple(_steps_of(point) for point in row.seen)) for row in rows),
        elsewhere="(see the words below)",
        alt="\n".join(_row_line(row, shown.days) for row in rows),
    )


def _steps_of(point: Point | None) -> int | None:
    """Return how many steps a point is drawn with; one that was only weighed again was not raised."""
    if point is None or point.key.startswith(EARLIER):
        return None
    return STEPS.get(point.band, 1)


def _short_days(days: Sequence[date]) -> tuple[str, ...]:
    """Return days as "6 Mar", with their years where these are not one."""
    years = {day.year for day in days}
    return tuple(f"{day.day} {day:%b}{f' {day.year}' if len(years) > 1 else ''}" for day in days)


def _with_labels(rows: Iterable[said.TrendRow], texts: Texts) -> list[said.TrendRow]:
    words = iter(texts)
    return [row if row.label else replace(row, label=next(words, None) or GONE) for row in rows]


@words_message(said.LookBackRefused)
def look_back_refused(refused: said.LookBackRefused, texts: Texts) -> View:
    return plain_view(
        "That goes on with a team that is not one of yours now, so I stop here. “history” and “promises” show what you can read."
    )


@words_message(said.PageMissing)
def page_missing(missing: said.PageMissing, texts: Texts) -> View:
    if not missing.page:
        return plain_view("That was all of it: there is no next page.")
    most = max(pages for _, pages in missing.lists)
    counts = join_and([f"{name} has {count_of(pages, 'page')}" for name, pages in missing.lists])
    longest = next(name for name, pages in missing.lists if pages == most)
    example = f"{missing.of} {longest} page {most}" if most > 1 else f"{missing.of} {longest}"
    return plain_view(f"No list has a page {missing.page}: {counts}. Say for example “{example}”.")


@words_message(said.PageUnclear)
def page_unclear(unclear: said.PageUnclear, texts: Texts) -> View:
    if unclear.of:
        return plain_view(
            f"Which page? Say its number: “{unclear.of} page 2”, or for one team “{unclear.of} TEAM page 2”."
        )
    return plain_view(
        "Which list? Say “history”, “trend” or “promises” first, then “next page”; or at once “history page 2”."
    )


@words_message(said.TrendShown)
def trend_shown(shown: said.TrendShown, texts: Texts) -> View:
    if not shown.rows:
        return plain_view(f"{shown.name} has no final summary with a point yet.")
    rows = _with_labels(shown.rows, texts)
    days = f"Of its last {len(shown.days)} summaries" if len(shown.days) > 1 else "Of its one summary so far"
    return View(
        (
            Heading(f"The points of {shown.name} over time"),
            *last_page_note(shown.last_page),
            Text(f"{days}, the other points:" if shown.before else f"{days}:"),
            Items(tuple(_row_line(row, shown.days) for row in rows)),
            *_more_of(shown),
            _note(shown.whole),
        ),
        "Points over time.",
    )


def _more_of(shown: said.TrendShown) -> Iterator[Block]:
    if shown.more:
        yield Text(f"And {count_of(shown.more, 'other point')}.")
    if shown.next:
        yield Buttons((Button("Show more", "trend.more", shown.next),))


def _row_line(row: said.TrendRow, days: Sequence[date]) -> str:
    seen = [f"{day} {_how(point) or 'raised'}" for day, point in zip(_short_days(days), row.seen, strict=True) if point]
    return f"“{shortened_words(row.label)}”: {'; '.join(seen)}"
