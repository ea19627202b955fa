"""An export is a file in the direct conversation of the admin who asks; where files are not allowed, words say so."""

from __future__ import annotations

import json

import pytest

from bot.engine.released_files import MARK
from tests.adapters.slack.product import ROOM, product
from tests.adapters.slack.test_charts import charted


async def test_a_file_comes_to_the_admin_alone_wherever_it_was_asked_for() -> None:
    async with product() as p:
        ids = await charted(p)
        await p.command(ids[0], "export", ROOM)
        await p.command(ids[0], "export json")
        own = p.slack.direct(ids[0]).id
        assert [channel for channel, _ in p.slack.shared] == [own, own]
        table, record = (p.slack.files[id].decode() for _, id in p.slack.shared)
        assert table.startswith(f"{MARK}day,scope,")
        assert [row["wording"] for row in json.loads(record) if row["kind"] == "point"] == ["Waiting and delays"] * 3
        assert "zebra" not in table + record
        assert [p.slack.named[id] for _, id in p.slack.shared] == ["published.csv", "published.json"]
        assert "no answer is in it" in p.last(ids[0])
        await p.command(ids[1], "export", ROOM)
        await p.command(ids[-1], "export")
        assert len(p.slack.shared) == 2, "neither a member nor a lead"
        assert p.slack.problems == []


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
@pytest.mark.parametrize("error", ["missing_scope", "file_uploads_disabled"])
async def test_where_files_are_not_allowed_words_say_so(method: str, error: str) -> None:
    async with product() as p:
        ids = await charted(p)
        p.slack.fail(method, error=error, times=9)
        await p.command(ids[0], "export")
        assert "could not be brought here" in p.last(ids[0])
        assert p.slack.shared == []


async def test_a_report_is_a_page_in_the_direct_conversation_of_the_lead() -> None:
    async with product() as p:
        ids = await charted(p)
        await p.command(ids[-1], "report", ROOM)
        await p.command(ids[1], "report", ROOM)
        ((channel, id),) = p.slack.shared
        assert channel == p.slack.direct(ids[-1]).id
        assert p.slack.named[id] == "report.html"
        page = p.slack.files[id].decode()
        assert page.startswith("<!DOCTYPE html>") and "Waiting and delays" in page and "zebra" not in page
        assert p.slack.problems == []
