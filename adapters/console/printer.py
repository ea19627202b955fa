"""The rooms printed as things happen, in aligned columns: for pipes, for logs of a demonstration, for no terminal."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime, tzinfo
from shutil import get_terminal_size
from typing import TextIO

from adapters.console import render
from adapters.console.client import (
    Change,
    ConsoleClient,
    ConsoleFormClosed,
    Edited,
    FormOpened,
    Message,
    Narrated,
    OpenForm,
    Posted,
    Pressed,
    Scene,
    SceneShown,
)
from adapters.console.render import DIM, HEADING, Line, Span
from adapters.console.scene import scene_lines
from bot.domain.conversation import ConversationRef
from bot.views.messages import times
from bot.views.text import display_width, pad_to

COLUMNS, FEWEST_COLUMNS = 100, 72
TIME, ROOM, WHO = 9, 15, 10
COLUMN_GAP = "  "
WHO_STYLE, ROOM_STYLE = "who", "room"
ANSI = {
    HEADING: "1",
    DIM: "2",
    render.RULE: "36",
    render.QUOTE: "3",
    render.BUTTON: "1;36",
    WHO_STYLE: "1",
    ROOM_STYLE: "36",
}


def wants_colour(stream: TextIO, environ: Mapping[str, str] = os.environ) -> bool:
    """Colour is for terminals, and not for people who asked for none (NO_COLOR)."""
    return stream.isatty() and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def format_moment(at: datetime, zone: tzinfo) -> str:
    """The local day and time, as "Tue 10:00"."""
    local = at.astimezone(zone)
    return f"{local:%a %H:%M}"


def format_day(at: datetime, zone: tzinfo) -> str:
    """The local date, as "Tuesday 24 November 2026"."""
    return times.full_day(at.astimezone(zone).date())


class Printer:
    """Prints every change of the client's rooms to `stream`, times in `zone`, at most COLUMNS wide; in a narrower terminal less."""

    def __init__(self, client: ConsoleClient, stream: TextIO, zone: tzinfo, colour: bool | None = None) -> None:
        self._client = client
        self._stream = stream
        self._zone = zone
        self._colour = wants_colour(stream) if colour is None else colour
        self._columns = columns_of(stream)
        self._day = ""
        client.listen(self.on_change)

    def close(self) -> None:
        self._client.unlisten(self.on_change)

    def on_change(self, change: Change) -> None:
        match change:
            case Posted(message):
                self._message(message, message.at)
            case Edited(message):
                self._message(message, self._client.now(), "This message was changed and now reads:")
            case Pressed(person, where, label, at):
                self._row(
                    at, where, person, [(Span("presses "), Span(f"[{render.strip_controls(label)}]", render.BUTTON))]
                )
            case FormOpened(opened, at):
                self._form(opened, at)
            case ConsoleFormClosed(opened, at, sent):
                self._sent_form(opened, at, sent)
            case Narrated(text, at):
                self._narration(text, at)
            case SceneShown(scene, at):
                self._scene(scene, at)

    def _message(self, message: Message, at: datetime, lead: str = "") -> None:
        found = render.styled_lines(lead, self._room_left(), DIM)
        found += render.render_view(message.view, self._room_left(), self._client.name_of)
        if message.private_to:
            found += render.styled_lines(
                f"Only {self._client.name_of(message.private_to)} sees this.", self._room_left(), DIM
            )
        self._row(at, message.ref, message.author, found)

    def _form(self, opened: OpenForm, at: datetime) -> None:
        name = self._client.name_of(opened.person)
        found = render.styled_lines(f"A form opens for {name}:", self._room_left(), DIM)
        if opened.errors:
            found = render.styled_lines("The form stays open:", self._room_left(), DIM)
            labels = {field.name: field.label for field in opened.form.fields}
            for field, wrong in opened.errors.items():
                found += render.hanging_lines("! ", f"{labels.get(field, field)} – {wrong}", self._room_left())
        else:
            found += [(Span(render.BAR, render.RULE), *line) for line in self._form_lines(opened)]
        self._row(at, opened.where, "", found)

    def _form_lines(self, opened: OpenForm) -> list[Line]:
        return list(render.form_lines(opened.form, self._room_left() - len(render.BAR)))

    def _sent_form(self, opened: OpenForm, at: datetime, sent: bool) -> None:
        self._row(at, opened.where, opened.person, self._sent_form_lines(opened, sent, empty="(left empty)"))

    def _sent_form_lines(self, opened: OpenForm, sent: bool, empty: str = "") -> list[Line]:
        """Return the lines of a form that was sent or closed; a field without words says `empty`, or is left out without that."""
        found = render.styled_lines(
            f"{'sends' if sent else 'closes'} the form “{opened.form.title}”", self._room_left()
        )
        for field in opened.form.fields if sent else ():
            labels = {option.value: option.label for option in field.options}
            value = opened.values.get(field.name, "")
            if value or empty:
                said = f"{field.label} {labels.get(value, value) or empty}"
                found += render.hanging_lines("- ", said, self._room_left())
        return found

    def _scene(self, scene: Scene, at: datetime) -> None:
        self._new_day(at)
        title = render.styled_lines(scene.title, self._columns, HEADING)
        for line in (*title, (), *scene_lines(scene, self._columns, self._client.name_of), ()):
            self._print(line)

    def _narration(self, text: str, at: datetime) -> None:
        self._new_day(at)
        lead = pad_to(format_moment(at, self._zone), TIME) + COLUMN_GAP
        for line in render.styled_lines(text, self._columns - len(lead), HEADING):
            self._print((Span(lead, DIM), *line))
            lead = " " * len(lead)
        self._print(())

    def _row(self, at: datetime, where: ConversationRef, who: str, found: list[Line], apart: bool = True) -> None:
        """The columns time, room, who, and beside them the lines; an empty `who` leaves that column blank.

        If it is to stand `apart`, a blank line follows.
        """
        self._new_day(at)
        lead = self._lead(at, where, who)
        for line in found or [()]:
            self._print((*lead, *line))
            lead = (Span(" " * (self._columns - self._room_left())),)
        if apart:
            self._print(())

    def _lead(self, at: datetime, where: ConversationRef, who: str) -> Line:
        name = render.strip_controls(self._client.name_of(who)) if who else ""
        return (
            Span(pad_to(format_moment(at, self._zone), TIME) + COLUMN_GAP, DIM),
            Span(fit_column(render.strip_controls(self._client.title_of(where)), ROOM) + COLUMN_GAP, ROOM_STYLE),
            Span(fit_column(name, WHO) + COLUMN_GAP, WHO_STYLE),
        )

    def _room_left(self) -> int:
        return self._columns - TIME - ROOM - WHO - 3 * len(COLUMN_GAP)

    def _new_day(self, at: datetime) -> None:
        today = format_day(at, self._zone)
        if today != self._day:
            self._day = today
            self._print((Span(f"── {today} ".ljust(self._columns, "─"), render.RULE),))
            self._print(())

    def _print(self, line: Line) -> None:
        text = "".join(self._paint(span) for span in line)
        self._stream.write((text if self._colour else text.rstrip()) + "\n")

    def _paint(self, span: Span) -> str:
        code = ANSI.get(span.style)
        return f"\x1b[{code}m{span.text}\x1b[0m" if self._colour and code and span.text.strip() else span.text


def columns_of(stream: TextIO) -> int:
    """Return how wide a stream is printed: no wider than its terminal, if it is one."""
    if not stream.isatty():
        return COLUMNS
    return max(FEWEST_COLUMNS, min(COLUMNS, get_terminal_size().columns))


def fit_column(text: str, columns: int) -> str:
    """The text in exactly so many columns, its end replaced by … where it is too long."""
    if display_width(text) <= columns:
        return pad_to(text, columns)
    while display_width(text) > columns - 1:
        text = text[:-1]
    return pad_to(text + "…", columns)
