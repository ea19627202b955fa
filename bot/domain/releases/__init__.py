"""The release gate: what may be shown, when, and why it cannot be taken apart.

The way through: `rosters_by_team` and `partition_teams` at opening, `freeze_contributions` at the close, `decide_release` and
`summarise_release` before the draft, `finalise_summary` after the check window, `pool_organisation`, `merge_final_points` and
`decide_release` once a cycle for the organisation.
`withdraw_contributions`, `quotes_still_shown` and `quotes_left` apply at every stage. All are pure functions over opaque ids; none
knows the order or the time of an answer.
"""

from bot.domain.releases.bands import Band, Participation, TeamBand, band_of
from bot.domain.releases.challenges import challenge_is_visible, checks_are_told
from bot.domain.releases.decided_final import CHECKED, Raised, finalise_summary
from bot.domain.releases.freezing import (
    Frozen,
    PastRound,
    freeze_addendum,
    freeze_contributions,
    waits_for,
)
from bot.domain.releases.gate import decide_release
from bot.domain.releases.groups import MergeGroup, TeamSize, partition_teams, rosters_by_team
from bot.domain.releases.later_quotes import PostedDraft, add_allowed_quotes, some_quotes_can_fit
from bot.domain.releases.leftovers import Leftover, find_leftover_points, planes_of, sign_code
from bot.domain.releases.model import (
    ORGANISATION,
    Candidate,
    CandidatePoint,
    Contribution,
    Decision,
    LedgerEntry,
    Pair,
    PointShown,
    QuestionShown,
    Released,
    Withheld,
    WithholdingReason,
)
from bot.domain.releases.organisation import GroupPool, pool_organisation
from bot.domain.releases.organisation_points import (
    FinalPoint,
    OrganisationPoint,
    choose_points,
    join_groups,
    merge_final_points,
)
from bot.domain.releases.quotes import PermittedQuote, choose_quotes, quotes_left, quotes_still_shown, seeded_key
from bot.domain.releases.reasons import Reason, ReasonKind, explain_decision
from bot.domain.releases.rules import RULES, Rules
from bot.domain.releases.summaries import Label, summarise_release
from bot.domain.releases.thresholds import K_FLOOR, POINT_FLOOR, effective_k
from bot.domain.releases.withdrawals import Withdrawal, WithdrawalStage, withdraw_contributions, withdraw_permission

__all__ = [
    "CHECKED",
    "K_FLOOR",
    "ORGANISATION",
    "POINT_FLOOR",
    "RULES",
    "Band",
    "Candidate",
    "CandidatePoint",
    "Contribution",
    "Decision",
    "FinalPoint",
    "Frozen",
    "GroupPool",
    "Label",
    "LedgerEntry",
    "Leftover",
    "MergeGroup",
    "OrganisationPoint",
    "Pair",
    "Participation",
    "PastRound",
    "PermittedQuote",
    "PointShown",
    "PostedDraft",
    "QuestionShown",
    "Raised",
    "Reason",
    "ReasonKind",
    "Released",
    "Rules",
    "TeamBand",
    "TeamSize",
    "Withdrawal",
    "WithdrawalStage",
    "Withheld",
    "WithholdingReason",
    "add_allowed_quotes",
    "band_of",
    "challenge_is_visible",
    "checks_are_told",
    "choose_points",
    "choose_quotes",
    "decide_release",
    "effective_k",
    "explain_decision",
    "finalise_summary",
    "find_leftover_points",
    "freeze_addendum",
    "freeze_contributions",
    "join_groups",
    "merge_final_points",
    "partition_teams",
    "planes_of",
    "pool_organisation",
    "quotes_left",
    "quotes_still_shown",
    "rosters_by_team",
    "seeded_key",
    "sign_code",
    "some_quotes_can_fit",
    "summarise_release",
    "waits_for",
    "withdraw_contributions",
    "withdraw_permission",
]
