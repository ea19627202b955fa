"""Lists of people are read line by line: marks, columns, headings; what cannot be understood is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chatcommands.people_lists import MOST_LINES, Entry, list_to_add, read_entry
from bot.chatcommands.registry import Wrong
from bot.domain.many_people import AddList
from bot.domain.outcomes.many_people import LinesNotRead
from bot.domain.outcomes.membership import PeopleAdded
from bot.engine.commands.many_people import MOST_NAMED
from tests.support.world import World


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("<@U1>", Entry(("U1",), (), ())),
        ("- <@U1|amira>", Entry(("U1",), (), ())),
        ("12) Amira Khan", Entry((), (), ("Amira Khan",))),
        ("Amira Khan <amira@harbour.example>", Entry((), ("amira@harbour.example",), ("Amira Khan",))),
        (
            "Khan, Amira, amira@harbour.example",
            Entry((), ("amira@harbour.example",), ("Khan", "Khan Amira", "Amira Khan")),
        ),
        ('"Khan, Amira";Wards', Entry((), (), ("Khan, Amira", "Khan, Amira Wards", "Wards Khan, Amira"))),
        ("---", Entry((), (), ())),
        ("@hal_p", Entry(("@hal_p",), (), ())),
    ],
)
def test_one_line(line: str, entry: Entry) -> None:
    found = read_entry(line)
    assert (found.ids, found.emails) == (entry.ids, entry.emails)
    assert found.names[: len(entry.names)] == entry.names or set(entry.names) <= set(found.names)


def test_a_heading_is_no_person_and_numbers_are_those_of_the_list() -> None:
    found = list_to_add("\ufeffName,E-mail\n\nAmira,a@b.example\nBen,b@b.example\n", "Wards")
    assert found == AddList(entries=((3, "Amira,a@b.example"), (4, "Ben,b@b.example")), team="Wards")
    assert isinstance(list_to_add("Name,E-mail\n"), Wrong)
    assert isinstance(list_to_add("\n".join(["Amira"] * (MOST_LINES + 1))), Wrong)
    assert isinstance(list_to_add("\n".join(["Amira"] * MOST_LINES)), AddList)


async def test_every_line_is_added_or_named() -> None:
    world = World()
    await world.found({"Aa": ("amira", "ben"), "Bb": ("chloe",)})
    unknown = [f"Nobody {n}" for n in range(MOST_NAMED + 5)]
    heard = await world.command("ada", "\n".join(["member add to Aa", "chloe", *unknown, "<@dan>"]))
    added = heard.told(PeopleAdded)
    assert set(added.names) == {"chloe", "dan"}
    missed = [m.outcome for m in heard.messages if isinstance(m.outcome, LinesNotRead)]
    assert [number for one in missed for number, _ in one.lines] == list(range(2, len(unknown) + 2))
    assert {one.added for one in missed} == {2}


async def test_two_of_a_name_are_nobody_and_nobody_at_all_changes_nothing() -> None:
    world = World()
    await world.found({"Aa": ("sam",), "Bb": ("chloe",)})
    (chloe,) = [row for row in await world.read(lambda uow: uow.members.where()) if row.name == "chloe"]
    await world.store.run(lambda uow: uow.members.save(replace(chloe, name="SAM")))
    before = await world.read(lambda uow: uow.memberships.where())
    heard = await world.command("ada", "member add to Aa\nSam\nNobody")
    assert heard.told(LinesNotRead).lines == ((1, "several"), (2, "unknown"))
    assert await world.read(lambda uow: uow.memberships.where()) == before


async def test_a_list_longer_than_an_answer_is_still_a_list() -> None:
    world = World()
    await world.found({"Aa": ("amira", "ben")})
    people = [f"<@somebody-with-a-long-id-{n:04}>" for n in range(50)]
    heard = await world.type("ada", "\n".join(["member add to Aa", *people]))
    assert len(heard.told(PeopleAdded).names) == 50
