"""Words about when teams are asked."""

from __future__ import annotations

from bot.domain.outcomes import commands
from bot.domain.outcomes import schedules as said
from bot.views.messages import times
from bot.views.messages.wording import Texts, curly, either, first, listed, plain, says
from bot.views.view import Block, Heading, Items, Note, Text, View


def _send(send: said.Send, zone: str) -> str:
    return times.moment(send.at, zone) + (" (after the clock change, same local time)" if send.clock_change else "")


@says(said.ScheduleSet)
def schedule_set(shown: said.ScheduleSet, texts: Texts) -> View:
    zone = "" if shown.zone in shown.words else f", {shown.zone} time"
    opening = f"{shown.team} is {'now ' if shown.changed else ''}asked {shown.words}{zone}."
    blocks: list[Block] = [Text(f"{opening} {times.earlier(shown.earlier)}".strip())]
    if shown.pause:
        blocks.append(Text(f"It is paused {times.stretch(shown.pause, shown.today)}".strip() + "."))
    if shown.sends:
        blocks += [Text("The next times:"), Items(tuple(_send(send, shown.zone) for send in shown.sends))]
    if shown.passed_over:
        over = tuple(f"{times.day(on)}: {why}" for on, why in shown.passed_over)
        blocks += [Heading("Passed over"), Items(over)]
    if shown.asked_with:
        blocks.append(
            Note(f"Too small to be asked alone, it is asked together with {listed(shown.asked_with)}, at their times.")
        )
    return View(tuple(blocks), "The schedule.")


@says(said.ScheduleNotUnderstood)
def schedule_not_understood(wrong: said.ScheduleNotUnderstood, texts: Texts) -> View:
    what, about, suggestion = (text or "" for text in (*texts, None, None, None)[:3])
    what = curly(what or "I cannot read that.")
    where = f" That is at “{about}”." if about and about not in what else ""
    nearest = f"You could say: “{suggestion.rstrip('.')}”." if suggestion else ""
    examples = listed([f"“{example}”" for example in wrong.examples])
    return plain(f"{what}{where}", f"{nearest} Other examples: {examples}. Nothing was changed.".strip())


@says(said.ScheduleMissing)
def schedule_missing(missing: said.ScheduleMissing, texts: Texts) -> View:
    return plain(
        f"{missing.team} has no schedule yet. Set one in plain words: “schedule set {missing.team}: every other Tuesday at 10:00”."
    )


@says(said.SchedulePaused)
def schedule_paused(done: said.SchedulePaused, texts: Texts) -> View:
    if done.pause is None:
        return plain(f"{done.team} is asked again, by its schedule.")
    days = times.stretch(done.pause, done.today)
    if done.pause.until is None:
        days = f"{days}, until you say “schedule resume”".removeprefix(", ")
        return plain(f"{done.team} is not asked {days}. A round that is running goes on.")
    again = f"from {times.then(done.pause, done.today)} on it is asked by its schedule again"
    return plain(f"{done.team} is not asked {days}; {again}. A round that is running goes on.")


@says(commands.ZoneUnknown)
def zone_unknown(unknown: commands.ZoneUnknown, texts: Texts) -> View:
    near = f" Did you mean {either(unknown.nearest)}?" if unknown.nearest else " For example: Europe/London."
    return plain(f"I know no time zone “{first(texts)}”.{near} Nothing was changed.")


@says(commands.OrganisationShown)
def organisation_shown(shown: commands.OrganisationShown, texts: Texts) -> View:
    place = f"{shown.country} {shown.region}".strip() or "none chosen"
    return plain(
        f"{shown.name}: time zone {shown.zone}, holidays of {place}. A round is open for {shown.window_days} working days, "
        f"its draft can be checked for {shown.check_days}. At least {shown.k} people behind anything shown.",
        times.earlier(shown.earlier),
    )
