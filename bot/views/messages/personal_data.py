"""Words for personal data that was found in somebody's words: its author is told before anybody sees them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views.messages.wording import join_and

MOST_NAMED = 3


def with_article(kind: str) -> str:
    """The name of a kind in a sentence: "an email address"."""
    return f"{'an' if kind[:1].lower() in 'aeio' or kind.startswith('NHS') else 'a'} {kind}"


def point_out(kinds: Sequence[str], readers: str) -> str:
    """Say what was found and what stands in its place for those readers; "" where nothing was found."""
    if not kinds:
        return ""
    many = len(kinds) > MOST_NAMED
    found = join_and([*(with_article(kind) for kind in kinds[:MOST_NAMED]), *["more"] * many])
    instead = "what is in brackets" if many else join_and([f"[{kind}]" for kind in kinds])
    return f"I found what looks like {found} in your words. {readers} would read {instead} instead."
