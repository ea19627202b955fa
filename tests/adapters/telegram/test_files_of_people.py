"""A list of people as a document on Telegram: read with the command beside it, and named line by line where nobody is found."""

from __future__ import annotations

from tests.adapters.telegram.product import product

TABLE = "Name;Place\r\nAmira;Wards\r\nSomebody Else;Wards\r\nBen;Wards\r\n"


async def test_a_csv_file_is_a_list() -> None:
    async with product() as p:
        await p.set_up(("Amira", "Ben", "Chloe"))
        ada = p.fake.people[500]
        await p.say(ada, "/team_add Wards")
        for data in (TABLE.encode("utf-8-sig"), TABLE.encode("utf-16")):
            p.fake.send_file(ada, "people.csv", data, "/member_add to Wards")
            await p.settle()
        told = "\n".join(p.fake.transcript(ada.id))
        assert "Amira and Ben are on the list of Wards now" in told
        assert "Amira and Ben were in it already." in told
        assert told.count("line 3, “Somebody Else;Wards”: I know nobody by that name") == 2


async def test_without_its_command_nobody_is_added_and_a_member_hears_what_every_file_is_answered() -> None:
    async with product() as p:
        _, people = await p.set_up(("Amira", "Ben", "Chloe"))
        ada = p.fake.people[500]
        p.fake.send_file(ada, "people.csv", TABLE.encode())
        await p.settle()
        assert "write beside it: “/member_add to Crisis line”" in p.last(ada)
        p.fake.send_file(ada, "people.csv", b"\x00\x01\x02", "/member_add to Crisis line")
        await p.settle()
        assert "I could not read that file, and nobody was added." in p.last(ada)
        p.fake.send_file(people[0], "people.csv", TABLE.encode(), "/member_add to Crisis line")
        p.fake.send_file(people[0], "huge.csv", b"x" * 300_000, "/member_add to Crisis line")
        await p.settle()
        assert "nobody was added" not in p.last(people[0])
        assert [name for name, _ in p.fake.calls].count("getFile") == 2, "what has no command beside it is not fetched"


async def test_a_pack_of_questions_is_taken_in_with_its_command_beside_it() -> None:
    async with product() as p:
        await p.set_up(("Amira", "Ben", "Chloe"))
        ada = p.fake.people[500]
        pack = b'name = "Nights"\n[[question]]\ntext = "What lifts you at night?"\n'
        p.fake.send_file(ada, "nights.toml", pack, "/questions_import")
        await p.settle()
        assert "What lifts you at night?" in p.last(ada)
