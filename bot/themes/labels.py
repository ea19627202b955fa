"""Names for points, made of fixed wording and of words that at least three people of the point used (promise C6)."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from bot.themes.fit_words import may_be_shown
from bot.themes.lexicon import english_lexicon, stem_word
from bot.themes.wordpiece import normalise_text

SHARED_BY = 3
MOST_WORDS = 3
LEAST_SHARE = 0.15
ALWAYS_ENOUGH = 8
SHORTEST = 3
RUN = 5
_MARKS = str.maketrans(dict.fromkeys('.,;:!?()[]{}"“”/\\|…\r\t-–—*_~`<>@#&+=', "\n"))
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# Participles and adverbs name nothing; "speed" and "need" do not end so.
_BENDS = re.compile(r"(?:[^e]ed|.ly)$")
SAME_START = 5
AGAINST = {"keep": "criticised", "stop": "praised", "missing": "praised", "open": "praised"}


@dataclass(frozen=True)
class Voice:
    """One answer to be named from: an opaque id of its author, its text, and the phrases in it that could name a point.

    A phrase is a word, or a pair of neighbours in one clause. A word with a capital inside a clause looks like a name
    and is not one of them; nor is any word that may not be shown, `barred` (names) among them.
    """

    who: str
    text: str
    barred: frozenset[str] = frozenset()

    @cached_property
    def phrases(self) -> frozenset[str]:
        found: set[str] = set()
        for line in self.text.translate(_MARKS).split("\n"):
            found |= _phrases_of(line.split(), self.barred)
        return frozenset(found)


def shared_phrases(voices: Sequence[Voice]) -> dict[str, int]:
    """Return how many different people used each phrase; only those that at least three people used."""
    people: defaultdict[str, set[str]] = defaultdict(set)
    for voice in voices:
        for phrase in voice.phrases:
            people[phrase].add(voice.who)
    return {phrase: len(who) for phrase, who in people.items() if len(who) >= SHARED_BY}


@cache
def _unfit_in_labels() -> frozenset[str]:
    lexicon = english_lexicon()
    return lexicon.function | lexicon.general | lexicon.praise | lexicon.complaint | lexicon.wish


def _phrases_of(clause: list[str], barred: frozenset[str]) -> set[str]:
    unfit = _unfit_in_labels()
    found: set[str] = set()
    before = ""
    for place, written in enumerate(clause):
        word = normalise_text(written).strip("'’‘")
        capital = place > 0 and written[:1].isupper()
        fits = len(word) >= SHORTEST and word not in unfit and word.isalpha() and not _BENDS.search(word)
        if capital or not fits or not may_be_shown(word, barred):
            before = ""
            continue
        found.add(word)
        if before:
            found.add(f"{before} {word}")
        before = word
    return found


def choose_phrases(
    phrases: Mapping[str, int], people: int, elsewhere: Mapping[str, int], taken: str
) -> tuple[str, ...]:
    """Up to three phrases that tell the point from the others.

    `people`: how many the point has. `elsewhere`: people per phrase over all points. `taken`: wording that the label
    has already; its words are not said again.
    """
    said = {_word_root(word) for word in normalise_text(taken).split()}
    least = max(SHARED_BY, min(people * LEAST_SHARE, ALWAYS_ENOUGH))
    ranked = sorted(
        (phrase for phrase, count in phrases.items() if count >= least),
        key=lambda phrase: (-_phrase_weight(phrase, phrases[phrase], elsewhere.get(phrase, 0)), phrase),
    )
    chosen: list[str] = []
    for phrase in ranked:
        stems = {_word_root(word) for word in phrase.split()}
        if len(chosen) < MOST_WORDS and stems.isdisjoint(said):
            chosen.append(phrase)
            said |= stems
    return tuple(chosen)


def _word_root(word: str) -> str:
    """Words of one root share it: "explain" and "explanation", "wait" and "waiting"."""
    return stem_word(word)[:SAME_START]


def _phrase_weight(phrase: str, count: int, all_points: int) -> float:
    pair = 1.5 if " " in phrase else 1.0
    return float(pair * count * count / max(all_points, count))


def compose_label(name: str, words: Sequence[str], said: str, *, marker: str = "") -> tuple[str, tuple[str, ...]]:
    """The label and the words in it: "Waiting and delays: pharmacy, tablets", without a name "Car park and charges".

    Words are dropped from the end while the label would repeat five words in a row from what was `said` (the answers
    as `words_in_order` gives them), unless all five are the name's own. Both empty when nothing is left to say.
    """
    kept = list(words)
    while kept:
        label = _word_label(name, kept, marker)
        if not _repeats_answers(label, name, said):
            return label, tuple(kept)
        kept.pop()
    return (_word_label(name, [], marker), ()) if name else ("", ())


def _word_label(name: str, words: Sequence[str], marker: str) -> str:
    tail = ", ".join(words)
    if not name:
        tail = " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
        return tail[:1].upper() + tail[1:] + (f" ({marker})" if marker else "")
    head = f"{name} ({marker})" if marker else name
    return f"{head}: {tail}" if tail else head


def words_in_order(texts: Sequence[str]) -> str:
    """The words of all texts, marks aside, in lower case, each followed by a blank; texts end with a line break."""
    return "".join(" " + " ".join(_WORD.findall(normalise_text(text))) + " \n" for text in texts)


def _repeats_answers(label: str, fixed: str, said: str) -> bool:
    return any(run in said and run not in words_in_order([fixed]) for run in _word_runs(label))


def _word_runs(label: str) -> list[str]:
    words = words_in_order([label]).split()
    return [f" {' '.join(words[start : start + RUN])} " for start in range(len(words) - RUN + 1)]
