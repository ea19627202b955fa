"""Commands about windows: how long rounds can be answered, checked and decided."""

from __future__ import annotations

import re

from bot.chatcommands.registry import ChatCommand, Role, Wrong, without_arguments
from bot.chatcommands.words import NUMBER_WORDS, strip_quotes, words_after
from bot.domain.commands import Command
from bot.domain.window_commands import ResetWindows, SetWindows, ShowWindows

MOST_DAYS = 30
_NUMBERS = {"a": 1, "an": 1} | {word: number for number, word in enumerate(NUMBER_WORDS, start=1)}
_NUMBER = rf"(?:\d{{1,4}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b"
_UNIT = r"(?P<{0}>(?:(?:working|business|week) ?)?days?|weeks?|hours?)\b"
_WHAT = r"(?P<{0}>answer|open|check|decid)(?:e|s|es|ing|ed)?"
_WORD = r"[^\s,;]+"
_PART = re.compile(
    rf"(?:is |are |be )?{_WHAT.format('what')}(?: for| in| within)? (?P<days>{_NUMBER})(?: {_UNIT.format('unit')})?"
    rf"|(?P<first>{_NUMBER}) {_UNIT.format('measure')} (?:to|for) {_WHAT.format('then')}"
    rf"|clos(?:e|es|ing)(?: at| by)? (?P<at>{_WORD}(?: (?!and |answer|open|check|decid|clos|{_NUMBER} \w+ (?:to|for)\b){_WORD})*)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:\s*[,;]\s*|\s+)(?:and\s+)?", re.IGNORECASE)
_MARKED = re.compile(
    rf"\b((?:answer|open|check|decid|clos)\w*)\s*[:=]\s*(?={_NUMBER}|noon|midnight|half |quarter )", re.IGNORECASE
)
"""A setting with a sign between it and its value, as in “answer: 5 days”."""
_CLOSES_AFTER = re.compile(
    rf"\bclos(?:e|es|ing)(?: in| after| within)? (?P<number>{_NUMBER}) {_UNIT.format('unit')}(?! to | for )",
    re.IGNORECASE,
)
"""Days where a time of day stands: how long a round is open."""
_EVERYBODY = re.compile(
    r"(?:give |let )?(?:people|everybody|everyone|them|all(?: teams)?|every team)(?: have| has| get| gets)? (?=\S)",
    re.IGNORECASE,
)
_FOR_TEAM = re.compile(r"(?P<parts>.+\S)\s+for\s+(?P<team>\D.*)", re.IGNORECASE | re.DOTALL)
_BEFORE_TEAM = re.compile(r"for\s+(?=\S)", re.IGNORECASE)
_HOW = "Say for example “answer 5 days, check 3 days, decide 2 days, close 17:00”; what you leave out stays."
_COLON = "A colon stands behind the team’s name: “windows set TEAM: {}”."
_TIME_OF_DAY = "Behind “close” stands a time of day. How many days a round is open is said by “{}”."
_IN_DAYS = "These times are counted in working days. You could say “{}”."
_OF_ALL = frozenset({"all", "all teams", "every team", "everybody", "everyone"})
_FIELDS = {"answer": "answer_days", "open": "answer_days", "check": "check_days", "decid": "decide_days"}
_NAMES = {"answer_days": "answer", "check_days": "check", "decide_days": "decide"}
WORKING_WEEK, DAY = 5, 24


def _set_windows(rest: str) -> Command | Wrong:
    """The team stands before a colon, or behind “for”."""
    team, colon, parts = _MARKED.sub(r"\1 ", rest).partition(": ")
    if not colon:
        team, parts = "", team
        behind = _FOR_TEAM.fullmatch(parts.strip())
        if behind and isinstance(_parts_of(behind["parts"]), dict):
            team, parts = behind["team"], behind["parts"]
    found = _parts_of(parts)
    if isinstance(found, Wrong):
        return found if colon else _without_colon(parts) or found
    named = strip_quotes(_BEFORE_TEAM.sub("", team, count=1) if _BEFORE_TEAM.match(team) else team)
    return SetWindows(
        team="" if named.casefold() in _OF_ALL else named,
        answer_days=int(found.get("answer_days", "0")),
        check_days=int(found.get("check_days", "0")),
        decide_days=int(found.get("decide_days", "0")),
        close_at=found.get("close_at", ""),
    )


def _without_colon(words: str) -> Wrong | None:
    """Return what to say of a team before settings without a sign between them; None where there is neither."""
    parts = [] if _PART.match(words) else words.split()
    for place in range(1, len(parts)):
        found = _parts_of(" ".join(parts[place:]))
        if isinstance(found, dict):
            return Wrong(_COLON.format(_said_of(found)))
    return None


def _said_of(found: dict[str, str]) -> str:
    """Return days as they are to be written; a time of day stands for itself."""
    said = [f"{_NAMES[name]} {_days_in_words(value)}" for name, value in found.items() if name in _NAMES]
    return ", ".join([*said, *(["close 17:00"] if "close_at" in found else [])])


def _days_in_words(days: str) -> str:
    return "1 day" if days == "1" else f"{days} days"


def _parts_of(words: str) -> dict[str, str] | Wrong:
    """Return what is set, each once and nothing else in between."""
    found: dict[str, str] = {}
    at, words = 0, _EVERYBODY.sub("", " ".join(words.split()).rstrip(" ."), count=1) if words else ""
    in_days, after = True, _CLOSES_AFTER.search(words)
    if after:
        return Wrong(_TIME_OF_DAY.format(_said_of({"answer_days": _as_days(after["number"], after["unit"])})))
    while at < len(words):
        part = _PART.match(words, at)
        between = _BETWEEN.match(words, part.end()) if part else None
        if part is None or (between is None and part.end() < len(words)):
            return Wrong(_HOW)
        name, value = _setting_in(part)
        if name in found or not value:
            return Wrong(_HOW)
        found[name] = value
        in_days = in_days and "day" in (part["unit"] or part["measure"] or "day").lower()
        at = between.end() if between else len(words)
    if not found:
        return Wrong(_HOW)
    days = [int(value) for name, value in found.items() if name != "close_at"]
    if not all(1 <= each <= MOST_DAYS for each in days):
        return Wrong(f"1 to {MOST_DAYS} working days are possible.")
    return found if in_days else Wrong(_IN_DAYS.format(_said_of(found)))


def _setting_in(part: re.Match[str]) -> tuple[str, str]:
    if part["at"]:
        return "close_at", part["at"]
    what, number = (part["what"] or part["then"]).lower(), part["days"] or part["first"]
    unit = part["unit"] or part["measure"] or ""
    is_said = bool(unit) or not (what == "open" or number.lower() in ("a", "an"))
    return _FIELDS[what], _as_days(number, unit) if is_said else ""


def _as_days(number: str, unit: str) -> str:
    """Return a number as digits, in working days; so many weeks or hours as what comes nearest to them."""
    said = int(number) if number.isdecimal() else _NUMBERS[number.lower()]
    if unit.lower().startswith("hour"):
        return str(-(-said // DAY))
    return str(said * WORKING_WEEK if unit.lower() in ("week", "weeks") else said)


COMMANDS = (
    ChatCommand(
        ("windows", "show"),
        "windows show",
        "shows how long rounds can be answered, checked and decided, and until what time",
        Role.ADMIN,
        ("windows show",),
        without_arguments(ShowWindows),
    ),
    ChatCommand(
        ("windows", "set"),
        "windows set [TEAM:] [answer N days], [check N days], [decide N days], [close TIME]",
        "sets that for a team, without one for all teams, from the next round on",
        Role.ADMIN,
        ("windows set Crisis line: answer 5 days, check 3 days", "windows set decide 2 days, close 17:00"),
        _set_windows,
    ),
    ChatCommand(
        ("windows", "reset"),
        "windows reset [TEAM]",
        "lets a team have the windows of the organisation again",
        Role.ADMIN,
        ("windows reset Crisis line",),
        lambda rest: ResetWindows(team=words_after(rest, "for", "of")),
    ),
)
