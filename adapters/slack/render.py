"""Conversion of a view to Block Kit. Pure; nothing is lost, and nothing that a person wrote can do anything.

Words go out as plain text and rich text, which Slack does not interpret; the fallback text, which it does, is escaped. The
first block is the view's neutral summary, since notifications show the first block.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from adapters.slack import capabilities as most
from adapters.slack.markup import escape_text, shorten_text, strip_controls
from bot.views import split
from bot.views.text import as_text, fields_as_text
from bot.views.view import (
    Block,
    Button,
    Buttons,
    Divider,
    Fields,
    File,
    Heading,
    Items,
    Note,
    Picture,
    Quote,
    Text,
    View,
)

Json = dict[str, Any]
Files = Mapping[int, str]
"""Slack's file ids of a view's pictures and files, by their place among the view's blocks."""

STYLES = {"primary": "primary", "danger": "danger"}
NOTHING = "–"
"""In place of an empty text, which Slack refuses."""
SEPARATOR = "|"
"""Stands in an action_id between the action and the place of the button, which keeps ids unique in a message."""


def render_message(view: View, files: Files | None = None) -> Json:
    """The `text` and `blocks` of a message."""
    return {"text": fallback_text(view), "blocks": render_blocks(view, files or {})}


def fallback_text(view: View) -> str:
    """Return what screen readers read, and notifications show: the whole message, or the neutral line alone of a personal one."""
    text = view.summary if view.personal else as_text(replace(view, blocks=tuple(map(_without_data, view.blocks))))
    return shorten_text(escape_text(strip_controls(text)), most.LONGEST_FALLBACK).strip() or NOTHING


def _without_data(block: Block) -> Block:
    """Buttons have names of their own that are read; what a file says is in the file."""
    return Text("") if isinstance(block, Buttons | File) else block


def render_blocks(view: View, files: Files | None = None) -> list[Json]:
    """The blocks of a view under its summary; at most 50, as long as the view was degraded to Slack's capabilities."""
    shown = _Shown(view.blocks, files or {})
    first = view.blocks[0] if view.blocks else None
    repeats = isinstance(first, Heading | Text | Note) and first.text.strip().startswith(view.summary.strip())
    opening = [] if repeats else [context_block(view.summary)]
    return [*opening, *shown.blocks()]


class _Shown:
    """One view being turned into blocks: knows the labels that occur twice, and counts the buttons."""

    def __init__(self, parts: Sequence[Block], files: Files) -> None:
        self._parts = parts
        self._files = files
        labels = [button.label for part in parts if isinstance(part, Buttons) for button in part.buttons]
        self._twice = {label for label in labels if labels.count(label) > 1}
        self._about = ""
        self._count = 0

    def blocks(self) -> list[Json]:
        return [block for place, part in enumerate(self._parts) for block in self._block(part, place)]

    def _block(self, part: Block, place: int) -> list[Json]:
        if isinstance(part, Heading | Text):
            self._about = part.text
        match part:
            case Heading(text):
                return header_blocks(text)
            case Text(link=link) if linked := part.around_link():
                return [_rich_text(_linked_element(*linked, link))]
            case Text(text):
                return [section_block(piece) for piece in _split_text(text, most.LONGEST_TEXT)]
            case Note(text):
                return [context_block(piece) for piece in _split_text(text, most.LONGEST_FIELD)]
            case Quote(text):
                return [_rich_text(_quote_element(f"{part.before}{text}"))] if strip_controls(text).strip() else []
            case Items(items, numbered):
                return [_rich_text(_list_element(items, numbered))] if items else []
            case Fields(rows, header):
                return field_blocks(rows, header)
            case Divider():
                return [{"type": "divider"}]
            case Picture(_, alt, name):
                return picture_blocks(alt or name, self._files.get(place))
            case File(instead=instead):
                return (
                    []
                    if place in self._files
                    else [section_block(piece) for piece in _split_text(instead, most.LONGEST_TEXT)]
                )
            case Buttons(buttons):
                return self._rows(buttons)

    def _rows(self, buttons: Sequence[Button]) -> list[Json]:
        long = [button.label for button in buttons if len(strip_controls(button.label)) > most.LONGEST_LABEL]
        said = [section_block(piece) for piece in _split_text("\n".join(long), most.LONGEST_TEXT)]
        rows = [buttons[n : n + most.MOST_BUTTONS] for n in range(0, len(buttons), most.MOST_BUTTONS)]
        return said + [{"type": "actions", "elements": [self._button(one) for one in row]} for row in rows if row]

    def _button(self, button: Button) -> Json:
        self._count += 1
        made: Json = {
            "type": "button",
            "text": plain_text_object(button.label, most.LONGEST_LABEL),
            "action_id": f"{button.action}{SEPARATOR}{self._count}",
        }
        if button.token:
            made["value"] = button.token
        if button.style in STYLES:
            made["style"] = STYLES[button.style]
        if button.asks:
            made["confirm"] = {
                "title": plain_text_object(button.label, most.LONGEST_LABEL),
                "text": plain_text_object(button.asks, most.LONGEST_QUESTION),
                "confirm": plain_text_object(button.label, most.LONGEST_CHOICE),
                "deny": plain_text_object("Cancel", most.LONGEST_CHOICE),
                "style": STYLES.get(button.style, "primary"),
            }
        if button.label in self._twice and self._about:
            label = f"{button.label}: {' '.join(strip_controls(self._about).split())}"
            made["accessibility_label"] = shorten_text(label, most.LONGEST_LABEL)
        return made


def plain_text_object(text: str, limit: int) -> Json:
    """A text object that Slack shows as it is; never empty, which Slack refuses."""
    return {"type": "plain_text", "text": shorten_text(strip_controls(text), limit).strip() or NOTHING, "emoji": False}


def section_block(text: str) -> Json:
    return {"type": "section", "text": plain_text_object(text, most.LONGEST_TEXT)}


def context_block(text: str) -> Json:
    return {"type": "context", "elements": [plain_text_object(text, most.LONGEST_FIELD)]}


def header_blocks(text: str) -> list[Json]:
    if not strip_controls(text).strip():
        return []
    if len(strip_controls(text)) <= most.LONGEST_HEADER:
        return [
            {"type": "header", "text": plain_text_object(" ".join(strip_controls(text).split()), most.LONGEST_HEADER)}
        ]
    return [section_block(piece) for piece in _split_text(text, most.LONGEST_TEXT)]


def field_blocks(rows: Sequence[tuple[str, ...]], header: tuple[str, ...] = ()) -> list[Json]:
    """Pairs side by side, ten to a section; tables, and what is too long for that, in columns of one width."""
    said = [strip_controls(": ".join(cell for cell in row if cell)) for row in rows]
    if header or any(len(row) > 2 for row in rows) or any(len(text) > most.LONGEST_FIELD for text in said):
        table = strip_controls(fields_as_text(rows, header))
        return (
            [_rich_text({"type": "rich_text_preformatted", "elements": _text_elements(table)})] if table.strip() else []
        )
    said = [text for text in said if text.strip()]
    parts = [said[n : n + most.MOST_FIELDS] for n in range(0, len(said), most.MOST_FIELDS)]
    return [
        {"type": "section", "fields": [plain_text_object(text, most.LONGEST_FIELD) for text in part]} for part in parts
    ]


def picture_blocks(alt: str, file: str | None) -> list[Json]:
    """The picture with its description under it; without a file the description alone."""
    said = [context_block(piece) for piece in _split_text(alt, most.LONGEST_FIELD)]
    if file is None:
        return said
    image = {
        "type": "image",
        "slack_file": {"id": file},
        "alt_text": shorten_text(strip_controls(alt), most.LONGEST_ALT),
    }
    return [image, *said]


def _rich_text(element: Json) -> Json:
    return {"type": "rich_text", "elements": [element]}


def _text_elements(text: str) -> list[Json]:
    return [{"type": "text", "text": strip_controls(text) or NOTHING}]


def _linked_element(before: str, words: str, after: str, link: str) -> Json:
    opens = {"type": "link", "url": link, "text": strip_controls(words)}
    around = [_text_elements(text) if strip_controls(text) else [] for text in (before, after)]
    return {"type": "rich_text_section", "elements": [*around[0], opens, *around[1]]}


def _quote_element(text: str) -> Json:
    return {"type": "rich_text_quote", "elements": _text_elements(text)}


def _list_element(items: Iterable[str], numbered: bool) -> Json:
    points = [{"type": "rich_text_section", "elements": _text_elements(item)} for item in items]
    return {"type": "rich_text_list", "style": "ordered" if numbered else "bullet", "elements": points}


def _split_text(text: str, limit: int) -> list[str]:
    text = strip_controls(text)
    return split.split_pieces(text, limit) if text.strip() else []
