"""Several messages that make one answer: kept as parts, so that an edited message corrects its own part."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from bot.engine.context import WorkContext

TAG = 6
"""Letters of a tag."""


class Part(NamedTuple):
    """One message: the platform's id of it, its words, and a tag by which a button that is about it names it."""

    message: str
    text: str
    tag: str = ""


def load_parts(work: WorkContext, ref: str) -> list[Part]:
    """The parts under a ref, in the order in which they were typed."""
    stored = work.read(ref)
    return [Part(*values) for values in json.loads(stored)] if stored else []


def save_parts(work: WorkContext, ref: str, owner: str, parts: list[Part]) -> None:
    if parts:
        work.keep(ref, owner, json.dumps(parts))
    else:
        work.uow.texts.remove([ref])


def make_part(work: WorkContext, message_id: str, text: str) -> Part:
    return Part(message_id, text, work.token()[-TAG:])


def append_part(work: WorkContext, ref: str, owner: str, message_id: str, text: str) -> None:
    """Add a message; a message id that is there already replaces the words of its own part."""
    if not (message_id and correct_part(work, ref, owner, message_id, text)):
        save_parts(work, ref, owner, [*load_parts(work, ref), make_part(work, message_id, text)])


def correct_part(work: WorkContext, ref: str, owner: str, message_id: str, text: str) -> bool:
    """Replace the words of the part that came with this message; False when it is not among them."""
    parts = load_parts(work, ref)
    if not any(part.message == message_id for part in parts):
        return False
    save_parts(work, ref, owner, [part._replace(text=text) if part.message == message_id else part for part in parts])
    return True


def let_be_replaced(work: WorkContext, ref: str, owner: str) -> None:
    """Let the next message that is typed take the place of all parts: no button can name them any more."""
    save_parts(work, ref, owner, [part._replace(tag="") for part in load_parts(work, ref)])


def let_be_added_to(work: WorkContext, ref: str, owner: str) -> None:
    """Let the next message that is typed be added to the parts."""
    parts = load_parts(work, ref)
    save_parts(work, ref, owner, [part if part.tag else make_part(work, part.message, part.text) for part in parts])


def are_to_be_replaced(parts: Sequence[Part]) -> bool:
    return bool(parts) and not any(part.tag for part in parts)


def take_out(work: WorkContext, ref: str, owner: str, tag: str) -> Part | None:
    """Remove the part with this tag, and return it; None when it is not there."""
    kept = load_parts(work, ref)
    found = next((part for part in kept if part.tag == tag), None) if tag else None
    if found:
        save_parts(work, ref, owner, [part for part in kept if part is not found])
    return found


def joined_parts(work: WorkContext, ref: str) -> str:
    return "\n".join(part.text for part in load_parts(work, ref))


def take_off_last(work: WorkContext, ref: str, owner: str, tag: str) -> bool:
    """Remove the last part if it is the one with this tag; False when it is another one, or none."""
    kept = load_parts(work, ref)
    if not kept or kept[-1].tag != tag:
        return False
    save_parts(work, ref, owner, kept[:-1])
    return True
