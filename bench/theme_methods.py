"""Ways of grouping answers: the product's, and what is usual beside it, each as texts to numbers (-1: in no group).

The peers are given what is usual. TF-IDF with k-means, and with non-negative matrix factorisation, must be told a number of groups:
the square root of the number of answers. BERTopic's recipe (Grootendorst 2022) finds it: MiniLM as published, UMAP to five
dimensions with 15 neighbours, HDBSCAN with at least ten answers a topic, in small rounds a tenth of them and at least three.
"""

from __future__ import annotations

import math
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec

Group = Callable[[Sequence[str]], list[int]]
LEAST = 3
PRODUCT = "Folkmoot"
RECIPE = "BERTopic's recipe"


def usual_number(count: int) -> int:
    """So many groups the peers are told to make of so many answers."""
    return max(2, min(count, round(math.sqrt(count))))


def by_product(texts: Sequence[str]) -> list[int]:
    from bot.themes.group import group

    return group(list(texts))


def by_kmeans(texts: Sequence[str], number: int = 0) -> list[int]:
    from sklearn.cluster import KMeans

    rows = _tfidf(texts)
    if rows is None:
        return [-1] * len(texts)
    number = min(number or usual_number(len(texts)), len(texts))
    return [int(each) for each in KMeans(number, n_init=10, random_state=0).fit_predict(rows)]


def by_factors(texts: Sequence[str], number: int = 0) -> list[int]:
    from sklearn.decomposition import NMF

    rows = _tfidf(texts)
    if rows is None:
        return [-1] * len(texts)
    number = min(number or usual_number(len(texts)), *rows.shape)
    shares = NMF(number, init="nndsvda", random_state=0, max_iter=400).fit_transform(rows)
    return [int(each.argmax()) if each.any() else -1 for each in shares]


def by_recipe(texts: Sequence[str]) -> list[int]:
    from sklearn.cluster import HDBSCAN
    from umap import UMAP

    count = len(texts)
    narrow = UMAP(min(15, count - 1), n_components=5, min_dist=0.0, metric="cosine", random_state=0)
    least = min(10, max(LEAST, count // 10))
    rows = narrow.fit_transform(_published_encoder()(list(texts)))
    return [int(each) for each in HDBSCAN(min_cluster_size=least, copy=True).fit_predict(rows)]


METHODS: dict[str, Group] = {
    PRODUCT: by_product,
    "TF-IDF, k-means": by_kmeans,
    "TF-IDF, NMF": by_factors,
    RECIPE: by_recipe,
}
TOLD: dict[str, Callable[[Sequence[str], int], list[int]]] = {
    "k-means, told the number": by_kmeans,
    "NMF, told the number": by_factors,
}
"""The same peers when they are told how many themes there are, which nobody knows."""


def missing_methods() -> dict[str, str]:
    """The methods that cannot run here, each with the reason."""
    needed = {name: ["sklearn"] for name in METHODS if name != PRODUCT}
    needed[RECIPE] = ["sklearn", "umap"]
    # They are not imported here: a child's peak begins with what its parent weighed.
    absent = {name: [each for each in modules if find_spec(each) is None] for name, modules in needed.items()}
    return {name: f"{' and '.join(modules)} cannot be imported" for name, modules in absent.items() if modules}


def as_points(group: Group) -> Callable[[Sequence[tuple[str, str, str]], int, bool], list[tuple[str, set[str]]]]:
    """A method as the scorer of planted points calls it: groups of at least three people, named by their three commonest words."""

    def find(items: Sequence[tuple[str, str, str]], question: int, small: bool) -> list[tuple[str, set[str]]]:
        texts = [text for _, _, text in items]
        members = defaultdict(list)
        for place, number in enumerate(group(texts)):
            members[number].append(place)
        return [
            (_commonest_words([texts[place] for place in places]), {items[place][0] for place in places})
            for number, places in sorted(members.items())
            if number >= 0 and len(places) >= LEAST
        ]

    return find


def _commonest_words(texts: Sequence[str]) -> str:
    from bot.themes.lexicon import content_words, english_lexicon
    from bot.themes.wordpiece import plain_words

    said = Counter(word for text in texts for word in {*content_words(plain_words(text), english_lexicon())})
    return ", ".join(word for word, _ in sorted(said.items(), key=lambda each: (-each[1], each[0]))[:3])


def _tfidf(texts: Sequence[str]):
    """A row an answer, or None where no word is left."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    try:
        return TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    except ValueError:
        return None


@cache
def _published_encoder():
    from bot.themes.model_files import read_packed

    return read_packed(tuned=False).encode


def quiet_warnings() -> None:
    """The peers warn of small rounds and of threads; the table says what came of it."""
    warnings.filterwarnings("ignore")
