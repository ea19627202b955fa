"""Clauses of answers that found no point, as the organisation may find points in them: a heading and a rounded vector, no word.

The vector is that in which clauses of one point are near: centred on the shipped background, in its metric.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from bot.ports import Item, LeftoverClause
from bot.themes.codebook import shipped_codebook
from bot.themes.embed import unit_rows
from bot.themes.encoding import encode_rounded
from bot.themes.find import LONGEST_TEXT
from bot.themes.find_team import OTHER_SIDE
from bot.themes.labels import AGAINST, compose_label
from bot.themes.language import ENGLISH
from bot.themes.likeness import shipped_background
from bot.themes.redact import without_kinds
from bot.themes.stance import expected_stance
from bot.themes.team_points import read_clauses

if TYPE_CHECKING:
    from bot.themes.embed import Encode
    from bot.themes.headings import Headings

LARGEST = 127


def find_leftover_clauses(
    items: Sequence[Item], left_out: Collection[str], direction: str, encode: Encode, headings: Headings
) -> tuple[LeftoverClause, ...]:
    """Return the English clauses of left out answers that fall plainly under a heading; raises what `encode` raises."""
    import numpy as np

    left = sorted((item for item in items if item.ref in left_out), key=lambda item: item.ref)
    clauses = read_clauses([(item.ref, without_kinds(item.text[:LONGEST_TEXT])) for item in left], direction)
    said = [(each.who, each.text, each.against) for each in clauses if each.language == ENGLISH]
    if not said:
        return ()
    rows = encode_rounded(encode, [text for _, text, _ in said])
    background = shipped_background()
    near = unit_rows((rows - background.mean).astype(np.float32) @ background.metric)
    largest = np.maximum(np.abs(near).max(1, keepdims=True), 1e-9)
    packed = np.round(near / largest * LARGEST).astype(np.int8)
    topics = [topic.id for topic in shipped_codebook().topics]
    found = []
    for number, (ref, _, against) in enumerate(said):
        side = OTHER_SIDE[direction] if against else direction
        heading = headings.heading_for(rows[number : number + 1], [ref], side)
        if heading.firm:
            found.append(LeftoverClause(ref, topics.index(heading.topic.id), against, packed[number].tobytes()))
    return tuple(found)


def heading_wording(number: int, direction: str, against: bool) -> str:
    """Return the fixed wording of a heading, as a point of that side is worded by it; empty for a number that is none."""
    topics = shipped_codebook().topics
    if not 0 <= number < len(topics):
        return ""
    marker = AGAINST[direction] if against else ""
    praised = (expected_stance(direction) > 0) is not against
    return compose_label(topics[number].named(praised=praised), (), "", marker=marker)[0]
