"""Updates between being fetched and being handled: kept under their sender's own key, so that they end with it (C8, C9)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.model import Fetched
from bot.engine import refs
from bot.ports import UnitOfWork
from bot.ports.listening import RawUpdate


def keep(uow: UnitOfWork, platform: str, updates: Sequence[RawUpdate]) -> None:
    for update in updates:
        row = Fetched(id=_id(platform, update.number), platform=platform, number=update.number, at=update.at)
        if uow.fetched.add(row):
            uow.texts.keep(refs.fetched(row.id), _owner(uow, update), update.payload)


def waiting(uow: UnitOfWork, platform: str) -> list[RawUpdate]:
    rows = uow.fetched.where(platform=platform)
    texts = uow.texts.read([refs.fetched(row.id) for row in rows])
    return [RawUpdate(row.number, row.at, text) for row, text in zip(rows, texts, strict=True) if text]


def remove(uow: UnitOfWork, platform: str, numbers: Collection[int]) -> None:
    _remove(uow, [_id(platform, number) for number in numbers])


def sweep(uow: UnitOfWork, before: datetime) -> int:
    """Remove those that were received before and could never be handled; their number."""
    old = [row.id for row in uow.fetched.until("at", before)]
    _remove(uow, old)
    return len(old)


def _remove(uow: UnitOfWork, ids: Sequence[str]) -> None:
    for id in ids:
        uow.fetched.remove(id)
    uow.texts.remove([refs.fetched(id) for id in ids])


def _owner(uow: UnitOfWork, update: RawUpdate) -> str:
    identity = uow.identities.get(uow.addresses.id_of(update.sender)) if update.sender else None
    return identity.member if identity else refs.STRANGERS


def _id(platform: str, number: int) -> str:
    """In the order of the numbers, since records come in the order of their ids."""
    return f"{platform}:{number:020}"
