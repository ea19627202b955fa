"""The one-time code with which the first admin proves that the operator sent them: kept as a hash, good for an hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

from bot.domain.model import Claim
from bot.ports import UnitOfWork

GOOD_FOR = timedelta(hours=1)
_LENGTH = 16


def new_code(token: str) -> str:
    """A code to read aloud, made of a fresh token of at least 16 letters and digits (80 bits)."""
    letters = token[:_LENGTH]
    return "-".join(letters[start : start + 4] for start in range(0, _LENGTH, 4))


def hash_of(code: str) -> str:
    """The hash under which a code is kept; dashes, spaces and capitals do not matter."""
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    return sha256(f"claim:{plain}".encode()).hexdigest()


def keep_claim(uow: UnitOfWork, code: str, now: datetime) -> None:
    uow.claims.save(Claim(id=hash_of(code), expires_at=now + GOOD_FOR))
