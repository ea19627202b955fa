"""Capabilities and send limits of Telegram conversations, as the Bot API documents them."""

from __future__ import annotations

from bot.ports import Limits
from bot.views.capabilities import Capabilities, Support

TEXT_LIMIT = 4096
"""UTF-16 units of a message's visible text."""
CAPTION_LIMIT = 1024
"""UTF-16 units of a picture's caption."""
DATA_LIMIT = 64
"""Bytes that a button can carry."""
NOTICE_LIMIT = 200
"""Characters of the notice that answers a press."""
ROOM_FOR_MARKS = 496
"""Units kept free for the neutral first line, and for the marks that keep quoted words from becoming links."""

CAPABILITIES = Capabilities(
    forms=Support.AS_TEXT,
    private_in_channel=Support.REFUSED,
    speak_first=Support.REFUSED,
    text_limit=TEXT_LIMIT - ROOM_FOR_MARKS,
    units="utf-16",
    one_point_each=True,
    clear_words=Support.NATIVE,
    place="group",
    picks_places=False,
    said_there="/{}",
    joins_words=True,
)

START_LINK = "https://t.me/{username}?start={{code}}"

LIMITS = Limits(overall=28, per_direct=1, per_channel=20 / 60, in_flight=32)
"""Telegram speaks of about 30 a second overall, 1 a second in a chat and 20 a minute in a group; edits count too."""
