"""Words about when teams are asked."""

from __future__ import annotations

from bot.domain.outcomes import commands
from bot.domain.outcomes import schedules as said
from bot.views.messages import times
from bot.views.messages.windows import overlap_sentence
from bot.views.messages.wording import Texts, curly_quotes, first_text, join_and, join_or, plain_view, words_message
from bot.views.view import Block, Heading, Items, Note, Text, View


def _send_time(send: said.Send, zone: str) -> str:
    return times.day_and_time(send.at, zone) + (
        " (after the clock change, same local time)" if send.clock_change else ""
    )


@words_message(said.ScheduleSet)
def schedule_set(shown: said.ScheduleSet, texts: Texts) -> View:
    zone = "" if shown.zone in shown.words else f", {shown.zone} time"
    opening = f"{shown.team} is {'now ' if shown.changed else ''}asked {shown.words}{zone}."
    blocks: list[Block] = [Text(f"{opening} {times.earlier_change(shown.earlier)}".strip())]
    if shown.pause:
        blocks.append(Text(f"It is paused {times.days_in_words(shown.pause, shown.today)}".strip() + "."))
    if shown.sends:
        blocks += [Text("The next times:"), Items(tuple(_send_time(send, shown.zone) for send in shown.sends))]
    if shown.passed_over:
        over = tuple(f"{times.weekday_date(on)}: {why}" for on, why in shown.passed_over)
        blocks += [Heading("Passed over"), Items(over)]
    if shown.overlap:
        blocks.append(Text(overlap_sentence([shown.overlap])))
    if shown.asked_with:
        blocks.append(
            Note(
                f"Too small to be asked alone, it is asked together with {join_and(shown.asked_with)}, at their times."
            )
        )
    return View(tuple(blocks), "The schedule.")


@words_message(said.ScheduleNotUnderstood)
def schedule_not_understood(wrong: said.ScheduleNotUnderstood, texts: Texts) -> View:
    what, about, suggestion = (text or "" for text in (*texts, None, None, None)[:3])
    what = curly_quotes(what or "I cannot read that.")
    where = f" That is at “{about}”." if about and about not in what else ""
    nearest = f"You could say: “{suggestion.rstrip('.')}”." if suggestion else ""
    examples = join_and([f"“{example}”" for example in wrong.examples])
    others = "Other examples" if nearest else "For example"
    return plain_view(f"{what}{where}", f"{nearest} {others}: {examples}. Nothing was changed.".strip())


@words_message(said.ScheduleMissing)
def schedule_missing(missing: said.ScheduleMissing, texts: Texts) -> View:
    return plain_view(
        f"{missing.team} has no schedule yet. Set one in plain words: “schedule set {missing.team}: every other Tuesday at 10:00”."
    )


@words_message(said.SchedulePaused)
def schedule_paused(done: said.SchedulePaused, texts: Texts) -> View:
    if done.pause is None:
        return plain_view(f"{done.team} is asked again, by its schedule.")
    days = times.days_in_words(done.pause, done.today)
    if done.pause.until is None:
        days = f"{days}, until you say “schedule resume”".removeprefix(", ")
        return plain_view(f"{done.team} is not asked {days}. A round that is running goes on.")
    again = f"from {times.day_afterwards(done.pause, done.today)} on it is asked by its schedule again"
    return plain_view(f"{done.team} is not asked {days}; {again}. A round that is running goes on.")


@words_message(commands.ZoneUnknown)
def zone_unknown(unknown: commands.ZoneUnknown, texts: Texts) -> View:
    near = f" Did you mean {join_or(unknown.nearest)}?" if unknown.nearest else " For example: Europe/London."
    return plain_view(f"I know no time zone “{first_text(texts)}”.{near} Nothing was changed.")


@words_message(commands.OrganisationShown)
def organisation_shown(shown: commands.OrganisationShown, texts: Texts) -> View:
    place = f"{shown.country} {shown.region}".strip() or "none chosen"
    return plain_view(
        f"{shown.name}: time zone {shown.zone}, holidays of {place}. A round is open for {shown.window_days} working days, "
        f"its draft can be checked for {shown.check_days}. At least {shown.k} people behind anything shown.",
        times.earlier_change(shown.earlier),
    )
