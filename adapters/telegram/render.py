"""A view as Telegram messages: HTML, a keyboard, pictures with a caption. Pure.

A lock screen shows how a message begins, so each begins with the view's neutral summary. A view may need several messages
(a picture and much text); the first is the one that is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter

from adapters.telegram import markup
from adapters.telegram.capabilities import CAPTION_LIMIT, TEXT_LIMIT
from bot.views import split
from bot.views.text import block_as_text, item_as_text, join_written
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

UNITS = "utf-16"
WIDEST_ROW = 30
MOST_IN_ROW = 3
MOST_BUTTONS = 90
LONGEST_SUMMARY = 90

Pack = Callable[[Button], str]
"""Gives what a button carries: at most 64 bytes."""


@dataclass(frozen=True, slots=True)
class KeyboardKey:
    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message: its text or, with a `picture` or a `file`, its caption; rows of keys under it.

    `instead` is said where the file is not taken. A `silent` one makes no sound.
    """

    html: str
    keys: tuple[tuple[KeyboardKey, ...], ...] = ()
    picture: bytes | None = field(default=None, repr=False)
    name: str = ""
    file: bytes | None = field(default=None, repr=False)
    instead: str = ""
    silent: bool = False

    @property
    def captioned(self) -> bool:
        return self.picture is not None or self.file is not None

    def words_alone(self) -> Outgoing:
        """Without what is not taken."""
        html = "\n\n".join(part for part in (self.html, self.instead) if part)
        return replace(self, html=html, picture=None, file=None)


def render_view(view: View, pack: Pack) -> tuple[Outgoing, ...]:
    """The messages of a view that was degraded to Telegram's capabilities. There is always at least one."""
    first = _first_line(view)
    made: list[Outgoing] = []
    for segment in _split_segments(sorted(view.blocks, key=lambda block: not isinstance(block, File))):
        made += _render_segment(segment, first, pack)
    messages = made or [Outgoing(markup.escape_text(view.summary) or "…")]
    return tuple(replace(each, silent=view.quiet or place > 0) for place, each in enumerate(messages))


def notice_text(view: View) -> str:
    """A view in the few lines that answer a press, as plain text."""
    return "\n\n".join(said for block in view.blocks if (said := block_as_text(block).strip())) or view.summary


def _first_line(view: View) -> str:
    """The summary, unless the view begins with it in any case."""
    summary = split.cut_text(markup.strip_controls(view.summary), LONGEST_SUMMARY, UNITS)[0]
    begins = next((block_as_text(b) for b in view.blocks if block_as_text(b).strip()), "")
    return "" if begins.startswith(summary) else f"<b>{markup.escape_text(summary)}</b>"


def _split_segments(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Split the blocks into those of one message each: a picture, or a file, stands at the head of its own."""
    segment: list[Block] = []
    for block in blocks:
        if isinstance(block, Picture | File) and segment:
            if all(isinstance(b, Divider) for b in segment):
                segment = []
            else:
                yield segment
                segment = []
        segment.append(block)
    if any(not isinstance(b, Divider) for b in segment):
        yield segment


def _render_segment(blocks: list[Block], first: str, pack: Pack) -> list[Outgoing]:
    picture = blocks[0] if isinstance(blocks[0], Picture) else None
    file = blocks[0] if isinstance(blocks[0], File) else None
    rest = blocks[1:] if picture or file else blocks
    keyboards = _make_keyboards([b.buttons for b in rest if isinstance(b, Buttons)], pack)
    html = join_blocks(rest)
    if file is not None:
        made = _render_file(file, html, first, rest)
    elif picture is None:
        whole = _with_first_line(first, html or ("" if first else "…"))
        texts = [whole] if _fits_limit(whole, TEXT_LIMIT) else _cut_text(first, rest)
        made = [Outgoing(each) for each in texts]
    else:
        made = _render_picture(picture, html, first, rest)
    return _attach_keyboards(made, keyboards, first)


def _render_picture(picture: Picture, html: str, first: str, rest: list[Block]) -> list[Outgoing]:
    """All in the caption where it fits; else the description alone there, and the rest under the picture."""
    alt = markup.escape_text(picture.alt)
    whole = _with_first_line(first, "\n\n".join(part for part in (alt, html) if part))
    if _fits_limit(whole, CAPTION_LIMIT):
        return [Outgoing(whole, picture=picture.data, name=picture.name)]
    caption = _with_first_line(first, alt)
    if _fits_limit(caption, CAPTION_LIMIT):
        return [Outgoing(caption, picture=picture.data, name=picture.name), *_text_messages(first, rest)]
    shown = Outgoing(first or "…", picture=picture.data, name=picture.name)
    return [shown, *_text_messages(first, [Text(picture.alt), *rest])]


def _render_file(file: File, html: str, first: str, rest: list[Block]) -> list[Outgoing]:
    """The words in the caption where they fit; else under the file."""
    caption = _with_first_line(first, html)
    fits = _fits_limit(caption, CAPTION_LIMIT)
    made = Outgoing(
        caption if fits else first,
        name=file.name,
        file=file.text.encode(),
        instead=markup.escape_text(file.instead),
    )
    return [made] if fits else [made, *_text_messages(first, rest)]


def _text_messages(first: str, blocks: list[Block]) -> list[Outgoing]:
    html = _with_first_line(first, join_blocks(blocks))
    if not join_blocks(blocks):
        return []
    return [Outgoing(html)] if _fits_limit(html, TEXT_LIMIT) else [Outgoing(each) for each in _cut_text(first, blocks)]


def _cut_text(first: str, blocks: list[Block]) -> list[str]:
    """Cut words so full of marks that they outgrow the room kept for them: as plain text, in pieces."""
    room = TEXT_LIMIT // 2
    words = "\n\n".join(said for b in blocks if not isinstance(b, Buttons) and (said := block_as_text(b)))
    return [_with_first_line(first, markup.escape_quote(piece)) for piece in split.split_pieces(words, room, UNITS)]


def _attach_keyboards(
    made: list[Outgoing], keyboards: list[tuple[tuple[KeyboardKey, ...], ...]], first: str
) -> list[Outgoing]:
    """The keys go under the last message; more than one keyboard holds, under messages of their own."""
    if keyboards:
        made[-1] = replace(made[-1], keys=keyboards[0])
    return made + [Outgoing(first or "…", keys=keys) for keys in keyboards[1:]]


def _make_keyboards(blocks: list[tuple[Button, ...]], pack: Pack) -> list[tuple[tuple[KeyboardKey, ...], ...]]:
    """The keyboards of all buttons, as many in one as it holds. Those of a block of their own begin a row of their own."""
    buttons = [(place, button) for place, block in enumerate(blocks) for button in block]
    pages = [buttons[at : at + MOST_BUTTONS] for at in range(0, len(buttons), MOST_BUTTONS)]
    return [
        tuple(
            row for _, group in groupby(page, key=itemgetter(0)) for row in _keyboard_rows([b for _, b in group], pack)
        )
        for page in pages
    ]


def _keyboard_rows(buttons: list[Button], pack: Pack) -> tuple[tuple[KeyboardKey, ...], ...]:
    rows: list[list[KeyboardKey]] = []
    for button in buttons:
        label = markup.strip_controls(button.label).replace("\n", " ") or "…"
        used = sum(len(key.label) for key in rows[-1]) if rows else 0
        if not rows or len(rows[-1]) >= MOST_IN_ROW or used + len(label) > WIDEST_ROW:
            rows.append([])
        rows[-1].append(KeyboardKey(label, pack(button)))
    return tuple(tuple(row) for row in rows)


def _with_first_line(first: str, html: str) -> str:
    return "\n\n".join(part for part in (first, html) if part)


def _fits_limit(html: str, limit: int) -> bool:
    return split.text_length(markup.visible_text(html), UNITS) <= limit


def join_blocks(blocks: Iterable[Block]) -> str:
    return join_written(blocks, block_html)


def block_html(block: Block) -> str:
    match block:
        case Heading(said):
            return f"<b>{markup.escape_text(said)}</b>" if said.strip() else ""
        case Text(said, link=link):
            linked = tuple(map(markup.escape_text, block.around_link() or ()))
            return '{}<a href="{link}">{}</a>{}'.format(*linked, link=link) if linked else markup.escape_text(said)
        case Note(said):
            return f"<i>{markup.escape_text(said)}</i>" if said.strip() else ""
        case Quote(said):
            quoted = f"<blockquote>“{markup.escape_quote(said)}”</blockquote>"
            return f"{markup.escape_text(block.before)}{quoted}" if said.strip() else ""
        case Items(items, numbered):
            lines = (item_as_text(item, n if numbered else 0) for n, item in enumerate(items, 1))
            return "\n".join(markup.escape_text("•" + line[1:] if not numbered else line) for line in lines)
        case Fields(rows, header) if header or any(len(row) > 2 for row in rows):
            return f"<pre>{markup.escape_quote(block_as_text(block))}</pre>" if rows or header else ""
        case Fields():
            return markup.escape_text(block_as_text(block))
        case _:
            return ""
