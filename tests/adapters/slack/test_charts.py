"""A summary with several points comes with its chart, brought by files v2 and named in the message, all of it in words as well."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from tests.adapters.slack.product import ROOM, Product, product
from tests.adapters.slack.test_round import NAMES
from tests.fakes.slack.hands import words_of
from tests.fakes.slack.world import Json


async def charted(p: Product) -> list[str]:
    ids = await p.set_up(NAMES)
    await p.pass_time(days=1, hours=1)
    for n, id in enumerate(ids[1:8]):
        await p.answer(id, f"the handover zebra{n}", "the rota", "a room")
    for _ in range(12):
        await p.pass_time(days=1)
    return ids


def pictures(p: Product, channel: str) -> list[tuple[Json, Json]]:
    """Each picture in a channel, with the block below it."""
    found = [m.blocks for m in p.slack.messages if m.channel == channel]
    return [(blocks[n], blocks[n + 1]) for blocks in found for n, one in enumerate(blocks) if one["type"] == "image"]


async def test_the_final_and_the_digest_come_with_their_chart() -> None:
    async with product() as p:
        ids = await charted(p)
        for channel in (ROOM, p.slack.direct(ids[-1]).id):
            ((image, below),) = pictures(p, channel)
            drawn = Image.open(BytesIO(p.slack.files[image["slack_file"]["id"]]))
            assert (drawn.format, drawn.width) == ("PNG", 1200)
            assert words_of(below) == image["alt_text"]
            assert "Crisis line: the points at a glance" in image["alt_text"]
            assert image["alt_text"].count("Waiting and delays") == 3
        others = [id for id in ids[:-1] if pictures(p, p.slack.direct(id).id)]
        assert others == []
        finished = p.slack.called("files.completeUploadExternal")
        assert len(finished) == 2 and all("channel_id" not in each for each in finished), "shown by the message alone"


async def test_notifications_of_a_chart_stay_neutral() -> None:
    async with product() as p:
        await charted(p)
        (final,) = [m for m in p.slack.messages if m.channel == ROOM and any(b["type"] == "image" for b in m.blocks)]
        assert words_of(final.blocks[0]) == "Your team’s summary is final."
        assert "Final summary: Crisis line" in final.text


async def test_where_files_are_not_allowed_the_words_are_there() -> None:
    async with product() as p:
        p.slack.fail("files.getUploadURLExternal", error="file_uploads_disabled", times=9)
        await charted(p)
        assert pictures(p, ROOM) == []
        assert any("the points at a glance" in text for text in p.hands.sees("U0AMIRA000", ROOM))
