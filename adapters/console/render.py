"""Views as lines of styled text, as wide as they may be. Pure: the printer and the screen both draw these."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from adapters.console.inbound import WRITTEN
from bot.views.text import BUTTON_GAP, display_width, pad_to
from bot.views.view import (
    Block,
    Button,
    Buttons,
    Divider,
    Fields,
    File,
    Form,
    FormField,
    Heading,
    Items,
    Note,
    Picture,
    Quote,
    Text,
    View,
)

Names = Callable[[str], str]
"""Gives the name of a person from their handle."""

PLAIN, HEADING, QUOTE, DIM, BUTTON, RULE = "plain", "heading", "quote", "dim", "button", "rule"
BAR = "▎ "
DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    style: str = PLAIN


Line = tuple[Span, ...]


def strip_controls(text: str) -> str:
    """The text without characters that steer a terminal or turn the direction of writing."""
    text = DIRECTIONS.sub("", text.replace("\t", "    ").replace("\u2028", "\n").replace("\u2029", "\n"))
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) != "Cc")


def name_mentions(text: str, names: Names) -> str:
    """`<@amira>` as @Amira, `<#team>` as #team."""
    return WRITTEN.sub(lambda found: "@" + names(found[2]) if found[1] == "@" else f"#{found[2]}", text)


def render_view(view: View, columns: int, names: Names = str, buttons: bool = True, apart: bool = True) -> list[Line]:
    """The whole view, a blank line between blocks if they stand `apart`; without `buttons` where the front draws its own."""
    shown = [b for b in view.blocks if buttons or not isinstance(b, Buttons)]
    found: list[Line] = []
    heading = False
    for block in shown:
        more = list(block_lines(block, columns, names))
        if apart and more and found and not heading:
            found.append(())
        found += more
        heading = isinstance(block, Heading) and bool(more)
    return found or ([(Span(strip_controls(view.summary)),)] if not view.buttons() else [])


def block_lines(block: Block, columns: int, names: Names = str) -> Iterator[Line]:
    match block:
        case Heading(text):
            yield from styled_lines(name_mentions(text, names), columns, HEADING)
        case Text(text):
            yield from styled_lines(name_mentions(text, names), columns)
        case Note(text):
            yield from styled_lines(name_mentions(text, names), columns, DIM)
        case Quote(text):
            for line in styled_lines(f"{block.before}“{text}”" if text else "", columns - len(BAR), QUOTE):
                yield (Span(BAR, RULE), *line)
        case Items(items, numbered):
            for n, item in enumerate(items, 1):
                yield from hanging_lines(f"{n}. " if numbered else "• ", name_mentions(item, names), columns)
        case Fields(rows, header):
            yield from field_lines(rows, header, columns, names)
        case Buttons(buttons):
            yield from button_lines(buttons, columns)
        case Picture(_, alt, name):
            yield from hanging_lines("▧ ", alt or name, columns, DIM)
        case File(name=name):
            yield from hanging_lines("▧ ", name, columns, DIM)
        case Divider():
            yield (Span("─" * min(columns, 24), RULE),)


def hanging_lines(mark: str, text: str, columns: int, style: str = PLAIN) -> Iterator[Line]:
    """The text beside its mark, the further lines under the first."""
    lead = mark
    for line in styled_lines(text, columns - display_width(mark), style):
        yield (Span(lead, DIM), *line)
        lead = " " * display_width(mark)


def field_lines(
    rows: tuple[tuple[str, ...], ...], header: tuple[str, ...], columns: int, names: Names
) -> Iterator[Line]:
    """Columns in line where they fit; in words where they do not."""
    cells = [tuple(name_mentions(strip_controls(cell), names).replace("\n", " ") for cell in row) for row in rows]
    heads = tuple(strip_controls(cell) for cell in header)
    all_rows = [heads, *cells] if heads else cells
    count = max(map(len, all_rows), default=0)
    wide = [max((display_width(row[i]) for row in all_rows if i < len(row)), default=0) for i in range(count)]
    lead = sum(wide[:-1]) + len(BUTTON_GAP) * (count - 1)
    if lead + sum(wide[-1:]) > columns and (count > 2 or lead > columns * 2 // 3):
        yield from spelled_out(cells, heads, columns)
        return
    for row in all_rows:
        first = "".join(pad_to(cell, wide[i]) + BUTTON_GAP for i, cell in enumerate(row[:-1]))
        style = HEADING if row is heads else PLAIN
        for line in styled_lines(row[-1] if row else "", columns - display_width(first), style) or [()]:
            yield (Span(first, HEADING if row is heads else DIM), *line)
            first = " " * display_width(first)


def spelled_out(rows: list[tuple[str, ...]], heads: tuple[str, ...], columns: int) -> Iterator[Line]:
    """Rows too wide for columns, in words: each value after the head of its column, or all of a row in one sentence."""
    for n, row in enumerate(rows):
        if heads and n:
            yield ()
        if heads:
            for head, cell in zip_longest(heads, row, fillvalue=""):
                yield from styled_lines(": ".join(part for part in (head, cell) if part), columns)
        else:
            yield from styled_lines(": ".join(cell for cell in row if cell), columns)


def button_lines(buttons: Iterable[Button], columns: int) -> Iterator[Line]:
    line: list[Span] = []
    used = 0
    for button in buttons:
        label = f"[{strip_controls(button.label)}]"
        if line and used + 1 + display_width(label) > columns:
            yield tuple(line)
            line, used = [], 0
        if display_width(label) > columns:
            yield from styled_lines(label, columns, BUTTON)
            continue
        if line:
            line.append(Span(" "))
        line.append(Span(label, BUTTON))
        used += display_width(label) + 1
    if line:
        yield tuple(line)


def form_lines(form: Form, columns: int) -> Iterator[Line]:
    """A form as it lies open: its title, its inputs, its buttons, its small print."""
    yield from styled_lines(form.title, columns, HEADING)
    for n, field in enumerate(form.fields, 1):
        yield from hanging_lines(f"{n}. ", field.label, columns)
        yield from hanging_lines("   ", _input_text(field), columns, DIM)
    labels = (Button(form.submit, ""), *form.asides)
    yield from button_lines(labels, columns)
    yield from styled_lines(form.note, columns, DIM)


def _input_text(field: FormField) -> str:
    options = [("(•) " if option.value == field.value else "( ) ") + option.label for option in field.options]
    return "\n".join(part for part in (field.hint, "   ".join(options) or field.value) if part)


def styled_lines(text: str, columns: int, style: str = PLAIN) -> list[Line]:
    return [(Span(line, style),) for line in wrap_text(text, columns)]


def wrap_text(text: str, columns: int) -> list[str]:
    """The cleaned text in lines of at most `columns` terminal columns, cut between words where that is possible."""
    if not text.strip():
        return []
    columns = max(columns, 2)
    return [
        line for paragraph in strip_controls(text).strip("\n").split("\n") for line in _wrapped_line(paragraph, columns)
    ]


def _wrapped_line(text: str, columns: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and display_width(line) + 1 + display_width(word) > columns:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
        while display_width(line) > columns:
            end = _fitting_length(line, columns)
            yield line[:end]
            line = line[end:]
    yield line


def _fitting_length(text: str, columns: int) -> int:
    used = 0
    for i, c in enumerate(text):
        used += display_width(c)
        if used > columns:
            return max(i, 1)
    return len(text)
