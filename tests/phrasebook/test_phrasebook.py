"""All wording in one place, and what must be true of every message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.outcomes.base import Outcome
from bot.domain.stored import KINDS
from bot.views import messages
from bot.views.capabilities import MINIMAL
from bot.views.degrade import degrade_view
from bot.views.messages.wording import FORMS, VIEWS
from bot.views.split import text_length
from bot.views.text import as_text, form_as_text
from bot.views.view import Form, Quote, View
from tests.phrasebook.samples import WORDS, Sample, samples

BOOK = Path(__file__).with_name("phrasebook.txt")
SAMPLES = samples()
NEVER_SAID = {"Asking"}
"""What other kinds are made of and nobody is ever told itself."""
MOST_WORDS = 40
LABEL, TITLE, SUMMARY = 75, 24, 60
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
COUNTED_ANSWERS = re.compile(
    r"\b(\d+|all|everyone|everybody|nobody else)( \w+)? (have |has )?answered\b", re.IGNORECASE
)
FEWER = re.compile(r"\b(at least|fewer than) \d+ people (have |has )?answered\b", re.IGNORECASE)
ANONYMOUS = re.compile(r"(?<!not )\banonym\w*", re.IGNORECASE)
ABOUT_THE_PLATFORM = ("You are anonymous here", "“remain anonymous”")
"""A platform's own word for hiding a name from the bot: no claim about what the bot does."""


def kinds() -> set[str]:
    return {
        kind.__name__
        for kind in KINDS.values()
        if issubclass(kind, Outcome) and kind.__module__.startswith("bot.domain.") and kind.__name__ not in NEVER_SAID
    }


def worded(sample: Sample) -> View | Form:
    make = messages.form_of_outcome if type(sample.outcome) in FORMS else messages.word_outcome
    return make(sample.outcome, sample.texts)


def as_words(shown: View | Form) -> str:
    return as_text(shown) if isinstance(shown, View) else form_as_text(shown)


def page(sample: Sample) -> str:
    shown = worded(sample)
    lines = [f"## {sample.name}"]
    if isinstance(shown, View):
        lines.append(f"(notification: {shown.summary})")
    return "\n".join((*lines, *(line.rstrip() for line in as_words(shown).split("\n"))))


def the_book() -> str:
    return "\n\n".join(page(sample) for sample in sorted(SAMPLES, key=lambda each: each.name)) + "\n"


def test_the_book_is_as_it_was_reviewed(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite-phrasebook", default=False):
        BOOK.write_text(the_book(), encoding="utf-8")
    assert the_book() == BOOK.read_text(encoding="utf-8")


def test_everything_that_can_be_said_is_in_the_book() -> None:
    assert kinds() == {type(sample.outcome).__name__ for sample in SAMPLES}


def test_every_kind_has_words_and_only_one_way_to_be_shown() -> None:
    worded_kinds = {kind.__name__ for kind in (*VIEWS, *FORMS)}
    assert kinds() == worded_kinds - NEVER_SAID
    assert not set(VIEWS) & set(FORMS)


def test_no_two_samples_have_one_name() -> None:
    names = [sample.name for sample in SAMPLES]
    assert len(set(names)) == len(names)


def test_what_must_be_true_of_every_message() -> None:
    found = {sample.name: list(wrong_with(worded(sample))) for sample in SAMPLES}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def wrong_with(shown: View | Form) -> Iterator[str]:
    """What is wrong with a message, as sentences; this is the list of what must be true."""
    words = as_words(shown)
    if not any(letter.isalpha() for letter in words):
        yield "it has no words"
    yield from _sentences(words)
    claims = words
    for phrase in ABOUT_THE_PLATFORM:
        claims = claims.replace(phrase, "")
    if found := ANONYMOUS.search(claims):
        yield f"it claims to be {found[0]}"
    if found := COUNTED_ANSWERS.search(FEWER.sub("", words)):
        yield f"it counts who answered: {found[0]}"
    if isinstance(shown, Form):
        yield from _form(shown)
    else:
        yield from _view(shown)


def _sentences(words: str) -> Iterator[str]:
    for sentence in SENTENCE.split(words):
        if len(sentence.split()) > MOST_WORDS:
            yield f"a sentence is too long to be read aloud: {sentence}"
        if sentence.strip(" -") and not any(letter.isalnum() for letter in sentence):
            yield f"a line says nothing in words: {sentence}"


def _form(form: Form) -> Iterator[str]:
    if len(form.title) > TITLE:
        yield f"the title is longer than {TITLE}: {form.title}"
    labels = [form.submit, *(aside.label for aside in form.asides)]
    labels += [option.label for field in form.fields for option in field.options]
    yield from _labels(labels)


def _view(view: View) -> Iterator[str]:
    yield from _labels([button.label for button in view.buttons()])
    if not view.summary.strip() or len(view.summary) > SUMMARY:
        yield f"the notification is empty or long: {view.summary}"
    if any(secret in view.summary for secret in _inside(view)):
        yield f"the notification tells what is inside: {view.summary}"
    for part in degrade_view(view, MINIMAL).views:
        if text_length(as_text(part), MINIMAL.units) > MINIMAL.text_limit:
            yield "it does not fit where words are all there is"


def _labels(labels: list[str]) -> Iterator[str]:
    for label in labels:
        if len(label) > LABEL:
            yield f"a label is longer than {LABEL}: {label}"
        if not any(letter.isalpha() for letter in label):
            yield f"a label says nothing in words: {label}"


def _inside(view: View) -> Iterator[str]:
    """What a lock screen must not show: people's words, questions, points."""
    from tests.phrasebook.samples import QUESTIONS
    from tests.phrasebook.sharing import LABEL as THEME
    from tests.phrasebook.sharing import OTHER

    yield from (WORDS, *QUESTIONS, THEME, OTHER)
    yield from (block.text for block in view.blocks if isinstance(block, Quote) and block.text)


BAD = {
    "too long to be read aloud": "A sentence that " + "goes on and on and " * 12 + "ends.",
    "claims to be anonymous": "Your answers are anonymous.",
    "counts who answered": "So far 6 people answered.",
    "counts who answered: all": "All people have answered.",
    "has no words": "👍",
    "a line says nothing": "Was this right?\n👍 👎",
}


@pytest.mark.parametrize("wrong", BAD)
def test_a_bad_message_is_found(wrong: str) -> None:
    from bot.views.messages.wording import plain_view

    expected = wrong.split(":")[0]
    assert any(expected in found for found in wrong_with(plain_view(BAD[wrong])))


def test_a_notification_that_tells_and_a_label_that_says_nothing_are_found() -> None:
    from bot.views.view import Button, Buttons, Text

    told = View((Text("Hello."), Quote(WORDS), Buttons((Button("👍", "right"), Button("x" * 76, "x")))), WORDS)
    found = " ".join(wrong_with(told))
    assert "tells what is inside" in found
    assert "a label says nothing" in found
    assert f"longer than {LABEL}" in found
    assert any("the title" in each for each in wrong_with(Form("f", "t", "x" * 25, (), "Send")))
