"""Words for drafts and finals of teams: points in bands, words only with permission, what changed since the draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from bot.domain.model.sharing import ChallengeOutcome, Change, Point, QuestionSummary, QuotePlace, Summary
from bot.domain.model.weighing import WeighedLabel
from bot.domain.outcomes import sharing as said
from bot.domain.releases import POINT_FLOOR
from bot.domain.releases.bands import Band
from bot.views.messages import times
from bot.views.messages.languages import languages_read
from bot.views.messages.permission import asks_for_words, words_button
from bot.views.messages.weighing import GONE, asked_about, each_can_say, shortened_words, weigh_buttons
from bot.views.messages.wording import Texts, count_in_words, quote_name, words_message
from bot.views.view import Block, Divider, Heading, Items, Note, Quote, Text, View

BANDS = {
    Band.A_FEW.value: "a few people",
    Band.SEVERAL.value: "several people",
    Band.SOME.value: "some people",
    Band.ABOUT_HALF.value: "about half",
    Band.MORE_THAN_HALF.value: "more than half",
    Band.MOST.value: "most people",
}
"""Bands of people; those of teams are words already."""
POINT_PEOPLE = f"{count_in_words(POINT_FLOOR)} people"
NO_POINT = f"No point was raised by at least {POINT_PEOPLE} in similar words."
NO_SHARED_POINT = "Nothing came up here that I can tell as shared between your teams."


def band_words(value: str) -> str:
    return BANDS.get(value, value)


def band_suffix(point: Point) -> str:
    """A point's band after its label; in the organisation's summary there is none where few teams made it."""
    return f" – {band_words(point.band)}" if point.band else ""


def question_blocks(
    question: QuestionSummary,
    words: Texts,
    unshown: str,
    pointless: str,
    by_section: bool = True,
    names: Sequence[str] = (),
) -> Iterator[Block]:
    """One question's part. `unshown` says why nothing is shown of it, `pointless` why no point is; `names` are its quotes'."""
    yield Divider()
    yield Heading(f"{question.number}. {question.text}")
    if not question.shown:
        yield Text(unshown)
        yield from _said_together(question)
        return
    words = words_that_stand(question, words)
    if not any(wording_of(point, words) for point in question.points):
        yield Text(pointless)
    quotes = _named_quotes(words, names)
    yield from _point_lines(question, words, quotes, by_section)
    yield from (Text(asked_about(each.label)) for each in question.asks)
    if question.nothing:
        yield Text(f"Nothing to say on this: {band_words(question.nothing)}.")
    under = {point.key for point in question.points}
    beside = [quote for quote, key in zip(quotes, _places_of(question), strict=False) if quote and key not in under]
    if beside:
        also = "Also said, in" if len(beside) < len([text for text in words if text]) else "In"
        yield Text(f"{also} people’s own words, shown with their permission:")
        yield from beside
    yield from _said_together(question)


def _named_quotes(words: Texts, names: Sequence[str]) -> list[Quote | None]:
    """Return the quotes of these words, each under its name where they have names; None for words that are gone."""
    return [Quote(text, name) if text else None for text, name in zip_longest(words, names[: len(words)], fillvalue="")]


def _said_together(question: QuestionSummary) -> Iterator[Block]:
    """Yield what teams agreed to say in their meetings; it stands after all that people said each for themselves."""
    if question.team_statements:
        yield Text("Said together in a meeting:")
        for point in question.team_statements:
            label = _label_suffix(point, by_section=False)
            yield Text(f"“{point.label}”{label}")


def words_that_stand(question: QuestionSummary, words: Texts) -> Texts:
    """Return a question's words as far as they may stand: of one or two people only the wordings of points (C6, rule 11).

    Where more stood in the summary, some were taken back while the message waited: then none stands.
    """
    if sum(1 for text in words if text) >= POINT_FLOOR:
        return words
    wordings = {point.quote for point in question.points} if question.words < POINT_FLOOR else set()
    return tuple(text if place in wordings else None for place, text in enumerate(words, start=1))


def _places_of(question: QuestionSummary) -> tuple[str, ...]:
    """Return the key of the point that each quote stands under; empty for none, as for all of an earlier version."""
    return question.under or ("",) * question.words


WIDELY_SHARED, DIFFER, SHARED_IN_CHECK = "Widely shared:", "Where you differ:", "Shared in the check:"
_SECTIONS: dict[WeighedLabel | None, str] = {
    WeighedLabel.WIDELY_SHARED: WIDELY_SHARED,
    WeighedLabel.PEOPLE_DIFFER: DIFFER,
    WeighedLabel.SHARED_IN_CHECK: SHARED_IN_CHECK,
}
"""Headings of a final's points by how they were weighed; the others follow those that are widely shared."""
OTHERS, ADDED = "Also raised:", "Added after the check:"
OTHERS_FIRST = "What was raised:"
"""Heading of the others where no heading stands before it."""
HEADINGS = (WIDELY_SHARED, OTHERS_FIRST, OTHERS, DIFFER, SHARED_IN_CHECK, ADDED)
EARLIER = "Earlier points, weighed again"
"""Heading over what earlier finals said; the points stand in one block behind it."""
POINT_NUMBER = re.compile(r"\d+\.\d+ ")
"""Beginning of a point's line."""
_LABELS: dict[WeighedLabel | None, str] = {
    WeighedLabel.NOT_WIDELY_SHARED: " Not widely shared.",
    WeighedLabel.UNDER_CHALLENGE: " Under challenge.",
}
_ORGANISATION_LABELS = _LABELS | {
    WeighedLabel.WIDELY_SHARED: " Widely shared.",
    WeighedLabel.PEOPLE_DIFFER: " People differ.",
}
"""The organisation's points stand by the teams in which they were heard, so that each says itself how it was weighed."""


def wording_of(point: Point, words: Texts) -> str:
    """A point's wording: its own, or the quote that words it; empty where that is gone."""
    quote = words[point.quote - 1] if 0 < point.quote <= len(words) else None
    return f"“{quote or point.label}”" if quote or point.own_words else point.label


def section_of(point: Point) -> str:
    return ADDED if point.added else _SECTIONS.get(point.weighed, OTHERS)


def _label_suffix(point: Point, by_section: bool) -> str:
    """Return the words for how a point was weighed, as far as no heading says it."""
    differ = " Some see it differently." if point.some_differ else ""
    if by_section:
        return differ or _LABELS.get(point.weighed, "")
    together = " Said together in some teams." if point.in_several_meetings else ""
    return _ORGANISATION_LABELS.get(point.weighed, " Added after the check." if point.added else "") + differ + together


def _point_lines(
    question: QuestionSummary, words: Texts, quotes: Sequence[Quote | None], by_section: bool
) -> Iterator[Block]:
    """The points of a question in their order, each with the quotes that stand under it; under headings once they were weighed."""
    headed = by_section and any(section_of(point) != OTHERS for point in question.points)
    section, place = "", 0
    for point in question.points:
        wording = wording_of(point, words)
        if not wording:
            continue
        if headed and section_of(point) != section:
            section = section_of(point)
            yield Text(OTHERS_FIRST if section == OTHERS and not place else section)
        place += 1
        new = " (new)" if point.new else ""
        differ = _label_suffix(point, by_section)
        yield Text(f"{question.number}.{place} {wording}{new}{band_suffix(point)}{'.' if differ else ''}{differ}")
        for number, (quote, key) in enumerate(zip(quotes, _places_of(question), strict=False), start=1):
            if quote and key == point.key and number != point.quote:
                yield quote


def _question_parts(
    posted: said.DraftPosted | said.FinalPosted | said.AddendumPosted, texts: Texts
) -> tuple[Block, ...]:
    """The questions of a group's summary."""
    unshown = (
        f"Fewer than {posted.k} people answered this one, so nothing is shown. Their answers wait for the next time."
    )
    pointless = NO_SHARED_POINT if posted.summary.several_teams else NO_POINT
    if posted.has_other_teams:
        pointless = f"{pointless} The answers still count in the whole organisation."
    blocks: list[Block] = []
    places = posted.places if isinstance(posted, said.DraftPosted) else ()
    named = posted.summary.split_by_question(places)
    for (question, words), (_, mine) in zip(posted.summary.split_by_question(texts), named, strict=True):
        names = [quote_name(QuotePlace(question.number, place)) for place in mine]
        blocks += question_blocks(question, words, unshown, pointless, names=names)
    return tuple(blocks)


def _draft_opening(posted: said.DraftPosted) -> str:
    until = times.day_and_time(posted.until, posted.zone)
    if posted.words_at:
        return (
            f"This is a draft, made from the answers of {posted.name}. There is nothing in it yet that you could weigh. "
            f"{asks_for_words(posted.words_at, posted.zone)}"
        )
    if not posted.items:
        return (
            f"This is a draft, made from the answers of {posted.name}. Is it what you meant? Until {until} each of you can say "
            "in private what is missing."
        )
    made = (
        f"This is the draft of {posted.name} again, now with some of your words."
        if posted.again
        else f"This is a draft, made from the answers of {posted.name}. Is it what you meant?"
    )
    return f"{made} Until {until} {each_can_say('each of you', posted.items, posted.told)}"


@words_message(said.DraftPosted)
def draft_posted(posted: said.DraftPosted, texts: Texts) -> View:
    return View(
        (
            Text(f"Draft for checking: {posted.name}"),
            Text(_draft_opening(posted)),
            *_question_parts(posted, texts),
            Divider(),
            words_button(posted.round) if posted.words_at else weigh_buttons(posted.round, posted.items, posted.told),
            Note(f"Counts are given in words, never as numbers. A point needs at least {POINT_FLOOR} people."),
            Note(languages_read(posted.languages)),
        ),
        "A draft is ready for your team to check.",
    )


_CHANGES = {
    ChallengeOutcome.ACCEPTED: "“{label}” now reads “{wording}”.",
    ChallengeOutcome.MERGED: "“{label}” was merged into “{wording}”.",
    ChallengeOutcome.DECLINED: "A challenge to “{label}” was declined, because: {reason}",
    ChallengeOutcome.UNDECIDED: "A challenge to “{label}” stays open: it was not decided.",
}
_ORGANISATION_CHANGES = _CHANGES | {
    ChallengeOutcome.ACCEPTED: "Added: “{wording}”.",
    ChallengeOutcome.DECLINED: "Something was said to be missing and is not added, because: {reason}",
    ChallengeOutcome.UNDECIDED: "Something was said to be missing. That stays open: it was not decided.",
}


_CHANGES_OF_WORDS = {
    ChallengeOutcome.ACCEPTED: "What somebody wrote to question {question} now reads “{wording}” as a point.",
    ChallengeOutcome.MERGED: "What somebody wrote to question {question} was merged into “{wording}”.",
    ChallengeOutcome.DECLINED: "A challenge to what somebody wrote to question {question} was declined, because: {reason}",
    ChallengeOutcome.UNDECIDED: "A challenge to what somebody wrote to question {question} stays open: it was not decided.",
}


def change_line(change: Change) -> str:
    """Say what came of a challenge, as the final says it."""
    if change.kind is ChallengeOutcome.MERGED and not change.wording:
        return f"“{change.label}” stands below in somebody’s own words."
    if change.quoted:
        wording = _CHANGES_OF_WORDS[change.kind]
    else:
        wording = (_CHANGES if change.label else _ORGANISATION_CHANGES)[change.kind]
    number = change.quoted.question if change.quoted else 0
    return wording.format(label=change.label, wording=change.wording, reason=change.reason, question=number)


CHECKED = "Several people checked this draft. Thank you."
FEW_CHECKED = "Few people checked this draft."
"""The same for nobody, for one and for two: else a single check would show (release rule 13)."""


def earlier_points(summary: Summary, words: Texts = ()) -> Iterator[Block]:
    """Yield what earlier finals said, as it was weighed again; `words` are those of the ones that somebody's words word."""
    if not summary.earlier_points:
        return
    left = iter(words)
    yield Divider()
    yield Heading(EARLIER)
    yield Items(
        tuple(earlier_line(each, next(left, None) if each.own_words else None) for each in summary.earlier_points)
    )


def _count_quotes(summary: Summary) -> int:
    return sum(question.words for question in summary.questions)


_WEIGHED_AGAIN: dict[WeighedLabel | None, str] = {
    WeighedLabel.WIDELY_SHARED: "still widely shared.",
    WeighedLabel.PEOPLE_DIFFER: "people differ now.",
    WeighedLabel.NOT_WIDELY_SHARED: "not widely shared any more.",
    WeighedLabel.UNDER_CHALLENGE: "under challenge: several people see it differently now.",
}


def earlier_line(point: Point, words: str | None) -> str:
    again = weighed_again_words(point.weighed, point.some_differ)
    return f"“{shortened_words(point.label or words or GONE)}”: {again}"


def weighed_again_words(label: WeighedLabel | None, some_differ: bool) -> str:
    """Say how an earlier point was weighed again, as its final says it."""
    return f"{_WEIGHED_AGAIN[label]}{' Some see it differently.' if some_differ else ''}"


def what_changed(summary: Summary, by_section: bool = True) -> Iterator[Block]:
    if summary.changes:
        yield Heading("What changed after your checks")
        yield Items(tuple(change_line(change) for change in summary.changes))
    weighed = any(point.weighed for question in summary.questions for point in question.points)
    first = by_section and any(
        section_of(point) == WIDELY_SHARED for question in summary.questions for point in question.points
    )
    if summary.checked and weighed:
        yield Text(f"The draft was weighed{': below, what is widely shared comes first' if first else ''}.")
    elif summary.checked and not summary.changes:
        yield Text(CHECKED)
    elif not summary.checked:
        yield Text(FEW_CHECKED)


@words_message(said.FinalPosted)
def final_posted(posted: said.FinalPosted, texts: Texts) -> View:
    return View(
        (
            Text(f"Final summary: {posted.name}"),
            *what_changed(posted.summary),
            *_question_parts(posted, texts),
            *earlier_points(posted.summary, texts[_count_quotes(posted.summary) :]),
            Note("Late answers wait and count in the next summary."),
        ),
        "Your team’s summary is final.",
    )


@words_message(said.AddendumPosted)
def late_release_posted(posted: said.AddendumPosted, texts: Texts) -> View:
    return View(
        (
            Text(f"An addition for {posted.name}: answers that came late, to questions that are no longer asked"),
            *_question_parts(posted, texts),
            Note(f"They waited until there were answers from at least {posted.k} people to show together."),
        ),
        "An addition to an earlier summary.",
    )
