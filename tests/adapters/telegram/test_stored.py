"""An update is stored under its sender's key: with their words, and without those of others that came with it (C8, C9)."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.telegram import entities, inbound
from adapters.telegram.callbacks import Callbacks
from adapters.telegram.reading import Me
from tests.adapters.harness import Ear
from tests.adapters.telegram.stand import NOW, Kept, talking
from tests.adapters.telegram.test_polling import Store
from tests.fakes.telegram.server import TOKEN
from tests.fakes.telegram.world import BOT_ID
from tests.payloads.telegram import UPDATES
from tests.support.waiting import wait_until

ME = Me(BOT_ID, "folkmoot_bot")


async def stored_text() -> str:
    """What is stored of Amira's words to the bot with which she answers something that Ben said to the group."""
    kept, store = Kept(), Store()
    store.ready.clear()
    async with talking(store, updates=kept) as (fake, adapter):
        amira, ben = fake.person(501, "Amira"), fake.person(502, "Ben")
        group = fake.group(-77, "Crisis line", amira, ben)
        said = {"message_id": 900, "date": 1, "chat": {"id": -77, "type": "group"}, "text": "the canary of Ben"}
        answered = {**said, "from": {"id": 502, "is_bot": False, "first_name": "Ben"}}
        name = f"@{adapter.me.username}"
        entity = {"type": "mention", "offset": 0, "length": len(name)}
        quote = {"text": "canary", "position": 4}
        fake.say(amira, f"{name} who said so?", group, entities=[entity], reply_to_message=answered, quote=quote)
        await wait_until(lambda: kept.rows)
        text = next(iter(kept.rows.values())).payload.reveal()
        store.ready.set()
        await fake.settled()
    return text


async def test_the_words_of_others_are_not_stored() -> None:
    text = await stored_text()
    assert "who said so?" in text
    assert "canary" not in text


async def test_without_leaving_them_out_they_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entities, "without_others_words", lambda update: update)
    assert "canary" in await stored_text()


async def test_what_people_say_to_each_other_is_not_stored_at_all() -> None:
    kept = Kept()
    async with talking(Ear(), updates=kept) as (fake, _):
        amira, ben = fake.person(501, "Amira"), fake.person(502, "Ben")
        fake.unfiltered = True
        fake.say(ben, "lunch?", fake.group(-77, "Crisis line", amira, ben))
        fake.say(amira, "to the bot")
        await fake.settled()
        assert len(kept.kept) == 1


@pytest.mark.parametrize("name", UPDATES)
def test_what_is_stored_says_the_same_to_the_bot(name: str) -> None:
    def heard(update: Any) -> Any:
        found = inbound.parse_update(update, ME, NOW, Callbacks(TOKEN).open)
        return found.update_id, found.line, found.events, found.callback

    assert heard(entities.without_others_words(UPDATES[name])) == heard(UPDATES[name])
