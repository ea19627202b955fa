"""Topics of help: the commands that somebody means who asks for help with something."""

from __future__ import annotations

from bot.chatcommands import BY_NAME

_TOPICS = {
    "people": "member", "person": "member", "members": "member", "teams": "team", "leads": "lead", "leader": "lead",
    "admins": "admin", "schedules": "schedule", "scheduling": "schedule", "question": "questions", "rounds": "round",
    "organization": "organisation", "settings": "organisation", "zone": "organisation", "timezone": "organisation",
    "holiday": "organisation", "holidays": "organisation", "leave": "away", "vacation": "away", "absence": "away",
    "confidentiality": "privacy", "challenge": "challenges", "meetings": "meeting", "pause": "schedule",
    "closing": "closed", "closure": "closed", "closures": "closed",
    "threshold": "privacy", "data": "my", "words": "my", "quotes": "my",
}  # fmt: skip


def topic_of(words: str) -> str:
    """The command, or the first word of several commands, that somebody wants help with; empty where none is near."""
    plain = " ".join(words.lower().split())
    if plain in BY_NAME:
        return plain
    first_words = {spec.words[0] for spec in BY_NAME.values()}
    for word in plain.split():
        topic = word if word in first_words else _TOPICS.get(word, "")
        if topic:
            return topic
    return ""
