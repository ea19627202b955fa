"""Words for the digest of who leads a group: what it said by how it was weighed, some words, what is open, one next step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.model.sharing import ChallengeOutcome, Point, Summary
from bot.domain.outcomes import sharing as said
from bot.views.messages import times
from bot.views.messages.checks import challenged_part
from bot.views.messages.summaries import (
    ADDED,
    DIFFER,
    FEW_CHECKED,
    NO_POINT,
    OTHERS,
    SHARED_IN_CHECK,
    WIDELY_SHARED,
    band_suffix,
    section_of,
    wording_of,
    words_that_stand,
)
from bot.views.messages.weighing import shortened_words
from bot.views.messages.wording import Texts, words_message
from bot.views.view import Block, Divider, Heading, Items, Note, Quote, Text, View

_SEEN = {
    "widely shared": "; widely shared",
    "people differ": "; people differ",
    "not widely shared": "; not widely shared",
    "under challenge": "; under challenge",
}
"""How a point was weighed, where no heading says it."""
MOST_OF_ORGANISATION = 4
"""Points of the whole organisation that a digest names."""

_TOGETHER = "; said together in some teams"


def _point_blocks(summary: Summary) -> Iterator[Block]:
    """The first points of the organisation's summary under their questions."""
    left = MOST_OF_ORGANISATION
    for question in summary.questions:
        lines = tuple(
            f"{point.label}{band_suffix(point)}{_seen_in_organisation(point)}" for point in question.points[:left]
        )
        left -= len(lines)
        if lines:
            yield Text(f"{question.number}. {question.text}")
            yield Items(lines)
    rest = sum(len(question.points) for question in summary.questions) - (MOST_OF_ORGANISATION - left)
    if rest or left == MOST_OF_ORGANISATION:
        yield Text(f"And {rest} more, in the final summary." if rest else NO_POINT)


def _seen_in_organisation(point: Point) -> str:
    added = "; added after the check" if point.added else ""
    together = _TOGETHER if point.together else ""
    return f"{_SEEN.get(point.weighed, '')}{added}{_some_differ(point)}{together}"


def _some_differ(point: Point) -> str:
    return "; some see it differently" if point.some_differ else ""


_ANSWERED = {
    "enough": "Enough people of {name} answered to show what they said.",
    "up to half": "Up to half of {name} answered.",
    "more than half": "More than half of {name} answered.",
}


_DIGEST_SECTIONS = {
    WIDELY_SHARED: "Widely shared",
    OTHERS: "Also raised",
    DIFFER: "What people see differently",
    SHARED_IN_CHECK: "Shared in the check",
    ADDED: "Added after the check",
}
"""Headings of a digest, in the order of the final."""
_SEEN_UNDER_HEADING = ("not widely shared", "under challenge")
"""These stand among the others, so that each point says it of itself."""
MOST_IN_DIGEST, FEWEST_IN_DIGEST = 5, 2
"""Points of a kind that a digest names, the fewer the more kinds there are: else it would fill more than a phone's screen."""
MOST_QUOTES_IN_DIGEST = 3
LONGEST_IN_DIGEST = 160
"""Characters of somebody's words that a digest repeats."""


def _digest_points(summary: Summary, texts: Texts) -> Iterator[Block]:
    """The points of a final over all its questions, by how they were weighed, and some of the words beside them."""
    found: dict[str, list[str]] = {}
    beside: list[str] = []
    at = 0
    for question in summary.questions:
        words = _shortened(words_that_stand(question, texts[at : at + question.words]))
        at += question.words
        wordings = {point.quote for point in question.points}
        beside += [text for number, text in enumerate(words, start=1) if text and number not in wordings]
        for point in question.points:
            line = wording_of(point, words)
            if line:
                seen = _SEEN[point.weighed] if point.weighed in _SEEN_UNDER_HEADING else ""
                found.setdefault(section_of(point), []).append(f"{line}{band_suffix(point)}{seen}{_some_differ(point)}")
    yield from _sections_of(found) if found else (Text(NO_POINT),)
    if beside:
        yield Heading("In people’s own words")
        yield from (Quote(text) for text in beside[:MOST_QUOTES_IN_DIGEST])
    together = tuple(_said_together(summary))
    if together:
        rest = len(together) - MOST_IN_DIGEST
        more = (f"and {rest} more, in the final summary",) if rest > 0 else ()
        yield Heading("Said together in a meeting")
        yield Items((*together[:MOST_IN_DIGEST], *more))


def _shortened(words: Texts) -> Texts:
    """Return words as far as a digest repeats them: they stand whole in the final."""
    return tuple(each and shortened_words(each, LONGEST_IN_DIGEST) for each in words)


def _said_together(summary: Summary) -> Iterator[str]:
    """Yield what teams said together, as the final has it, with how it was weighed."""
    for point in (point for question in summary.questions for point in question.together):
        yield f"“{point.label}”{_SEEN.get(point.weighed, '')}"


def _sections_of(found: Mapping[str, Sequence[str]]) -> Iterator[Block]:
    """The first points of each kind under its heading, kinds in the order of the final."""
    most = max(FEWEST_IN_DIGEST, MOST_IN_DIGEST + 1 - len(found))
    before = False
    for section, title in _DIGEST_SECTIONS.items():
        lines = found.get(section, ())
        if lines:
            rest = len(lines) - most
            more = (f"and {rest} more, in the final summary",) if rest > 0 else ()
            yield Heading(title if before or section != OTHERS else "What was raised")
            yield Items((*lines[:most], *more))
            before = True


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
    if still_open := _open_challenges(sent):
        yield Heading("Challenges that stay open")
        yield Items(still_open)
    else:
        yield Text("No challenge is open.")
    yield Text(f"One next step: {_next_step(sent, texts)}")


def _open_challenges(sent: said.DigestSent) -> tuple[str, ...]:
    changes = sent.summary.changes if sent.summary else ()
    return tuple(
        each.label or (challenged_part("", each.quoted) if each.quoted else "something that was said to be missing")
        for each in changes
        if each.kind is ChallengeOutcome.UNDECIDED
    )


def _next_step(sent: said.DigestSent, texts: Texts) -> str:
    """One thing that a lead can do now, the most useful one."""
    if sent.withheld or sent.summary is None:
        return "remind your team that what they write stays confidential, and that what came this time is not lost."
    if _open_challenges(sent):
        return "talk with your team about what was challenged. Who challenged it stays unsaid, so ask everybody."
    wordings: dict[str, str] = {}
    at = 0
    for question in sent.summary.questions:
        words = _shortened(words_that_stand(question, texts[at : at + question.words]))
        at += question.words
        for point in question.points:
            wording = wording_of(point, words).strip("“”")
            if wording and point.weighed not in _SEEN_UNDER_HEADING:
                wordings.setdefault(section_of(point), wording)
    for section in (WIDELY_SHARED, SHARED_IN_CHECK, DIFFER, OTHERS, ADDED):
        if section in wordings:
            how = "hear both sides of" if section == DIFFER else "tell your team what you will do about"
            return f"{how} “{wordings[section]}”."
    return "ask your team in your next meeting what they would like to be asked."


def _organisation_blocks(sent: said.DigestSent) -> Iterator[Block]:
    if not sent.gathered:
        return
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
