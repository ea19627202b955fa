"""Several messages that make one answer: kept as parts, so that an edited message corrects its own part."""

from __future__ import annotations

import json

from bot.engine.work import Work


def load(work: Work, ref: str) -> list[tuple[str, str]]:
    """The parts under a ref as (message id, text), in the order in which they were typed."""
    stored = work.read(ref)
    return [(message, text) for message, text in json.loads(stored)] if stored else []


def save(work: Work, ref: str, owner: str, parts: list[tuple[str, str]]) -> None:
    if parts:
        work.keep(ref, owner, json.dumps(parts))
    else:
        work.uow.texts.remove([ref])


def append(work: Work, ref: str, owner: str, message_id: str, text: str) -> int:
    """Add a message; a message id that is there already replaces its own part. Returns how many parts there are."""
    parts = load(work, ref)
    if not (message_id and correct(work, ref, owner, message_id, text)):
        parts.append((message_id, text))
        save(work, ref, owner, parts)
    return len(parts)


def correct(work: Work, ref: str, owner: str, message_id: str, text: str) -> bool:
    """Replace the part that came with this message; False when it is not among them."""
    parts = load(work, ref)
    if not any(known == message_id for known, _ in parts):
        return False
    save(work, ref, owner, [(known, text if known == message_id else old) for known, old in parts])
    return True


def joined(work: Work, ref: str) -> str:
    return "\n".join(text for _, text in load(work, ref))
