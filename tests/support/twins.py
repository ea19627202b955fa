"""Worlds that differ in one thing: what everybody but one person sees of them is compared to the byte."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.ports import PointFinder, Tokens
from bot.views.view import View
from tests.support.clock import HandClock
from tests.support.finders import TopicFinder
from tests.support.places import person
from tests.support.world import World


def tokens_of(clock: HandClock) -> Tokens:
    """Ids that depend on the instant alone, so that what one person does moves no id of anybody else."""
    drawn: dict[datetime, int] = {}

    def token() -> str:
        now = clock.now()
        drawn[now] = drawn.get(now, 0) + 1
        return f"{now:%Y%m%d%H%M%S}n{drawn[now]}"

    return token


def twin(finder: PointFinder | None = None) -> World:
    clock = HandClock()
    return World(finder=finder or TopicFinder(), clock=clock, tokens=tokens_of(clock))


def as_seen(view: View) -> str:
    """Return a message with all that its buttons carry.

    The name of a message that it speaks of is left out: the fake platform counts the messages of all conversations.
    """
    return repr(replace(view, posted=None))


def seen(world: World, people: Collection[str], but: str = "") -> dict[str, list[str]]:
    """Everything that each of these people can see, in order, with all that its buttons carry; without sending times."""
    return {
        who: [f"{sent.ref.channel} {as_seen(sent.view)}" for sent in world.seen_by(person(who))]
        for who in people
        if who != but
    }
