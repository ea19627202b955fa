"""Where a whole team says the same in the same words, that is its point."""

from bot.ports import Item
from bot.themes.finder import LocalFinder
from bot.themes.small import claims


def found(*texts: str) -> list[tuple[str, int]]:
    items = [Item(str(n), str(n), text) for n, text in enumerate(texts)]
    return [(theme.label, len(theme.refs)) for theme in LocalFinder().find(items, "stop", small=True).themes]


def test_what_everybody_says_in_the_same_words_is_a_theme() -> None:
    ((label, count),) = found(*["Waiting lists are far too long"] * 8)
    assert (label.partition(":")[0], count) == ("Waiting and delays", 8)
    assert found(*(f"The handover takes too long {name}" for name in ("Ada", "Ben", "Cy", "Di", "Eve"))) != []


def test_words_that_are_shared_by_two_alone_or_hardly_at_all_claim_nothing() -> None:
    assert (
        claims(["The tea is cold.", "The tea is cold.", "More training for volunteers.", "A printer that prints."])
        == []
    )
    assert claims(["The tea is cold.", "The car park is full.", "The rota is late.", "The team is kind."]) == []
