"""References to conversations; only the platform's adapter takes their ids apart."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class ConversationRef:
    """A place to speak, and possibly a thread in it.

    Exactly one of `channel` and `person` names the place. A `topic` is a room of its own within a channel, where a team may
    have its home: it is part of the place. A `thread` is what is said in answer to a message: no place, but where in one a
    person is looking. All parts are the platform's own opaque ids.
    """

    platform: str
    workspace: str
    channel: str | None = None
    person: str | None = None
    topic: str | None = None
    thread: str | None = None

    def __post_init__(self) -> None:
        if (self.channel is None) == (self.person is None):
            raise ValueError("a conversation is either a channel or a person")

    def __repr__(self) -> str:
        return f"<conversation on {self.platform}>"

    @property
    def direct(self) -> bool:
        return self.person is not None

    def unthreaded(self) -> ConversationRef:
        """The place alone."""
        return replace(self, thread=None) if self.thread else self

    def with_all_topics(self) -> ConversationRef:
        """The channel with all of its topics, which share their people and their pace."""
        return replace(self, topic=None, thread=None) if self.topic or self.thread else self
