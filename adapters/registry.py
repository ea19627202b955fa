"""The platforms that there are: the one place that names them all. Another one is one more line."""

from __future__ import annotations

from typing import Any

from adapters.console.spec import SPEC as CONSOLE
from adapters.slack.spec import SPEC as SLACK
from adapters.telegram.spec import SPEC as TELEGRAM
from bot.ports.platform_spec import PlatformSpec

PLATFORMS: dict[str, PlatformSpec] = {spec.section: spec for spec in (SLACK, TELEGRAM, CONSOLE)}
"""By their section, in the order in which they are told."""


def platform_sections() -> dict[str, type[Any]]:
    """Return the class of each section of config.toml that enables a platform."""
    return {section: spec.settings for section, spec in PLATFORMS.items() if spec.settings}
