"""Pictures that people send: an album is answered once, and one sent to the bot in a group is answered in private."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.telegram import inbound
from adapters.telegram.inbound import parse_update
from tests.adapters.telegram.product import Product, product
from tests.adapters.telegram.test_inbound import ME, NOW, opened
from tests.fakes.telegram.world import BOT
from tests.payloads.telegram import UPDATES

PICTURE: dict[str, Any] = {"photo": [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]}
NAMES = ("Amira", "Ben")
NOT_READ = "I cannot read pictures"


async def album(p: Product, who: Any, where: Any = None, **more: Any) -> None:
    for _ in range(4):
        p.fake.say(who, "", where, media_group_id="13000000000000001", **PICTURE, **more)
    await p.settle()


def refusals(p: Product, chat: Any) -> int:
    return sum(NOT_READ in text for text in p.fake.transcript(chat.id))


async def test_an_album_is_refused_once_and_the_next_one_too() -> None:
    async with product() as p:
        _, (amira, ben) = await p.set_up(NAMES)
        await album(p, amira)
        assert refusals(p, amira) == 1
        p.fake.say(amira, "", media_group_id="13000000000000002", **PICTURE)
        p.fake.say(ben, "", media_group_id="13000000000000001", **PICTURE)
        await p.say(amira, "", **PICTURE)
        assert (refusals(p, amira), refusals(p, ben)) == (3, 1)


async def test_without_its_name_every_picture_of_an_album_would_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""
    monkeypatch.setattr(inbound, "_of_an_album", lambda message, ear, kind: {})
    async with product() as p:
        _, (amira, _) = await p.set_up(NAMES)
        await album(p, amira)
        assert refusals(p, amira) == 4


def to_the_bot() -> dict[str, Any]:
    """That a message answers the newest one of the bot's."""
    of_ours = {k: BOT[k] for k in ("id", "is_bot", "first_name", "username")}
    return {"reply_to_message": {"message_id": 1, "date": 1, "from": of_ours}}


async def test_a_picture_in_reply_to_the_bot_in_a_group_is_answered_in_private() -> None:
    async with product() as p:
        group, (amira, _) = await p.set_up(NAMES)
        before = p.fake.transcript(group.id)
        await p.say(amira, "", group, **PICTURE, **to_the_bot())
        assert NOT_READ in p.last(amira) and "others can see it here" in p.last(amira)
        await album(p, amira, group, **to_the_bot())
        assert refusals(p, amira) == 2
        await p.say(amira, "", group, **PICTURE)
        assert refusals(p, amira) == 2, "a picture for the others is not ours"
        assert p.fake.transcript(group.id) == before


async def test_a_picture_that_names_the_bot_is_meant_for_it() -> None:
    async with product() as p:
        group, (amira, _) = await p.set_up(NAMES)
        named = [{"type": "mention", "offset": 5, "length": 13}]
        await p.say(amira, "", group, **PICTURE, caption="look @folkmoot_bot", caption_entities=named)
        assert refusals(p, amira) == 1


async def test_who_never_pressed_start_is_told_how_when_they_send_a_picture() -> None:
    async with product() as p:
        group, _ = await p.set_up(NAMES)
        await p.say(p.fake.person(700, "Zed", started=False), "", group, **PICTURE, **to_the_bot())
        assert "press Start" in p.last(group)


def test_the_pictures_of_an_album_have_one_name_and_the_message_ids_of_their_own() -> None:
    first, second = (
        {
            **UPDATES["photo"],
            "update_id": n,
            "message": {**UPDATES["photo"]["message"], "message_id": n, "media_group_id": "77"},
        }
        for n in (1, 2)
    )
    (one,), (other,) = (parse_update(update, ME, NOW, opened).events for update in (first, second))
    assert one.event_id == other.event_id == "telegram:9000:album:501:77"
    assert (one.message_id, other.message_id) == ("1", "2")  # type: ignore[union-attr]
