"""Capabilities of conversations, declared by their adapter as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Support(StrEnum):
    NATIVE = "native"
    APPROXIMATE = "approximate"
    AS_TEXT = "as text"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Per feature, how a conversation shows it; `text_limit` in `units` (characters or utf-16) is the longest message and
    `block_limit` the most blocks in one."""

    forms: Support = Support.NATIVE
    buttons: Support = Support.NATIVE
    private_in_channel: Support = Support.NATIVE
    edits: Support = Support.NATIVE
    pictures: Support = Support.NATIVE
    files: Support = Support.NATIVE
    speak_first: Support = Support.NATIVE
    text_limit: int = 12000
    units: str = "characters"
    block_limit: int = 1000
    one_point_each: bool = False
    clear_words: Support = Support.REFUSED
    list_people: Support = Support.REFUSED
    list_groups: Support = Support.REFUSED
    """Whether user groups can be read, which are named like conversations of many."""
    start_link: str = ""
    """A link that opens a chat with the bot and hands it `{code}`; empty where there is none."""
    place: str = "channel"
    """The platform's own word for a conversation of many."""
    picks_places: bool = True
    """True if a form can name such a conversation."""
    said_there: str = "{}"
    """How a command is written there; `{}` stands for its words."""
    joins_words: bool = False
    """True if the words of a command's name are joined by an underscore there."""

    def written_there(self, command: str) -> str:
        """Return a command as it is written in a conversation of many."""
        return self.said_there.format(command.replace(" ", "_") if self.joins_words else command)


FULL = Capabilities()
MINIMAL = Capabilities(
    forms=Support.AS_TEXT,
    buttons=Support.AS_TEXT,
    private_in_channel=Support.REFUSED,
    edits=Support.REFUSED,
    pictures=Support.AS_TEXT,
    files=Support.AS_TEXT,
    text_limit=4000,
)
