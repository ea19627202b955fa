"""Selection and order of the items of one draft: the same for everybody, and without knowing who came first.

Points come first, then candidates, statements, team statements, earlier points, follow-ups and proposed questions. Where they
are more than the limit, statements give way to the last three kinds, which are few and would otherwise never be weighed in a team
that says much. Candidates have the places that statements leave, save those of a question that shows no words: measured on planted
points, people carry six of ten statements and a third of the candidates, so that a candidate in a statement's place loses points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.domain.model.weighing import ItemKind, WeighingItem
from bot.domain.releases import seeded_key
from bot.domain.weighing.word_likeness import Likeness, says_one_of, share_of_words

ITEMS_LEAST: Final = 6
ITEMS_USUAL: Final = 12
ITEMS_MOST: Final = 20
MOST_CANDIDATES: Final = 2
"""Candidates of one question at most."""
MOST_EARLIER_POINTS: Final = 2
MOST_FOLLOW_UPS: Final = 2
MOST_PROPOSED_QUESTIONS: Final = 3
"""Three people’s proposals are weighed together, so that none of them waits on alone."""
NEARLY_REPEATED: Final = 0.5
"""From this likeness on a statement says nearly the same as another item."""
KEEP_A_PLACE: Final = {
    ItemKind.EARLIER_POINT: MOST_EARLIER_POINTS,
    ItemKind.FOLLOW_UP: MOST_FOLLOW_UPS,
    ItemKind.PROPOSED_QUESTION: MOST_PROPOSED_QUESTIONS,
}
"""The kinds that statements give way to, and how many of each."""


def items_limit(setting: int | None) -> int:
    """Return how many items a draft has at most for a setting; no setting reaches beyond the bounds."""
    return ITEMS_USUAL if setting is None else min(max(setting, ITEMS_LEAST), ITEMS_MOST)


def choose_items(
    release_id: str,
    offered: Iterable[WeighingItem],
    words: Mapping[str, str],
    limit: int = ITEMS_USUAL,
    likeness: Likeness = share_of_words,
) -> tuple[WeighingItem, ...]:
    """Return the items to weigh, in their order.

    `offered` come in the draft's order, question by question; earlier points come as `due_earlier_points` has them. `words` are the
    shown words of items by their keys: those of the statements, and the wordings of points.
    """
    by_kind: dict[ItemKind, list[WeighingItem]] = {kind: [] for kind in ItemKind}
    for each in offered:
        by_kind[each.kind].append(each)
    points = _take_by_question(by_kind[ItemKind.POINT], limit)
    candidates = _few_of_each_question(by_kind[ItemKind.CANDIDATE])
    quoted = {each.question for each in by_kind[ItemKind.STATEMENT]}
    alone = [each for each in candidates if each.question not in quoted][: limit - len(points)]
    last = [each for kind, most in KEEP_A_PLACE.items() for each in by_kind[kind][:most]]
    last = last[: limit - len(points) - len(alone)]
    room = limit - len(points) - len(alone) - len(last)
    statements = _take_in_turn(release_id, by_kind[ItemKind.STATEMENT], [*points, *alone], words, likeness)[:room]
    together = _take_by_question(by_kind[ItemKind.TEAM_STATEMENT], room - len(statements))
    room -= len(statements) + len(together)
    beside = [each for each in candidates if each.question in quoted][:room]
    asked = [each for each in candidates if each in alone or each in beside]
    return (*points, *asked, *statements, *together, *last)


def _take_by_question(items: Sequence[WeighingItem], limit: int) -> list[WeighingItem]:
    """Return so many items at most, in the draft's order: the questions in turn, so that none goes without."""
    turn: dict[str, int] = {}
    turns = []
    for place, each in enumerate(items):
        turns.append((turn.get(each.question, 0), place))
        turn[each.question] = turn.get(each.question, 0) + 1
    return [items[place] for place in sorted(place for _, place in sorted(turns)[:limit])]


def _few_of_each_question(candidates: Sequence[WeighingItem]) -> list[WeighingItem]:
    taken: dict[str, list[WeighingItem]] = {}
    for each in candidates:
        taken.setdefault(each.question, []).append(each)
    few = {each.key for of_question in taken.values() for each in of_question[:MOST_CANDIDATES]}
    return [each for each in candidates if each.key in few]


def _take_in_turn(
    release_id: str,
    statements: Sequence[WeighingItem],
    before: Sequence[WeighingItem],
    words: Mapping[str, str],
    likeness: Likeness,
) -> list[WeighingItem]:
    """Return the statements, the questions in turn, each time the one most like the others of its question.

    What several said can be carried: on planted points this order brings .03 to .08 more of them into the final than the one least
    like those before it. What nearly repeats something that is listed comes last.
    """
    waiting = {
        question: _most_shared_first(release_id, [e for e in statements if e.question == question], words, likeness)
        for question in _questions(statements)
    }
    points = [words.get(each.key, "") for each in before]
    listed: list[str] = []
    taken: list[WeighingItem] = []
    repeated: list[WeighingItem] = []
    while any(waiting.values()):
        for queue in filter(None, waiting.values()):
            while queue:
                each = queue.pop(0)
                said = words.get(each.key, "")
                if says_one_of(said, points) or any(likeness(said, other) >= NEARLY_REPEATED for other in listed):
                    repeated.append(each)
                    continue
                taken.append(each)
                listed.append(said)
                break
    return taken + repeated


def _most_shared_first(
    release_id: str, statements: Sequence[WeighingItem], words: Mapping[str, str], likeness: Likeness
) -> list[WeighingItem]:
    def shared(each: WeighingItem) -> float:
        others = (words.get(other.key, "") for other in statements if other is not each)
        return sum(likeness(words.get(each.key, ""), other) for other in others)

    return sorted(statements, key=lambda each: (-shared(each), seeded_key(release_id, each.key)))


def _questions(items: Iterable[WeighingItem]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.question for each in items))
