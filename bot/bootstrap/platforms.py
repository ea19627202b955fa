"""The platforms that a configuration asks for: their adapters, and what they say about themselves."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from adapters.registry import PLATFORMS
from bot.config import Settings
from bot.declarations.platform_spec import PlatformSpec, SelfCheckFinding
from bot.domain.root_error import FolkmootError
from bot.ports import ChatAdapter


class PlatformUnavailableError(FolkmootError):
    """A platform is enabled for which this installation has no adapter; the message says what to do."""


def enabled_platforms(settings: Settings) -> list[PlatformSpec]:
    return [PLATFORMS[section] for section, chosen in settings.platforms.items() if chosen.enabled]


def make_adapters(settings: Settings) -> list[ChatAdapter]:
    """An adapter for each enabled platform. Raises PlatformUnavailableError."""
    return [
        _adapter_module(spec).make_adapter(settings.platforms[spec.section], settings.secrets)
        for spec in enabled_platforms(settings)
    ]


async def check_platform(spec: PlatformSpec, settings: Settings, rooms: Sequence[str]) -> Sequence[SelfCheckFinding]:
    """Return what the platform itself says about tokens and access. Raises PlatformUnavailableError."""
    check = getattr(_adapter_module(spec), "check_connection", None)
    return await check(settings.platforms[spec.section], settings.secrets, rooms) if check else ()


def _adapter_module(spec: PlatformSpec) -> ModuleType:
    if not _is_there(spec.module):
        raise PlatformUnavailableError(
            f"{spec.name} is enabled, but this version of Folkmoot cannot talk to {spec.name}. "
            f"Set {spec.section}.enabled = false, or install a version that can."
        )
    return import_module(spec.module)


def _is_there(path: str) -> bool:
    try:
        return find_spec(path) is not None
    except ModuleNotFoundError:
        return False
