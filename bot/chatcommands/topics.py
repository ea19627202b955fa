"""Topics of help: the commands that somebody means who asks for help with something."""

from __future__ import annotations

from bot.chatcommands import BY_NAME

_TOPICS = {
    "people": "member", "person": "member", "members": "member", "teams": "team", "leads": "lead", "leader": "lead",
    "admins": "admin", "schedules": "schedule", "scheduling": "schedule", "question": "questions", "rounds": "round",
    "organization": "organisation", "settings": "organisation", "zone": "organisation", "timezone": "organisation",
    "holiday": "organisation", "holidays": "organisation", "leave": "away", "vacation": "away", "absence": "away",
    "confidentiality": "privacy", "challenge": "challenges", "meetings": "meeting",
    "closing": "closed", "closure": "closed", "closures": "closed",
    "exports": "export", "download": "export", "csv": "export", "json": "export",
    "threshold": "privacy", "data": "my", "words": "my", "quotes": "my",
}  # fmt: skip


def topic_of(words: str) -> str:
    """The command, or the word of several commands, that somebody wants help with; empty where none is near."""
    plain = " ".join(words.lower().split())
    if plain in BY_NAME:
        return plain
    nouns = {spec.words[0] for spec in BY_NAME.values()} | set(_TOPICS)
    # "my leads" is about leads, and "add people" about people.
    words_by_weight = sorted(plain.split(), key=lambda word: (word == "my", word not in nouns))
    return next((word for word in words_by_weight if commands_about(word)), "")


def commands_about(topic: str) -> tuple[str, ...]:
    """The names of the commands of a topic: the one of that name, or all that have the word in their name or are about it."""
    if topic in BY_NAME:
        return (topic,)
    about = _TOPICS.get(topic, "")
    return tuple(name for name, spec in BY_NAME.items() if topic in spec.words or spec.words[0] == about)
