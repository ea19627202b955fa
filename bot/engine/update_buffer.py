"""Updates between being fetched and being handled: kept under their sender's own key, so that they end with it (C8, C9)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.model import Fetched
from bot.engine import ref_names
from bot.ports import UnitOfWork
from bot.ports.listening import RawUpdate


def store_updates(uow: UnitOfWork, platform: str, updates: Sequence[RawUpdate]) -> None:
    for update in updates:
        row = Fetched(id=_update_id(platform, update.number), platform=platform, number=update.number, at=update.at)
        if uow.fetched.add(row):
            uow.texts.keep(ref_names.update_ref(row.id), _owner_of(uow, update), update.payload)


def waiting_updates(uow: UnitOfWork, platform: str) -> list[RawUpdate]:
    rows = uow.fetched.where(platform=platform)
    texts = uow.texts.read([ref_names.update_ref(row.id) for row in rows])
    return [RawUpdate(row.number, row.at, text) for row, text in zip(rows, texts, strict=True) if text]


def remove_updates(uow: UnitOfWork, platform: str, numbers: Collection[int]) -> None:
    _remove_rows(uow, [_update_id(platform, number) for number in numbers])


def sweep_updates(uow: UnitOfWork, before: datetime) -> int:
    """Remove those that were received before and could never be handled; their number."""
    old = [row.id for row in uow.fetched.until("at", before)]
    _remove_rows(uow, old)
    return len(old)


def _remove_rows(uow: UnitOfWork, ids: Sequence[str]) -> None:
    for id in ids:
        uow.fetched.remove(id)
    uow.texts.remove([ref_names.update_ref(id) for id in ids])


def _owner_of(uow: UnitOfWork, update: RawUpdate) -> str:
    identity = uow.identities.get(uow.addresses.id_of(update.sender)) if update.sender else None
    return identity.member if identity else ref_names.STRANGERS


def _update_id(platform: str, number: int) -> str:
    """In the order of the numbers, since records come in the order of their ids."""
    return f"{platform}:{number:020}"
