"""Words for a message, read through the confidential door at the moment of sending."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.domain.confidential import ConfidentialText
from bot.engine.ref_names import ONCE, PARTED, SHARED, STRANGERS
from bot.ports import UnitOfWork


def quoted_texts(uow: UnitOfWork, refs: Sequence[str], reader: str) -> list[str | None]:
    """The texts of these refs for a reader, in order; parts are joined, and what is gone reads as None.

    `reader` is a member's id, STRANGERS, or nothing where many read. Words are read to their owner alone, whatever a record says,
    except those that were given to be shown: permitted words in a release, and words of challenges to who decides. What somebody
    typed as a stranger is theirs also once they are a member.
    """
    found: dict[str, ConfidentialText | None] = {}
    for owner, names in _by_owner(refs, reader):
        for ref, text in zip(names, uow.texts.read(names, owner), strict=True):
            found[ref] = found.get(ref) or text
    return [_joined_text(ref, text.reveal()) if (text := found.get(ref)) else None for ref in refs]


def _by_owner(refs: Sequence[str], reader: str) -> list[tuple[str | None, list[str]]]:
    """Return which of them are read as whose; None for anybody's."""
    shared = [ref for ref in refs if ref.startswith(SHARED)]
    own = [ref for ref in refs if not ref.startswith(SHARED)] if reader else []
    once = [ref for ref in own if ref.startswith(ONCE)]
    return [(owner, names) for owner, names in ((None, shared), (reader, own), (STRANGERS, once)) if names]


def reader_of(uow: UnitOfWork, address: str) -> str:
    """Return who reads what is said to an address: the member whose it is, STRANGERS in a stranger's chat, or nobody alone."""
    identity = uow.identities.get(address)
    if identity:
        return identity.member
    ref = uow.addresses.ref(address)
    return STRANGERS if ref and ref.direct else ""


def _joined_text(ref: str, text: str) -> str:
    return "\n".join(part[1] for part in json.loads(text) if part[1]) if ref.startswith(PARTED) else text
