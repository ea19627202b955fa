"""Slack's capabilities, sizes and send limits. Sizes are those of Slack's Block Kit reference."""

from __future__ import annotations

from bot.ports import Limits
from bot.views.capabilities import Capabilities, Support

PLATFORM = "slack"

LIMITS = Limits(overall=5.0, per_direct=1.0, per_channel=1.0, in_flight=32)
"""Slack says "about one a second per channel"; its cap for a whole workspace is not published: five a second is modest."""

MOST_MODAL_BLOCKS = 100
LONGEST_TEXT = 3000
LONGEST_FALLBACK = 4000
LONGEST_HEADER = 150
LONGEST_FIELD = 2000
LONGEST_LABEL = 75
LONGEST_TITLE = 24
LONGEST_INPUT = 3000
LONGEST_INPUT_LABEL = 2000
LONGEST_ALT = 2000
MOST_FIELDS = 10
MOST_BUTTONS = 25
MOST_OPTIONS = 100
MOST_OPEN_OPTIONS = 4
"""Options that stand open in a form rather than in a list: one press instead of two. Slack's own limit is 10."""

LONGEST_QUESTION, LONGEST_CHOICE = 300, 30
"""Characters of what is asked before a button does something, and of each answer to it."""

CAPABILITIES = Capabilities(
    text_limit=9000, block_limit=44, list_people=Support.NATIVE, list_groups=Support.NATIVE, said_there="/folkmoot {}"
)
"""A message's blocks are refused at roughly 13,000 characters of JSON text, which nowhere is promised: we stay well below."""
