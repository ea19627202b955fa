"""One line of a final, as an export has it, or of what was posted of its points since, as a report has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedRow:
    """One line of a final. `day` is the local day on which the round's answers closed, or the organisation's draft was made.

    `kind` is point, meeting (what a team agreed to say in its meeting), nothing (how many had nothing to say), change (what came of
    a challenge) or summary (the final itself: `band` is its participation). `people` is a band in words, never a number.

    In a report there are also lines of kind answer (what became of a point: `state`, the sentence as `reason`, `owner`, a name or
    a role, `due` and `answered`, local days), weighed again (an earlier point, in the final that tells of it), worded anew (with
    `now` as its wording) and let go (with the reason).
    """

    day: date
    scope: str
    name: str
    question: int = 0
    question_text: str = ""
    kind: str
    wording: str = ""
    people: str = ""
    weighed: str = ""
    some_differ: bool = False
    added_after_check: bool = False
    in_several_meetings: bool = False
    reason: str = ""
    state: str = ""
    owner: str = ""
    due: date | None = None
    answered: date | None = None
    now: str = ""
