"""Several messages that make one answer: kept as parts, so that an edited message corrects its own part."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from bot.engine.context import WorkContext

TAG = 6
"""Letters of a tag."""
REFUSED = "!"
"""Beginning of the tag of a part that was refused: the place of the line at fault follows, or nothing where all of it is."""


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


def mark_refused(work: WorkContext, ref: str, owner: str, fault: str) -> None:
    """Let the next message that is typed take the place of the line with the words at fault, or of all parts if there is none."""
    parts = load_parts(work, ref)
    lines = [(part, place, line) for part in parts for place, line in enumerate(part.text.splitlines())]
    found = [(part, place) for part, place, line in lines if fault and fault in " ".join(line.split())]
    if len(lines) > 1 and found:
        bad, place = found[0]
        save_parts(work, ref, owner, [p._replace(tag=f"{REFUSED}{place}") if p is bad else p for p in parts])
    else:
        save_parts(work, ref, owner, [part._replace(tag=REFUSED) for part in parts])


def unmark_refused(work: WorkContext, ref: str, owner: str) -> None:
    """Let the next message that is typed be added to the parts."""
    save_parts(work, ref, owner, [_as_new(work, part) if _is_refused(part) else part for part in load_parts(work, ref)])


def _as_new(work: WorkContext, part: Part) -> Part:
    return make_part(work, part.message, part.text)


def _is_refused(part: Part) -> bool:
    return part.tag.startswith(REFUSED)


def are_refused(parts: Iterable[Part]) -> bool:
    return any(_is_refused(part) for part in parts)


def line_at_fault(parts: Iterable[Part]) -> str:
    """Return the one line that was refused; nothing where all of it was, or none."""
    found = [part for part in parts if _is_refused(part) and part.tag != REFUSED]
    return found[0].text.splitlines()[int(found[0].tag.removeprefix(REFUSED))] if found else ""


def with_correction(work: WorkContext, parts: Iterable[Part], message_id: str, text: str) -> list[Part]:
    """Return the parts with a typed message in the place of what was refused; the rest of a message stays before and after it."""
    new = make_part(work, message_id, text)
    kept: list[Part] = []
    for part in parts:
        if not _is_refused(part):
            kept.append(part)
        elif part.tag != REFUSED:
            lines, place = part.text.splitlines(), int(part.tag.removeprefix(REFUSED))
            before, after = "\n".join(lines[:place]), "\n".join(lines[place + 1 :])
            split = (make_part(work, part.message, before), new, make_part(work, "", after))
            kept += [piece for piece in split if piece.text]
    return kept if new in kept else [*kept, new]


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
