"""Short lives, each told so that a certain defence is needed in it: without the defence the machine finds a problem at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from bot.domain.events import ButtonPressed, ChatCommandTyped
from bot.ports import SendUncertainError
from tests.stateful.life import PEOPLE, PLACES, Act, Life
from tests.stateful.machine import EngineMachine
from tests.support.crashing import AFTER_ARRIVAL
from tests.support.places import person

Step = Callable[[Life], None]
Tale = Callable[[], Iterator[Step]]

ONE_TOPIC = Act("amira", which=0, pick=1, topic="Harbour")
# In teams of this size nobody is quoted beside a point: words are shown where no three say the same.
MANY_TOPICS = Act("amira", which=0, pick=4, topic="Harbour")
LONGEST = 60
"""How many quarters of a day a tale waits for a draft; a round and its check window take less."""


def most_answer(life: Life) -> None:
    life.most_answer(ONE_TOPIC)


def most_answer_differently(life: Life) -> None:
    life.most_answer(MANY_TOPICS)


def all_allow_their_words(life: Life) -> None:
    for first in range(3):
        life.many_allow_their_words(Act("amira", which=0, pick=first, topic="Harbour"))


def four_answer(life: Life) -> None:
    for who in ("amira", "ben", "chloe", "dan"):
        life.answers(Act(who, which=1, pick=0, topic="Harbour"))


def arrives_twice(life: Life) -> None:
    life.is_delivered_again(ONE_TOPIC)


def days_pass(life: Life) -> None:
    life.days_pass(Act("amira", which=7, pick=0, topic="Harbour"))


def a_draft_is_made(life: Life) -> None:
    """Time passes until the first release, and no further."""
    for _ in range(LONGEST):
        life.world.clock.move(timedelta(hours=6))
        life.driver.settle()
        life.driver.now_read(life.driver.readers.judge)
        if life.driver.readers.history:
            return
    raise TimeoutError("no draft was made")


def sends_are_uncertain(life: Life) -> None:
    life.world.platform.fail(SendUncertainError(), times=2, arrived=True)


def dies_while_sending(life: Life) -> None:
    life.world.trap.arm(AFTER_ARRIVAL, 1)


def presses_on_the_round(action: str, who: str) -> Step:
    """`who` presses a button that stands in a receipt, whose token is the round that they were asked in."""

    def press(life: Life) -> None:
        asked = life.driver.asked(who)[-1]
        life._press(life.world.event(ButtonPressed, who, action=action, token=asked.id), ONE_TOPIC)

    return press


def everybody_takes_words_back(life: Life) -> None:
    for who in PEOPLE:
        mine = [one for one in life.driver.buttons().get("private", []) if one.sender.ref == person(who)]
        if mine:
            life._press(mine[-1], ONE_TOPIC)


def cancels(life: Life) -> None:
    life.driver.hear(life.world.event(ChatCommandTyped, "ada", PLACES["Alpha"], text="round cancel Alpha"))


def a_whole_round() -> Iterator[Step]:
    yield from (most_answer_differently, arrives_twice, all_allow_their_words, sends_are_uncertain)
    yield from (days_pass, days_pass, dies_while_sending, days_pass, days_pass)


def too_few_answers() -> Iterator[Step]:
    yield from (four_answer, days_pass)


def nobody_allows_words() -> Iterator[Step]:
    yield from (most_answer_differently, days_pass)


def an_answer_is_withdrawn() -> Iterator[Step]:
    yield from (most_answer, presses_on_the_round("withdraw", "amira"), presses_on_the_round("withdraw.yes", "amira"))


def words_are_taken_back_from_a_draft() -> Iterator[Step]:
    yield from (most_answer_differently, all_allow_their_words, a_draft_is_made, everybody_takes_words_back)


def a_round_is_cancelled() -> Iterator[Step]:
    yield from (most_answer, cancels, days_pass)


def play(tale: Tale, kind: type[EngineMachine]) -> EngineMachine:
    """Live through the tale and check after every step, as the machine does. Raises AssertionError for what is found."""
    made = kind()
    try:
        made.begin()
        made.check()
        for step in tale():
            step(made.life)
            made.check()
    except BaseException:
        made.driver.close()
        raise
    made.teardown()
    return made
