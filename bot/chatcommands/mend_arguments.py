"""The words behind a command's name as it takes them; None where words are left over that it does not take."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import SequenceMatcher

from bot.chatcommands import BY_NAME
from bot.chatcommands.complete_command import Situation
from bot.chatcommands.topics import topic_of
from bot.chatcommands.words import NUMBER_WORDS, groups_in, people_in, strip_quotes

Mender = Callable[[str, Situation], str | None]

_SMALL = frozenset(["to", "in", "into", "for", "of", "from", "on", "off", "out", "the", "team", "and", "as", "is"])
_MARKS = "\"'“”„«»()[],;:&+=.!?-–—>→ "
_LEAD = frozenset(["lead", "leader", "a", "an", "new"])
_ADMIN = frozenset(["admin", "administrator", "admins", "a", "an", "new"])
_SEPARATORS = re.compile(r"^(?:[\s:,=\-–—]+|(?:to|is|as|for)\s+)+", re.IGNORECASE)
_OF_SCHEDULES = re.compile(
    r"\b(?:every|each|daily|weekly|monthly|quarterly|fortnightly|weekdays?|mon|tues?|wed|thu|fri|sat|sun|\w+days?)\b|\d[:.]\d\d",
    re.IGNORECASE,
)
"""Words by which what is no schedule yet was meant as one."""
_VERBS = frozenset(word for spec in BY_NAME.values() for word in spec.words[1:]) | {
    "delete",
    "clear",
    "stop",
    "change",
    "edit",
}
"""No team's name begins with one of these where a team stands behind a command."""
_LONGEST_NAME = 5
"""Words of a team that is not there."""
LIKE_A_TEAM = 0.8
"""Least likeness (0 to 1) of words to a team's name for them to be meant as one."""
_NUMBER = re.compile(
    r"(?:questions?|number|no\.?|nr\.?|#|\s)*(\d{1,3})[.):,]?(?=\s|$)\s*(.*)", re.IGNORECASE | re.DOTALL
)


def split_team(left: str, situation: Situation, small: frozenset[str] = frozenset()) -> str | None:
    """The team's name in words that hold nothing else but small ones; empty without one.

    Words that are no team's name are given back as one, so that its reader says which team is near.
    """
    for team in sorted(situation.teams, key=len, reverse=True):
        found = re.search(rf"(?<!\w){re.escape(team)}(?!\w)", left, re.IGNORECASE)
        if found and _only_small(left[: found.start()] + " " + left[found.end() :], small):
            return found[0]
    words = [word for word in left.split() if word.strip(_MARKS)]
    while words and words[0].strip(_MARKS).lower() in _SMALL | small:
        words.pop(0)
    while words and words[-1].strip(_MARKS).lower() in _SMALL | small:
        words.pop()
    if words and words[0].lower() in _VERBS:
        return None
    name = " ".join(words).strip(_MARKS)
    return name if len(words) <= _LONGEST_NAME and not groups_in(name) else None


def _only_small(text: str, small: frozenset[str]) -> bool:
    return all(word.strip(_MARKS).lower() in _SMALL | small | {""} for word in text.split())


def _mend_people(preposition: str, small: frozenset[str] = frozenset()) -> Mender:
    def mend(rest: str, situation: Situation) -> str | None:
        people, left = people_in(rest)
        if not people or groups_in(rest):
            return None
        team = split_team(left, situation, small)
        if team is None or (team and not preposition):
            return None
        mentions = " ".join(one if one.startswith("@") else f"<@{one}>" for one in people)
        return f"{mentions} {preposition} {team}" if team else mentions

    return mend


def _mend_team(small: frozenset[str] = frozenset(), *, needed: bool = False) -> Mender:
    def mend(rest: str, situation: Situation) -> str | None:
        team = None if "@" in rest else split_team(rest, situation, small)
        return None if needed and not team else team

    return mend


def _mend_follow(rest: str, situation: Situation) -> str | None:
    team = split_team(rest, situation, frozenset(["on", "off"]))
    if team is None:
        return None
    return ("off " if re.search(r"\boff\b", rest, re.IGNORECASE) else "") + (f"for {team}" if team else "")


def _mend_pause(rest: str, situation: Situation) -> str | None:
    for team in sorted(situation.teams, key=len, reverse=True):
        before = r"(?:\b(?:for|of|the|team|schedule)\s+)*[\"'“]?"
        found = re.search(rf"{before}(?<!\w)({re.escape(team)})(?!\w)[\"'”]?", rest, re.IGNORECASE)
        if not found:
            continue
        when = (rest[: found.start()] + " " + rest[found.end() :]).strip(_MARKS)
        for days in (when, f"for {when}"):
            if not when or situation.is_date(days):
                return f'"{found[1]}" {days if when else ""}'.strip()
        return None
    return rest if situation.is_date(rest) else split_team(rest, situation)


def _mend_extension(rest: str, situation: Situation) -> str | None:
    """The team and until when; "to Friday" means until then."""
    plain = re.sub(r"\bto\b", "until", rest, flags=re.IGNORECASE)
    mended = _mend_pause(plain, situation)
    return mended if mended and re.search(r"\b(?:until|till|for)\b", mended) else None


def _mend_name(rest: str, situation: Situation) -> str | None:
    """A team that is there, "to", and its new name; with an arrow, a colon or "as" between them it means the same."""
    for team in sorted(situation.teams, key=len, reverse=True):
        found = re.fullmatch(
            rf"(?:(?:the|team)\s+)*[\"'“]?({re.escape(team)})[\"'”]?\s*(?:to\b|as\b|into\b|->|=>|→|:|=)\s*(.+)",
            rest,
            re.IGNORECASE,
        )
        if found:
            return f"{found[1]} to {found[2].strip(_MARKS)}"
    return None


def _mend_leave(rest: str, situation: Situation) -> str | None:
    people, left = people_in(rest)
    plain = re.sub(r"^(?:(?:is|will be|away|off|on leave|on holiday)\b[\s:,]*)+", "", left, flags=re.IGNORECASE).strip(
        _MARKS
    )
    days = next((days for days in (plain, f"for {plain}") if plain and situation.is_date(days)), "")
    if len(people) != 1 or groups_in(rest) or not days:
        return None
    return f"{people[0] if people[0].startswith('@') else f'<@{people[0]}>'} {days}"


def _mend_closure(rest: str, situation: Situation) -> str | None:
    when, *name = re.split(r"\s*:\s*|\s+[-–—]\s+", rest, maxsplit=1)
    return ": ".join((when, *name)) if situation.is_date(when) else None


def _mend_merge(rest: str, situation: Situation) -> str | None:
    """Two teams that are there, with "into" between them; "and" or "with" leaves open which of the two is to stay."""
    left, *right = re.split(r"\s+(?:into|->|→)\s+", rest, maxsplit=1, flags=re.IGNORECASE)
    teams = [split_team(part, situation) for part in (left, *right)]
    return f"{teams[0]} into {teams[1]}" if len(teams) == 2 and all(teams) else None


def _mend_two_people(rest: str, situation: Situation) -> str | None:
    people, left = people_in(rest)
    team = split_team(left, situation, _LEAD | {"by", "with"})
    if len(people) != 2 or groups_in(rest) or team is None:
        return None
    old, new = (one if one.startswith("@") else f"<@{one}>" for one in people)
    return f"{old} by {new} for {team}" if team else f"{old} by {new}"


def _mend_schedule(rest: str, situation: Situation) -> str | None:
    """The team, a colon, and when; the team may stand in front without a colon, or at the end."""
    plain = re.sub(r"^(?:(?:for|of|the|team)\s+)+", "", rest.strip(_MARKS + "\"'"), flags=re.IGNORECASE)
    for team in sorted(situation.teams, key=len, reverse=True):
        first = re.match(rf"[\"'“]?({re.escape(team)})(?!\w)[\"'”]?(.*)", plain, re.IGNORECASE | re.DOTALL)
        last = re.fullmatch(
            rf"(.*?)[\s,]+(?:for|of)\s+(?:(?:the|team)\s+)*[\"'“]?({re.escape(team)})[\"'”]?(?:\s+team)?",
            plain,
            re.IGNORECASE | re.DOTALL,
        )
        if first or last:
            name, when = (first[1], first[2]) if first else (last[2], last[1]) if last else ("", "")
            when = _SEPARATORS.sub("", when).strip(" \"'“”,;")
            return f"{name}: {when}" if situation.is_schedule(when) or _OF_SCHEDULES.search(when) else None
    if situation.is_schedule(plain):
        return plain
    return _mend_slip_of_team(plain, situation)


def _mend_slip_of_team(plain: str, situation: Situation) -> str | None:
    """A team's name with a slip in it, in front of words that are a schedule: its reader says which team is near."""
    words = plain.split()
    for team in situation.teams:
        count = len(team.split())
        typed, when = " ".join(words[:count]).strip(_MARKS), _SEPARATORS.sub("", " ".join(words[count:]))
        alike = SequenceMatcher(None, typed.lower(), team).ratio() >= LIKE_A_TEAM
        if alike and (situation.is_schedule(when) or _OF_SCHEDULES.search(when)):
            return f"{typed}: {when}"
    return None


def _mend_numbered(rest: str, situation: Situation) -> str | None:
    found = _NUMBER.fullmatch(rest)
    text = re.sub(r"^(?:[:=\-–—]\s*|to (?=[\"'“A-Z])|to: )", "", found[2]).strip() if found else ""
    return f"{found[1]} {text}" if found and text else None


def _for_team(mend: Mender) -> Mender:
    """For what may stand before "for" and a team that is there."""

    def mend_both(rest: str, situation: Situation) -> str | None:
        for team in sorted(situation.teams, key=len, reverse=True):
            found = re.fullmatch(
                rf"(.*?)\s+(?:for|of|in)\s+(?:(?:the|team)\s+)*({re.escape(team)})", rest, re.IGNORECASE
            )
            mended = mend(found[1], situation) if found else None
            if found and mended:
                return f"{mended} for {found[2]}"
        return mend(rest, situation)

    return mend_both


def _mend_history(rest: str, situation: Situation) -> str | None:
    found = re.match(r"(?:(?:version|number|#)\s*)?(\d{1,4})?\s*", rest, re.IGNORECASE)
    team = split_team(rest[found.end() :] if found else rest, situation)
    if team is None:
        return None
    return f"{(found and found[1]) or ''}{f' for {team}' if team else ''}".strip()


def _mend_number(rest: str, situation: Situation) -> str | None:
    found = _NUMBER.fullmatch(rest)
    return found[1] if found and not found[2].strip(_MARKS) else None


def _mend_direction(rest: str, situation: Situation) -> str | None:
    found = _NUMBER.fullmatch(rest)
    words = re.sub(r"^(?:[:=]|read|as|is|\s)+", "", found[2], flags=re.IGNORECASE).strip(_MARKS) if found else ""
    return f"{found[1]} as {words}" if found and words.isalpha() else None


def _mend_text(rest: str, situation: Situation) -> str | None:
    return rest.lstrip(":=- ").strip() or None


def _mend_threshold(rest: str, situation: Situation) -> str | None:
    found = re.fullmatch(r"(?:to|at|is|=|:|of|\s)*(\w+)(?: people| persons)?", rest, re.IGNORECASE)
    said = found[1].lower() if found else ""
    number = str(NUMBER_WORDS.index(said) + 1) if said in NUMBER_WORDS else said
    return number if number.isdecimal() else None


def _mend_setting(rest: str, situation: Situation) -> str | None:
    found = re.fullmatch(
        r"(?:the )?(name|time ?zone|zone|holidays?|rename)\s*(?:to\b|is\b|as\b|=|:|\s)*(.+)", rest, re.IGNORECASE
    )
    if not found:
        return None
    what = re.sub(r"\s", "", found[1].lower())
    what = {"timezone": "zone", "holiday": "holidays", "rename": "name"}.get(what, what)
    return f"{what} {found[2].strip()}"


def _mend_contacts(rest: str, situation: Situation) -> str | None:
    if rest.lower() in ("remove", "delete", "clear", "none", "reset"):
        return "clear"
    words = re.sub(r"^(?:set|to|are|[:=\s])+\s*", "", rest, flags=re.IGNORECASE)
    # A contact has a number or an address; what has none is no contact.
    return f"set {words}" if re.search(r"\d{3}|@|\w\.\w", words) else None


def _mend_support_person(rest: str, situation: Situation) -> str | None:
    people, left = people_in(rest)
    if len(people) == 1 and _only_small(left, frozenset(["set"])):
        return people[0] if people[0].startswith("@") else f"<@{people[0]}>"
    return "none" if rest.lower().strip(_MARKS) in ("none", "nobody", "off", "remove", "no one", "clear") else None


def _mend_team_name(rest: str, situation: Situation) -> str | None:
    name = strip_quotes(rest.lstrip(":= ").rstrip(".!?"))
    return name if name and "<" not in name else None


def _mend_words(rest: str, situation: Situation) -> str | None:
    plain = rest.lower().strip(_MARKS)
    return {"nothing": "offer nothing", "offer nothing": "offer nothing", "ask": "ask each time"}.get(plain)


def _mend_meeting(rest: str, situation: Situation) -> str | None:
    plain = re.sub(r"^(?:of|for|in|with|takes?|\s)+", "", rest.lower()).strip(_MARKS)
    return plain if plain else ""


def _mend_away(rest: str, situation: Situation) -> str | None:
    plain = rest.strip(_MARKS)
    return next((days for days in (plain, f"for {plain}") if situation.is_date(days)), None) if plain else None


def _mend_help(rest: str, situation: Situation) -> str | None:
    return topic_of(rest.strip(_MARKS)) or None


MENDERS: dict[str, Mender] = {
    "help": _mend_help,
    "admin add": _mend_people("", _ADMIN),
    "lead set": _mend_people("for", _LEAD),
    "lead remove": _mend_people("for", _LEAD),
    "member add": _mend_people("to"),
    "member remove": _mend_people("from"),
    "team people": _mend_team(frozenset(["members", "people", "list", "is", "all"])),
    "team follow": _mend_follow,
    "team move": _mend_team(frozenset(["here", "this", "channel"]), needed=True),
    "team link": _mend_team(),
    "team add": _mend_team_name,
    "admin remove": _mend_people("", _ADMIN),
    "windows set": _mend_text,
    "windows reset": _mend_team(),
    "closed add": _mend_closure,
    "closed remove": lambda rest, situation: rest if situation.is_date(rest) else None,
    "member away": _mend_leave,
    "member back": _mend_people("", frozenset(["back"])),
    "lead replace": _mend_two_people,
    "team rename": _mend_name,
    "team merge": _mend_merge,
    "team remove": _mend_team(needed=True),
    "team archive": _mend_team(needed=True),
    "team restore": _mend_team(needed=True),
    "pause all": lambda rest, situation: rest if not rest or situation.is_date(rest) else None,
    "resume all": lambda rest, situation: None if rest else "",
    "schedule remove": _mend_team(frozenset(["schedule"])),
    "round extend": _mend_extension,
    "round remind": _mend_team(frozenset(["round", "all", "everyone", "everybody", "now"])),
    "digest": _mend_team(frozenset(["last", "latest", "again"])),
    "schedule pause": _mend_pause,
    "schedule resume": _mend_team(frozenset(["schedule"])),
    "schedule show": _mend_team(frozenset(["asked", "schedule"])),
    "schedule set": _mend_schedule,
    "dry run": _mend_team(frozenset(["a", "round"])),
    "run now": _mend_team(frozenset(["now", "round", "a"])),
    "round cancel": _mend_team(frozenset(["round"])),
    "round keep": _mend_team(frozenset(["round"])),
    "questions preview": _mend_team(),
    "questions history": _mend_history,
    "questions reset": _mend_team(),
    "questions read": _for_team(_mend_direction),
    "questions remove": _for_team(_mend_number),
    "propose": _mend_text,
    "questions use": _mend_text,
    "questions export": _mend_team(),
    "questions import": _mend_text,
    "questions mend": _for_team(_mend_number),
    "questions correct": _mend_numbered,
    "questions add": _mend_text,
    "questions set": _mend_numbered,
    "privacy threshold": _mend_threshold,
    "organisation set": _mend_setting,
    "support contacts": _mend_contacts,
    "support person": _mend_support_person,
    "home": _mend_team(needed=True),
    "my words": _mend_words,
    "meeting": _mend_meeting,
    "claim": _mend_text,
    "away": _mend_away,
}
