"""Weighing: in the check window people say in private what they share of a draft, and the final says how widely (rule 11).

The way through, for the handlers:

1. Before the draft `place_by_words` says under which point a quote stands. At the draft `drafted_items` gives what it offers
   (points, what it asks about, quotes, what teams said together), and `choose_items` as many of these as can be weighed. They are
   fixed from then on and the same for everybody. `due_earlier_points` says which points of earlier finals are among them.
2. In the window `move_weighing` and `say_same` change one person's weighing of one item. `listed_items` leaves out statements whose
   words are shown no longer.
3. At the end of the window `count_weighings` counts all weighings, once. It returns what may be told of them (`WeighedItems`,
   without a number or a member, stored until the final) and an entry for the ledger.
4. At the final `finalise_draft` makes the final summary of a `CheckedDraft` and `DecidedChallenges`, and names the quotes that
   stand in it. `merge_ends` says in which item each merged one ends.

All are pure functions over opaque ids; none knows the order or the time of a weighing.
"""

from bot.domain.model.weighing import (
    ItemKind,
    ItemResult,
    Verdict,
    WeighedItems,
    WeighedLabel,
    Weighing,
    WeighingItem,
    WeighingState,
)
from bot.domain.weighing.counting import NOT_WEIGHED, OF_WEIGHINGS, WeighedDraft, count_weighings, members_who_weighed
from bot.domain.weighing.drafted import SAID_TOGETHER, ask_of_items_only, drafted_items, quoted_items
from bot.domain.weighing.items import CARRIED_KINDS, CHALLENGED_KINDS, can_be_same, listed_items, takes_other_side
from bot.domain.weighing.merges import may_be_merged
from bot.domain.weighing.said_together import mark_said_together
from bot.domain.weighing.selection import ITEMS_USUAL, choose_items, items_limit
from bot.domain.weighing.verdicts import EarlierPoint, due_earlier_points
from bot.domain.weighing.votes import WeighingMove, move_weighing, say_same
from bot.domain.weighing.weighed_final import (
    CheckedDraft,
    DecidedChallenges,
    finalise_draft,
    find_left_out,
    merge_ends,
    place_of_label,
)
from bot.domain.weighing.weighed_labels import has_few_groups, labels_are_told
from bot.domain.weighing.word_likeness import place_by_words

__all__ = [
    "CARRIED_KINDS",
    "CHALLENGED_KINDS",
    "ITEMS_USUAL",
    "NOT_WEIGHED",
    "OF_WEIGHINGS",
    "SAID_TOGETHER",
    "CheckedDraft",
    "DecidedChallenges",
    "EarlierPoint",
    "ItemKind",
    "ItemResult",
    "Verdict",
    "WeighedDraft",
    "WeighedItems",
    "WeighedLabel",
    "Weighing",
    "WeighingItem",
    "WeighingMove",
    "WeighingState",
    "ask_of_items_only",
    "can_be_same",
    "choose_items",
    "count_weighings",
    "drafted_items",
    "due_earlier_points",
    "finalise_draft",
    "find_left_out",
    "has_few_groups",
    "items_limit",
    "labels_are_told",
    "listed_items",
    "mark_said_together",
    "may_be_merged",
    "members_who_weighed",
    "merge_ends",
    "move_weighing",
    "place_by_words",
    "place_of_label",
    "quoted_items",
    "say_same",
    "takes_other_side",
]
