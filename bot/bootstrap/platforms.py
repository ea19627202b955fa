"""Which adapters a configuration asks for. A platform plugs in with one line of PLATFORMS.

Its module offers `make_adapter(settings, secrets)`, which returns a ChatAdapter and contacts nobody, and, if it has something to
verify, `check(settings, secrets, rooms)`, which awaits to a sequence of records like `SelfCheckFinding`. `settings` is the
platform's own section, `rooms` are its ids of the teams' conversations.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from bot.config import Settings
from bot.domain.root_error import FolkmootError
from bot.ports import ChatAdapter

PLATFORMS = {
    "slack": ("Slack", "adapters.slack.app"),
    "telegram": ("Telegram", "adapters.telegram.app"),
}
"""The section of the settings, the platform's name, and the module that makes its adapter."""


class PlatformUnavailableError(FolkmootError):
    """A platform is enabled for which this installation has no adapter; the message says what to do."""


@dataclass(frozen=True, slots=True)
class SelfCheckFinding:
    """One thing that was looked at, and what to do about it; with `ok` true a remedy is only advice."""

    what: str
    found: str
    remedy: str = ""
    ok: bool = True


PlatformCheck = Callable[[Any, Any, Sequence[str]], Awaitable[Sequence[SelfCheckFinding]]]


def enabled_platforms(settings: Settings) -> list[str]:
    """The sections of the platforms that are switched on."""
    return [section for section in PLATFORMS if getattr(settings, section).enabled]


def make_adapters(settings: Settings) -> list[ChatAdapter]:
    """An adapter for each enabled platform. Raises PlatformUnavailableError."""
    return [
        _adapter_module(section).make_adapter(getattr(settings, section), settings.secrets)
        for section in enabled_platforms(settings)
    ]


async def check_platform(section: str, settings: Settings, rooms: Sequence[str]) -> Sequence[SelfCheckFinding]:
    """Return what the platform itself says about tokens and access. Raises PlatformUnavailableError."""
    check: PlatformCheck | None = getattr(_adapter_module(section), "check_connection", None)
    return await check(getattr(settings, section), settings.secrets, rooms) if check else ()


def _adapter_module(section: str) -> ModuleType:
    name, path = PLATFORMS[section]
    if not _is_there(path):
        raise PlatformUnavailableError(
            f"{name} is enabled, but this version of Folkmoot cannot talk to {name}. "
            f"Set {section}.enabled = false, or install a version that can."
        )
    return import_module(path)


def _is_there(path: str) -> bool:
    try:
        return find_spec(path) is not None
    except ModuleNotFoundError:
        return False


def slack_manifest(public_url: str, several_workspaces: bool) -> dict[str, Any]:
    """Return what the Slack app asks of a workspace, as Slack reads it."""
    from adapters.slack.manifest import make_manifest

    return make_manifest(public_url, several_workspaces)
