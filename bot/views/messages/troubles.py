"""Words for what does not work at the moment, and what to do about it."""

from __future__ import annotations

from bot.domain.outcomes.status import StepStuck, Trouble
from bot.views.messages.wording import Texts, plain_view, words_message
from bot.views.view import View

_OF_A_TEAM = {
    "homeless": "it has no channel, so nobody sees its drafts. An admin gives it one with “team add” and its name, said there.",
    "unread": "I cannot see who is in its channel, so its list stays as it is. Invite me there, or keep the list by hand with "
    "“team follow off”.",
    "gone": "its channel no longer exists. Give the team a new home with “team move” in its new channel.",
    "archived": "its channel is archived. Unarchive it, or give the team a new home with “team move” in another channel.",
    "removed": "I am no longer in its channel. Invite me there again, or give the team a new home with “team move” in another.",
    "closed": "its topic is closed, and I may not write there. Open it again, or say “team add” with its name in another.",
    "blocked": "I am blocked there. Somebody has to let me in again.",
    "forbidden": "I may not write there. Whoever looks after the channel has to let me post.",
    "invalid": "the platform refused the message. Please tell your operator.",
}
_OF_A_PLATFORM = {
    "token": "it does not accept my token any more, so I can send nothing there. Your operator has to give me a new one.",
    "unreachable": "I cannot reach it, or it fails. Nothing is lost: I go on trying, and send what waits as soon as I can.",
    "limited": "it has asked me to wait for long before I send more. What waits is sent then.",
    "unheard": "I cannot hear what is written or pressed there. I go on trying to connect; what you do there may have to be done "
    "again.",
    "unseen": "I may not read where I post, so I cannot see whether a message arrived when the connection broke. Your operator "
    "can allow me to read the history of the channels that I am in.",
}
_PARTS = {
    "tick": "What opens and closes rounds",
    "sender": "What sends my messages",
    "intake": "What listens to the platforms",
    "store": "My database",
}
_SILENT = "does not work at the moment. I begin it anew; if it does not come back, I end, and have to be started again."
_SILENT_STORE = "does not answer at the moment. I go on asking; if it stays so, I end, and have to be started again."
_STUCK = {
    "round": "its round is stuck, and nothing of it is lost. I try again, less and less often. Please tell your operator; if you "
    "would rather not wait, “round cancel” with its name calls it off.",
    "draft": "its draft is stuck, and no answer is lost. I try again, less and less often. Please tell your operator; if you would "
    "rather not wait, “round cancel” with its name calls it off.",
    "schedule": "its schedule is stuck, so that no round begins. I try again, less and less often. Please tell your operator; "
    "“schedule set” with its name makes a new one.",
    "summary": "is stuck, and nothing is lost. I try again, less and less often. Please tell your operator.",
    "duty": "fails again and again. I go on trying, less and less often. Please tell your operator.",
}
_NAMELESS = {"summary": "The summary of the organisation", "duty": "Something that I do by the clock"}
_OF_MESSAGES = "Some messages: a platform refuses them, and that is my fault. Please tell your operator."


def trouble_in_words(trouble: Trouble) -> str:
    """One line: what it concerns, what is wrong, what to do."""
    if trouble.why == "wrong":
        return _OF_MESSAGES
    if trouble.why == "silent":
        part = trouble.where.partition(":")[0]
        return f"{_PARTS.get(part, 'A part of me')} {_SILENT_STORE if part == 'store' else _SILENT}"
    what = trouble.why.removeprefix("stuck ")
    if what in _STUCK:
        return stuck_in_words(what, trouble.where)
    if trouble.why in _OF_A_PLATFORM:
        return f"{trouble.where.capitalize()}: {_OF_A_PLATFORM[trouble.why]}"
    return f"{trouble.where}: {_OF_A_TEAM.get(trouble.why, trouble.why)}"


def stuck_in_words(what: str, name: str) -> str:
    return f"{_NAMELESS[what]} {_STUCK[what]}" if what in _NAMELESS else f"{name}: {_STUCK[what]}"


@words_message(StepStuck)
def step_stuck(told: StepStuck, texts: Texts) -> View:
    if told.over:
        return plain_view(
            f"{_NAMELESS.get(told.what) or told.name} goes on again: what was stuck is done.", summary="It goes on."
        )
    return plain_view(stuck_in_words(told.what, told.name), summary="Something is stuck.")
