"""A story printed in few lines: long messages are cut, and of many in one room the middle is left out."""

from __future__ import annotations

import re
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
from bot.views.text import pad_to
from bot.views.view import Block, Divider, Picture, Text, View

USUAL_LINES = 8
"""Lines of one message."""
POINT = re.compile(r"\d+\.\d+ ")
SECTIONS = ("Widely shared:", "Where you differ:", "Shared in the check:", "Also raised:", "Added after the check:")
ENDS = 2
"""Number of things that are told at the beginning, and at the end, of what happens in one room."""


@dataclass(frozen=True, slots=True)
class _SceneRow:
    at: datetime
    where: ConversationRef
    who: str
    lines: list[Line]
    apart: bool


class ExcerptPrinter(Printer):
    """Prints at most `most` lines of each message, or of its points, when its scene is over: call `end_scene`."""

    most = USUAL_LINES
    points_only = False
    left_out = 0
    cut = 0

    def __init__(self, client: ConsoleClient, stream: TextIO, zone: tzinfo, colour: bool | None = None) -> None:
        super().__init__(client, stream, zone, colour)
        self._scene_rows: list[_SceneRow] = []

    def on_change(self, change: Change) -> None:
        if isinstance(change, Narrated):
            self.end_scene()
        super().on_change(change)

    def end_scene(self) -> None:
        """Print what happened since the last word of the story."""
        for _, run in groupby(self._scene_rows, lambda row: row.where):
            rows = list(run)
            if len(rows) > 2 * ENDS:
                left_out = rows[ENDS:-ENDS]
                self.left_out += sum(row.who == BOT for row in left_out)
                rows = [*rows[:ENDS], replace(left_out[0], lines=[(Span("…", DIM),)], who=""), *rows[-ENDS:]]
            for row in rows:
                super()._row(row.at, row.where, row.who, row.lines, row.apart)
        self._scene_rows.clear()

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
        for place, block in enumerate(shown):
            told = isinstance(block, Text) and (place == 0 or block.text in SECTIONS or POINT.match(block.text))
            if told or whole or not self.points_only:
                yield block
        if self.points_only and not whole and not any(isinstance(b, Text) and POINT.match(b.text) for b in shown):
            yield Text("No point.")

    def _form(self, opened: OpenForm, at: datetime) -> None:
        """An open form is not drawn, unless something is wrong in it."""
        if opened.errors:
            super()._form(opened, at)

    def _sent_form(self, opened: OpenForm, at: datetime, sent: bool) -> None:
        """Print what was filled in, without what was left empty."""
        found = render.styled_lines(
            f"{'sends' if sent else 'closes'} the form “{opened.form.title}”", self._room_left()
        )
        for field in opened.form.fields if sent else ():
            labels = {option.value: option.label for option in field.options}
            value = opened.values.get(field.name, "")
            if value:
                found += render.hanging_lines("- ", f"{field.label} {labels.get(value, value)}", self._room_left())
        self._row(at, opened.where, opened.person, self._shortened(found))

    def _shortened(self, lines: list[Line]) -> list[Line]:
        if len(lines) <= self.most + 1:
            return lines
        self.cut += 1
        return [*lines[: self.most], (Span("…", DIM),)]
