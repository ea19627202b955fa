"""Conversations of people and channels on the recording platform."""

from __future__ import annotations

from bot.domain.conversation import ConversationRef


def person(name: str) -> ConversationRef:
    """Return the direct conversation with a person."""
    return ConversationRef(platform="fake", workspace="w", person=name)


def channel(name: str) -> ConversationRef:
    """Return the channel of this name."""
    return ConversationRef(platform="fake", workspace="w", channel=name)
