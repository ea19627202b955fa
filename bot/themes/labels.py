"""Names for themes, made of fixed wording and of words that at least three people of the theme used (promise C6)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.themes.lexicon import Lexicon, english, stem
from bot.themes.wordpiece import normalise

SHARED_BY = 3
MOST_WORDS = 3
LEAST_SHARE = 0.08
SHORTEST = 3
RUN = 5
_CLAUSE_MARKS = frozenset('.,;:!?()[]{}"“”/\\|…\n\r\t-–—*_~`<>@#&+=')
_INNER = frozenset("'’")
AGAINST = {"keep": "criticised", "stop": "praised", "missing": "praised"}


@dataclass(frozen=True)
class Voice:
    """One answer to be named from: an opaque id of its author, and its text."""

    who: str
    text: str


def shared_phrases(voices: Sequence[Voice], lexicon: Lexicon | None = None) -> dict[str, int]:
    """How many different people used each word, and each pair of neighbouring words, that could name a point.

    Only those that at least three people used. A word that only ever stands with a capital inside a sentence looks
    like a name and does not count.
    """
    lexicon = lexicon or english()
    people: defaultdict[str, set[str]] = defaultdict(set)
    for voice in voices:
        for clause in clauses(voice.text):
            for phrase in _phrases(clause, lexicon):
                people[phrase].add(voice.who)
    return {phrase: len(who) for phrase, who in people.items() if len(who) >= SHARED_BY}


def clauses(text: str) -> list[list[str]]:
    """The words of each clause as written; a clause ends at any mark that is not inside a word."""
    spaced = "".join(" \n " if character in _CLAUSE_MARKS else character for character in text)
    found = []
    for line in spaced.split("\n"):
        words = [word.strip("'’‘") for word in line.split()]
        found.append([word for word in words if word])
    return [words for words in found if words]


def _phrases(clause: list[str], lexicon: Lexicon) -> set[str]:
    plain = [normalise(word).replace("’", "'") for word in clause]
    usable = [
        len(word) >= SHORTEST and word.isalpha() and not (place and clause[place][0].isupper())
        for place, word in enumerate(plain)
    ]
    unfit = (lexicon.function, lexicon.general, lexicon.praise, lexicon.complaint, lexicon.wish)
    naming = [good and not any(word in words for words in unfit) for good, word in zip(usable, plain, strict=True)]
    found = {word for word, good in zip(plain, naming, strict=True) if good}
    for place in range(1, len(plain)):
        if naming[place] and naming[place - 1]:
            found.add(f"{plain[place - 1]} {plain[place]}")
    return found


def choose(phrases: Mapping[str, int], people: int, elsewhere: Mapping[str, int], taken: str) -> tuple[str, ...]:
    """Up to three phrases that tell the theme from the others.

    `people`: how many the theme has. `elsewhere`: people per phrase over all themes. `taken`: wording that the label
    has already; its words are not said again.
    """
    said = {stem(word) for word in normalise(taken).split()}
    least = max(SHARED_BY, people * LEAST_SHARE)
    ranked = sorted(
        (phrase for phrase, count in phrases.items() if count >= least),
        key=lambda phrase: (-_weight(phrase, phrases[phrase], elsewhere.get(phrase, 0)), phrase),
    )
    chosen: list[str] = []
    for phrase in ranked:
        stems = {stem(word) for word in phrase.split()}
        if len(chosen) < MOST_WORDS and stems.isdisjoint(said):
            chosen.append(phrase)
            said |= stems
    return tuple(chosen)


def _weight(phrase: str, count: int, all_themes: int) -> float:
    pair = 1.5 if " " in phrase else 1.0
    return float(pair * count * count / max(all_themes, count))


def compose(
    name: str | None, words: Sequence[str], texts: Sequence[str], *, marker: str = ""
) -> tuple[str, tuple[str, ...]]:
    """The label and the words in it: "Waiting and delays: pharmacy, tablets", without a topic "Car park and charges".

    Words are dropped from the end while the label would repeat five words in a row from one of the `texts`, unless
    all five are the topic's own. Both empty when nothing is left to say.
    """
    kept = list(words)
    while kept:
        label = _worded(name, kept, marker)
        if not _repeats(label, name or "", texts):
            return label, tuple(kept)
        kept.pop()
    return (_worded(name, [], marker), ()) if name else ("", ())


def _worded(name: str | None, words: Sequence[str], marker: str) -> str:
    tail = ", ".join(words)
    if name is None:
        tail = " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
        return tail[:1].upper() + tail[1:] + (f" ({marker})" if marker else "")
    head = f"{name} ({marker})" if marker else name
    return f"{head}: {tail}" if tail else head


def runs(text: str, length: int = RUN) -> set[tuple[str, ...]]:
    """Every run of that many consecutive words, marks aside, in lower case."""
    words = [word for clause in clauses(normalise(text)) for word in clause]
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


def _repeats(label: str, fixed: str, texts: Sequence[str]) -> bool:
    suspects = runs(label) - runs(fixed)
    if not suspects:
        return False
    # A run stands in a text only if its first word does: most texts need no splitting.
    return any(suspects & runs(text) for text in texts)
