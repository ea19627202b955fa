"""Words for a message, read through the confidential door at the moment of sending."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.engine.refs import PARTED
from bot.ports import UnitOfWork


def quoted(uow: UnitOfWork, refs: Sequence[str]) -> list[str | None]:
    """The texts of these refs, in order; parts are joined, and what is gone reads as None."""
    if not refs:
        return []
    texts = uow.texts.read(list(refs))
    return [_whole(ref, text.reveal()) if text else None for ref, text in zip(refs, texts, strict=True)]


def _whole(ref: str, text: str) -> str:
    return "\n".join(part for _, part in json.loads(text)) if ref.startswith(PARTED) else text
