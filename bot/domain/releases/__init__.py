"""The release gate: what may be shown, when, and why it cannot be taken apart.

The way through: `rosters` and `partition` at opening, `freeze` at the close, `decide` before the draft, `final_of`
after the check window, `whole` and `decide` once a cycle for the organisation. `withdraw` applies at every stage.
All are pure functions over opaque ids; none knows the order or the time of an answer.
"""

from bot.domain.releases.finals import final_of, may_show_trend
from bot.domain.releases.freezing import Frozen, Stage, addendum, freeze, withdraw
from bot.domain.releases.gate import RULES, Rules, decide
from bot.domain.releases.groups import MergeGroup, TeamSize, partition, rosters
from bot.domain.releases.model import (
    ORGANISATION,
    Band,
    Candidate,
    Contribution,
    Decision,
    Held,
    HeldReason,
    LedgerEntry,
    Outcome,
    Pair,
    QuestionShown,
    Released,
    ThemeSet,
    ThemeShown,
)
from bot.domain.releases.organisation import GroupPool, whole
from bot.domain.releases.reasons import Reason, ReasonKind, explain
from bot.domain.releases.thresholds import K_FLOOR, THEME_FLOOR, band, effective_k
from bot.domain.releases.words import seeded, words_to_show

__all__ = [
    "K_FLOOR",
    "ORGANISATION",
    "RULES",
    "THEME_FLOOR",
    "Band",
    "Candidate",
    "Contribution",
    "Decision",
    "Frozen",
    "GroupPool",
    "Held",
    "HeldReason",
    "LedgerEntry",
    "MergeGroup",
    "Outcome",
    "Pair",
    "QuestionShown",
    "Reason",
    "ReasonKind",
    "Released",
    "Rules",
    "Stage",
    "TeamSize",
    "ThemeSet",
    "ThemeShown",
    "addendum",
    "band",
    "decide",
    "effective_k",
    "explain",
    "final_of",
    "freeze",
    "may_show_trend",
    "partition",
    "rosters",
    "seeded",
    "whole",
    "withdraw",
    "words_to_show",
]
