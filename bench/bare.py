"""A unit of work without storage and encryption: dictionaries alone, so that what is left is the engine's own deciding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar

from bot.domain.confidential import ConfidentialText
from bot.domain.conversation import ConversationRef

R = TypeVar("R")


class BareRecords(Generic[R]):
    def __init__(self) -> None:
        self.rows: dict[str, R] = {}

    def get(self, id: str) -> R | None:
        return self.rows.get(id)

    def add(self, record: Any) -> bool:
        if record.id in self.rows:
            return False
        self.rows[record.id] = record
        return True

    def save(self, record: Any) -> None:
        self.rows[record.id] = record

    def remove(self, id: str) -> None:
        self.rows.pop(id, None)

    def where(self, **equal: Any) -> list[R]:
        return [row for row in self.rows.values() if all(getattr(row, name) == value for name, value in equal.items())]

    def until(self, field: str, instant: datetime, limit: int = 1000) -> list[R]:
        return []

    def count(self, **equal: Any) -> int:
        return len(self.where(**equal))


class BareTexts:
    def __init__(self) -> None:
        self.kept: dict[str, ConfidentialText] = {}

    def keep(self, ref: str, owner: str, text: ConfidentialText) -> None:
        self.kept[ref] = text

    def read(self, refs: Sequence[str], owner: str | None = None) -> list[ConfidentialText | None]:
        return [self.kept.get(ref) for ref in refs]

    def remove(self, refs: Iterable[str]) -> None:
        for ref in refs:
            self.kept.pop(ref, None)


class BareAddresses:
    def id_of(self, ref: ConversationRef) -> str:
        return ref.person or ref.channel or ""

    def remember(self, ref: ConversationRef) -> str:
        return self.id_of(ref)


class BareInbox:
    def claim(self, key: str, at: datetime) -> bool:
        return True


class BareUnitOfWork:
    """Has the records that an answer needs."""

    def __init__(self) -> None:
        for name in ("organisations", "members", "identities", "question_sets", "rounds", "interviews", "answers"):
            setattr(self, name, BareRecords())
        for name in ("dialogues", "menus", "memberships", "teams", "checks", "weighings", "releases", "outbox"):
            setattr(self, name, BareRecords())
        self.texts = BareTexts()
        self.addresses = BareAddresses()
        self.inbox = BareInbox()

    def fingerprint(self, purpose: str, *parts: str) -> str:
        return f"{hash((purpose, *parts)) & (1 << 128) - 1:032x}"
