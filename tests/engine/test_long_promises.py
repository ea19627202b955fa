"""`promises` of many points: those that wait first, then the newest, as many as a message holds; the others by a press."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.model import FollowUpState
from bot.domain.outcomes.follow_ups import FollowUpsShown
from bot.domain.outcomes.history import LookBackRefused
from tests.engine.test_follow_ups import DAY, LEAD, finished, only
from tests.support.world import World


async def test_a_long_list_begins_with_what_waits_and_the_newest_and_goes_on_by_a_press() -> None:
    world = World()
    await finished(world)
    row = await only(world)

    def many(uow: Any) -> None:
        uow.follow_ups.remove(row.id)
        for team in (row.team, ""):
            for place in range(30):
                state = FollowUpState.DONE if place % 2 else FollowUpState.OPEN
                one = replace(row, id=f"{team}-{place:02}", team=team, teams=(team,) if team else (), state=state)
                uow.follow_ups.save(replace(one, label=f"{place:02}", since=row.since + place * DAY))

    await world.store.run(many)
    world.clock.move(31 * DAY)
    waiting = [f"{place:02}" for place in range(28, -1, -2)]
    done = [f"{place:02}" for place in range(29, 0, -2)]
    for who, words in (("amira", "promises"), ("amira", "promises all"), (LEAD, "promises")):
        shown = (await world.command(who, words)).told(FollowUpsShown)
        found = [line.label for line in shown.lines]
        while shown.next:
            assert shown.more == 30 - len(found)
            shown = (await world.press(who, "promises.more", shown.next)).told(FollowUpsShown)
            found += [line.label for line in shown.lines]
        assert found == waiting + done
        last = (await world.command(who, f"{words} page 3")).told(FollowUpsShown)
        assert [line.label for line in last.lines] == found[24:]
    assert (await world.press("zoe", "promises.more", f"{row.team}:12")).told(FollowUpsShown) is None
    assert (await world.press("amira", "promises.more", "another:12")).told(LookBackRefused)
    again = (await world.press("amira", "promises.more", f"{row.team}:gone")).told(FollowUpsShown)
    assert [line.label for line in again.lines] == waiting[:12], (
        "a list without the point that a button names begins anew"
    )


async def test_a_list_goes_on_where_it_ended_whatever_was_added_or_answered_before() -> None:
    world = World()
    await finished(world)
    row = await only(world)

    def many(uow: Any) -> None:
        uow.follow_ups.remove(row.id)
        for place in range(30):
            uow.follow_ups.save(replace(row, id=f"{place:02}", label=f"{place:02}", since=row.since + place * DAY))

    await world.store.run(many)
    world.clock.move(40 * DAY)
    first = (await world.command("amira", "promises")).told(FollowUpsShown)
    assert [line.label for line in first.lines] == [f"{place:02}" for place in range(29, 17, -1)]

    def changed(uow: Any) -> None:
        uow.follow_ups.save(replace(row, id="30", label="30", since=row.since + 30 * DAY))
        for place in (18, 19, 20):
            uow.follow_ups.save(replace(uow.follow_ups.get(f"{place:02}"), state=FollowUpState.DONE))

    await world.store.run(changed)
    second = (await world.press("amira", "promises.more", first.next)).told(FollowUpsShown)
    assert [line.label for line in second.lines] == [f"{place:02}" for place in range(17, 5, -1)]
    await world.store.run(lambda uow: uow.follow_ups.save(replace(uow.follow_ups.get("05"), state=FollowUpState.DONE)))
    again = (await world.press("amira", "promises.more", second.next)).told(FollowUpsShown)
    assert again.lines[0].label == "30", "where it would go on was answered: it begins anew and leaves nothing out"
