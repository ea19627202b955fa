"""The platforms that there are: the one place that names them all. Another one is one more line."""

from __future__ import annotations

from adapters.slack.spec import SPEC as SLACK
from adapters.telegram.spec import SPEC as TELEGRAM
from bot.ports.platform_spec import PlatformSpec

PLATFORMS: dict[str, PlatformSpec] = {spec.section: spec for spec in (SLACK, TELEGRAM)}
"""By their section, in the order in which they are told."""
