"""Eighteen months of three teams at Harbour Mind, told by their turning points; what lies between them passes unseen."""

from __future__ import annotations

from bot.cli.demo import crowd, year_later
from bot.cli.demo import year_months as months
from bot.cli.demo.days import SCHEDULE
from bot.cli.demo.story import Step, watch_rooms
from bot.cli.demo.world import DemoWorld
from bot.cli.demo.year_cast import read_year

OCTOBER, NOVEMBER, DECEMBER, JANUARY, FEBRUARY, MARCH = range(1, 7)
ROTA = {"step": "do", "words": "It comes out four weeks ahead", "day": "27 November", "owner": "Dan"}
ROTA_KEPT = {"step": "finish", "words": "The rota until the end of January is out."}
NO_ROOM = {
    "step": "refuse",
    "words": "There is no free room, and renting one costs half a post. We ask again when the lease ends, in 2029.",
}
NIGHTS = {"step": "do", "words": "The budget passed: two people from April on", "day": "1 April", "owner": ""}
MEMBER = "hal"
"""Whose direct messages are shown on a screen."""
DEBRIEF = "A debrief after a hard call, at once or the day after, as people choose"


async def set_up_year(world: DemoWorld) -> None:
    """Three teams are made, and live through the first round, up to the minute before its final."""
    year = read_year()
    watch_rooms(world, "crisis-line")
    world.narrate(
        "Harbour Mind helps people through hard times. Three of its teams are asked three questions on the first Tuesday of each "
        "month, in private. These are eighteen months of theirs, by their turning points."
    )
    with months.unseen(world):
        await world.type("lena", f"/claim {world.made.code}")
        for team in (each.founders() for each in year.teams):
            await crowd.add_team(world, team, "lena")
            await world.type("lena", f"/lead set @{team.lead.handle}", world.room(team))
            await world.type("lena", f"/schedule set {SCHEDULE}", world.room(team))
        await months.open_month(world, year, OCTOBER)
        await months.check_month(world, year, OCTOBER)


async def first_final(world: DemoWorld) -> None:
    watch_rooms(world, "crisis-line", points_only=True)
    world.narrate(
        "October. People answered, the draft was weighed, and the crisis line reads what it has said together."
    )
    await world.advance(months.moment(OCTOBER, months.FINAL))


async def make_promise(world: DemoWorld) -> None:
    watch_rooms(world, "crisis-line")
    await world.advance(months.moment(OCTOBER, months.SAME_EVENING))
    world.narrate(
        "Lena, who leads them, says what becomes of the rota. Dan is asked in private whether he will see to it."
    )
    await months.reply_to(world, "lena", "Crisis line", "rota", ROTA)
    await world.press("dan", "I see to it")


async def keep_promise(world: DemoWorld) -> None:
    year = read_year()
    with months.unseen(world):
        await months.end_month(world, year, OCTOBER)
        await months.play_to_final(world, year, NOVEMBER)
        await months.reply_month(world, year, NOVEMBER)
        await world.advance(months.day_of(NOVEMBER, 27, 12))
    watch_rooms(world, "crisis-line")
    world.narrate("The day comes, and the promise is kept. Dan says so where it was made.")
    await months.reply_to(world, "dan", "Crisis line", "rota", ROTA_KEPT)
    with months.unseen(world):
        await months.weigh_whole(world, year, NOVEMBER)
    watch_rooms(world, "crisis-line", longest=2)
    world.narrate("In December the next questions begin with it, and their draft asks whether it has helped.")
    await world.advance(months.moment(DECEMBER, months.OPENED))


async def ask_whether_better(world: DemoWorld) -> None:
    year = read_year()
    team = year.teams[0]
    with months.unseen(world):
        await months.open_month(world, year, DECEMBER)
        await world.advance(months.moment(DECEMBER, months.WEIGHED))
    watch_rooms(world, "amira", longest=4 if world.minimal else 5)
    await crowd.weigh(world, months.as_weighing(team, team.player("amira"), DECEMBER))
    with months.unseen(world):
        await months.weigh_drafts(world, year, DECEMBER, but="amira")
        await months.end_month(world, year, DECEMBER)


async def welcome_people(world: DemoWorld) -> None:
    year = read_year()
    watch_rooms(world, "hal", longest=3)
    world.narrate(
        "January. Five people begin at the crisis line. Each is told in private what this is, as Hal is here."
    )
    await months.change_people(world, year, JANUARY)
    with months.unseen(world):
        await months.play_to_final(world, year, JANUARY)
        await months.reply_month(world, year, JANUARY)


async def refuse_room(world: DemoWorld) -> None:
    watch_rooms(world, "peer-support")
    world.narrate(
        "Not everything can be done. Peer support asked for a room of its own, and hears why there will be none."
    )
    await months.reply_to(world, "maja", "Peer support", "room", NO_ROOM)
    with months.unseen(world):
        await months.weigh_whole(world, read_year(), JANUARY)


async def break_promise(world: DemoWorld) -> None:
    year = read_year()
    with months.unseen(world):
        await months.open_month(world, year, FEBRUARY)
        await world.advance(months.day_of(FEBRUARY, 3, 9, 59))
    watch_rooms(world, "night-shift")
    world.narrate(
        "February. A second person at night was promised until the end of January. The day has passed, and the bot says so."
    )
    await world.advance(months.day_of(FEBRUARY, 3, 10))
    await world.advance(months.day_of(FEBRUARY, 3, 15))
    world.narrate("Nobody is blamed. In the afternoon Quinn, who leads them, says what has come of it.")
    await months.reply_to(world, "quinn", "Night shift", "taff at night", NIGHTS)


async def weigh_again(world: DemoWorld) -> None:
    year = read_year()
    team = year.teams[0]
    with months.unseen(world):
        await world.advance(months.moment(FEBRUARY, months.WEIGHED))
    watch_rooms(world, "hal")
    world.narrate(
        "Four rounds after October the crisis line’s draft asks: is it still so? Hal, who is new, weighs it in private."
    )
    await crowd.weigh(world, months.as_weighing(team, team.player("hal"), FEBRUARY))
    with months.unseen(world):
        await months.weigh_drafts(world, year, FEBRUARY, but="hal")
        await world.advance(months.moment(FEBRUARY, months.FINAL) - months.MINUTE)
    watch_rooms(world, "crisis-line", points_only=True)
    world.narrate("Others see it as he does. It is under challenge now, and nobody knows by whom.")
    await world.advance(months.moment(FEBRUARY, months.FINAL))


async def word_anew(world: DemoWorld) -> None:
    watch_rooms(world, "lena", "crisis-line")
    await world.advance(months.moment(FEBRUARY, months.SAME_EVENING))
    world.narrate(
        "Lena has talked with old and new. She words it anew; what was said in October stays where it was posted."
    )
    await world.type("lena", "/challenged")
    with months.unseen(world):
        await world.press("lena", "Word it anew")
    await world.fill("lena", {"wording": DEBRIEF})


async def confirm_wording(world: DemoWorld) -> None:
    year = read_year()
    with months.unseen(world):
        await months.end_month(world, year, FEBRUARY)
        await months.open_month(world, year, MARCH)
        await months.check_month(world, year, MARCH)
    watch_rooms(world, "crisis-line", points_only=True)
    world.narrate("March. Everybody has weighed the new words.")
    await world.advance(months.moment(MARCH, months.FINAL))
    with months.unseen(world):
        await months.end_month(world, year, MARCH)


YEAR: tuple[Step, ...] = (
    set_up_year,
    first_final,
    make_promise,
    keep_promise,
    ask_whether_better,
    welcome_people,
    refuse_room,
    break_promise,
    weigh_again,
    word_anew,
    confirm_wording,
    *year_later.LATER,
)
