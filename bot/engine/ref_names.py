"""The names under which words are kept behind the confidential door."""

from __future__ import annotations

STRANGERS = "strangers"
"""Under whose key words of people are kept who are no members."""
ONCE = "once:"
"""Prefix of texts that one message quotes, and that go when it was sent."""
FETCHED = "fetched:"
OWN_POINTS = "mine:"
SHARED = ("shown:", "leaving:", "check:", "published:", "together:", "proposed:")
"""Prefixes of texts that others than their owner may read."""
PARTED = ("loose:", "turn:", "draft:", "aside:", "held:")
"""Prefixes of texts that are kept as parts, one for each message that was typed."""


def answer_id(interview: str, number: int, late: bool = False) -> str:
    return f"{interview}:{number}{':late' if late else ''}"


def single_use_ref(token: str) -> str:
    """Words that are quoted in one message alone."""
    return f"{ONCE}{token}"


def words_ref(answer: str) -> str:
    """An answer as it would be shown to others."""
    return f"words:{answer}"


def points_ref(answer: str) -> str:
    """Return where an earlier version noted which points of its release an answer is part of."""
    return f"points:{answer}"


def own_points_ref(interview: str) -> str:
    """Return where it is noted which points of a round one person's answers are part of: for everybody who was asked."""
    return f"{OWN_POINTS}{interview}"


def draft_ref(interview: str, number: int) -> str:
    return f"draft:{interview}:{number}"


def loose_ref(interview: str) -> str:
    """Words typed without saying which question they answer."""
    return f"loose:{interview}"


def aside_ref(member: str) -> str:
    """Words that were taken for a request."""
    return f"aside:{member}"


def held_ref(member: str) -> str:
    """Words that may tell of a risk, until their author says what becomes of them."""
    return f"held:{member}"


def field_ref(address: str, index: int) -> str:
    """Return what was typed so far for one field of a form that is asked question by question."""
    return f"turn:{address}:{index}"


def shown_ref(release: str, number: int, place: int) -> str:
    """Permitted words as a release shows them, in the release's own order."""
    return f"{shown_in(release, number)}{place}"


def shown_in(release: str, number: int) -> str:
    """Return how the names of all permitted words begin that a release shows under one question."""
    return f"shown:{release}:{number}:"


def place_of(shown: str) -> int:
    """Return the place of permitted words among those of their question, from 1: as posted, whatever has left the draft since."""
    return int(shown.rpartition(":")[2])


def leaving_ref(shown: str) -> str:
    """Permitted words that their author took back, until they leave the draft in which they are posted."""
    return f"leaving:{shown}"


def leaving_owner(answer: str) -> str:
    """Return the owner of words that a forgotten person's answer is still quoted with in a posted draft.

    The person's key is destroyed at once. The posted message is corrected later (`Round.corrects_at`), and until then needs the
    words: they are kept under a key of this name, which belongs to no person and is destroyed with the correction.
    """
    return f"leaving:{answer}"


def published_ref(release: str, point: str) -> str:
    """Permitted words that a final made a point, as they were published: they are nobody's own any more."""
    return f"published:{release}:{point}"


def publisher(release: str) -> str:
    """Return under whose key the words stand that a release has published: its own, not their authors'."""
    return f"release:{release}"


def leftover_ref(answer: str) -> str:
    """Numbers of an answer that found no point, until its group's final: no words."""
    return f"leftover:{answer}"


def codes_ref(release: str) -> str:
    """Codes that a final has left of answers without a point, under the key of its cycle."""
    return f"codes:{release}"


def cycle_secret_ref(cycle: str) -> str:
    return f"secret:{cycle}"


def team_statement_ref(meeting: str, number: int, place: int) -> str:
    """A statement that a team's meeting wrote down for one question: the team's own, and nobody's."""
    return f"together:{meeting}:{number}:{place}"


def meeting_owner(meeting: str) -> str:
    """Return under whose key the statements of a meeting stand: its own, not the note-taker's."""
    return f"meeting:{meeting}"


def proposed_ref(proposal: str) -> str:
    """A question that somebody proposes, as others see it."""
    return f"proposed:{proposal}"


def proposal_owner(proposal: str) -> str:
    """Return under whose key a proposal stands that is nobody's own any more: its own, not its author's."""
    return f"proposal:{proposal}"


def check_ref(check_id: str) -> str:
    return f"check:{check_id}"


def link_ref(invite: str) -> str:
    return f"link:{invite}"


def update_ref(update: str) -> str:
    """An update as a platform sent it."""
    return f"{FETCHED}{update}"


def refs_of_answer(answer: str) -> tuple[str, ...]:
    """Return the names of all that is kept of an answer under its author's key, but for the quotes of a release."""
    return answer, words_ref(answer), leftover_ref(answer), points_ref(answer)
