"""Ready-made sets: each is a set that can be asked, and a round of each reads rightly, with the points that the product finds."""

from __future__ import annotations

import pytest

from bot.chatcommands.ready_sets import find_ready_set, ready_sets
from bot.domain.model import QuestionSet, RoundState
from bot.domain.questions import DIRECTIONS, is_repeated, texts_of
from bot.themes.finder import LocalFinder
from bot.views.messages.questions import DEFAULT_QUESTIONS
from bot.views.text import as_text
from tests.support.actions import TEAM, answered, until
from tests.support.places import channel, person
from tests.support.world import World

KEEPING = (
    "My team. People look out for each other here.",
    "The team spirit, we support each other",
    "Colleagues who help without being asked",
    "Supportive colleagues",
    "nothing",
    "How we support each other in the team",
)
STOPPING = (
    "The way the rota is changed the day before.",
    "Last-minute rota changes have to stop",
    "Rota changes at the last minute",
    "Rota published too late, and then changed again",
    "The rota is changed without asking us",
    "Double paperwork",
)
ASKING = (
    "A shared calendar",
    "More staff on nights",
    "We need more staff",
    "Enough staff for every shift",
    "more people on the night shift",
    "Staffing levels that are safe",
)
KEPT, STOPPED, ASKED_FOR = "The team helps each other", "The rota changes after it is out", "More staff"


def test_every_set_can_be_asked_and_the_first_is_the_one_that_organisations_begin_with() -> None:
    found = ready_sets()
    assert [one.key for one in found] == [
        "story",
        "keep-drop-try",
        "liked-lacked-learned",
        "start-stop-continue",
        "what-we-do-how-we-work",
    ]
    for one in found:
        QuestionSet(id=one.key, version=1, questions=one.questions)
        assert {each.direction for each in one.questions} <= set(DIRECTIONS)
        assert not any(
            is_repeated(text, other)
            for text in texts_of(one.questions)
            for other in texts_of(one.questions)
            if text is not other
        )
    told = [(each.text, each.direction) for each in found[0].questions]
    assert told == [(each.text, each.direction) for each in DEFAULT_QUESTIONS]


@pytest.mark.parametrize("words", ["Keep/Drop/Try", "keep-drop-try", "keep, drop, try"])
def test_a_set_is_known_however_its_name_is_written(words: str) -> None:
    found = find_ready_set(words)
    assert found
    assert found.key == "keep-drop-try"


HANDOVER = (
    "The handover works really well",
    "The handover is great",
    "Handover is always good",
    "Good handovers",
    "Handover works well for us",
    "The tea",
)


async def posted(commands: tuple[str, ...], *answers: tuple[str, ...]) -> tuple[str, ...]:
    """The draft and the final of a round that is asked after these commands; the answers are to its questions, in their order."""
    world = World(finder=LocalFinder())
    await world.found({"Alpha": TEAM})
    for words in (*commands, "run now Alpha"):
        await world.command("ada", words, person("ada"))
    await world.settle()
    (round_,) = await world.rounds(state=RoundState.OPEN)
    await answered(world, round_, dict(zip(TEAM, zip(*answers, strict=True), strict=False)))
    await until(world, round_, RoundState.FINAL)
    said = [as_text(sent.view) for sent in world.platform.sent if sent.ref == channel("alpha")]
    return tuple(text for text in said if "Draft for checking" in text or "Final summary" in text)


@pytest.mark.parametrize(
    ("key", "answers", "points"),
    [
        ("start-stop-continue", (ASKING, STOPPING, KEEPING), (ASKED_FOR, STOPPED, KEPT)),
        ("keep-drop-try", (KEEPING, STOPPING, ASKING), (KEPT, STOPPED, ASKED_FOR)),
        ("liked-lacked-learned", (KEEPING, ASKING, STOPPING), (KEPT, ASKED_FOR, "Shifts, rotas and leave")),
        ("what-we-do-how-we-work", (ASKING, HANDOVER), (ASKED_FOR, "The handover works well")),
    ],
)
async def test_a_round_of_a_set_reads_rightly(
    key: str, answers: tuple[tuple[str, ...], ...], points: tuple[str, ...]
) -> None:
    """What is to stay is praised, what is to stop is found fault with, what is to start is asked for; openly, as people say it."""
    texts = await posted((f"questions use {key}",), *answers)
    assert len(texts) == 2
    for text in texts:
        lines = [line for line in text.splitlines() if " – several people" in line]
        assert lines == [f"{number}.1 {point} – several people" for number, point in enumerate(points, start=1)]


async def test_asked_openly_nobody_is_made_to_ask_for_what_they_praise() -> None:
    """Negative control: read as wishes, the same words of praise would come back as a wish."""
    openly, _ = await posted(("questions use what we do, how we work",), KEEPING, KEEPING)
    wished, _ = await posted(("questions use what we do, how we work", "questions read 1 as missing"), KEEPING, KEEPING)
    assert "1.1 Teamwork and mutual support" in openly
    assert "1.1 Better teamwork" in wished
