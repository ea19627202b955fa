"""The second part of the year: another lead, a question of the team's own, what the organisation says, and what is remembered."""

from __future__ import annotations

from bot.cli.demo import year_months as months
from bot.cli.demo.story import Step, watch_rooms
from bot.cli.demo.world import DemoWorld
from bot.cli.demo.year_cast import read_year

APRIL, MAY, JUNE, JULY, AUGUST, SEPTEMBER, OCTOBER, NOVEMBER, DECEMBER, JANUARY, FEBRUARY, MARCH = range(7, 19)
QUESTION = "What did somebody you support teach you this month?"
PROPOSED = (
    ("jonah", QUESTION),
    ("kemi", "Which of our forms could start later?"),
    ("priya", "What could people who come to us decide themselves?"),
)
CALLS = {
    "step": "do",
    "words": "Each week a trained volunteer calls everybody who waits, and says where they stand",
    "day": "26 November",
    "owner": "the head of services",
}
CALLED = {"step": "finish", "words": "Everybody who waits is called each week. The list itself is as long as before."}
ROTA_AGAIN = {
    "step": "do",
    "words": "Who looked after it has left. Two of us do now, so that it does not hang on one",
    "day": "31 January",
    "owner": "",
}


async def hand_over_lead(world: DemoWorld) -> None:
    year = read_year()
    with months.unseen(world):
        await months.play_month(world, year, APRIL)
    watch_rooms(world, "ines", longest=2)
    world.narrate(
        "May. Maja leaves peer support. Ines leads it now, Rafa comes, and the team’s promises and points stay."
    )
    await months.change_people(world, year, MAY)
    with months.unseen(world):
        await months.play_month(world, year, MAY)


async def propose_questions(world: DemoWorld) -> None:
    year = read_year()
    with months.unseen(world):
        await months.open_month(world, year, JUNE)
    watch_rooms(world, "jonah", longest=3)
    world.narrate("June. Jonah misses a question. What he proposes waits until two others have proposed one.")
    for handle, text in PROPOSED:
        await world.type(handle, f"propose a question: {text}")
        await world.press(handle, "Propose it, unnamed")
    with months.unseen(world):
        await months.check_month(world, year, JUNE)


async def adopt_question(world: DemoWorld) -> None:
    year = read_year()
    with months.unseen(world):
        await world.advance(months.moment(JUNE, months.REPLIED))
    watch_rooms(world, "peer-support")
    world.narrate(
        "All three were weighed with the draft, unnamed. His is widely shared, and Ines decides to ask it from July on."
    )
    with months.unseen(world):
        await world.type("ines", "/proposals")
    await world.press("ines", "Ask it")
    with months.unseen(world):
        await months.end_month(world, year, JUNE)
        for month in (JULY, AUGUST):
            await months.play_month(world, year, month)
        await months.play_to_final(world, year, SEPTEMBER)
        await months.reply_month(world, year, SEPTEMBER)
        await months.weigh_whole(world, year, SEPTEMBER)


async def hear_whole(world: DemoWorld) -> None:
    with months.unseen(world):
        await months.open_month(world, read_year(), OCTOBER)
        await world.advance(months.day_of(OCTOBER, 5, 17, 59))
    watch_rooms(world, "night-shift", points_only=True)
    world.narrate(
        "October, a year later. All three teams have spoken of the same thing. Every channel reads what they said together."
    )
    await world.advance(months.day_of(OCTOBER, 5, 18))


async def answer_whole(world: DemoWorld) -> None:
    year = read_year()
    watch_rooms(world, "night-shift")
    world.narrate("Lena answers for the organisation, and seven weeks later says what it came to.")
    await world.advance(months.day_of(OCTOBER, 5, 19))
    await months.reply_to(world, "lena", "", "waiting list", CALLS)
    with months.unseen(world):
        await months.check_month(world, year, OCTOBER)
        await months.end_month(world, year, OCTOBER)
        await months.play_to_final(world, year, NOVEMBER)
        await months.reply_month(world, year, NOVEMBER)
        await world.advance(months.day_of(NOVEMBER, 26, 12))
        await world.press("lena", "Answer it")
    await months.fill_in(world, "lena", CALLED)
    with months.unseen(world):
        await months.weigh_whole(world, year, NOVEMBER)


async def rota_comes_back(world: DemoWorld) -> None:
    year = read_year()
    with months.unseen(world):
        await months.open_month(world, year, DECEMBER)
        await months.check_month(world, year, DECEMBER)
    watch_rooms(world, "crisis-line", points_only=True)
    world.narrate(
        "December. Dan has left, and the rota is late again. What the team said a year ago is back, and is answered anew."
    )
    await world.advance(months.moment(DECEMBER, months.FINAL))
    watch_rooms(world, "crisis-line")
    await world.advance(months.moment(DECEMBER, months.SAME_EVENING))
    await months.reply_to(world, "lena", "Crisis line", "rota", ROTA_AGAIN)
    with months.unseen(world):
        await months.end_month(world, year, DECEMBER)
        for month in (JANUARY, FEBRUARY, MARCH):
            await months.play_month(world, year, month)


async def look_back(world: DemoWorld) -> None:
    watch_rooms(world, "hal", longest=6 if world.minimal else 14)
    world.narrate(
        "April 2028. Hal was not there at the beginning. He asks what his team has said, and how its points came and went."
    )
    await world.type("hal", "/history")
    watch_rooms(world, "hal", longest=4 if world.minimal else 8)
    await world.type("hal", "/trend")


async def end_year(world: DemoWorld) -> None:
    watch_rooms(world)
    world.narrate(
        "Eighteen months: not everything was done, and nothing was forgotten. Nothing of this demonstration was kept."
    )


LATER: tuple[Step, ...] = (
    hand_over_lead,
    propose_questions,
    adopt_question,
    hear_whole,
    answer_whole,
    rota_comes_back,
    look_back,
    end_year,
)
