"""The phrases of a language, read once from the package's data, with the names of the platforms that people may ask about."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from re import Pattern
from typing import Any

from adapters.registry import platform_names
from bot.chatcommands import BY_NAME, phrases, typos


@dataclass(frozen=True, slots=True)
class Section:
    """The sentences that mean one thing; `sure` ones are nobody's answer to a question about work."""

    meaning: str
    sure: bool
    sentences: Pattern[str]


@dataclass(frozen=True, slots=True)
class Bag:
    """Words that mean one thing in any order: at least one of each of `needs`, and none that is not `allowed`."""

    meaning: str
    asks: bool
    needs: tuple[frozenset[str], ...]
    allowed: frozenset[str]
    others: int = 0
    """Words of any other kind that may be there."""

    def holds(self, words: frozenset[str], is_question: bool) -> bool:
        """Return whether these words are of the bag. A question is needed where it `asks`."""
        fits = len(words - self.allowed) <= self.others and not any(map(words.isdisjoint, self.needs))
        return fits and (is_question or not self.asks)


@dataclass(frozen=True, slots=True)
class Language:
    """Phrases of one language: `offers` are bags of what is never taken and only offered.

    `leading` and `trailing` words change nothing; `before_until` and `before_days` are what somebody who is away says
    before those; a question `opens` with certain words; `nearly` holds beginnings of commands. `known` words are ours, `real`
    ones look like slips of those and are none; `days` are the words of dates."""

    contractions: Mapping[str, str]
    leading: Pattern[str]
    trailing: Pattern[str]
    before_until: Pattern[str]
    before_days: Pattern[str]
    sections: tuple[Section, ...]
    bags: tuple[Bag, ...]
    offers: tuple[Bag, ...]
    opens: frozenset[str]
    nearly: tuple[tuple[str, Pattern[str]], ...]
    known: typos.Known
    real: frozenset[str]
    days: frozenset[str]


@cache
def english_language() -> Language:
    """The shipped English phrases."""
    data = tomllib.loads((files("bot.chatcommands") / "data" / "intents-en.toml").read_text(encoding="utf-8"))
    platforms = tuple(name.lower() for name in platform_names())
    names = phrases.expressions_by_name({"platforms": "\n".join(platforms), **data["names"]})
    spelled = " ".join(platforms)
    classes = {name: frozenset(words.format(platforms=spelled).split()) for name, words in data["classes"].items()}
    meanings: Mapping[str, Mapping[str, str]] = data["meanings"]
    said = [part.get(key, "") for part in meanings.values() for key in ("sure", "maybe")]
    said += [*data["names"].values(), *platforms]
    return Language(
        contractions=data["contractions"],
        leading=re.compile(phrases.any_of(data["leading"], names)),
        trailing=re.compile("(?<![^ ])" + phrases.any_of(data["trailing"], names) + "$"),
        before_until=re.compile(phrases.any_of(data["before_until"], names)),
        before_days=re.compile(phrases.any_of(data["before_days"], names)),
        sections=tuple(
            Section(name, key == "sure", re.compile(phrases.any_of(part[key], names)))
            for key in ("sure", "maybe")
            for name, part in meanings.items()
            if key in part
        ),
        bags=tuple(_make_bag(given, classes) for given in data["bags"]),
        offers=tuple(_make_bag(given, classes) for given in data["offers"]),
        opens=classes["opens"],
        nearly=tuple((name, re.compile(phrases.any_of(part, names))) for name, part in data["nearly"].items()),
        known=typos.by_first_letter(phrases.words_in_patterns("\n".join([*said, *data["nearly"].values(), *BY_NAME]))),
        real=frozenset(data["real_words"].split()),
        days=frozenset(data["words_of_dates"].split()),
    )


def _make_bag(given: Mapping[str, Any], classes: Mapping[str, frozenset[str]]) -> Bag:
    needs = tuple(classes[name] for name in given["needs"])
    also = (classes[name] for name in given.get("also", "").split())
    return Bag(
        given["meaning"], given.get("asks", False), needs, classes["small"].union(*needs, *also), given.get("others", 0)
    )
