"""A view as plain text that can be read aloud: for terminals, for fallbacks and for transcripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from unicodedata import combining, east_asian_width

from bot.views.view import (
    Block,
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

BUTTON_GAP = "   "


def as_text(view: View) -> str:
    """The whole view as lines of text; its summary when its blocks say nothing."""
    return blocks_as_text(view.blocks) or view.summary


def blocks_as_text(blocks: Iterable[Block]) -> str:
    return join_written(blocks, block_as_text)


def join_written(blocks: Iterable[Block], write: Callable[[Block], str]) -> str:
    """Blocks as they are written one by one, a blank line between them; a heading stands directly on what it heads."""
    joined, after_heading = "", False
    for block in blocks:
        said = write(block)
        if said.strip():
            joined += ("\n" if after_heading else "\n\n") + said if joined else said
            after_heading = isinstance(block, Heading)
    return joined


def block_as_text(block: Block) -> str:
    match block:
        case Heading(text) | Text(text) | Note(text):
            return text
        case Quote(text):
            return f"{block.before}“{text}”" if text else ""
        case Items(items, numbered):
            return "\n".join(item_as_text(item, n if numbered else 0) for n, item in enumerate(items, 1))
        case Fields(rows, header):
            return fields_as_text(rows, header)
        case Buttons(buttons):
            return " ".join(f"[{button.label}]" for button in buttons)
        case Picture(_, alt, name):
            return alt or name
        case File(name=name):
            return f"[{name}]"
        case Divider():
            return ""


def item_as_text(item: str, number: int = 0) -> str:
    """One point, its further lines indented under its first; number 0 is a dash."""
    mark = f"{number}. " if number else "- "
    return mark + item.replace("\n", "\n" + " " * len(mark))


def fields_as_text(rows: Sequence[tuple[str, ...]], header: tuple[str, ...] = ()) -> str:
    """Rows as `name: value`, or as columns in line where there is a header or more than two of them."""
    if header or any(len(row) > 2 for row in rows):
        return table_as_text([header, *rows] if header else rows)
    return "\n".join(": ".join(part for part in row if part) for row in rows)


def table_as_text(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows with every column as wide as its widest cell."""
    columns = max(map(len, rows), default=0)
    wide = [max((display_width(row[i]) for row in rows if i < len(row)), default=0) for i in range(columns)]
    return "\n".join(BUTTON_GAP.join(pad_to(cell, wide[i]) for i, cell in enumerate(row)).rstrip() for row in rows)


def pad_to(text: str, columns: int) -> str:
    return text + " " * (columns - display_width(text))


def display_width(text: str) -> int:
    """Return how many terminal columns the text takes: wide letters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def form_as_text(form: Form) -> str:
    """A form as it would be read out: its title, its numbered inputs, what can be pressed, its small print."""
    buttons = " ".join(f"[{label}]" for label in (form.submit, *(aside.label for aside in form.asides)))
    inputs = (field_as_text(field, n) for n, field in enumerate(form.fields, 1))
    return "\n".join(part for part in (form.title, *inputs, buttons, form.note) if part)


def field_as_text(field: FormField, number: int) -> str:
    lines = [field.label, field.hint, f"“{field.value}”" if field.value and not field.options else ""]
    for option in field.options:
        lines.append(f"- {option.label} (chosen)" if option.value == field.value else f"- {option.label}")
    return item_as_text("\n".join(line for line in lines if line), number)
