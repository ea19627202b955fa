"""One's own page says to a lead what the digest says, word for word, and nothing of it once too few words are left."""

from __future__ import annotations

import pytest

from bot.domain.outcomes.home import HomeShown
from bot.views import messages
from bot.views.messages.digests import digest_blocks
from bot.views.text import as_text
from tests.phrasebook.home import DIGEST
from tests.phrasebook.sharing import SHOWN


def page(texts: tuple[str | None, ...]) -> HomeShown:
    return HomeShown(rounds=(), digest=DIGEST, refs=DIGEST.refs)


@pytest.mark.parametrize("texts", [SHOWN, (None,) * len(SHOWN)])
def test_the_page_says_what_the_digest_says(texts: tuple[str | None, ...]) -> None:
    """The digest goes on to the whole organisation; the page does not."""
    said = tuple(digest_blocks(DIGEST, texts))
    shown = messages.word_outcome(page(texts), texts).blocks
    start = shown.index(said[0])
    assert shown[start : start + len(said)] == said
    sent = messages.word_outcome(DIGEST, texts).blocks
    assert sent[1 : 1 + len(said)] == said


def test_words_of_one_or_two_are_not_shown_anywhere() -> None:
    """C6: whoever takes their words back does not leave those of one or two others behind."""
    left = ("these words stand alone", None, None, *SHOWN[3:])
    kept = ("these words stand", "beside these", "and these", *SHOWN[3:])
    for outcome in (DIGEST, page(left)):
        assert "stand alone" not in as_text(messages.word_outcome(outcome, left))
        assert "beside these" in as_text(messages.word_outcome(outcome, kept)), "negative control"
