"""A view as less able conversations can show it, with nothing lost.

Buttons become a numbered list, pictures their description, files their words, and what is too long several messages. A section
is what stands between two dividers; where one has to be cut, its buttons go with its last part, under what they are about.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from bot.views import split
from bot.views.capabilities import Capabilities, Support
from bot.views.text import block_as_text, blocks_as_text, item_as_text
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

CHOOSE = "Reply with a number."
BLANK_LINE = 2


@dataclass(frozen=True, slots=True)
class Degraded:
    """The messages to send, in order, and the buttons that their numbers 1..n stand for."""

    views: tuple[View, ...]
    menu: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class MenuBlock(Text):
    """Numbered choices, and the line that says how to choose: they stay under what they are about, like buttons."""


@dataclass(frozen=True, slots=True)
class Paper:
    """Capacity of one message: `limit` in `units` of text, and `most` blocks."""

    limit: int
    units: str
    most: int

    def room(self, blocks: Sequence[Block]) -> int:
        """Units left in a message that holds `blocks`, for one block more."""
        if not blocks:
            return self.limit
        return self.limit - split.text_length(blocks_as_text(blocks), self.units) - BLANK_LINE

    def holds(self, blocks: Sequence[Block]) -> bool:
        return len(blocks) <= self.most and split.text_length(blocks_as_text(blocks), self.units) <= self.limit


def degrade_view(view: View, capabilities: Capabilities, choose: str = CHOOSE) -> Degraded:
    """`view` as `capabilities` can show it; `choose` is the line that closes a message with numbered choices.

    Each message is within `text_limit`, measured as plain text; a single button label longer than that is left whole.
    """
    blocks, menu = _number_buttons(_describe_in_words(view.blocks, capabilities), capabilities, choose)
    paper = Paper(max(capabilities.text_limit, 1), capabilities.units, max(capabilities.block_limit, 1))
    parts = _group_into_messages(_split_sections(blocks, paper.most), paper, capabilities.one_point_each)
    return Degraded(tuple(replace(view, blocks=tuple(map(_menu_as_text, part))) for part in parts), menu)


def _lacks_support(support: Support) -> bool:
    return support in (Support.AS_TEXT, Support.REFUSED)


def _describe_in_words(blocks: Iterable[Block], capabilities: Capabilities) -> list[Block]:
    """Pictures and files in words, where they cannot be shown."""
    no_pictures, no_files = _lacks_support(capabilities.pictures), _lacks_support(capabilities.files)

    def described(block: Block) -> Block:
        if no_pictures and isinstance(block, Picture):
            return Text(block_as_text(block))
        return Text(block.words) if no_files and isinstance(block, File) else block

    return [described(block) for block in blocks]


def _number_buttons(
    blocks: list[Block], capabilities: Capabilities, choose: str
) -> tuple[list[Block], tuple[Button, ...]]:
    menu = tuple(button for b in blocks if isinstance(b, Buttons) for button in b.buttons)
    if not menu or not _lacks_support(capabilities.buttons):
        return blocks, ()
    number = count(1)

    def listed(block: Block) -> Block:
        if not isinstance(block, Buttons):
            return block
        return MenuBlock("\n".join(item_as_text(button.label, next(number)) for button in block.buttons))

    return [*map(listed, blocks), MenuBlock(choose)], menu


def _menu_as_text(block: Block) -> Block:
    return Text(block.text) if isinstance(block, MenuBlock) else block


def _split_sections(blocks: Iterable[Block], most: int) -> list[list[Block]]:
    sections: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Divider):
            sections.append([])
        else:
            sections[-1].append(block)
    return [part for section in sections for part in _split_long_section(section, most)]


def _split_long_section(section: list[Block], most: int) -> list[list[Block]]:
    """The section in parts of at most `most` blocks; buttons stay with what stands above them, headings with what follows."""
    parts = []
    while len(section) > most:
        end = most
        while end > 1 and (isinstance(section[end], Buttons | MenuBlock) or isinstance(section[end - 1], Heading)):
            end -= 1
        end = end if end > 1 else most
        parts.append(section[:end])
        section = section[end:]
    return [*parts, section]


def _one_each(section: list[Block]) -> list[list[Block]]:
    """A section cut after its buttons, so that it is plain what they are about; rows one under another stay together."""
    cut: list[list[Block]] = [[]]
    for block in section:
        if cut[-1] and isinstance(cut[-1][-1], Buttons) and not isinstance(block, Buttons):
            cut.append([])
        cut[-1].append(block)
    return cut if sum(map(_has_buttons, cut)) > 1 else [section]


def _group_into_messages(sections: list[list[Block]], paper: Paper, one_each: bool) -> list[list[Block]]:
    """As few messages as hold the sections; with `one_each`, none holds the buttons of two."""
    if one_each:
        sections = [part for section in sections for part in _one_each(section)]
    alone = one_each and sum(map(_has_buttons, sections)) > 1
    parts = [_cut_section(section, paper) for section in sections]
    done: list[list[Block]] = parts[0]
    for part in parts[1:]:
        joined = [*done[-1], Divider(), *part[0]]
        if len(part) == 1 and paper.holds(joined) and not (alone and _has_buttons(done[-1])):
            done[-1] = joined
        else:
            done += part
    return [part for part in done if part] or [[]]


def _has_buttons(blocks: Iterable[Block]) -> bool:
    return any(isinstance(b, Buttons) for b in blocks)


def _cut_section(section: list[Block], paper: Paper) -> list[list[Block]]:
    if paper.holds(section):
        return [section]
    parts: list[list[Block]] = [[]]
    words: list[Block] = [b for b in section if not isinstance(b, Buttons | MenuBlock)]
    stay: list[Block] = [b for b in section if isinstance(b, Buttons | MenuBlock)]
    for block in words:
        _place_block(block, parts, paper)
    if stay and not paper.holds([*parts[-1], *stay]):
        _keep_company(parts, stay, paper)
    for block in stay:
        _place_block(block, parts, paper)
    return parts


def _keep_company(parts: list[list[Block]], stay: list[Block], paper: Paper) -> None:
    """Move the end of the last part into a new one, so that the buttons do not come alone."""
    if not parts[-1]:
        return
    last = parts[-1].pop()
    if not paper.holds([last, *stay]) or not parts[-1]:
        half = split.text_length(block_as_text(last), paper.units) // 2
        head, rest = _cut_block(last, half, paper.units, force=False)
        if head is None or rest is None:
            parts[-1].append(last)
            return
        parts[-1].append(head)
        last = rest
    _turn_over(parts)
    parts[-1].append(last)


def _place_block(block: Block, parts: list[list[Block]], paper: Paper) -> None:
    """Put `block` at the end of the last part, and what does not fit there into new ones."""
    rest: Block | None = block
    while rest is not None:
        if paper.holds([*parts[-1], rest]):
            parts[-1].append(rest)
            return
        room = paper.room(parts[-1])
        fresh = not parts[-1]
        head: Block | None = None
        if fresh or (room >= paper.limit // split.EARLIEST_BREAK_PART and not isinstance(rest, Buttons | MenuBlock)):
            head, rest = _cut_block(rest, room, paper.units, fresh)
        if head is not None:
            parts[-1].append(head)
        if rest is not None:
            _turn_over(parts)


def _turn_over(parts: list[list[Block]]) -> None:
    """Begin a new part; headings that would be left alone at the foot of the last one go along."""
    last = parts[-1]
    keep = len(last)
    while keep and isinstance(last[keep - 1], Heading):
        keep -= 1
    parts.append(last[keep:] if keep else [])
    if keep:
        del last[keep:]


def _cut_block(block: Block, room: int, units: str, force: bool) -> tuple[Block | None, Block | None]:
    """The beginning of `block` that fits, if any, and the rest; with `force` there is a beginning in any case."""
    match block:
        case Heading() | Text() | Note() | Quote():
            return _cut_words(block, room, units, force)
        case Picture(data, alt, name) if force:
            head, tail = split.cut_text(alt, room, units)
            return Picture(data, head, name), Text(tail) if tail else None
        case Items() | Fields() | Buttons():
            head_block, rest = _cut_rows(block, room, units)
            if head_block is None and force:
                if isinstance(block, Buttons):
                    return _first_button(block)
                return _cut_block(Text(block_as_text(block)), room, units, force)
            return head_block, rest
        case _:
            return None, block


def _cut_words(
    block: Heading | Text | Note | Quote, room: int, units: str, force: bool
) -> tuple[Block | None, Block | None]:
    marks = split.text_length(block_as_text(block), units) - split.text_length(block.text, units)
    head, tail = split.cut_text(block.text, room - marks, units, words=not force)
    if not head.strip() and not force:
        return None, block
    if not head:
        head, tail = block.text[:1], block.text[1:]
    return replace(block, text=head), replace(block, text=tail) if tail else None


def _cut_rows(block: Items | Fields | Buttons, room: int, units: str) -> tuple[Block | None, Block | None]:
    rows = _rows_of(block)
    taken = bisect_right(
        range(1, len(rows) + 1),
        room,
        key=lambda n: split.text_length(block_as_text(_with_rows(block, rows[:n])), units),
    )
    if not taken:
        return None, block
    if isinstance(block, Items) and block.numbered:
        later = enumerate(block.items[taken:], taken + 1)
        return _with_rows(block, rows[:taken]), Text("\n".join(item_as_text(item, n) for n, item in later))
    return _with_rows(block, rows[:taken]), _with_rows(block, rows[taken:])


def _rows_of(block: Items | Fields | Buttons) -> tuple[object, ...]:
    return block.items if isinstance(block, Items) else block.rows if isinstance(block, Fields) else block.buttons


def _with_rows(block: Items | Fields | Buttons, rows: tuple[object, ...]) -> Items | Fields | Buttons:
    name = "items" if isinstance(block, Items) else "rows" if isinstance(block, Fields) else "buttons"
    return replace(block, **{name: rows})  # type: ignore[arg-type]


def _first_button(block: Buttons) -> tuple[Block, Block | None]:
    rest = block.buttons[1:]
    return Buttons(block.buttons[:1]), Buttons(rest) if rest else None
