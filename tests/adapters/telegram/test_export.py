"""An export comes as a document, in private to the admin who asks; where none is taken, words say so."""

from __future__ import annotations

import pytest

from bot.engine.released_files import MARK
from tests.adapters.telegram.product import Product, product
from tests.adapters.telegram.test_round import NAMES
from tests.fakes.telegram.rules import RefusedError
from tests.fakes.telegram.world import Group, Person
from tests.support.further import only_further


async def published(p: Product) -> tuple[Group, Person, list[Person]]:
    group, people = await p.set_up(NAMES)
    await p.pass_time(days=1, hours=1)
    for who in people[:7]:
        await p.answer(who, f"canary{who.name}", "the rota", "a room")
    for _ in range(10):
        await p.pass_time(days=1)
    return group, p.fake.people[500], people


async def test_a_document_comes_to_the_admin_alone_with_the_words_in_its_caption() -> None:
    async with product() as p:
        group, ada, people = await published(p)
        await p.say(ada, "/export", group)
        await p.pass_time(hours=3)
        (sent,) = [m for m in p.fake.messages if m.document]
        assert sent.chat == ada.id
        assert sent.document and sent.document.startswith(f"{MARK}day,scope,".encode())
        assert b"Waiting and delays" in sent.document
        assert b"canary" not in sent.document
        assert "no answer is in it" in sent.text
        assert not any(m.document or "published" in m.text for m in p.fake.messages if m.chat == people[0].id)
        await p.say(people[0], "/export")
        await p.say(people[-1], "/export")
        assert len([m for m in p.fake.messages if m.document]) == 1, "neither a member nor a lead"
        assert p.fake.problems == []


@only_further
@pytest.mark.parametrize("said", ["wrong file identifier", "not enough rights to send documents to the chat"])
async def test_where_no_document_is_taken_words_say_so(said: str) -> None:
    async with product() as p:
        _, ada, _ = await published(p)
        p.fake.fail("sendDocument", RefusedError(400, f"Bad Request: {said}"), times=9)
        await p.say(ada, "/export")
        assert "could not be brought here" in p.last(ada)
        assert not any(m.document for m in p.fake.messages)


async def test_a_report_comes_to_the_lead_alone() -> None:
    async with product() as p:
        group, _, people = await published(p)
        await p.say(people[-1], "/report", group)
        await p.say(people[0], "/report", group)
        await p.pass_time(hours=3)
        (sent,) = [m for m in p.fake.messages if m.document]
        assert sent.chat == people[-1].id
        assert sent.document and sent.document.startswith(b"<!DOCTYPE html>")
        assert b"Waiting and delays" in sent.document and b"canary" not in sent.document
        assert "no name but of who was posted" in sent.text
        assert p.fake.problems == []
