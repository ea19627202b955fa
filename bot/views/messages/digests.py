"""Words for the digest of who leads a group: what it said by how it was weighed, some words, what is open, one next step.

All of it fits one phone screen. What does not is left out, and said to be in the channel, where the final summary stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.model.sharing import ChallengeOutcome, Point, QuestionSummary, Summary
from bot.domain.model.weighing import WeighedLabel
from bot.domain.outcomes import sharing as said
from bot.domain.questions import KEEP, MISSING, STOP
from bot.domain.releases.bands import Participation, read_participation
from bot.views.messages import times
from bot.views.messages.asked_words import asked_by, asks_for_new
from bot.views.messages.checks import challenged_part
from bot.views.messages.follow_ups import answer_buttons
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
from bot.views.messages.wording import Texts, plain_view, words_message
from bot.views.phone_screen import PhoneScreen
from bot.views.text import block_as_text
from bot.views.view import Block, Divider, Heading, Items, Note, Quote, Text, View

LINES_FOR_POINTS, LINES_FOR_ORGANISATION = 18, 8
"""Lines of a phone for what was said in the group, and for the whole organisation. All others of a digest are 19 at most."""
MORE_WITHOUT_ORGANISATION = 6
LINES_FOR_WORDS = 4
"""Lines that points leave to somebody's words, and as many to what was said together, where there are any."""
LINES_FOR_CHALLENGES = 2
MOST_OF_A_KIND, MOST_QUOTES, MOST_OF_ORGANISATION = 5, 2, 4
LONGEST_WORDING, LONGEST_NAME = 60, 40
"""Characters of a wording or somebody's words, and of a team's or the organisation's name."""
MORE = "There is more in the channel."

_SEEN: dict[WeighedLabel | None, str] = {
    WeighedLabel.WIDELY_SHARED: "; widely shared",
    WeighedLabel.PEOPLE_DIFFER: "; people differ",
    WeighedLabel.NOT_WIDELY_SHARED: "; not widely shared",
    WeighedLabel.UNDER_CHALLENGE: "; under challenge",
}
"""How a point was weighed, where no heading says it."""
_SEEN_UNDER_HEADING = (WeighedLabel.NOT_WIDELY_SHARED, WeighedLabel.UNDER_CHALLENGE)
"""These stand among the others, so that each point says it of itself."""
_TOGETHER = "; said together in some teams"
_ANSWERED = {
    Participation.ENOUGH: "Enough people answered.",
    Participation.UP_TO_HALF: "Up to half of the team answered.",
    Participation.MORE_THAN_HALF: "More than half of the team answered.",
}
_DIGEST_SECTIONS = {
    WIDELY_SHARED: "Widely shared",
    OTHERS: "Also raised",
    DIFFER: "What people see differently",
    SHARED_IN_CHECK: "Shared in the check",
    ADDED: "Added after the check",
}
"""Headings of a digest, in the order of the final."""
_MATTERS_FIRST = (WIDELY_SHARED, SHARED_IN_CHECK, DIFFER, OTHERS, ADDED)
"""The same kinds, in the order in which a lead can do something about them."""
_OTHER_SIDE = {KEEP: STOP, STOP: KEEP, MISSING: KEEP}
_STEPS = {
    KEEP: "tell your team how you will keep “{}”.",
    STOP: "tell your team what you will change about “{}”.",
    MISSING: "tell your team what you will do about what is missing: “{}”.",
}
_PLAIN_STEP = "tell your team what you will do about “{}”."


@words_message(said.DigestSent)
def digest_sent(sent: said.DigestSent, texts: Texts) -> View:
    name = shortened_words(sent.name, LONGEST_NAME)
    return View(
        (
            Text(f"Digest for you as a lead of {name}", opens=name),
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
        yield Text(_ANSWERED[read_participation(sent.participation)])
        room = LINES_FOR_POINTS + (0 if sent.organisation_summary else MORE_WITHOUT_ORGANISATION)
        yield from _final_blocks(_lines_of_final(sent, sent.summary, texts), room)
        yield Text("Several people checked the draft." if sent.summary.checked else FEW_CHECKED)
    yield from _challenge_blocks(_open_challenges(sent))
    yield Text(f"One next step: {_next_step(sent, texts)}")
    yield from _answer_buttons(sent, texts)


def _answer_buttons(sent: said.DigestSent, texts: Texts) -> Iterator[Block]:
    """Yield a button for each point that waits for the lead's answer."""
    wordings = {
        point.key: _short_wording(point, words)
        for question, words in (_words_by_question(sent.summary, texts) if sent.summary else ())
        for point in question.points
    }
    yield from answer_buttons([(id, wordings.get(key, "")) for id, key in sent.open_points], asks_back=True)


def _words_by_question(summary: Summary, texts: Texts) -> Iterator[tuple[QuestionSummary, Texts]]:
    """Yield each question with its words as far as a digest repeats them: they stand whole in the final."""
    for question, words in summary.split_by_question(texts):
        standing = words_that_stand(question, words)
        yield question, tuple(each and shortened_words(each, LONGEST_WORDING) for each in standing)


def _short_wording(point: Point, words: Texts) -> str:
    """Return a point's wording; somebody's words are shortened already."""
    return wording_of(replace(point, label=shortened_words(point.label, LONGEST_WORDING)), words)


@dataclass(frozen=True, slots=True)
class _Said:
    """Lines of a digest: points by the section of the final in which they stand, words beside them, and what was said together."""

    points: Mapping[str, Sequence[str]]
    quotes: Sequence[Quote]
    statements: Sequence[str]

    def __len__(self) -> int:
        return sum(map(len, self.points.values())) + len(self.quotes) + len(self.statements)


def _lines_of_final(sent: said.DigestSent, summary: Summary, texts: Texts) -> _Said:
    points: dict[str, list[str]] = {}
    quotes: list[Quote] = []
    statements: list[str] = []
    directions = dict(sent.directions)
    refs = iter(sent.refs)
    for question, words in _words_by_question(summary, texts):
        asked, other = (asked_by(question, summary, directions, against) for against in (False, True))
        wordings = {point.quote for point in question.points}
        for place, text in enumerate(words, start=1):
            lead = other if next(refs, "") in sent.against else asked
            quotes += [Quote(text, f"{lead}:")] if text and place not in wordings else []
        for point in question.points:
            if wording := _short_wording(point, words):
                seen = _SEEN[point.weighed] if point.weighed in _SEEN_UNDER_HEADING else ""
                lead = other if point.key in sent.against else asked
                line = f"{lead}: {wording}{band_suffix(point)}{seen}{_some_differ(point)}"
                points.setdefault(section_of(point), []).append(line)
        for point in question.team_statements:
            wording = shortened_words(point.label, LONGEST_WORDING)
            statements.append(f"{asked}: “{wording}”{_SEEN.get(point.weighed, '')}")
    return _Said(points, quotes, statements)


def _final_blocks(final: _Said, room: int) -> Iterator[Block]:
    """As much of a final as there is room for, and whether there is more."""
    screen = PhoneScreen(room)
    for_statements = LINES_FOR_WORDS * bool(final.statements)
    points = _fitting_points(final.points, screen, LINES_FOR_WORDS * bool(final.quotes) + for_statements)
    fitting = screen.first_fitting(map(block_as_text, final.quotes[:MOST_QUOTES]), more=1, keep=for_statements)
    quotes = final.quotes[: len(fitting)]
    statements = screen.first_fitting(map(_as_item, final.statements[:MOST_OF_A_KIND]), more=1)
    before = False
    for section, title in _DIGEST_SECTIONS.items():
        if section in points:
            yield Heading(title if before or section != OTHERS else "What was raised")
            yield Items(tuple(points[section]))
            before = True
    if not points:
        yield Text(NO_POINT)
    if quotes:
        yield Heading("In people’s own words")
        yield from quotes
    if statements:
        yield Heading("Said together in a meeting")
        yield Items(tuple(final.statements[: len(statements)]))
    if len(final) > len(_Said(points, quotes, statements)):
        yield Text(MORE)


def _as_item(line: str) -> str:
    return f"- {line}"


def _fitting_points(found: Mapping[str, Sequence[str]], screen: PhoneScreen, keep: int) -> dict[str, list[str]]:
    """Return the first points of each kind for which there is room: one of each before any has two."""
    shown: dict[str, list[str]] = {}
    for place in range(MOST_OF_A_KIND):
        for section in _MATTERS_FIRST:
            lines = found.get(section, ())[place : place + 1]
            before = shown.get(section, [])
            if lines and len(before) == place and screen.takes(_as_item(lines[0]), more=not before, keep=keep):
                shown[section] = [*before, *lines]
    return shown


def _open_challenges(sent: said.DigestSent) -> list[str]:
    changes = sent.summary.changes if sent.summary else ()
    return [
        shortened_words(each.label, LONGEST_WORDING)
        or (challenged_part("", each.quoted) if each.quoted else "something that was said to be missing")
        for each in changes
        if each.kind is ChallengeOutcome.UNDECIDED
    ]


@words_message(said.NoDigest)
def no_digest(missing: said.NoDigest, texts: Texts) -> View:
    of_team = f" of {missing.team}" if missing.team else ""
    return plain_view(
        f"You have had no digest{of_team} yet. It comes with the final summary, to who led the team when its round opened."
    )


def _challenge_blocks(still_open: Sequence[str]) -> Iterator[Block]:
    if not still_open:
        return
    shown = PhoneScreen(LINES_FOR_CHALLENGES).first_fitting(map(_as_item, still_open))
    rest = len(still_open) - len(shown)
    yield Heading("Challenges that stay open")
    yield Items((*still_open[: len(shown)], *((f"and {rest} more",) if rest else ())))


def _next_step(sent: said.DigestSent, texts: Texts) -> str:
    """One thing that a lead can do now, the most useful one."""
    if sent.withheld or sent.summary is None:
        return "remind your team that what they write stays confidential, and that what came this time is not lost."
    if _open_challenges(sent):
        return "talk with your team about what was challenged. Who challenged it stays unsaid, so ask everybody."
    directions = dict(sent.directions)
    found: dict[str, list[tuple[str, str]]] = {}
    for question, words in _words_by_question(sent.summary, texts):
        for point in question.points:
            wording = _short_wording(point, words).strip("“”")
            if wording and point.weighed not in _SEEN_UNDER_HEADING:
                direction = directions.get(question.key, "")
                side = _OTHER_SIDE.get(direction, "") if point.key in sent.against else direction
                side = "" if side == MISSING and asks_for_new(question.text) else side
                found.setdefault(section_of(point), []).append((side, wording))
    for section in _MATTERS_FIRST:
        if section in found:
            # There is more to do about what is to change than about what is to be kept.
            direction, wording = min(found[section], key=lambda each: each[0] == KEEP)
            step = "hear both sides of “{}”." if section == DIFFER else _STEPS.get(direction, _PLAIN_STEP)
            return step.format(wording)
    return "ask your team in your next meeting what they would like to be asked."


def _some_differ(point: Point) -> str:
    return "; some see it differently" if point.some_differ else ""


def _organisation_blocks(sent: said.DigestSent) -> Iterator[Block]:
    if not sent.has_other_teams:
        return
    yield Divider()
    if sent.organisation_summary:
        yield Heading(f"The whole of {shortened_words(sent.organisation_name, LONGEST_NAME)}")
        yield from _points_of_organisation(sent.organisation_summary, dict(sent.directions))
    else:
        when = (
            f" The next is due on {times.day_and_time(sent.next_summary_at, sent.zone)}."
            if sent.next_summary_at
            else ""
        )
        yield Text(f"There is no summary of the whole organisation yet.{when}")


def _points_of_organisation(summary: Summary, directions: Mapping[str, str]) -> Iterator[Block]:
    """The first points of the organisation's summary, in its order."""
    lines = []
    for question in summary.questions:
        asked = asked_by(question, summary, directions)
        for point in question.points:
            lines.append(f"{asked}: {_short_wording(point, ())}{band_suffix(point)}{_seen_in_organisation(point)}")
    screen = PhoneScreen(LINES_FOR_ORGANISATION)
    shown = screen.first_fitting(map(_as_item, lines[:MOST_OF_ORGANISATION]))
    if shown:
        yield Items(tuple(lines[: len(shown)]))
    rest = len(lines) - len(shown)
    if rest or not lines:
        yield Text(f"And {rest} more, in the final summary." if rest else NO_POINT)


def _seen_in_organisation(point: Point) -> str:
    added = "; added after the check" if point.added else ""
    together = _TOGETHER if point.in_several_meetings else ""
    return f"{_SEEN.get(point.weighed, '')}{added}{_some_differ(point)}{together}"
