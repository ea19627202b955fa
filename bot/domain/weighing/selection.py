"""Selection and order of the items of one draft: the same for everybody, and without knowing who came first.

Points come first, then candidates, statements, team statements, earlier points, follow-ups and proposed questions. Where they
are more than the limit, statements give way to the last three kinds, which are few and would otherwise never be weighed in a team
that says much.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.domain.model.weighing import ItemKind, WeighingItem
from bot.domain.releases import seeded_key
from bot.domain.weighing.likeness import Likeness, share_of_words

ITEMS_LEAST: Final = 6
ITEMS_USUAL: Final = 12
ITEMS_MOST: Final = 20
AT_MOST_TWO: Final = 2
"""So many candidates of a question, and so many earlier points, follow-ups and proposed questions."""
KEEP_A_PLACE: Final = (ItemKind.EARLIER_POINT, ItemKind.FOLLOW_UP, ItemKind.PROPOSED_QUESTION)


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
    first = [*by_kind[ItemKind.POINT], *_few_of_each_question(by_kind[ItemKind.CANDIDATE])][:limit]
    last = [each for kind in KEEP_A_PLACE for each in by_kind[kind][:AT_MOST_TWO]][: limit - len(first)]
    room = limit - len(first) - len(last)
    statements = _take_in_turn(release_id, by_kind[ItemKind.STATEMENT], first, words, likeness)[:room]
    together = by_kind[ItemKind.TEAM_STATEMENT][: room - len(statements)]
    return (*first, *statements, *together, *last)


def _few_of_each_question(candidates: Sequence[WeighingItem]) -> list[WeighingItem]:
    taken: dict[str, list[WeighingItem]] = {}
    for each in candidates:
        taken.setdefault(each.question, []).append(each)
    few = {each.key for of_question in taken.values() for each in of_question[:AT_MOST_TWO]}
    return [each for each in candidates if each.key in few]


def _take_in_turn(
    release_id: str,
    statements: Sequence[WeighingItem],
    before: Sequence[WeighingItem],
    words: Mapping[str, str],
    likeness: Likeness,
) -> list[WeighingItem]:
    """Return the statements, the questions in turn, each time the one least like everything that is listed before it."""
    waiting = {
        question: [each for each in statements if each.question == question] for question in _questions(statements)
    }
    listed = [words.get(each.key, "") for each in before]
    taken: list[WeighingItem] = []
    while any(waiting.values()):
        for queue in filter(None, waiting.values()):
            least = min(
                queue,
                key=lambda each: (
                    max((likeness(words.get(each.key, ""), other) for other in listed), default=0.0),
                    seeded_key(release_id, each.key),
                ),
            )
            queue.remove(least)
            taken.append(least)
            listed.append(words.get(least.key, ""))
    return taken


def _questions(items: Iterable[WeighingItem]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.question for each in items))
