"""The records that the product keeps: frozen, plain, and the same in memory and in the database.

A record never carries its organisation: the unit of work that hands it out belongs to one. Every record has an `id`, unique
within the organisation. Answer text, challenge words and platform ids are not here: they live behind the confidential door.
"""

from bot.domain.model.asking import (
    Answer,
    AnswerState,
    Interview,
    InterviewState,
    QuestionSet,
    Round,
    RoundState,
)
from bot.domain.model.people import Claim, Handle, Identity, Invite, Member, Membership, Organisation, Schedule, Team
from bot.domain.model.plumbing import (
    Audit,
    Delivery,
    Dialogue,
    Installation,
    Menu,
    MenuChoice,
    OutboxMessage,
    Trace,
    Urgency,
)
from bot.domain.model.sharing import (
    Change,
    ChangeKind,
    Check,
    CheckKind,
    CheckState,
    LedgerLine,
    QuestionSummary,
    Release,
    Ruling,
    RulingKind,
    Summary,
    Theme,
)

__all__ = [
    "Answer",
    "AnswerState",
    "Audit",
    "Change",
    "ChangeKind",
    "Check",
    "CheckKind",
    "CheckState",
    "Claim",
    "Delivery",
    "Dialogue",
    "Handle",
    "Identity",
    "Installation",
    "Interview",
    "InterviewState",
    "Invite",
    "LedgerLine",
    "Member",
    "Membership",
    "Menu",
    "MenuChoice",
    "Organisation",
    "OutboxMessage",
    "QuestionSet",
    "QuestionSummary",
    "Release",
    "Round",
    "RoundState",
    "Ruling",
    "RulingKind",
    "Schedule",
    "Summary",
    "Team",
    "Theme",
    "Trace",
    "Urgency",
]
