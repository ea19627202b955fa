"""The story of one round at Harbour Mind, step by step. Nobody is told what happens next: a visitor may have meddled."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cli.demo import crowd
from bot.cli.demo.world import ZONE, DemoWorld
from bot.domain.questions import answer_field
from bot.views.capabilities import FULL
from bot.views.messages.questions import DEFAULT_QUESTIONS
from bot.views.messages.wording import count_in_words, question_count

Step = Callable[[DemoWorld], Awaitable[None]]

WEIGHED = {"amira": {"1.1": "agree", "2.1": "agree"}}
"""What some people say of the draft's items."""
SCHEDULE = "first Tuesday of the month at 10:00"


def october_at(day: int, hour: int, minute: int = 0) -> datetime:
    """A day of October 2026 in local time; day 0 and below are in September."""
    return datetime(2026, 10, 1, hour, minute, tzinfo=ZoneInfo(ZONE)) + timedelta(days=day - 1)


def _watch_rooms(world: DemoWorld, *handles: str, channels: tuple[str, ...] = ()) -> None:
    world.watch(*map(world.client.channel, channels), *map(world.client.direct, handles))


def _told_privately(world: DemoWorld, handle: str) -> tuple[str, ...]:
    """Return who has to be watched for what a channel says to one person alone: rooms that cannot do that say it directly."""
    return () if world.console.able.private_in_channel is FULL.private_in_channel else (handle,)


async def claim_bot(world: DemoWorld) -> None:
    _watch_rooms(world, "lena")
    world.narrate(
        f"Harbour Mind is a small charity: {len(world.cast.people)} people in {len(world.cast.teams)} teams. Lena leads the "
        "crisis line. The operator gave her a one-time code, and with it she becomes the first admin."
    )
    await world.type("lena", f"/claim {world.made.code}")


async def add_first_team(world: DemoWorld) -> None:
    _watch_rooms(world, "amira", *_told_privately(world, "lena"), channels=("crisis-line",))
    world.narrate("In her team’s channel Lena makes the team and says who is in it. Everyone gets a hello, Amira too.")
    await crowd.add_team(world, world.cast.teams[0], "lena")


async def set_schedule(world: DemoWorld) -> None:
    _watch_rooms(world, *_told_privately(world, "lena"), channels=("crisis-line",))
    world.narrate("A schedule is set in plain words, and said back with its next four dates, clock change included.")
    await world.type("lena", "/lead set @lena", world.room(world.cast.teams[0]))
    await world.type("lena", f"/schedule set {SCHEDULE}", world.room(world.cast.teams[0]))


async def more_teams(world: DemoWorld) -> None:
    _watch_rooms(world, "lena")
    world.narrate(
        "Three more teams. Night shift has four people, too few to be asked alone without being recognised: "
        "it is asked together with Peer support."
    )
    for other in world.cast.teams[1:]:
        await crowd.add_team(world, other, "lena")
        await world.type("lena", f"/lead set @{other.lead.handle}", world.room(other))
        await world.type("lena", f"/schedule set {SCHEDULE}", world.room(other))
    await world.type("lena", "/status")


async def open_round(world: DemoWorld) -> None:
    _watch_rooms(world, "amira", channels=("crisis-line",))
    await world.advance(october_at(6, 9, 59))
    world.narrate("Eight days later, Tuesday at ten: the schedule opens the round, for everybody at once.")
    await world.advance(october_at(6, 10))


async def answer_by_form(world: DemoWorld) -> None:
    _watch_rooms(world, "amira")
    await world.advance(october_at(6, 10, 20))
    amira = world.cast.player("amira")
    first = [number for number in amira.answers if number < max(amira.answers)] or [1]
    count = len(DEFAULT_QUESTIONS)
    if count > 1:
        what = f"{count_in_words(len(first))} of the {question_count(count)}"
        world.narrate(f"Amira answers {what} in the form. Any of them may stay empty.")
    else:
        world.narrate("Amira answers the question in the form.")
    await world.answer(amira, {answer_field(number): amira.answers[number] for number in first})


async def answer_by_typing(world: DemoWorld) -> None:
    _watch_rooms(world, "amira")
    await world.advance(october_at(6, 10, 40))
    world.narrate(
        "Then something else comes to her mind, and she simply types it. It becomes a draft, not yet an answer."
    )
    last, text = max(world.cast.player("amira").answers.items())
    await world.type("amira", text)
    await world.press("amira", f"Question {last}")
    await world.press("amira", "Send it")


async def change_answer(world: DemoWorld) -> None:
    _watch_rooms(world, "amira")
    await world.advance(october_at(6, 11, 5))
    world.narrate("Later she finds a better word, and changes what she said.")
    await world.press("amira", "Change")
    await world.fill(
        "amira", {**world.cast.player("amira").form(), answer_field(1): "The debrief after a hard call. Never cut it."}
    )


async def others_answer(world: DemoWorld) -> None:
    _watch_rooms(world, "ben", "chloe", "dan")
    await world.advance(october_at(6, 12))
    world.narrate("Others do it their way: Ben has doubts and withdraws, Chloe wants to be reminded, Dan passes.")
    await world.answer(world.cast.player("ben"))
    await world.press("ben", "Withdraw")
    await world.press("ben", "Withdraw all")
    await world.type("ben", "is this anonymous?")
    await world.press("chloe", "Remind me tomorrow")
    await world.press("dan", "Not this time")


async def in_public(world: DemoWorld) -> None:
    _watch_rooms(world, "eve", channels=("crisis-line",))
    world.narrate("Eve writes to the bot where everybody reads it. It tells her so, and nobody else.")
    await world.type("eve", "@folkmoot stop asking us to fill in the same form twice!", world.room(world.cast.teams[0]))


async def who_answered(world: DemoWorld) -> None:
    _watch_rooms(world, "lena")
    await world.advance(october_at(6, 16))
    world.narrate("Lena would like to know how it is going.")
    await world.type("lena", "who has not answered?")


async def next_day(world: DemoWorld) -> None:
    _watch_rooms(world, "ben", "chloe")
    await world.advance(october_at(7, 11, 59))
    world.narrate("Wednesday. Chloe gets the reminder she asked for. Ben has slept on it and answers after all.")
    await world.advance(october_at(7, 12, 5))
    await world.answer(world.cast.player("chloe"))
    await world.press("ben", "Answer again")
    await world.fill("ben", world.cast.player("ben").form())


async def everyone_else(world: DemoWorld) -> None:
    _watch_rooms(world)
    world.narrate(
        "The other people answer when it suits them, each in private. Nothing counts up, and nobody can watch."
    )
    done = {"amira", "ben", "chloe", "dan"}
    for player in world.cast.people:
        if player.answers and player.handle not in done:
            await world.answer(player)


async def allow_quotes(world: DemoWorld) -> None:
    _watch_rooms(world, "ben")
    await world.advance(october_at(7, 16))
    world.narrate(
        "The receipt shows Ben how his words would look to others, names taken out: one press allows them. Others do as well."
    )
    for player in world.cast.people:
        if player.allow:
            await crowd.allow_words(world, player)


async def remind_everyone(world: DemoWorld) -> None:
    _watch_rooms(world, "amira", "lena")
    await world.advance(october_at(8, 9, 59))
    world.narrate(
        "Thursday: the only reminder. It is the same for everyone, so that it tells nothing about who answered."
    )
    await world.advance(october_at(8, 10))


async def close_round(world: DemoWorld) -> None:
    _watch_rooms(world, channels=("crisis-line", "peer-support", "front-desk"))
    await world.advance(october_at(9, 17, 59))
    world.narrate(
        "Friday, six o’clock: the round closes. Themes are found on this machine and come back as drafts. "
        "At the front desk too few answered: nothing is shown, and nothing is lost."
    )
    await world.advance(october_at(9, 18))


async def check_draft(world: DemoWorld) -> None:
    _watch_rooms(world, "ben", *_told_privately(world, "amira"), channels=("crisis-line",))
    await world.advance(october_at(12, 11))
    world.narrate(
        "Is it what the team meant? Everybody weighs the draft in private. Ben, Gita and Femi say of one point: that is not it."
    )
    room = world.room(world.cast.teams[0])
    for handle, choices in WEIGHED.items():
        await crowd.weigh(world, handle, room, choices)
    for handle, words, show in (
        ("ben", "It is not how we talk to each other. It is only too long.", True),
        ("gita", "I would say length, not communication.", True),
        ("femi", "", False),
    ):
        await crowd.weigh(world, handle, room, {"2.1": "differ"})
        await world.press(handle, action="challenge")
        await world.fill(handle, {"point": "2.1", "kind": "meaning", "words": words})
        if words:
            await world.press(handle, "Show these words" if show else "Only count me")


async def report_missing(world: DemoWorld) -> None:
    _watch_rooms(world, "chloe", channels=("crisis-line",))
    world.narrate("Chloe misses something, and prefers to be counted only.")
    await world.press("chloe", "Something is missing", where=world.room(world.cast.teams[0]))
    await world.fill("chloe", {"words": "Nobody says how tired we are."})
    await world.press("chloe", "Only count me")


async def show_cases(world: DemoWorld) -> None:
    _watch_rooms(world, "lena")
    await world.advance(october_at(13, 17, 59))
    world.narrate(
        "Tuesday, six o’clock: Lena decides what becomes of the challenges. She sees how many in words, never who."
    )
    await world.advance(october_at(13, 18))


async def decide_challenges(world: DemoWorld) -> None:
    _watch_rooms(world, "lena", "ben", "chloe", channels=("crisis-line",))
    await world.advance(october_at(14, 9))
    world.narrate(
        "She accepts, with new words. The final says what changed, each challenger hears the outcome, she gets a digest."
    )
    await world.press("lena", "Accept, reword")
    await world.fill("lena", {"wording": "Handovers need less time"})


async def show_organisation_summary(world: DemoWorld) -> None:
    _watch_rooms(world, "lena")
    await world.advance(october_at(28, 7, 59))
    world.narrate("A month after the start: what the teams said together, for every lead and admin.")
    await world.advance(october_at(28, 9))


async def own_data(world: DemoWorld) -> None:
    _watch_rooms(world, "amira")
    world.narrate("Amira asks what is kept about her. It is hers alone to see, to take back and to have destroyed.")
    await world.type("amira", "my data")


async def end_story(world: DemoWorld) -> None:
    _watch_rooms(world)
    world.narrate(
        "That was one round. The next one opens by itself on Tuesday 3 November. Nothing of this demonstration was kept."
    )


def story_steps() -> Sequence[Step]:
    """The steps for the questions that are asked: where there is but one, what is about a second one is left out."""
    return [step for step in STORY if len(DEFAULT_QUESTIONS) > 1 or step not in _ABOUT_A_SECOND]


STORY: tuple[Step, ...] = (
    claim_bot,
    add_first_team,
    set_schedule,
    more_teams,
    open_round,
    answer_by_form,
    answer_by_typing,
    change_answer,
    others_answer,
    in_public,
    who_answered,
    next_day,
    everyone_else,
    allow_quotes,
    remind_everyone,
    close_round,
    check_draft,
    report_missing,
    show_cases,
    decide_challenges,
    show_organisation_summary,
    own_data,
    end_story,
)
_ABOUT_A_SECOND = (answer_by_typing, check_draft, decide_challenges)
