"""No module of bot/ or storage/ names a platform, nor do their phrases: what differs is in a platform's spec or its adapter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters import fake
from adapters.registry import PLATFORMS
from bot.chatcommands.intents import read_message
from bot.chatcommands.language import english_language
from tests.intents.tables import asked

ROOT = Path(__file__).parents[2]
SIGNS = ("xox", "xapp-", "<!here", "<!channel", "mrkdwn", "botfather", "tg:")
"""Words and marks that mean something on one platform alone."""

ALLOWED = {
    ("bot/bootstrap/demonstration.py", "console"): "the demonstration is played on the console, and wired here",
    ("bot/cli/demo/", "console"): "the demonstration is played on the console",
    ("bot/logs.py", "console"): "a class of the logging library is called so",
    ("bot/themes/data/", "slack"): "an English word, and the beginning of another",
}
"""Places by the beginning of their path, what they may name, and why."""


def modules(*rooms: str) -> Iterator[tuple[str, str]]:
    """Paths and texts of the modules of these rooms, and of the phrases that they read."""
    for room in rooms:
        for path in sorted([*(ROOT / room).rglob("*.py"), *(ROOT / room).rglob("*.toml")]):
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def named(texts: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return which text names what, each by its path."""
    words = {word.lower() for spec in PLATFORMS.values() for word in (spec.section, spec.name)} | set(SIGNS)
    return {(path, word) for path, text in texts for word in words if word in text.lower()}


def is_allowed(path: str, word: str) -> bool:
    return any(path.startswith(place) and word == name for place, name in ALLOWED)


def test_no_module_of_the_core_or_the_storage_names_a_platform() -> None:
    assert {found for found in named(modules("bot", "storage")) if not is_allowed(*found)} == set()


@pytest.mark.parametrize("allowed", ALLOWED)
def test_every_exception_is_needed(allowed: tuple[str, str]) -> None:
    place, word = allowed
    assert any(path.startswith(place) and name == word for path, name in named(modules("bot")))


def test_people_can_ask_about_a_platform_by_the_name_in_its_spec(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is surely such a question is nobody's answer."""
    said = "can fakechat see my answers?"
    before = read_message(said, asked())
    monkeypatch.setitem(PLATFORMS, "fake", replace(fake.SPEC, name="Fakechat"))
    english_language.cache_clear()
    after = read_message(said, asked())
    monkeypatch.undo()
    english_language.cache_clear()
    assert after == read_message("can anybody see my answers?", asked())
    assert after != before, "control: before it was there its name was any word"


def test_a_name_would_be_found() -> None:
    """Negative control: the adapters name their platforms, and so would a condition or a pattern in the core."""
    assert {
        section for section in PLATFORMS if (f"adapters/{section}/spec.py", section) in named(modules("adapters"))
    } == (set(PLATFORMS))
    for text in ('if where.platform == "telegram":', "SLACK_MENTION = ...", 'text.replace("<!here>", "")'):
        ((path, word),) = named([("bot/engine/somewhere.py", text)])
        assert not is_allowed(path, word)
