"""The console, before its adapter is made: the platform of the demonstration, which no settings enable."""

from __future__ import annotations

from bot.declarations.platform_spec import PlatformSpec

SPEC = PlatformSpec(
    section="console",
    name="Console",
    module="adapters.console.app",
    privacy_note="This is a demonstration on one machine.",
)
