"""Days off from the text of a calendar file: whole days to come, all of them or none."""

from __future__ import annotations

from datetime import date

import pytest

from bot.calendar.calendar_file import DayOff, read_calendar
from bot.domain.confidential import ConfidentialText
from bot.domain.events import MessageReceived
from bot.domain.outcomes.closures import ClosuresRefused, ClosuresShown
from bot.domain.outcomes.commands import NotForYou
from bot.domain.outcomes.many_people import FileNotTaken
from bot.domain.text_files import is_text_file
from bot.engine.commands import closures
from tests.support.actions import FORTNIGHTLY, TEAM
from tests.support.world import Heard, World

FILE = """BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20261224\r
DTEND;VALUE=DATE:20270102\r
SUMMARY:Christmas\\, the house is\r
  closed\r
BEGIN:VALARM\r
TRIGGER:-P1D\r
END:VALARM\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20260717\r
SUMMARY:Summer party\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART:20260718T100000Z\r
DTEND:20260718T110000Z\r
SUMMARY:A meeting\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20260501\r
RRULE:FREQ=YEARLY\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20261399\r
END:VEVENT\r
END:VCALENDAR\r
"""
CHRISTMAS = DayOff(date(2026, 12, 24), date(2027, 1, 1), "Christmas, the house is closed")
PARTY = DayOff(date(2026, 7, 17), date(2026, 7, 17), "Summer party")


async def founded() -> World:
    world = World()
    await world.found({"Alpha": TEAM}, FORTNIGHTLY)
    return world


def test_whole_days_are_read_and_what_else_there_is_is_counted() -> None:
    found = read_calendar(FILE)
    assert found.days == (CHRISTMAS, PARTY) and found.others == 3
    assert read_calendar("BEGIN:VCALENDAR").days == ()


async def test_an_admin_notes_the_days_off_of_a_calendar_once() -> None:
    world = await founded()
    for _ in range(2):
        shown = (await world.command("ada", f"closed add {FILE}")).told(ClosuresShown)
        assert shown and shown.left_out == 3
        assert [(one.first, one.last, one.name) for one in shown.closures] == [
            (PARTY.first, PARTY.last, PARTY.name),
            (CHRISTMAS.first, CHRISTMAS.last, CHRISTMAS.name),
        ]


async def test_others_than_admins_note_none() -> None:
    assert (await (await founded()).command("ben", f"closed add {FILE}")).told(NotForYou)


async def test_a_calendar_is_taken_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    world = await founded()
    monkeypatch.setattr(closures, "MOST_CLOSURES", 1)
    refused = (await world.command("ada", f"closed add {FILE}")).told(ClosuresRefused)
    assert refused == ClosuresRefused(why="many")
    shown = (await world.command("ada", "closed list")).told(ClosuresShown)
    assert shown and shown.closures == ()


async def test_a_calendar_without_whole_days_to_come_is_refused() -> None:
    past = FILE.replace("2026", "2016").replace("2027", "2017")
    refused = (await (await founded()).command("ada", f"closed add {past}")).told(ClosuresRefused)
    assert refused == ClosuresRefused(why="calendar")


async def test_a_calendar_that_is_sent_as_a_file_is_taken_in_like_a_pasted_one() -> None:
    world = await founded()

    async def sent(who: str, content: str | None) -> Heard:
        file = None if content is None else ConfidentialText(content)
        given = {"text": ConfidentialText("closed add"), "kind": "file", "file": file, "file_ref": "f"}
        return await world.hear(world.event(MessageReceived, who, **given))

    shown = (await sent("ada", FILE)).told(ClosuresShown)
    assert shown and len(shown.closures) == 2
    for content in (None, "no calendar"):
        refused = (await sent("ada", content)).told(FileNotTaken)
        assert refused and refused.why == "unreadable calendar"
    assert (await sent("ben", FILE)).told(ClosuresShown) is None


def test_a_calendar_is_a_file_that_is_fetched() -> None:
    assert is_text_file("days-off.ics", "text/calendar", 2000)
