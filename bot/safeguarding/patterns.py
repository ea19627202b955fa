"""Word patterns of each language that suggest a risk of harm, read once from the package's data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from re import Pattern
from typing import Any

LANGUAGES = ("en", "de", "pl", "cy")
_NAME = re.compile(r"<([a-z_]+)>")


@dataclass(frozen=True, slots=True)
class RiskPatterns:
    """Patterns that are tried around a cue; those `of_others` not where staff write about the people whom they serve."""

    patterns: Pattern[str] | None
    of_others: Pattern[str] | None


@dataclass(frozen=True, slots=True)
class RiskLanguage:
    """`written` is what words stand for, `service` finds the people whom the organisation serves, `denials` take back what follows.

    `by_cue` are the patterns by the words that call for them.
    """

    written: Mapping[str, str]
    service: Pattern[str]
    denials: frozenset[str]
    by_cue: Mapping[str, Sequence[RiskPatterns]]


@cache
def risk_languages() -> tuple[RiskLanguage, ...]:
    """The shipped patterns of every language."""
    return tuple(_read_language(language) for language in LANGUAGES)


def _read_language(language: str) -> RiskLanguage:
    path = files("bot.safeguarding") / "data" / f"risk-{language}.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    by_cue: dict[str, list[RiskPatterns]] = {}
    for given in data["risk"]:
        risk = _read_risk(given, data["names"])
        for cue in given["cues"].split():
            by_cue.setdefault(cue, []).append(risk)
    return RiskLanguage(
        written=data["written"],
        service=re.compile(rf"\b(?:{'|'.join(data['service'].split())})\b"),
        denials=frozenset(data["denials"].split()),
        by_cue=by_cue,
    )


def _read_risk(given: Mapping[str, Any], names: Mapping[str, str]) -> RiskPatterns:
    return RiskPatterns(
        patterns=_any_of(given.get("patterns", ""), names),
        of_others=_any_of(given.get("of_others", ""), names),
    )


def _any_of(lines: str, names: Mapping[str, str]) -> Pattern[str] | None:
    """One expression for all lines, with names filled in; None where there is no line."""
    expressions = [f"(?:{_fill_in(line, names)})" for line in lines.splitlines() if line.strip()]
    return re.compile("|".join(expressions)) if expressions else None


def _fill_in(line: str, names: Mapping[str, str]) -> str:
    while _NAME.search(line):
        line = _NAME.sub(lambda found: f"(?:{names[found[1]]})", line)
    return line
