"""The runner finds what it is there to find; and the transcripts are complete, canonical and rarely excused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.releases import quotes as permitted
from bot.engine.rounds import finalising
from bot.ports import Found, Item
from bot.views.messages import summaries
from tests.golden import comparing, leaks
from tests.golden.format import Said, Transcript, UnreadableLineError, parse
from tests.golden.given import Given
from tests.golden.minimal import MinimalPlatform
from tests.golden.once import play_once
from tests.golden.platforms import NotHereError
from tests.golden.runner import minimal, play, unchecked, unlisted
from tests.golden.test_transcripts import FOLDER, PATHS, assert_same, differences, transcripts
from tests.golden.world import TranscriptWorld, WordFinder
from tests.support.further import only_further

REASONS = {f"{number:02}" for number in range(1, 16)}
NO_CONVERSATION = {"12": "an employer's policy or a private phone: the answer is a second platform, not a sentence"}
MOST_EXCUSED, MOST_EXCUSED_IN_ALL = 7, 15
"""Transcripts that words alone, and that any platform that lacks something, cannot play."""
SMALL = "a-round-from-opening-to-digest"
WITHOUT = {"people": unlisted, "accounts": unchecked}
"""Platforms that lack what a transcript may need beside what words can do."""


def the(name: str) -> Transcript:
    return next(each for each in transcripts() if each.name == name)


def test_every_reason_to_leave_has_its_conversation() -> None:
    told = {path.stem.split("-")[1] for path in PATHS if path.stem.startswith("reason-")}
    assert told == REASONS - set(NO_CONVERSATION)


def test_few_transcripts_are_excused_from_words_alone_and_each_says_why() -> None:
    excused = {each.name: each.needs for each in transcripts() if each.needs}
    assert len([needs for needs in excused.values() if not set(needs) <= set(WITHOUT)]) <= MOST_EXCUSED
    assert len(PATHS) >= 70
    assert len(excused) <= MOST_EXCUSED_IN_ALL
    for needs in excused.values():
        assert set(needs) <= {"forms", "buttons", *WITHOUT}
        assert all(needs.values())


@only_further
@pytest.mark.parametrize("transcript", [one for one in transcripts() if one.needs], ids=lambda each: each.name)
async def test_an_excuse_is_needed(transcript: Transcript, folder_of_run: Path) -> None:
    """Without the excuse it would fail: it cannot be played, or it ends differently."""
    with pytest.raises((NotHereError, LookupError, AssertionError)):
        poor = WITHOUT.get(next(iter(transcript.needs)), minimal)
        assert_same(transcript, await play_once(transcript, folder_of_run), await play(transcript, poor))


def test_what_is_written_is_what_would_be_written() -> None:
    for path in PATHS:
        assert parse(path.stem, path.read_text(encoding="utf-8")).text() == path.read_text(encoding="utf-8"), path.name


@pytest.mark.parametrize(
    "line", ["amira dances", "bot amira: hello", "later: tomorrow", "amira presses Answer privately"]
)
async def test_a_line_that_means_nothing_is_refused(line: str) -> None:
    transcript = parse("x", f"# x\n\nat 2026-03-02 09:00 Europe/London\nteam A: amira ben\n\n{line}\n")
    with pytest.raises(UnreadableLineError):
        await play(transcript)


async def test_a_message_that_is_not_written_and_one_that_is_not_said_are_found() -> None:
    transcript = the(SMALL)
    played = await play(transcript)
    assert differences(transcript, played) == []
    transcript.steps[0].said.pop()
    assert differences(transcript, played)
    transcript = the(SMALL)
    transcript.steps[0].said.append(Said("to", "amira", "Boo."))
    assert differences(transcript, played)
    transcript = the(SMALL)
    first = transcript.steps[0].said[0]
    transcript.steps[0].said[0] = replace(first, text=first.text.replace("three", "four").replace("Three", "Four"))
    assert differences(transcript, played)


async def test_order_within_a_conversation_matters() -> None:
    transcript = the("words-are-added-to-a-saved-answer")
    played = await play(transcript)
    for step, seen in zip(transcript.steps, played.seen, strict=True):
        if len({each.text for each in seen if each.viewer == "amira"}) > 1:
            seen.reverse()
            step.said = comparing.as_said(list(reversed(seen)), Given(transcript).cast)
            assert differences(transcript, played)
            return
    pytest.fail("no step says two things to one person")


async def test_another_outcome_and_another_end_are_found() -> None:
    transcript = the(SMALL)
    one, other = await play(transcript), await play(transcript, minimal)
    assert_same(transcript, one, other)
    lost = await play(transcript, minimal)
    lost.delivered[0].popitem()
    with pytest.raises(AssertionError):
        assert_same(transcript, one, lost)
    other.state["words"][0] = "other words"
    with pytest.raises(AssertionError):
        assert_same(transcript, one, other)


async def test_never_lines_see_a_redaction_that_is_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    transcript = the("words-shown-with-permission")
    cast = Given(transcript).cast
    assert comparing.forbidden(transcript, await play(transcript), cast) == []
    monkeypatch.setattr(WordFinder, "redact", lambda self, text, names: text)
    assert comparing.forbidden(transcript, await play(transcript), cast)


async def test_words_shown_without_permission_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    transcript = the("words-of-too-few-stay-home")
    cast = Given(transcript).cast
    assert leaks.leaks(transcript, await play(transcript), cast) == []
    monkeypatch.setattr(permitted, "point_may_be_named", lambda count: True)
    monkeypatch.setattr(summaries, "POINT_FLOOR", 1)
    assert leaks.leaks(transcript, await play(transcript), cast)


async def test_a_finder_that_labels_with_somebodys_words_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    transcript = the("nobody-checked")
    assert leaks.leaks(transcript, await play(transcript), Given(transcript).cast) == []
    honest = WordFinder.find

    def quoting(self: WordFinder, items: Sequence[Item], direction: str, small: bool, names: object = ()) -> Found:
        found = honest(self, items, direction, small)
        return replace(found, points=tuple(replace(point, label=items[0].text) for point in found.points))

    monkeypatch.setattr(WordFinder, "find", quoting)
    assert leaks.leaks(transcript, await play(transcript), Given(transcript).cast)


async def test_a_restart_begins_with_nothing_by_heart() -> None:
    transcript = the("drafts-survive-a-restart")
    restarts = [action for step in transcript.steps for action in step.actions if action.line == "the product restarts"]
    apps: list[object] = []
    original = TranscriptWorld.restart

    async def counted(self: TranscriptWorld) -> None:
        await original(self)
        apps.append(self.app)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TranscriptWorld, "restart", counted)
        await play(transcript)
    assert len({id(app) for app in apps}) == len(restarts) + 1


async def test_words_alone_really_has_no_forms_and_no_buttons() -> None:
    seen = (await play(the(SMALL), minimal)).everything
    assert not any(each.kind == "form" or "[Answer privately]" in each.text for each in seen)
    assert any("Reply with a number." in each.text for each in seen)
    assert MinimalPlatform.name == "minimal"


async def test_a_final_that_forgets_the_rulings_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finalising, "finalise_draft", lambda draft, decided: (draft.summary, draft.quotes))
    transcript = the("challenge-accepted")
    assert differences(transcript, await play(transcript))


def test_every_file_here_is_a_transcript_or_the_readme() -> None:
    assert {path.name for path in FOLDER.glob("*.md")} - {path.name for path in PATHS} == {"README.md"}
