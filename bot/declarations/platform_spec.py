"""Declaration of a platform, known before its adapter is made: one PlatformSpec, in the platform's own folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.declarations.setting_rules import Problem
from bot.domain.root_error import FolkmootError

Section = Mapping[str, Any]
"""A section of config.toml as it is written, before it is checked."""


@dataclass(frozen=True, slots=True)
class SecretShape:
    """`pattern` is what the whole secret matches, `looks` what it looks like in words, `found` where it is to be copied from.

    `always` says that the shape is the same whichever server is used.
    """

    pattern: re.Pattern[str]
    looks: str
    found: str
    always: bool = False


@dataclass(frozen=True, slots=True)
class SecretSource:
    """Source of one secret: `section` and `key` are what it would be called in the file, where it may not stand.

    `as_it_stands` says that somebody chose it, so that it may have any characters that a line can have, at its ends too.
    """

    name: str
    section: str
    key: str
    spoken: str
    shape: SecretShape | None = None
    as_it_stands: bool = False

    @property
    def variable(self) -> str:
        return f"FOLKMOOT_{self.name.upper()}"

    @property
    def file_key(self) -> str:
        return f"{self.key}_file"


@dataclass(frozen=True, slots=True)
class SelfCheckFinding:
    """One thing that was looked at, and what to do about it; with `ok` true a remedy is only advice.

    Advice that is `overdue` keeps nothing from starting, and is a problem of what runs.
    """

    what: str
    found: str
    remedy: str = ""
    ok: bool = True
    overdue: bool = False


class UnusableOptionsError(FolkmootError):
    """A command cannot work with the options that it was given; the message says why."""


@dataclass(frozen=True, slots=True)
class CommandOption:
    """Option of a command, by its name without dashes; one that is no flag takes a text, empty where it is absent."""

    name: str
    help: str
    flag: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformCommand:
    """A command of `folkmoot` that a platform contributes; `summary` is its line in the list of all commands.

    `work` gets the options by their names, with _ for -, and returns what is to be printed. It raises UnusableOptionsError.
    """

    name: str
    summary: str
    help: str
    work: Callable[..., str]
    options: tuple[CommandOption, ...] = ()


def _nothing(section: Section) -> tuple[()]:  # noqa: ARG001 (the default of a function of a section)
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformSpec:
    """A platform, as `adapters/registry.py` names it in one line.

    `section` is the section of config.toml and the `platform` of its conversations, `settings` the class of that section, with
    `enabled` among its fields; None for a platform that has no section, because only a demonstration is played on it.
    `module` is imported only when the platform is enabled. Its `make_adapter(settings, secrets)` returns a ChatAdapter and
    contacts nobody; if it has something to look at, `check_connection(settings, secrets, rooms)` awaits to SelfCheckFindings,
    where `rooms` are the platform's ids of the teams' conversations.

    `needed_secrets` names the secrets that an enabled section cannot do without; `find_disagreements` yields what is right alone
    and wrong together. `token_kinds` says what a secret is that begins so, where another was wanted.

    `secret_traces` and `id_traces` find the platform's secrets, and its ids of people, conversations and messages, wherever they
    stand in a text: no line of the log shows one, and no secret may stand in config.toml. Ids of 8 digits and more, as phone
    numbers have them, are recognised without.

    `commands` are what an operator can call for this platform, enabled or not.

    `privacy_note` says in one sentence of the privacy promise what the platform itself keeps or sees of what people write.
    """

    section: str
    name: str
    module: str
    settings: type[Any] | None = None
    secrets: tuple[SecretSource, ...] = ()
    needed_secrets: Callable[[Section], Iterable[str]] = _nothing
    find_disagreements: Callable[[Section], Iterable[Problem]] = _nothing
    token_kinds: tuple[tuple[str, str], ...] = ()
    secret_traces: tuple[re.Pattern[str], ...] = ()
    id_traces: tuple[re.Pattern[str], ...] = ()
    commands: tuple[PlatformCommand, ...] = ()
    privacy_note: str = ""
