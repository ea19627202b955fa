"""Links to the summaries of which a later message speaks: Slack is asked for them, and where it tells none the words go without."""

from __future__ import annotations

from typing import Any

import pytest

from tests.adapters.slack.product import ROOM, Product, product
from tests.adapters.slack.test_round import NAMES
from tests.fakes.slack.world import Message, RefusedError


async def played(p: Product) -> list[str]:
    """A round to its final."""
    ids = await p.set_up(NAMES)
    await p.pass_time(days=1, hours=1)
    for who in ids[1:8]:
        await p.answer(who, "our handover is kind", "the rota comes late", "a room")
    await p.pass_time(days=4)
    await p.pass_time(days=4)
    return ids


def links_in(p: Product, who: str) -> dict[str, str]:
    """The links in somebody's own chat, by the words under which they stand."""
    direct = p.slack.direct(who).id
    parts = [
        part
        for message in p.slack.messages
        if message.channel == direct
        for block in message.blocks
        if block["type"] == "rich_text"
        for part in block["elements"][0]["elements"]
    ]
    return {part["text"]: part["url"] for part in parts if part["type"] == "link"}


def address(message: Message) -> str:
    return f"https://harbour.slack.com/archives/{message.channel}/p{message.ts.replace('.', '')}"


def posted(p: Product, words: str) -> Message:
    return next(m for m in p.slack.messages if m.channel == ROOM and words in m.text)


async def test_later_messages_lead_to_the_draft_and_to_the_final() -> None:
    async with product() as p:
        ids = await played(p)
        draft, final = address(posted(p, "Draft for checking")), address(posted(p, "Final summary"))
        last = ids[7]
        assert links_in(p, last)["The draft of Crisis line"] == draft
        assert links_in(p, last)["The final summary"] == final
        assert links_in(p, ids[-1])["Crisis line"] == final, "a lead's digest"


async def test_it_is_asked_for_once() -> None:
    async with product() as p:
        await played(p)
        assert len(p.slack.called("chat.getPermalink")) <= len(NAMES), "not once for each message of each person"


@pytest.mark.parametrize("refusal", ["message_not_found", "fatal_error", "ratelimited"])
async def test_without_a_link_the_words_go_all_the_same(monkeypatch: pytest.MonkeyPatch, refusal: str) -> None:
    def refuse(**_: Any) -> None:
        raise RefusedError(refusal)

    async with product() as p:
        monkeypatch.setattr(p.slack, "chat_getPermalink", refuse, raising=False)
        ids = await played(p)
        assert links_in(p, ids[7]) == {}
        assert any("The draft of Crisis line is there" in text for text in p.hands.sees(ids[7]))
