"""Topics of help: how help groups all commands, and the commands that somebody means who asks for help with something."""

from __future__ import annotations

from bot.chatcommands import BY_NAME

EVERYTHING = "all"
"""What somebody asks for who wants to see every command."""
TOPICS: dict[str, tuple[str, ...]] = {
    "answering": ("answer", "withdraw", "my words", "meeting"),
    "leave": ("away", "back", "my zone", "my quiet hours", "stop", "start"),
    "confidentiality": (
        "privacy",
        "who answered",
        "my data",
        "which were mine",
        "forget me",
        "clear chat",
        "privacy threshold",
    ),
    "wellbeing": ("support", "support contacts", "support person"),
    "people": (
        *("team people", "team link", "member add", "member remove", "member away", "member back"),
        *("lead list", "lead set", "lead remove", "lead replace", "admin list", "admin add", "admin remove"),
    ),
    "teams": (
        *("home", "join", "team list", "team add", "team move", "team follow", "team rename", "team archive"),
        *("team restore", "team merge", "team remove"),
    ),
    "questions": (
        *("propose", "proposals"),
        *(
            f"questions {verb}"
            for verb in ("show", "preview", "history", "set", "correct", "mend", "add", "remove", "read")
        ),
        *(f"questions {verb}" for verb in ("sets", "use", "export", "import", "reset")),
    ),
    "schedules": (
        *(f"schedule {verb}" for verb in ("show", "set", "pause", "resume", "remove")),
        *("windows show", "windows set", "windows reset"),
        *("pause all", "resume all", "closed list", "closed add", "closed remove"),
    ),
    "rounds": (
        *(
            "status",
            "challenges",
            "digest",
            "promises",
            "ask back",
            "challenged",
            "history",
            "trend",
            "report",
            "round remind",
            "round extend",
            "run now",
            "dry run",
            "round cancel",
        ),
        "round keep",
    ),
    "organisation": (
        "claim",
        "setup",
        "organisation show",
        "organisation set",
        "audit",
        "undo change",
        "export",
        "habits",
    ),
}
"""Every command but help itself, by topic, in the order in which help shows them."""
_TOPICS = {
    "people": "member", "person": "member", "members": "member", "teams": "team", "leads": "lead", "leader": "lead",
    "admins": "admin", "schedules": "schedule", "scheduling": "schedule", "question": "questions", "rounds": "round",
    "organization": "organisation", "settings": "organisation", "zone": "organisation", "timezone": "organisation",
    "holiday": "organisation", "holidays": "organisation", "leave": "away", "vacation": "away", "absence": "away",
    "confidentiality": "privacy", "challenge": "challenges", "meetings": "meeting",
    "window": "windows", "deadline": "windows", "deadlines": "windows",
    "closing": "closed", "closure": "closed", "closures": "closed",
    "exports": "export", "download": "export", "csv": "export", "json": "export",
    "threshold": "privacy", "data": "my", "words": "my", "quotes": "my",
}  # fmt: skip


def topic_of(words: str) -> str:
    """The command, or the word of several commands, that somebody wants help with; empty where none is near."""
    plain = " ".join(words.lower().split())
    if plain in BY_NAME or plain in TOPICS:
        return plain
    nouns = {spec.words[0] for spec in BY_NAME.values()} | set(_TOPICS)
    # "my leads" is about leads, and "add people" about people.
    words_by_weight = sorted(plain.split(), key=lambda word: (word == "my", word not in nouns))
    return next((word for word in words_by_weight if commands_about(word)), "")


def commands_about(topic: str) -> tuple[str, ...]:
    """The names of the commands of a topic: the one of that name, or all that have the word in their name or are about it."""
    if topic in TOPICS:
        return TOPICS[topic]
    if topic in BY_NAME:
        return (topic,)
    about = _TOPICS.get(topic, "")
    return tuple(name for name, spec in BY_NAME.items() if topic in spec.words or spec.words[0] == about)
