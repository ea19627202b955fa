"""Names of a roster that are common words too: whether one stands for the person or is only the word, by what is beside it."""

import re
from collections.abc import Set

from bot.themes.name_variants import fold_word, name_lists

_SENTENCE_END = re.compile(r"(?:^|[.!?\n:…]|^\s*[-*•\"“(])[\s\"'“‘(]*$")
_BESIDE = re.compile(r"\s*(?:(?:&|\+|and|or)\s+(?P<name>[A-Z][^\W\d_]+)|,\s+(?:our|my|the|who)\b)")
_STATE = re.compile(r"\s+(?:is|was|has|had)\s+(?:been\s+)?(?P<state>\w+)")
_VERB = re.compile(r"\s+[^\W\d_]{2,}(?:s|ed)\s+(?P<object>[^\W\d_]+)")
_ONLY = re.compile(r"\s+(?:is|was)\s+the\s+only\s+(?:one|person)\b", re.IGNORECASE)
SHORTEST = 2


def is_known_name(text: str, span: tuple[int, int], single: Set[str]) -> bool:
    """Return whether the word at `span` is one of these folded names, meant as a name."""
    written = text[slice(*span)]
    bare = without_possessive(written)
    folded = fold_word(bare)
    known = folded in single or any(part in single for part in folded.split("-") if "-" in folded)
    plural = folded[:-1] if folded.endswith("s") and folded[:-1] in single else ""
    if not known and plural and _owns(text, span):
        return True
    if not known:
        return False
    if folded not in name_lists()["common"] and len(folded) > SHORTEST:
        return True
    if bare[:1].isupper() and not (bare.isupper() and len(bare) > 1):
        return _is_written_as_name(text, span, single)
    return _acts_as_person(text, span, folded)


def _owns(text: str, span: tuple[int, int]) -> bool:
    """Return whether a name with "s" is a possessive: before an apostrophe, or before what people have ("marks rota")."""
    if text[span[1] : span[1] + 1] in {"'", "’"}:
        return True
    return neighbour_words(text, span)[1] in name_lists()["owned"]


def _is_written_as_name(text: str, span: tuple[int, int], single: Set[str]) -> bool:
    """Of a common word with a capital: inside a sentence it is a name, at its beginning only before what people do."""
    lists = name_lists()
    bare = without_possessive(text[slice(*span)])
    folded = fold_word(bare)
    if is_month(text, span, folded):
        return False
    if not opens_sentence(text, span[0]):
        return True
    _, after = neighbour_words(text, span)
    if bare != text[slice(*span)] or after in lists["after_anybody"] | lists["after_capital"]:
        return True
    if folded not in lists["calendar"] and (after in lists["after_name"] or _is_before_verb(text, span)):
        return True
    state = _STATE.match(text, span[1])
    if state and state["state"].lower() in lists["states"]:
        return True
    beside = _BESIDE.match(text, span[1])
    return beside is not None and (beside["name"] is None or fold_word(beside["name"]) in single)


def _is_before_verb(text: str, span: tuple[int, int]) -> bool:
    """Return whether the next word has the ending of a verb and an object behind it: "Sky sings the"."""
    found = _VERB.match(text, span[1])
    return found is not None and found["object"].lower() in name_lists()["after_verb"]


def _acts_as_person(text: str, span: tuple[int, int], folded: str) -> bool:
    """Of a common word in lower case: whether it does, is asked, or owns what only people do, are asked and own."""
    lists = name_lists()
    before, after = neighbour_words(text, span)
    if folded in lists["function"] or before in lists["before_thing"]:
        return False
    if folded in lists["modal"] and after in lists["after_lower"]:
        return True
    if after in lists["after_anybody"] or before in lists["before_anybody"]:
        return True
    if folded in lists["given"] and opens_sentence(text, span[0]) and _begins_as_person(text, span, after):
        return True
    owns = without_possessive(text[slice(*span)]) != text[slice(*span)]
    return owns and folded in lists["given"] and folded not in lists["calendar"]


def _begins_as_person(text: str, span: tuple[int, int], after: str) -> bool:
    """Of a given name in lower case that opens a sentence: whether it does what things do not ("mark took")."""
    lists = name_lists()
    state = _STATE.match(text, span[1])
    tells = state is not None and (state["state"].lower() in lists["states"] or _ONLY.match(text, span[1]) is not None)
    return tells or after in lists["after_name"] - lists["auxiliary"]


def does_as_person(text: str, span: tuple[int, int]) -> bool:
    """Return whether a word of two letters, such as "mo", has a capital inside a sentence, or owns, does or is asked something."""
    lists = name_lists()
    written = text[slice(*span)]
    before, after = neighbour_words(text, span)
    if without_possessive(written) != written or before in lists["before_anybody"] or after in lists["after_anybody"]:
        return True
    opens = opens_sentence(text, span[0])
    return written.istitle() and (not opens or after in lists["after_name"])


def is_month(text: str, span: tuple[int, int], folded: str) -> bool:
    """Return whether a word is a time of the year: "in May", "4 June"."""
    lists = name_lists()
    before, after = neighbour_words(text, span)
    return folded in lists["months"] and (
        before in lists["before_month"] or after[:1].isdigit() or before[:1].isdigit()
    )


def opens_sentence(text: str, start: int) -> bool:
    """Return whether a sentence, or a line, begins at `start`."""
    return not start or bool(_SENTENCE_END.search(text[max(0, start - 20) : start]))


def without_possessive(word: str) -> str:
    """The word without a possessive ending."""
    for ending in ("'s", "’s"):
        if word.lower().endswith(ending):
            return word[: -len(ending)]
    return word


def neighbour_words(text: str, span: tuple[int, int]) -> tuple[str, str]:
    """The words before and after, in lower case; "" for none."""
    before = re.search(r"(\w+)\W*$", text[max(0, span[0] - 30) : span[0]])
    after = re.match(r"\W*(\w+(?:['’]t\b)?)", text[span[1] : span[1] + 30])
    return before[1].lower() if before else "", after[1].lower().replace("’", "'") if after else ""
