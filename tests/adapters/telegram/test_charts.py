"""A summary with several points comes with its chart: a photo whose caption says all that it shows."""

from __future__ import annotations

from tests.adapters.telegram.product import product
from tests.adapters.telegram.test_round import NAMES


async def test_the_final_and_the_digest_come_with_their_chart() -> None:
    async with product() as p:
        group, people = await p.set_up(NAMES)
        await p.pass_time(days=1, hours=1)
        for who in people[:7]:
            await p.answer(who, f"canary{who.name}", "the rota", "a room")
        for _ in range(10):
            await p.pass_time(days=1)
        for chat in (group.id, people[-1].id):
            charts = [m for m in p.fake.messages if m.chat == chat and m.photo]
            assert len(charts) == 1 and charts[0].photo and charts[0].photo.startswith(b"\x89PNG")
            assert "the points at a glance" in charts[0].text
            assert charts[0].text.count("Waiting and delays") >= 3
        assert [m for m in p.fake.messages if m.photo and m.chat not in (group.id, people[-1].id)] == []
