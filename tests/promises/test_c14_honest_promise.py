"""C14: the privacy text is generated from the running settings; a setting that it does not follow fails here."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from adapters import fake
from adapters.fake import FakeAdapter
from adapters.registry import PLATFORMS
from bot.bootstrap import wire_app
from bot.config.settings import PrivacySettings
from bot.domain.events import HomeOpened, Sender
from bot.domain.model import Organisation, RoundState
from bot.domain.retention import Retention
from bot.views.messages import privacy, wording
from bot.views.text import as_text
from storage.database import open_memory_store
from tests.support.actions import TEAM, answered, opened, until
from tests.support.clock import HandClock
from tests.support.finders import TopicFinder
from tests.support.places import person
from tests.support.world import World

SAID = {
    "k": ("privacy threshold 9", "5", "9"),
    "support_contacts": ("support contacts set Samaritans: 116 123", "local emergency number", "(Samaritans: 116 123)"),
    "support_person": ("support person <@gita>", "I show you at once", "do I tell gita that you want to be contacted"),
}
"""Settings that the promise depends on: the command that changes each, what was said before, and what is said then."""

NOT_ABOUT_WHO_SEES_WHAT = {
    "id",
    "name",
    "zone",
    "country",
    "region",
    "window_days",
    "close_at",
    "work_from",
    "work_until",
    "check_days",
    "decide_days",
    "lateness_minutes",
    "questions",
    "cycle_months",
    "cycle_from",
    "last_summary",
    "weigh_items",
    "closures",
}


def test_c14_every_setting_is_said_or_is_not_about_who_sees_what() -> None:
    """A new setting has to be put on one of the two lists; on the first, the next test holds the text to it."""
    names = {field.name for field in fields(Organisation)}
    assert names >= SAID.keys()
    assert not names - NOT_ABOUT_WHO_SEES_WHAT - SAID.keys()


OPERATORS_SAID = {"k", "key_copies_days"}
"""Settings of the operator's section about privacy: k is what a new organisation begins with, and the promise follows both."""


def test_c14_every_setting_of_the_operator_about_privacy_is_said() -> None:
    assert {field.name for field in fields(PrivacySettings)} == OPERATORS_SAID


RETAINED = {"answer_days": 8, "waiting_days": 44, "summary_months": 15, "copies_days": 9}
"""Times that the promise names, and another value of each than its default."""


@pytest.mark.parametrize("name", RETAINED)
async def test_c14_what_is_said_of_times_follows_the_settings(name: str) -> None:
    texts = []
    for retention in (Retention(), replace(Retention(), **{name: RETAINED[name]})):
        world = World(retention=retention)
        await opened(world)
        texts.append(await promise(world))
    assert f"{RETAINED[name]} {'months' if 'months' in name else 'days'}" in texts[1]
    assert f"{RETAINED[name]} {'months' if 'months' in name else 'days'}" not in texts[0]


async def said_of_copies(days: int) -> tuple[str, str, str]:
    """What people are told by `privacy`, before they are forgotten and after."""
    clock, platform, store = HandClock(), FakeAdapter(), open_memory_store()
    app = wire_app(store, clock, [platform], TopicFinder(), retention=Retention(key_copies_days=days))
    world = World(lambda failpoint: store, clock=clock)
    world.platform, world.app = platform, app
    await opened(world)
    texts = []
    for deed in (lambda: world.command("amira", "privacy"), lambda: world.command("amira", "forget me")):
        before = len(platform.sent)
        await deed()
        await world.settle()
        texts.append(as_text(platform.sent[before:][0].view))
    heard = await world.press("amira", "forget.yes")
    assert heard.reply.notice
    return texts[0], texts[1], as_text(heard.reply.notice)


@pytest.mark.parametrize(("days", "words"), [(7, "7 days"), (1, "one day"), (0, "o copies of the keys are kept")])
async def test_c14_what_is_said_of_copies_of_keys_follows_the_settings(days: int, words: str) -> None:
    assert all(words in text and "14 days" not in text for text in await said_of_copies(days))


async def promise(world: World, who: str = "amira") -> str:
    before = len(world.platform.sent)
    await world.command(who, "privacy")
    await world.settle()
    return as_text(world.platform.sent[before:][0].view)


@pytest.mark.parametrize("setting", SAID)
async def test_c14_changing_a_setting_changes_its_sentence(setting: str) -> None:
    world = World()
    await opened(world)
    command, former, now = SAID[setting]
    before = await promise(world)
    await world.command("ada", command)
    await world.settle()
    after = await promise(world)
    assert former in before and now in after
    assert now not in before


async def test_c14_a_round_promises_what_it_was_opened_with() -> None:
    """k counts from the next round on: what is said where the questions are answered is what this round will keep."""
    world = World()
    round_ = await opened(world)
    await world.command("ada", "privacy threshold 9")
    await answered(world, round_, {who: (f"Harbour {who}", "", "") for who in TEAM[:3]})
    await world.command("amira", "answer")
    await world.settle()
    assert "at least 9" not in as_text(world.seen_by(person("amira"))[-1].view)
    form = (await world.press("amira", "answer", round_.id)).reply.form
    assert form and "at least 5 people" in form.note and "at least 9" not in form.note


@pytest.mark.parametrize("note", ["Whoever rides along can read what is written here.", ""])
async def test_c14_a_platform_says_what_it_keeps_itself(monkeypatch: pytest.MonkeyPatch, note: str) -> None:
    """The control: a platform that says nothing of itself."""
    monkeypatch.setitem(PLATFORMS, fake.SPEC.section, replace(fake.SPEC, privacy_note=note))
    world = World()
    await opened(world)
    shown = (await promise(world)).partition("What I cannot promise")[2]
    assert ("Whoever rides along" in shown) is bool(note)


class AskingFinder(TopicFinder):
    """A finder that shows words to a language model at this host."""

    asked_at = "models.example"

    asked = 0

    def asking(self, fewest: int) -> AskingFinder:
        self.asked += 1
        return self


@pytest.mark.parametrize("told", [True, False])
async def test_c14_a_round_that_opened_without_a_language_model_gives_it_no_word(told: bool) -> None:
    """The control: a round that told of it when it opened."""
    finder = AskingFinder()
    finder.asked_at = "models.example" if told else ""
    world = World(finder=finder)
    round_ = await opened(world)
    finder.asked_at = "models.example"
    asked = "".join(as_text(sent.view) for sent in world.seen_by(person("amira")))
    form = (await world.press("amira", "answer", round_.id)).reply.form
    assert form and ("models.example" in asked) is ("models.example" in form.note) is told
    assert ("Confidential: nobody here sees" in asked) is form.note.startswith("Nobody here sees") is told
    await answered(world, round_, {who: (f"Harbour {who}", "", "") for who in TEAM[:6]})
    await until(world, round_, RoundState.DRAFT)
    assert (finder.asked > 0) is told


async def test_c14_a_language_model_that_is_given_words_is_told() -> None:
    """The control: a finder that gives them to nobody."""
    said = []
    for finder in (AskingFinder(), TopicFinder()):
        world = World(finder=finder)
        await opened(world)
        said.append(await promise(world))
    assert "A language model at models.example is given what your team answered" in said[0]
    assert "Your words stay with me" not in said[0] and "models.example" not in said[1]
    assert "Your words stay with me" in said[1]


@pytest.mark.parametrize("model", [True, False])
async def test_c14_wherever_it_is_promised_in_short_a_language_model_is_told(model: bool) -> None:
    """When somebody comes to a team, in a hello, in what this is, and on one's own page."""
    world = World(finder=AskingFinder() if model else TopicFinder())
    await opened(world)
    since = len(world.platform.sent)
    await world.command("ada", "member add <@zoe> to Alpha")
    for words in ("hello", "what is this?"):
        await world.type("amira", words)
    await world.settle()
    where = person("amira")
    event = HomeOpened(event_id="page", sender=Sender(ref=where), where=where, at=world.clock.now())
    page = (await world.app.engine.handle(event)).home
    assert page
    shown = [as_text(sent.view) for sent in world.platform.sent[since:]] + [as_text(page)]
    promised = [text for text in shown if "obody sees who answered" in text or "obody here sees who answered" in text]
    assert len(promised) == 4
    assert all(("models.example" in text) is model for text in promised)


async def test_c14_a_fixed_promise_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.domain.outcomes.commands import PromiseShown

    proper = wording.VIEWS[PromiseShown]
    fixed = PromiseShown(k=5)
    monkeypatch.setitem(wording.VIEWS, PromiseShown, lambda outcome, texts: proper(fixed, texts))
    assert privacy
    world = World()
    await opened(world)
    before = await promise(world)
    await world.command("ada", SAID["k"][0])
    await world.settle()
    assert await promise(world) == before
