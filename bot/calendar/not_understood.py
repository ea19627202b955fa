"""Refusal of the calendar when it cannot be sure: the words it stopped at, and what would do instead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches


@dataclass(frozen=True, slots=True)
class UnclearWords:
    """A refusal to guess.

    `what` is a full sentence, `where` the words in question as they were typed (empty if something is missing),
    `suggestion` a form that is accepted (empty if none is near), `examples` further accepted forms.
    """

    what: str
    where: str = ""
    suggestion: str = ""
    examples: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The refusal and the nearest accepted form, ready to be said."""
        if not self.suggestion:
            return self.what
        return f'{self.what} For example: "{self.suggestion}".'


def quoted_or(words: Sequence[str]) -> str:
    """The words as a choice, to be put in quotation marks: Monday" or "Sunday."""
    return '" or "'.join(words)


def nearest_words(word: str, known: Iterable[str], cutoff: float = 0.6) -> tuple[str, ...]:
    """The known word that is most like `word`, or two if they are equally like it; empty if none is near."""
    by_fold = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_fold, n=2, cutoff=cutoff)
    first, *second = [SequenceMatcher(None, name, word.casefold()).ratio() for name in close] or [0.0]
    ties = second and second[0] == first and not close[1].startswith(close[0])
    return tuple(by_fold[name] for name in close[: 2 if ties else 1])


def nearest_word(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known word that is most like `word`, compared without case; empty if none is near."""
    by_fold = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_fold, n=1, cutoff=cutoff)
    return by_fold[close[0]] if close else ""
