"""C13: five hundred hostile answers through a whole round: nothing that is posted notifies, links, formats or turns direction."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import partial

import pytest

from bot.domain.model import RoundState
from bot.domain.outcomes.answering import WordsPreviewed
from bot.domain.releases import RULES, Contribution, decide_release
from bot.domain.weighing import weighed_final
from bot.engine.rounds import closing
from bot.themes import finder as points
from bot.themes.finder import LocalFinder
from bot.views.text import as_text
from tests.support.actions import opened, until
from tests.support.further import only_further
from tests.support.world import World

ATTACKS = (
    *(
        "<!channel>",
        "<!here|here>",
        "<@U012AB3CD>",
        "<@W1|anna>",
        "<#C024BE7LR|general>",
        "<!subteam^S1|@leads>",
        "@here",
    ),
    *("@channel", "@everyone", "＠here", "<https://evil.example/x|click me>", "https://evil.example/x?y=1", "`code`"),
    *("[click](https://evil.example)", "![img](http://evil.example/a.png)", "tg://user?id=1", "www.evil.example"),
    *(
        "<b>bold</b>",
        "<script>alert(1)</script>",
        "&lt;!channel&gt;",
        "&#60;!here&#62;",
        "/start",
        "javascript:alert(1)",
    ),
    *(
        "\u202eevil\u202c",
        "\u2066x\u2069",
        "a\u200bb",
        "\ufeffstart",
        "\x00\x07\x1b[31m",
        "line\u2028break",
        "\U000e0041",
    ),
)
AROUND = (
    "{} the rota comes too late",
    "the waiting list {} is too long",
    "we need more staff {}",
    "{}{}",
    "\n> {}\n# {}",
)
HARMFUL = re.compile(
    r"<[!@#a-z/]|(?<!\w)[@＠]\w|(?<!\w)/[a-z]|https?:|tg:|javascript:\S|www\.|\]\(|[`]|&\w+;|^\s*>"
    "|[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff\x00\x07\x1b\u2028]",
    re.IGNORECASE | re.MULTILINE,
)
COUNT = 500


def hostile(count: int) -> list[str]:
    made = [around.replace("{}", attack) for attack, around in itertools.product(ATTACKS, AROUND)]
    pairs = [f"{one} please, {other} now" for one, other in itertools.product(ATTACKS[:20], ATTACKS[:20])]
    return (made + pairs)[:count]


async def posted(count: int) -> list[str]:
    """What everybody but the authors sees of a round of people who all write like that and allow it to be shown."""
    words = hostile(count)
    people = tuple(f"p{number}" for number in range(len(words) // 3 + 1))
    world = World(finder=LocalFinder())
    round_ = await opened(world, {"Alpha": ("ada", *people)})
    for place, who in enumerate(people):
        await world.answer(who, round_.id, *words[3 * place : 3 * place + 3])
        previewed = (await world.press(who, "words", round_.id)).told(WordsPreviewed)
        for answer in previewed.answers if previewed else ():
            await world.press(who, "allow", answer.seen)
    await until(world, round_, RoundState.FINAL)
    kinds = ("draft:", "final:", "digest:", "whole:")
    return [as_text(sent.view) for sent in world.platform.sent if sent.key.startswith(kinds)]


def unlimited(
    release_id: str, given: Iterable[Contribution], allowed: Collection[str], k: int, roster: int
) -> tuple[str, ...]:
    return tuple(sorted(each.ref for each in given if each.ref in allowed))


async def test_c13_nothing_hostile_is_live_in_what_is_posted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft quotes a few; here it quotes all, so that each of them is tried."""
    lax = replace(RULES, quotes=unlimited, sums=lambda shown, roster, participation: shown)
    monkeypatch.setattr(closing, "decide_release", partial(decide_release, rules=lax))
    monkeypatch.setattr(weighed_final, "leave_out", lambda shown, roster, participation: shown)
    assert len(hostile(COUNT)) == COUNT
    said = await posted(COUNT)
    assert sum(text.count("“") for text in said) > COUNT
    harm = [found[0] for text in said for found in HARMFUL.finditer(text)]
    assert not harm


@only_further
async def test_c13_words_that_are_not_made_plain_would_be_live(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(points.LocalFinder, "redact", lambda self, text, names: text)
    assert any(HARMFUL.search(text) for text in await posted(60))
