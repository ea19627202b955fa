"""Rounds of answers made from parts, in wording of their own; the same seed gives the same round."""

import random

from bot.ports import Item

SUBJECTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "parking": (
        ("the car park", "parking near the depot", "finding a parking space", "the car park barrier"),
        ("is full before eight", "costs too much", "takes half an hour", "needs more spaces", "is unsafe in the dark"),
    ),
    "meetings": (
        ("our weekly meetings", "the Monday meeting", "team meetings", "long meetings without an agenda"),
        ("eat up the morning", "could be an email", "never end on time", "need an agenda", "have too many people"),
    ),
    "rota": (
        ("the rota", "the shift pattern", "night shifts on the rota", "swapping shifts"),
        ("comes out too late", "changes without warning", "leaves no time for family", "is planned badly"),
    ),
    "systems": (
        ("the booking software", "my old laptop", "the computer system", "logging in to the system"),
        ("crashes every day", "is painfully slow", "needs three passwords", "loses our notes"),
    ),
    "food": (
        ("the canteen food", "lunch in the canteen", "the vending machine", "hot meals at night"),
        ("is cold and dear", "lacks vegetarian meals", "runs out by noon", "should be cheaper"),
    ),
    "training": (
        ("training for new starters", "the induction course", "learning on the job", "the online training"),
        ("is too short", "never happens as planned", "needs a mentor", "should be in work time"),
    ),
}
TAILS = ("", "", " and nobody listens", " in my view", ", every single week", " as I have said before", ", sadly")


def answers(count: int, seed: int) -> list[str]:
    """That many answers about six subjects."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        heads, claims = SUBJECTS[chance.choice(sorted(SUBJECTS))]
        found.append(f"{chance.choice(heads)} {chance.choice(claims)}{chance.choice(TAILS)}".capitalize())
    return found


def items(texts: list[str]) -> list[Item]:
    """One answer each of different people."""
    return [Item(f"ref-{number}", f"who-{number}", text) for number, text in enumerate(texts)]
