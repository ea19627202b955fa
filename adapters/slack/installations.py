"""Bot tokens by workspace."""

from __future__ import annotations

from typing import Protocol


class Tokens(Protocol):
    """Source of bot tokens. A workspace is a team's id, or an enterprise's for an installation in all of it."""

    async def bot_token(self, workspace: str) -> str | None:
        """None where the bot is not installed."""
        ...

    async def remove(self, workspace: str) -> None:
        """The workspace took its permission back."""
        ...


class OneToken:
    """One workspace by its token, which the operator gave and the operator takes away."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def bot_token(self, workspace: str) -> str | None:
        return self._token

    async def remove(self, workspace: str) -> None:
        """Kept: its end shows by itself, and the operator's configuration is not ours to change."""
