"""C9: `my data` shows everything that is kept under a person's key, and nobody else's words whatever a record says."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from bot.domain.confidential import ConfidentialText
from bot.domain.model import OutboxMessage, Urgency
from bot.domain.outcomes.mydata import MyAnswer, MyData
from bot.engine import ref_names
from bot.engine.commands import my_data
from bot.engine.outbox import presenting
from bot.views.text import as_text
from tests.promises.test_c3_who_weighed import drafted
from tests.support.actions import answered, opened
from tests.support.places import person
from tests.support.twins import twin
from tests.support.world import World


async def told(world: World) -> str:
    await world.command("amira", "my data")
    await world.settle()
    return as_text(world.seen_by(person("amira"))[-1].view)


async def with_words_everywhere() -> tuple[World, list[str]]:
    """Amira has words of each kind under her key."""
    world = World()
    round_ = await opened(world)
    await answered(world, round_, {"amira": ("Harbour", "", "")})

    def keep(uow: Any) -> list[str]:
        (answer,) = uow.answers.where(round=round_.id)
        interview, owner = answer.interview, answer.member
        names = (
            ref_names.words_ref(answer.id),
            ref_names.draft_ref(interview, 2),
            ref_names.loose_ref(interview),
            ref_names.field_ref(uow.addresses.id_of(person("amira")), 0),
            ref_names.shown_ref("release", 1, 1),
            ref_names.check_ref("of-a-check"),
            ref_names.link_ref("of-an-invite"),
            "of-a-later-version:x",
        )
        for ref in names:
            words = f"kept as {ref}"
            whole = json.dumps([("m", words)]) if ref.startswith(ref_names.PARTED) else words
            uow.texts.keep(ref, owner, ConfidentialText(whole))
        return [f"kept as {ref}" for ref in names]

    return world, await world.store.run(keep)


async def test_c9_my_data_shows_every_text_under_ones_key() -> None:
    world, words = await with_words_everywhere()
    text = await told(world)
    assert [one for one in words if one not in text] == []
    assert "Harbour" in text


async def test_c9_answers_alone_would_not_be_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(my_data, "_words_entries", lambda turn, acting: [])
    world, words = await with_words_everywhere()
    text = await told(world)
    assert [one for one in words if one not in text] == words


async def changed_by_hand() -> str:
    """What amira is told by a message whose record names an answer of ben's."""
    world = World()
    round_ = await opened(world)
    await answered(world, round_, {"ben": ("Harbour secret", "", "")})

    def queue(uow: Any) -> None:
        (answer,) = uow.answers.where(round=round_.id)
        shown = MyAnswer(on=world.clock.now(), question="?", state="saved", zone="Europe/London")
        outcome = MyData(name="Amira", teams=(), answers=(shown,), refs=(answer.id,))
        to = uow.addresses.id_of(person("amira"))
        uow.outbox.add(
            OutboxMessage(id="m", to=to, outcome=outcome, urgency=Urgency.PERSON, created_at=world.clock.now())
        )

    await world.store.run(queue)
    await world.settle()
    return as_text(world.seen_by(person("amira"))[-1].view)


async def test_c9_words_are_read_to_their_owner_alone() -> None:
    text = await changed_by_hand()
    assert "All that I keep about you" in text
    assert "secret" not in text


async def test_c9_without_asking_whose_they_are_anybody_would_read_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(uow: Any, names: list[str], reader: str) -> list[str | None]:
        return [text.reveal() if text else None for text in uow.texts.read(names)]

    monkeypatch.setattr(presenting, "quoted_texts", read)
    assert "secret" in await changed_by_hand()


async def weighed() -> tuple[World, str]:
    """Return what amira is told, who has weighed a point, called somebody's words the same as others, and left the rest."""
    world = twin()
    round_ = await drafted(world)
    await world.submit("amira", "weigh", round_.id, {"1.1": "agree"})
    await world.submit("amira", "same", f"{round_.id}:", {"item": "1.q1", "other": "1.q2"})
    await world.submit("ben", "weigh", round_.id, {"1.1": "differ"})
    return world, await told(world)


async def test_c9_my_data_shows_what_one_has_weighed_and_nobody_elses() -> None:
    world, text = await weighed()
    assert "of “Harbour”, you said “I say so too”" in text and "I see it differently" not in text
    assert "of quote 1" in text and "somebody’s words to" in text and "you said that another says the same" in text
    assert set(re.findall(r"Harbour of (\w+)", text)) <= {"amira"}, "others can still take theirs back"
    await world.press("amira", "weigh.none", (await world.rounds())[0].id)
    assert "you said" not in await told(world)


async def test_c9_without_the_weighings_it_would_not_be_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(my_data, "_weighing_entries", lambda turn, acting: [])
    assert "you said" not in (await weighed())[1]
