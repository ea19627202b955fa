"""Finds each secret in the environment or in its file, and says which are missing, exposed or in the wrong place."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from adapters.registry import PLATFORMS, holds_platform_secret
from bot.config.disagreements import Document, section_of
from bot.config.problems import nearest_word
from bot.config.secret import MASTER_KEY, Secret, Secrets, secret_sources
from bot.config.shapes import meant_by, shape_problems
from bot.declarations.platform_spec import SecretSource
from bot.declarations.setting_rules import Problem

# Keys as long as the master key.
_LONG_KEY = re.compile(r"[A-Za-z0-9+_-]{40,}={0,2}")
_NAMES_SECRET = re.compile(r"token|secret|passw|master_?key|api_?key")


def find_secrets(document: Document, folder: Path, env: Mapping[str, str]) -> tuple[Secrets, list[Problem]]:
    """The secrets that are there, and the problems with them. An environment variable goes before a file."""
    problems: list[Problem] = []
    found: dict[str, Secret] = {}
    for source in secret_sources():
        value, key = _from_environment(source, env, problems), source.variable
        if value is None:
            value, key = _from_file(source, document, folder, problems), f"{source.section}.{source.file_key}"
        if value is not None:
            problems.extend(shape_problems(source, value, key, document))
            found[source.name] = Secret(value)
    broken = {problem.key for problem in problems}
    for source in needed_secrets(document):
        known = {source.variable, f"{source.section}.{source.file_key}"}
        if source.name not in found and not known & broken:
            problems.append(_missing_problem(source, env))
    return Secrets(found=found), problems


def needed_secrets(document: Document) -> Iterator[SecretSource]:
    """The secrets that the enabled platforms cannot do without."""
    for spec in PLATFORMS.values():
        section = section_of(document, spec.section)
        if section.get("enabled") is True:
            names = set(spec.needed_secrets(section))
            yield from (source for source in spec.secrets if source.name in names)


def misplaced_secrets(document: Document) -> list[Problem]:
    """Secrets that stand in the file, by the key's name or by what the value looks like."""
    return [
        _misplaced_problem(name, key)
        for name, table in document.items()
        for key, value in (table.items() if isinstance(table, Mapping) else [("", table)])
        if isinstance(value, str) and value and (_names_secret(name, key) or _looks_secret(value))
    ]


def _looks_secret(value: str) -> bool:
    return bool(_LONG_KEY.fullmatch(value.strip())) or holds_platform_secret(value)


def _names_secret(table: str, key: str) -> bool:
    name = key or table
    return bool(_NAMES_SECRET.search(name.casefold())) and not name.endswith(("_file", "_path"))


def _misplaced_problem(table: str, key: str) -> Problem:
    source = next((s for s in secret_sources() if s.section == table and key in (s.key, s.file_key)), None)
    remedy = (
        f"Set {source.variable}, or name a file that holds it with {source.file_key}."
        if source
        else "Give it in the environment, as one of the FOLKMOOT_ variables, or in a file that a *_file key names."
    )
    name = f"{table}.{key}" if key else table
    return Problem(
        safe_key_name(name), "A secret stands in the file, which is read by more people than it should.", remedy
    )


def safe_key_name(name: str) -> str:
    """A key as it may be repeated; one that looks like a secret itself is not."""
    return "<a key that looks like a secret>" if any(map(_looks_secret, name.split("."))) else name


def _from_environment(source: SecretSource, env: Mapping[str, str], problems: list[Problem]) -> str | None:
    value = env.get(source.variable)
    if value is None:
        return None
    if not meant_by(source, value):
        problems.append(Problem(source.variable, "It is set, and empty.", f"Set it to {source.spoken}, or unset it."))
        return None
    return meant_by(source, value)


def _from_file(source: SecretSource, document: Document, folder: Path, problems: list[Problem]) -> str | None:
    default = "data/master.key" if source is MASTER_KEY else ""
    name = section_of(document, source.section).get(source.file_key, default)
    if not isinstance(name, str) or not name.strip() or _looks_secret(name):
        return None
    key = f"{source.section}.{source.file_key}"
    try:
        return _read_secret_file(folder / name.strip(), key, source, problems)
    except FileNotFoundError:
        # The master key is made after the settings are written; who needs it asks for it.
        if source is not MASTER_KEY:
            problems.append(
                Problem(key, "There is no such file.", f"Put {source.spoken} into it, or set {source.variable}.")
            )
    except PermissionError:
        remedy = "Run the command as the user that it belongs to, or let this one read it."
        problems.append(Problem(key, "This user may not read the file.", remedy))
    except (OSError, UnicodeDecodeError):
        problems.append(Problem(key, "The file cannot be read as text.", "Check what it is and who may read it."))
    return None


def _read_secret_file(path: Path, key: str, source: SecretSource, problems: list[Problem]) -> str | None:
    if path.stat().st_mode & stat.S_IRWXO:
        problems.append(Problem(key, "Every user of this machine may use the file.", f"Run: chmod 600 {path}"))
        return None
    text = meant_by(source, path.read_bytes().decode("utf-8"))
    if not text:
        problems.append(Problem(key, "The file is empty.", "Put the secret into it."))
    return text or None


def _missing_problem(source: SecretSource, env: Mapping[str, str]) -> Problem:
    taken = {known.variable for known in secret_sources()}
    near = nearest_word(
        source.variable, (name for name in env if name.startswith("FOLKMOOT_") and name not in taken), 0.8
    )
    hint = f" {near} is set: is that the one?" if near else ""
    return Problem(
        source.variable,
        f"{source.spoken[0].upper()}{source.spoken[1:]} is missing.{hint}",
        f"Set {source.variable}, or name its file with {source.section}.{source.file_key}.",
    )
