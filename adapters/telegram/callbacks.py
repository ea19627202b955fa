"""Callback data of buttons: action and token behind a signature, bound to the chat in which the button may be pressed.

A private chat has one person's id, so a button there is bound to its presser. Anyone can send a bot any callback data with a
client of their own; without the key they cannot make data that is heard. The key follows from the bot's token, so that
buttons outlive a restart and end with the token.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

from adapters.telegram.capabilities import DATA_LIMIT

SIGNATURE = 11
"""Characters of the signature: 64 bits."""


class Callbacks:
    """Packs and opens what the buttons of one bot carry."""

    def __init__(self, bot_token: str) -> None:
        self._key = hmac.digest(bot_token.encode(), b"folkmoot buttons", "sha256")

    def pack(self, chat: str, action: str, token: str) -> str:
        """At most 64 bytes. Raises ValueError when action and token are longer than 53 bytes together."""
        said = f"{action}:{token}" if token else action
        data = self._signature(chat, said) + said
        if len(data.encode()) > DATA_LIMIT:
            raise ValueError("a button carries more than a button can")
        return data

    def open(self, chat: str, data: str) -> tuple[str, str] | None:
        """The action and token of a button of this chat; None for anything else."""
        signature, said = data[:SIGNATURE], data[SIGNATURE:]
        if not hmac.compare_digest(signature.encode(), self._signature(chat, said).encode()):
            return None
        action, _, token = said.partition(":")
        return action, token

    def _signature(self, chat: str, said: str) -> str:
        digest = hmac.new(self._key, f"{chat}\0{said}".encode(), sha256).digest()
        return urlsafe_b64encode(digest[:8]).decode().rstrip("=")
