"""How many people must have made a point is one number of the release rules: no message has it typed in."""

from __future__ import annotations

import re
from pathlib import Path

from bot import views
from bot.domain.releases import POINT_FLOOR
from bot.views.messages.wording import count_in_words

TYPED = re.compile(rf"\b(?:{POINT_FLOOR}|{count_in_words(POINT_FLOOR)}) (?:different )?(?:people|who|behind)\b")
MESSAGES = Path(views.__file__).parent / "messages"


def typed_in(source: str) -> list[str]:
    return TYPED.findall(source)


def test_no_message_has_the_number_of_people_typed_in() -> None:
    found = {
        path.name: typed for path in MESSAGES.glob("*.py") if (typed := typed_in(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_a_typed_number_would_be_found() -> None:
    """Negative control of the test above."""
    assert typed_in('Text("A point needs at least 3 people.")')
    assert typed_in('Text("... and three who made the same point.")')
