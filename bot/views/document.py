"""A document to read outside of the chat, without any format: headings, paragraphs, lists, tables and bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`head` names the columns; the first cell of a row names the row."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Numbers of things that were posted, drawn as bars; `head` names the two columns of the table beside them."""

    caption: str
    head: tuple[str, str]
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Subheading:
    text: str


DocumentBlock: TypeAlias = Paragraph | Bullets | Table | Bars | Subheading


@dataclass(frozen=True, slots=True)
class DocumentSection:
    heading: str
    blocks: tuple[DocumentBlock, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """`language` is a tag such as "en-GB"; `subtitle` says of which time it is."""

    language: str
    title: str
    subtitle: str
    sections: tuple[DocumentSection, ...]
