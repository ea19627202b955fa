"""Refusal of the calendar when it cannot be sure: the words it stopped at, and what would do instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


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


def nearest_word(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known word that is most like `word`, compared without case; empty if none is near."""
    by_fold = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_fold, n=1, cutoff=cutoff)
    return by_fold[close[0]] if close else ""
