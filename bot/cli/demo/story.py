"""The story of one round at Harbour Mind, step by step. Nobody is told what happens next: a visitor may have meddled."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from bot.cli.demo import crowd
from bot.cli.demo.days import SCHEDULE, october_at
from bot.cli.demo.opening import open_on_draft, set_up_team
from bot.cli.demo.story_of_meeting import agree_in_meeting, begin_meeting
from bot.cli.demo.world import DemoWorld
from bot.domain.conversation import ConversationRef
from bot.domain.questions import answer_field
from bot.views.capabilities import FULL
from bot.views.messages.questions import DEFAULT_QUESTIONS
from bot.views.messages.wording import count_in_words, question_count

Step = Callable[[DemoWorld], Awaitable[None]]


def watch_rooms(world: DemoWorld, *names: str, longest: int = 0, points_only: bool = False) -> None:
    """The room that matters most first: a channel by its name, else the direct messages of a person by their handle."""
    channels, direct = world.client.channels, world.client.direct
    rooms = (world.client.channel(name) if name in channels else direct(name) for name in names)
    world.watch(*rooms, longest=longest, points_only=points_only)


def _told_privately(world: DemoWorld, handle: str) -> tuple[str, ...]:
    """Return who has to be watched for what a channel says to one person alone: rooms that cannot do that say it directly."""
    return () if world.console.able.private_in_channel is FULL.private_in_channel else (handle,)


def _own_room(world: DemoWorld) -> ConversationRef:
    return world.room(world.cast.teams[0])


async def go_back(world: DemoWorld) -> None:
    """Begin again with nothing, and let everything be set up before the story goes on."""
    world.watch()
    world.in_sight = False
    await world.begin_again()
    await set_up_team(world, world.cast.teams[0])
    for other in world.cast.teams[1:]:
        await crowd.add_team(world, other, "lena")
        await world.type("lena", f"/lead set @{other.lead.handle}", world.room(other))
        await world.type("lena", f"/schedule set {SCHEDULE}", world.room(other))
    await world.type("lena", "/status")
    await world.advance(october_at(6, 9, 59))
    world.in_sight = True
    watch_rooms(world, "crisis-line")
    world.narrate(
        f"Four days earlier… Harbour Mind is a charity of {len(world.cast.people)} people in {len(world.cast.teams)} teams. Lena, "
        "who leads the crisis line, has set them up by chat: who is in them, and when they are asked."
    )


async def open_round(world: DemoWorld) -> None:
    watch_rooms(world, "amira", longest=9)
    world.narrate("Tuesday at ten: the schedule opens the round. Everybody is asked at once, in private.")
    await world.advance(october_at(6, 10))


async def answer_by_form(world: DemoWorld) -> None:
    watch_rooms(world, "amira")
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
    watch_rooms(world, "amira")
    await world.advance(october_at(6, 10, 40))
    world.narrate(
        "Then something else comes to her mind, and she simply types it. It becomes a draft, not yet an answer."
    )
    last, text = max(world.cast.player("amira").answers.items())
    await world.type("amira", text)
    await world.press("amira", f"Question {last}")
    await world.press("amira", "Send it")


async def change_answer(world: DemoWorld) -> None:
    watch_rooms(world, "amira")
    await world.advance(october_at(6, 11, 5))
    world.narrate("Later she finds a better word, and changes what she said.")
    await world.press("amira", "Change")
    await world.fill(
        "amira", {**world.cast.player("amira").form(), answer_field(1): "The debrief after a hard call. Never cut it."}
    )


async def others_answer(world: DemoWorld) -> None:
    watch_rooms(world, "ben", "chloe", "dan")
    await world.advance(october_at(6, 12))
    world.narrate("Others do it their way: Ben has doubts and withdraws, Chloe wants to be reminded, Dan passes.")
    await world.answer(world.cast.player("ben"))
    await world.press("ben", "Withdraw")
    await world.press("ben", "Withdraw all")
    await world.type("ben", "is this anonymous?")
    await world.press("chloe", "Remind me tomorrow")
    await world.press("dan", "Not this time")


async def in_public(world: DemoWorld) -> None:
    watch_rooms(world, "crisis-line", *_told_privately(world, "eve"))
    world.narrate("Eve writes to the bot where everybody reads it. It tells her so, and nobody else.")
    await world.type("eve", "@folkmoot stop asking us to fill in the same form twice!", _own_room(world))


async def who_answered(world: DemoWorld) -> None:
    watch_rooms(world, "lena")
    await world.advance(october_at(6, 16))
    world.narrate("Lena would like to know how it is going.")
    await world.type("lena", "who has not answered?")


async def next_day(world: DemoWorld) -> None:
    watch_rooms(world, "ben", "chloe")
    await world.advance(october_at(7, 11, 59))
    world.narrate("Wednesday. Chloe gets the reminder she asked for. Ben has slept on it and answers after all.")
    await world.advance(october_at(7, 12, 5))
    await world.answer(world.cast.player("chloe"))
    await world.press("ben", "Answer again")
    await world.fill("ben", world.cast.player("ben").form())


async def everyone_else(world: DemoWorld) -> None:
    watch_rooms(world)
    world.narrate(
        "The other people answer when it suits them, each in private. Nothing counts up, and nobody can watch."
    )
    done = {"amira", "ben", "chloe", "dan"}
    for player in world.cast.people:
        if player.answers and player.handle not in done:
            await world.answer(player)


async def allow_quotes(world: DemoWorld) -> None:
    watch_rooms(world, "ben")
    await world.advance(october_at(7, 16))
    world.narrate(
        "The receipt shows Ben how his words would look to others, names taken out: one press allows them. Others do as well."
    )
    for player in world.cast.people:
        if player.allow:
            await crowd.allow_words(world, player)


async def remind_everyone(world: DemoWorld) -> None:
    watch_rooms(world, "amira", "lena")
    await world.advance(october_at(8, 9, 59))
    world.narrate(
        "Thursday: the only reminder. It is the same for everyone, so that it tells nothing about who answered."
    )
    await world.advance(october_at(8, 10))


async def close_round(world: DemoWorld) -> None:
    watch_rooms(world, "crisis-line", "front-desk", longest=13)
    await world.advance(october_at(9, 17, 59))
    world.narrate(
        "Friday, six o’clock: the round closes. Points are found on this machine and come back as drafts. "
        "At the front desk too few answered: nothing is shown, and nothing is lost."
    )
    await world.advance(october_at(9, 18))


async def weigh_draft(world: DemoWorld) -> None:
    watch_rooms(world, "amira")
    await world.advance(october_at(10, 10))
    world.narrate(
        "Is it what the team meant? Everybody can weigh it in private, as Amira does here, and change that until Tuesday. "
        "Nobody sees who weighed, or how."
    )
    await crowd.weigh(world, world.cast.player("amira"))
    await world.advance(october_at(12, 10, 30))
    button = world.find_button("lena", "weigh", _own_room(world))
    for player in world.cast.teams[0].people:
        if player.weigh and player.handle != "amira":
            await crowd.weigh_unseen(world, player, button)
    await world.settle()


async def challenge_point(world: DemoWorld) -> None:
    watch_rooms(world, "ben")
    await world.advance(october_at(12, 11))
    world.narrate("Ben, Gita and Femi think that one point is not what was meant. They challenge it, and say what was.")
    for handle, words, show in (
        ("ben", "It is not how we talk to each other. It is only too long.", True),
        ("gita", "I would say length, not communication.", True),
        ("femi", "", False),
    ):
        await world.press(handle, where=world.client.direct(handle), action="challenge")
        await world.fill(handle, {"point": "2.1", "kind": "meaning", "words": words})
        if words:
            await world.press(handle, "Show these words" if show else "Only count me")


async def report_missing(world: DemoWorld) -> None:
    watch_rooms(world, "chloe", "crisis-line")
    world.narrate("Chloe misses something, and prefers to be counted only.")
    await world.press("chloe", "Something is missing", where=_own_room(world))
    await world.fill("chloe", {"words": "Nobody says how tired we are."})
    await world.press("chloe", "Only count me")


async def show_cases(world: DemoWorld) -> None:
    watch_rooms(world, "lena")
    await world.advance(october_at(13, 17, 59))
    world.narrate(
        "Tuesday, six o’clock: Lena decides what becomes of the challenges. She sees how many in words, never who."
    )
    await world.advance(october_at(13, 18))


async def decide_challenges(world: DemoWorld) -> None:
    watch_rooms(world, "crisis-line", "lena", longest=22)
    await world.advance(october_at(14, 9))
    world.narrate(
        "She accepts, with new words. The final says what changed, each challenger hears the outcome, everybody what becomes of "
        "each point, and she gets a digest."
    )
    await world.press("lena", "Accept, reword")
    await world.fill("lena", {"wording": "Handovers need less time"})


async def answer_point(world: DemoWorld) -> None:
    watch_rooms(world, "crisis-line")
    await world.advance(october_at(15, 9))
    world.narrate("Every point gets an answer: Lena gives hers where everybody reads it, and is reminded in time.")
    await world.press("lena", "Answer “A quiet room”")
    await world.fill("lena", {"step": "do", "words": "We clear out the old office", "day": "30 October", "owner": ""})


async def show_organisation_summary(world: DemoWorld) -> None:
    watch_rooms(world, "crisis-line", longest=12)
    await world.advance(october_at(28, 7, 59))
    world.narrate("A month after the start: what the teams said together, as a draft that everybody can weigh.")
    await world.advance(october_at(28, 9))


async def own_data(world: DemoWorld) -> None:
    watch_rooms(world, "amira")
    world.narrate("Amira asks what is kept about her. It is hers alone to see, to take back and to have destroyed.")
    await world.type("amira", "my data")


async def end_story(world: DemoWorld) -> None:
    watch_rooms(world)
    world.narrate("That was one round, and the beginning of the next. Nothing of this demonstration was kept.")


def story_steps() -> Sequence[Step]:
    """The steps for the questions that are asked: what is about one that is not asked is left out."""
    return [step for step in STORY if len(DEFAULT_QUESTIONS) >= _LEAST_QUESTIONS.get(step, 1)]


STORY: tuple[Step, ...] = (
    open_on_draft,
    go_back,
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
    weigh_draft,
    challenge_point,
    report_missing,
    show_cases,
    decide_challenges,
    answer_point,
    show_organisation_summary,
    own_data,
    begin_meeting,
    agree_in_meeting,
    end_story,
)
_LEAST_QUESTIONS: dict[Step, int] = {answer_by_typing: 2, challenge_point: 2, decide_challenges: 2, answer_point: 3}
_ASIDES = (
    answer_by_typing,
    change_answer,
    others_answer,
    in_public,
    next_day,
    everyone_else,
    remind_everyone,
    report_missing,
    own_data,
    begin_meeting,
    agree_in_meeting,
)
_LONG_WITHOUT_FORMS = (allow_quotes, challenge_point)


def asides(minimal: bool) -> Sequence[Step]:
    """The steps that are left out where the story is told in few lines."""
    return (*_ASIDES, *_LONG_WITHOUT_FORMS) if minimal else _ASIDES
