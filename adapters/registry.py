"""The platforms that there are: the one place that names them all. Another one is one more line."""

from __future__ import annotations

from typing import Any

from adapters.console.spec import SPEC as CONSOLE
from adapters.slack.spec import SPEC as SLACK
from adapters.telegram.spec import SPEC as TELEGRAM
from bot.declarations.platform_spec import PlatformSpec

PLATFORMS: dict[str, PlatformSpec] = {spec.section: spec for spec in (SLACK, TELEGRAM, CONSOLE)}
"""By their section, in the order in which they are told."""


def platform_sections() -> dict[str, type[Any]]:
    """Return the class of each section of config.toml that enables a platform."""
    return {section: spec.settings for section, spec in PLATFORMS.items() if spec.settings}


def platform_names() -> tuple[str, ...]:
    """Return what people call the platforms that an organisation can use."""
    return tuple(spec.name for spec in PLATFORMS.values() if spec.settings)


def holds_platform_secret(text: str) -> bool:
    """Return whether a text holds what is recognised as a secret of a platform, by itself or among other words."""
    return any(trace.search(text) for spec in PLATFORMS.values() for trace in spec.secret_traces)


def holds_platform_id(text: str) -> bool:
    """Return whether a text holds what is recognised as a platform's id of a person, a conversation or a message."""
    return any(trace.search(text) for spec in PLATFORMS.values() for trace in spec.id_traces)
