"""A story printed in few lines: long messages are cut, and of many in one room the middle is left out.

Where only so many lines are left (`allow`), a scene is cut further until it fits: first its longest messages, then all to one
line, then what comes last in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from itertools import groupby
from typing import TextIO

from adapters.console import render
from adapters.console.client import BOT, Change, ConsoleClient, Message, Narrated, OpenForm, Posted
from adapters.console.printer import (
    COLUMN_GAP,
    ROOM,
    ROOM_STYLE,
    TIME,
    WHO_STYLE,
    Printer,
    fit_column,
    format_moment,
)
from adapters.console.render import DIM, Line, Span
from bot.domain.conversation import ConversationRef
from bot.views.messages.summaries import EARLIER, HEADINGS, POINT_NUMBER
from bot.views.text import pad_to
from bot.views.view import Block, Divider, Heading, Picture, Text, View

USUAL_LINES = 8
"""Lines of one message."""
ELLIPSIS: Line = (Span("…", DIM),)
LINES_OF_A_DAY = 2
"""Lines that a scene takes more where a new day begins in it."""
ENDS = 2
"""Number of things that are told at the beginning, and at the end, of what happens in one room."""


@dataclass(frozen=True, slots=True)
class _SceneRow:
    at: datetime
    where: ConversationRef
    who: str
    lines: list[Line]
    apart: bool

    @property
    def height(self) -> int:
        return len(self.lines) + self.apart

    def cut_to(self, most: int) -> _SceneRow:
        return self if len(self.lines) <= most + 1 else replace(self, lines=[*self.lines[:most], ELLIPSIS])

    def in_one_line(self, columns: int) -> _SceneRow:
        if len(self.lines) == 1:
            return replace(self, apart=False)
        text = fit_column("".join(span.text for span in self.lines[0]) + " …", columns).rstrip()
        return replace(self, lines=[(Span(text),)], apart=False)


class ExcerptPrinter(Printer):
    """Prints at most `most` lines of each message, or of its points, when its scene is over: call `end_scene`."""

    most = USUAL_LINES
    points_only = False
    left_out = 0
    cut = 0

    def __init__(self, client: ConsoleClient, stream: TextIO, zone: tzinfo, colour: bool | None = None) -> None:
        super().__init__(client, stream, zone, colour)
        self._scene_rows: list[_SceneRow] = []
        self._lines = 0
        self._most_lines: int | None = None

    @property
    def lines(self) -> int:
        """Return how many lines were printed."""
        return self._lines

    def allow(self, lines: int) -> None:
        """Let what happens from now on take so many lines more, and none beyond; what the story itself says is never cut."""
        self._most_lines = self._lines + max(lines, 0)

    def on_change(self, change: Change) -> None:
        if isinstance(change, Narrated):
            self.end_scene()
        super().on_change(change)

    def end_scene(self) -> None:
        """Print what happened since the last word of the story."""
        told: list[_SceneRow] = []
        for _, run in groupby(self._scene_rows, lambda row: row.where):
            rows = list(run)
            if len(rows) > 2 * ENDS:
                left_out = rows[ENDS:-ENDS]
                self.left_out += sum(row.who == BOT for row in left_out)
                rows = [*rows[:ENDS], replace(left_out[0], lines=[ELLIPSIS], who=""), *rows[-ENDS:]]
            told += rows
        for row in self._fitting(told):
            super()._row(row.at, row.where, row.who, row.lines, row.apart)
        self._scene_rows.clear()

    def _fitting(self, rows: list[_SceneRow]) -> list[_SceneRow]:
        """Return the rows, cut as little as possible so that the lines that are left suffice."""
        if self._most_lines is None or not rows:
            return rows
        left = self._most_lines - self._lines - LINES_OF_A_DAY
        longest = max(len(row.lines) for row in rows)
        for most in range(longest, 0, -1):
            cut = [row.cut_to(most) for row in rows]
            if sum(row.height for row in cut) <= left:
                return self._count_cut(rows, cut)
        single = [row.in_one_line(self._room_left()) for row in rows]
        if len(single) >= left:
            kept = single[: max(left - 2, 0)]
            self.left_out += sum(row.who == BOT for row in single[len(kept) :])
            return [*self._count_cut(rows, kept), replace(rows[-1], lines=[ELLIPSIS], who="", apart=True)]
        return self._count_cut(rows, [*single[:-1], replace(single[-1], apart=True)])

    def _count_cut(self, rows: list[_SceneRow], shown: list[_SceneRow]) -> list[_SceneRow]:
        """Count the rows that were whole and are cut now."""
        self.cut += sum(
            len(now.lines) < len(row.lines) and row.lines[-1] != ELLIPSIS for row, now in zip(rows, shown, strict=False)
        )
        return shown

    def _print(self, line: Line) -> None:
        self._lines += 1
        super()._print(line)

    def leave_out(self, change: Change) -> None:
        """Count a message of the bot: what people press and fill in on the way is no news without its receipt."""
        self.left_out += isinstance(change, Posted) and change.message.author == BOT

    def tell_left_out(self) -> str:
        return f"Left out here: {self.left_out:,} messages, and the rest of {self.cut:,} that end in “…”."

    def _row(self, at: datetime, where: ConversationRef, who: str, found: list[Line], apart: bool = True) -> None:
        """Keep the row until its scene ends; what somebody does stands right above what answers it."""
        self._scene_rows.append(_SceneRow(at, where, who, found, apart and who in ("", BOT)))

    def _lead(self, at: datetime, where: ConversationRef, who: str) -> Line:
        """One column for the room and who speaks there: a person, or the bot to one or to a channel."""
        place = self._client.title_of(where) if where.channel else f"to {self._client.name_of(where.person or '')}"
        name = self._client.name_of(who) if who and who != BOT else place
        return (
            Span(pad_to(format_moment(at, self._zone), TIME) + COLUMN_GAP, DIM),
            Span(fit_column(render.strip_controls(name), ROOM) + COLUMN_GAP, ROOM_STYLE if who == BOT else WHO_STYLE),
        )

    def _room_left(self) -> int:
        return self._columns - TIME - ROOM - 2 * len(COLUMN_GAP)

    def _message(self, message: Message, at: datetime, lead: str = "") -> None:
        found = render.styled_lines(lead, self._room_left(), DIM)
        view = replace(message.view, blocks=tuple(self._told_blocks(message.view, message.ref.direct)))
        found += self._shortened(render.render_view(view, self._room_left(), self._client.name_of, apart=False))
        if message.private_to:
            only = f"Only {self._client.name_of(message.private_to)} sees this."
            found += render.styled_lines(only, self._room_left(), DIM)
        self._row(at, message.ref, message.author, found)

    def _told_blocks(self, view: View, whole: bool) -> Iterator[Block]:
        """A picture and a line say nothing that words do not; where points are told, its title and these of a channel's summary."""
        shown = [block for block in view.blocks if not isinstance(block, Picture | Divider)]
        earlier = shown.index(Heading(EARLIER)) if Heading(EARLIER) in shown else len(shown)
        for place, block in enumerate(shown):
            told = isinstance(block, Text) and (place == 0 or block.text in HEADINGS or POINT_NUMBER.match(block.text))
            if told or whole or not self.points_only or earlier <= place <= earlier + 1:
                yield block
        if (
            self.points_only
            and not whole
            and not any(isinstance(b, Text) and POINT_NUMBER.match(b.text) for b in shown)
        ):
            yield Text("No point.")

    def _form(self, opened: OpenForm, at: datetime) -> None:
        """An open form is not drawn, unless something is wrong in it."""
        if opened.errors:
            super()._form(opened, at)

    def _sent_form(self, opened: OpenForm, at: datetime, sent: bool) -> None:
        """Print what was filled in, without what was left empty."""
        self._row(at, opened.where, opened.person, self._shortened(self._sent_form_lines(opened, sent)))

    def _shortened(self, lines: list[Line]) -> list[Line]:
        if len(lines) <= self.most + 1:
            return lines
        self.cut += 1
        return [*lines[: self.most], ELLIPSIS]
