"""The words that people allowed to be shown, without anything that tells whose they are (promise C6)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 3


@dataclass(frozen=True)
class Quote:
    """Words that their author allowed after seeing them exactly so; `who` is an opaque id of the author."""

    who: str
    text: str


def shown_words(allowed: Sequence[Quote], seed: str) -> tuple[str, ...]:
    """One text of each person, shuffled; none at all while fewer than three people allowed theirs.

    The order and the choice depend on the texts and on `seed` (a release's own), not on who wrote them or when.
    """
    own: dict[str, str] = {}
    for quote in sorted(allowed, key=lambda quote: _rank(seed, quote.text)):
        own.setdefault(quote.who, quote.text)
    if len(own) < FEWEST:
        return ()
    return tuple(sorted(own.values(), key=lambda text: _rank(seed, text)))


def _rank(seed: str, text: str) -> tuple[bytes, str]:
    content = f"{len(seed)}:{seed}{text}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(content).digest(), text
