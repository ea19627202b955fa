"""Words for the digest of who leads a group: what it said by how it was weighed, some words, what is open, one next step."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.model.sharing import Summary
from bot.domain.outcomes import sharing as said
from bot.views.messages import times
from bot.views.messages.summaries import (
    ADDED,
    FEW_CHECKED,
    NO_POINT,
    OTHERS,
    POINT_PEOPLE,
    band_suffix,
    section_of,
    wording_of,
    words_that_stand,
)
from bot.views.messages.wording import Texts, words_message
from bot.views.view import Block, Divider, Heading, Items, Note, Quote, Text, View

_ORGANISATION_LABELS = {"widely shared": "; widely shared", "people differ": "; people differ"}

_TOGETHER = "; said together in some teams"


def _point_blocks(summary: Summary) -> Iterator[Block]:
    """The points of the organisation's summary, question by question."""
    for question in summary.questions:
        yield Text(f"{question.number}. {question.text}")
        points = tuple(
            f"{point.label}{band_suffix(point)}{_ORGANISATION_LABELS.get(point.weighed, '')}{_TOGETHER if point.together else ''}"
            for point in question.points
        )
        if points:
            yield Items(points)
        else:
            yield Text(
                f"no point from at least {POINT_PEOPLE}" if question.shown else "too few answers to show anything"
            )


_ANSWERED = {
    "enough": "Enough people of {name} answered to show what they said.",
    "up to half": "Up to half of {name} answered.",
    "more than half": "More than half of {name} answered.",
}


_DIGEST_SECTIONS = {
    "Widely shared:": "Widely shared",
    "Where you differ:": "What people see differently",
    "Shared in the check:": "Shared in the check",
    ADDED: "Added after the check",
    OTHERS: "Also raised",
}
_SEEN_IN_DIGEST = {"not widely shared": "; not widely shared", "under challenge": "; under challenge"}
_TOGETHER_LABELS = _SEEN_IN_DIGEST | _ORGANISATION_LABELS
MOST_IN_DIGEST = 5
"""Points of a kind that a digest names: with more it would fill more than a phone's screen."""
MOST_QUOTES_IN_DIGEST = 3


def _digest_points(summary: Summary, texts: Texts) -> Iterator[Block]:
    """The points of a final over all its questions, by how they were weighed, and some of the words beside them."""
    found: dict[str, list[str]] = {}
    beside: list[str] = []
    at = 0
    for question in summary.questions:
        words = words_that_stand(question, texts[at : at + question.words])
        at += question.words
        wordings = {point.quote for point in question.points}
        beside += [text for number, text in enumerate(words, start=1) if text and number not in wordings]
        for point in question.points:
            line = wording_of(point, words)
            if line:
                seen = "; some see it differently" if point.some_differ else _SEEN_IN_DIGEST.get(point.weighed, "")
                found.setdefault(section_of(point), []).append(f"{line}{band_suffix(point)}{seen}")
    if not found:
        yield Text(NO_POINT)
    for section, title in _DIGEST_SECTIONS.items():
        lines = found.get(section, [])
        if lines:
            rest = len(lines) - MOST_IN_DIGEST
            more = (f"and {rest} more, in the final summary",) if rest > 0 else ()
            yield Heading(title if len(found) > 1 or section != OTHERS else "What was raised")
            yield Items((*lines[:MOST_IN_DIGEST], *more))
    if beside:
        yield Heading("In people’s own words")
        yield from (Quote(text) for text in beside[:MOST_QUOTES_IN_DIGEST])
    together = tuple(_said_together(summary))
    if together:
        rest = len(together) - MOST_IN_DIGEST
        more = (f"and {rest} more, in the final summary",) if rest > 0 else ()
        yield Heading("Said together in a meeting")
        yield Items((*together[:MOST_IN_DIGEST], *more))


def _said_together(summary: Summary) -> Iterator[str]:
    """Yield what teams said together, as the final has it, with how it was weighed."""
    for point in (point for question in summary.questions for point in question.together):
        yield f"“{point.label}”{_TOGETHER_LABELS.get(point.weighed, '')}"


@words_message(said.DigestSent)
def digest_sent(sent: said.DigestSent, texts: Texts) -> View:
    return View(
        (
            Text(f"Digest for you as a lead of {sent.name}"),
            *digest_blocks(sent, texts),
            *_organisation_blocks(sent),
            Note("No digest shows a single answer or who answered, and no setting changes that."),
        ),
        "A digest for you.",
    )


def digest_blocks(sent: said.DigestSent, texts: Texts) -> Iterator[Block]:
    """Yield a digest of the group: points, some words, what is open, and one next step."""
    if sent.withheld or sent.summary is None:
        yield Text(
            f"Too few answers to show anything this time: at least {sent.k} people are needed. They wait for the next round."
        )
    else:
        yield Text(_ANSWERED.get(sent.participation, _ANSWERED["enough"]).format(name=sent.name))
        yield from _digest_points(sent.summary, texts)
        yield Text("The draft was checked by your team." if sent.summary.checked else FEW_CHECKED)
    if sent.open_challenges:
        yield Heading("Challenges that stay open")
        yield Items(tuple(label or "something that was said to be missing" for label in sent.open_challenges))
    else:
        yield Text("No challenge is open.")
    yield Text(f"One next step: {_next_step(sent, texts)}")


def _next_step(sent: said.DigestSent, texts: Texts) -> str:
    """One thing that a lead can do now, the most useful one."""
    if sent.withheld or sent.summary is None:
        return "remind your team that what they write stays confidential, and that what came this time is not lost."
    if sent.open_challenges:
        return "talk with your team about what was challenged. Who challenged it stays unsaid, so ask everybody."
    wordings: dict[str, str] = {}
    at = 0
    for question in sent.summary.questions:
        words = words_that_stand(question, texts[at : at + question.words])
        at += question.words
        for point in question.points:
            wording = wording_of(point, words).strip("“”")
            if wording and point.weighed not in _SEEN_IN_DIGEST:
                wordings.setdefault(section_of(point), wording)
    for section in ("Widely shared:", "Shared in the check:", "Where you differ:", OTHERS, ADDED):
        if section in wordings:
            how = "hear both sides of" if section == "Where you differ:" else "tell your team what you will do about"
            return f"{how} “{wordings[section]}”."
    return "ask your team in your next meeting what they would like to be asked."


def _organisation_blocks(sent: said.DigestSent) -> Iterator[Block]:
    yield Divider()
    if sent.organisation_summary:
        yield Heading(f"The whole of {sent.organisation_name}")
        yield from _point_blocks(sent.organisation_summary)
    else:
        when = (
            f" The next is due on {times.day_and_time(sent.next_summary_at, sent.zone)}."
            if sent.next_summary_at
            else ""
        )
        yield Text(f"There is no summary of the whole organisation yet.{when}")
