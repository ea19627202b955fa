"""Parts of a name beside the word that gives it away: a title before it, initials, particles, a surname nobody knew."""

import re
from collections.abc import Sequence, Set

from bot.themes.name_variants import fold_word, is_word, name_lists

SHORTEST_TITLED = 3
_CAPITAL = r"[A-Z](?:[^\W\d_]+|\b)(?:[ '’-][A-Z](?:[^\W\d_]+|\b))*"
_TITLED = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|Miss|Sir|Prof|Professor|Sister|Pan|Pani|Herr|Frau|Lord|Lady|Dame|Reverend|Rev|Canon|Rabbi|Imam"
    rf"|Councillor|Cllr|Matron|Judge|Captain|Sergeant|Inspector)\b\.?\s+(?P<name>{_CAPITAL})"
)
_TITLED_LOOSELY = re.compile(
    r"\b(?:dr|mr|mrs|ms|prof|professor|sister|nurse|lord|reverend|rev|cllr|councillor|headteacher|matron|consultant)\b\.?\s+"
    r"(?:(?:dr|mr|mrs|ms|miss)\b\.?\s+)?(?P<name>[^\W\d_]{3,}(?:[ '’-](?-i:[A-Z])[^\W\d_]+)*)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:manager|inspector|auditor|trustee|director|teacher|officer|supervisor|boss|chair|secretary|doctor|surgeon|consultant|porter"
    r"|driver|volunteer|tenant|resident|patient|caller|client|neighbour|mayor|carer|vicar|landlord|solicitor)\s+"
    rf"(?P<name>{_CAPITAL})"
)
_CALLED = re.compile(
    r"\b(?:lady|man|woman|guy|girl|boy|lad|patient|caller|resident|client|tenant|volunteer|nurse|carer|colleague|manager|someone"
    rf"|somebody)\s+(?:called|named)\s+(?P<name>{_CAPITAL})"
)
_INITIAL_BEFORE = re.compile(r"\b(?:[A-Z]\.?\s?){1,2}$")
_INITIAL_AFTER = re.compile(r"(?:\s[A-Z](?:\.(?!\w)|\b)(?!['’]))")
_SURNAME_AFTER = re.compile(r" (?P<name>[A-Z][^\W\d_]+(?:['’-][A-Z][^\W\d_]+)*)(?!\w)")
_SAINT_BEFORE = re.compile(r"\b(?:st|saint)\.?\s+$", re.IGNORECASE)
_PARTICLES_BEFORE = re.compile(r"(?:(?<=\s)|^)(?:[^\W\d_]+\s){1,2}$")


def find_titled(text: str) -> list[tuple[int, int]]:
    """Start and end of what stands behind a title, or is said to be what somebody is called."""
    found = [match.span("name") for pattern in (_TITLED, _CALLED) for match in pattern.finditer(text)]
    for match in (*_TITLED_LOOSELY.finditer(text), *_ROLE.finditer(text)):
        first = fold_word(re.split(r"[ '’-]", match["name"])[0])
        if len(first) >= SHORTEST_TITLED and not is_word(first) and first not in name_lists()["abbreviations"]:
            found.append(match.span("name"))
    return found


def is_public_name(text: str, span: tuple[int, int]) -> bool:
    """Return whether a given name is that of a saint, or with the next word that of somebody everybody knows."""
    if _SAINT_BEFORE.search(text[max(0, span[0] - 7) : span[0]]):
        return True
    following = re.match(r"\s+([^\W\d_]+)", text[span[1] : span[1] + 30])
    name = f"{fold_word(text[slice(*span)])}-{fold_word(following[1])}" if following else ""
    return name in name_lists()["public"]


def start_with_edges(text: str, start: int, particles: Set[str]) -> int:
    """Return where a name begins that was found at `start`: with initials, and with particles that names of the roster have."""
    initials = _INITIAL_BEFORE.search(text[max(0, start - 6) : start])
    # "I" is nobody's initial: "as I Brenda told".
    if initials and initials[0].strip() not in {"I", "A"}:
        return start - len(initials[0])
    words = _PARTICLES_BEFORE.search(text[max(0, start - 20) : start])
    for word in reversed(words[0].split(" ")[:-1] if words else []):
        if fold_word(word) not in particles:
            break
        start -= len(word) + 1
    return start


def end_with_edges(text: str, end: int, *, alone: bool) -> int:
    """Return where a name ends that was found up to `end`: with an initial; with a surname, where a given name stands `alone`."""
    initial = _INITIAL_AFTER.match(text, end)
    if initial and initial[0].strip() not in {"I", "A"}:
        return end + len(initial[0].rstrip("."))
    surname = _SURNAME_AFTER.match(text, end) if alone else None
    if surname is None or surname["name"].isupper() or is_word(fold_word(surname["name"])):
        return end
    return surname.end()


def short_forms(parts: Sequence[str]) -> set[tuple[str, ...]]:
    """A whole name with its last part, or its first, as an initial: "penny d", "v osei". Never with "a" or "i"."""
    if len(parts) < 2:
        return set()
    last, first = parts[-1][:1], parts[0][:1]
    return {(parts[0], last)} - {(parts[0], "a"), (parts[0], "i"), (parts[0], "")} | (
        {(first, parts[-1])} if first not in {"a", "i", ""} else set()
    )
