"""A document as Markdown with tables, in which nobody's words mean anything but themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.documents.cleaning import clean_text
from bot.views.document import Bars, Bullets, Document, DocumentBlock, Paragraph, Subheading, Table

_MEANS_SOMETHING = re.compile(r"([\\`*_\[\]|~#])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_BEGINS_A_BLOCK = re.compile(r"^(\d+)([.)])(?=\s)|^([-+=])")


def as_markdown(document: Document) -> str:
    parts = [f"# {_plain(document.title)}", _plain(document.subtitle)]
    for section in document.sections:
        parts += [f"## {_plain(section.heading)}", *(_block(block) for block in section.blocks)]
    return "\n\n".join(parts) + "\n"


def _block(block: DocumentBlock) -> str:
    match block:
        case Paragraph(text):
            return _plain(text)
        case Subheading(text):
            return f"### {_plain(text)}"
        case Bullets(items):
            return "\n".join(f"- {_plain(item)}" for item in items)
        case Bars(caption, head, rows):
            return _table(caption, head, [(label, str(count)) for label, count in rows])
        case Table(caption, head, rows):
            return _table(caption, head, rows)


def _table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return f"**{_plain(caption)}**\n\n" + "\n".join(_lines(head, rows))


def _lines(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield _line(head)
    yield _line(["---"] * len(head), plain=False)
    for row in rows:
        yield _line(row)


def _line(cells: Sequence[str], plain: bool = True) -> str:
    return f"| {' | '.join(_plain(cell) if plain else cell for cell in cells)} |"


def _plain(text: str) -> str:
    """Return words in which no sign is taken for a mark, a tag or an entity."""
    escaped = _MEANS_SOMETHING.sub(r"\\\1", _ENTITY.sub("&amp;", clean_text(text)))
    escaped = escaped.replace("<", "&lt;").replace(">", "&gt;")
    return _BEGINS_A_BLOCK.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", escaped)
