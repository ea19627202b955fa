"""One sender for all platforms: what waits in the outbox leaves in the order of who waits, within the platforms' limits."""

from bot.engine.outbox.sender import OutboxSender

__all__ = ["OutboxSender"]
