"""Words for drafts, finals, digests: themes in bands, words only with permission, what changed since the draft."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.model.sharing import ChallengeOutcome, Change, Point, QuestionSummary, Summary
from bot.domain.outcomes import sharing as said
from bot.domain.releases import THEME_FLOOR
from bot.views.messages import times
from bot.views.messages.languages import languages_read
from bot.views.messages.wording import Texts, words_message
from bot.views.view import Block, Button, Buttons, Divider, Heading, Items, Note, Quote, Text, View

BANDS = {
    "a few": "a few people",
    "several": "several people",
    "some": "some people",
    "about half": "about half",
    "more than half": "more than half",
    "most": "most people",
}
"""Bands of people; those of teams are words already."""


def band_words(value: str) -> str:
    return BANDS.get(value, value)


def _band_suffix(theme: Point) -> str:
    """A point's band after its label; in the organisation's summary there is none where few teams made it."""
    return f" – {band_words(theme.band)}" if theme.band else ""


def _question_blocks(
    question: QuestionSummary, words: Texts, round_: str, unshown: str, pointless: str
) -> Iterator[Block]:
    """One question's part; with a `round_` its themes carry the buttons of a draft.

    `unshown` says why nothing is shown of it, `pointless` why no point is.
    """
    yield Divider()
    yield Heading(f"{question.number}. {question.text}")
    if not question.shown:
        yield Text(unshown)
        return
    if not question.themes:
        yield Text(pointless)
    for place, theme in enumerate(question.themes, start=1):
        new = " (new)" if theme.new else ""
        yield Text(f"{question.number}.{place} {theme.label}{new}{_band_suffix(theme)}")
        if round_:
            token = f"{round_}:{theme.key}"
            yield Buttons((Button("Sounds right", "right", token), Button("Challenge", "challenge", token)))
    if question.nothing:
        yield Text(f"Nothing to say on this: {band_words(question.nothing)}.")
    yield from _quote_blocks(words, asks=bool(round_) and not question.themes)


def _quote_blocks(words: Texts, asks: bool) -> Iterator[Block]:
    shown = [text for text in words if text]
    if len(shown) < THEME_FLOOR:
        # Some were taken back while the message waited: the words of one or two are not shown (C6).
        return
    yield Text("In people’s own words, shown with their permission:")
    for text in shown:
        yield Quote(text)
    if asks:
        yield Text("Are some of these the same point? Talk about it, or say so with “Something is missing”.")


def _question_parts(summary: Summary, texts: Texts, k: int, round_: str = "") -> tuple[Block, ...]:
    """The questions of a group's summary."""
    unshown = f"Fewer than {k} people answered this one, so nothing is shown. Their answers wait for the next time."
    pointless = "No point was raised by at least three people in similar words. The answers still count in the whole organisation."
    blocks: list[Block] = []
    at = 0
    for question in summary.questions:
        blocks += _question_blocks(question, texts[at : at + question.words], round_, unshown, pointless)
        at += question.words
    return tuple(blocks)


@words_message(said.DraftPosted)
def draft_posted(posted: said.DraftPosted, texts: Texts) -> View:
    until = times.day_and_time(posted.until, posted.zone)
    opening = (
        f"This is a draft, made from the answers of {posted.name}. Is it what you meant? Until {until} you can check "
        "each point. Checks are confidential too."
    )
    return View(
        (
            Text(f"Draft for checking: {posted.name}"),
            Text(opening),
            *_question_parts(posted.summary, texts, posted.k, posted.round),
            Divider(),
            Buttons((Button("Something is missing", "missing", posted.round),)),
            Note("Counts are given in words, never as numbers. A point needs at least 3 people."),
            Note(languages_read(posted.languages)),
        ),
        "A draft is ready for your team to check.",
    )


_CHANGES = {
    ChallengeOutcome.ACCEPTED: "“{label}” now reads “{wording}”.",
    ChallengeOutcome.MERGED: "“{label}” was merged into “{wording}”.",
    ChallengeOutcome.DECLINED: "“{label}” was challenged and stays, because: {reason}",
    ChallengeOutcome.UNDECIDED: "A challenge to “{label}” is held until more people raise it or somebody decides it.",
}
_CHANGES_TO_THE_WHOLE = _CHANGES | {
    ChallengeOutcome.ACCEPTED: "Added: “{wording}”.",
    ChallengeOutcome.DECLINED: "Something was said to be missing and is not added, because: {reason}",
    ChallengeOutcome.UNDECIDED: "Something was said to be missing. It is held until more people say so or somebody decides it.",
}


def _change_line(change: Change) -> str:
    wording = (_CHANGES if change.label else _CHANGES_TO_THE_WHOLE)[change.kind]
    return wording.format(label=change.label, wording=change.wording, reason=change.reason)


FEW_CHECKED = "Few people checked this draft."
"""The same for nobody, for one and for two: else a single check would show (release rule 13)."""


def _what_changed(summary: Summary) -> Iterator[Block]:
    if summary.changes:
        yield Heading("What changed after your checks")
        yield Items(tuple(_change_line(change) for change in summary.changes))
    if summary.checked and not summary.changes:
        yield Text("The draft was checked and stays as it was.")
    elif not summary.checked:
        yield Text(FEW_CHECKED)


@words_message(said.FinalPosted)
def final_posted(posted: said.FinalPosted, texts: Texts) -> View:
    return View(
        (
            Text(f"Final summary: {posted.name}"),
            *_what_changed(posted.summary),
            *_question_parts(posted.summary, texts, posted.k),
            Note("Late answers wait and count in the next release."),
        ),
        "Your team’s summary is final.",
    )


def _point_blocks(summary: Summary) -> Iterator[Block]:
    for question in summary.questions:
        yield Text(f"{question.number}. {question.text}")
        points = tuple(f"{theme.label}{_band_suffix(theme)}" for theme in question.themes)
        if points:
            yield Items(points)
        else:
            yield Text("no point from at least three people" if question.shown else "too few answers to show anything")


_ANSWERED = {
    "enough": "Enough people of {name} answered to show what they said.",
    "up to half": "Up to half of {name} answered.",
    "more than half": "More than half of {name} answered.",
}


@words_message(said.DigestSent)
def digest_sent(sent: said.DigestSent, texts: Texts) -> View:
    blocks: list[Block] = [Text(f"Digest for you as a lead of {sent.name}")]
    if sent.held or sent.summary is None:
        blocks.append(
            Text(
                f"Too few answers to show anything this time: at least {sent.k} people are needed. They wait for the next round."
            )
        )
    else:
        answered = _ANSWERED.get(sent.participation, _ANSWERED["enough"])
        blocks += [Text(answered.format(name=sent.name)), *_point_blocks(sent.summary)]
        checked = "The draft was checked by your team." if sent.summary.checked else FEW_CHECKED
        blocks.append(Text(checked))
    if sent.open_challenges:
        blocks += [
            Heading("Open challenges, held for now"),
            Items(tuple(label or "something that was said to be missing" for label in sent.open_challenges)),
        ]
    else:
        blocks.append(Text("No challenge is open."))
    blocks += _organisation_blocks(sent)
    blocks.append(Note("No digest shows a single answer or who answered, and no setting changes that."))
    return View(tuple(blocks), "A digest for you.")


def _organisation_blocks(sent: said.DigestSent) -> Iterator[Block]:
    yield Divider()
    if sent.whole:
        yield Heading(f"The whole of {sent.whole_name}")
        yield from _point_blocks(sent.whole)
    else:
        when = f" The next is due on {times.day_and_time(sent.whole_next, sent.zone)}." if sent.whole_next else ""
        yield Text(f"There is no summary of the whole organisation yet.{when}")


@words_message(said.AddendumPosted)
def late_release_posted(posted: said.AddendumPosted, texts: Texts) -> View:
    return View(
        (
            Text(f"An addition for {posted.name}: answers that came late, to questions that are no longer asked"),
            *_question_parts(posted.summary, texts, posted.k),
            Note(f"They waited until there were answers from at least {posted.k} people to show together."),
        ),
        "An addition to an earlier summary.",
    )


@words_message(said.WholePosted)
def organisation_summary_posted(posted: said.WholePosted, texts: Texts) -> View:
    unshown = "No team’s summary has anything on this one."
    pointless = "No point was raised by at least three people in similar words."
    questions = (
        block for each in posted.summary.questions for block in _question_blocks(each, (), "", unshown, pointless)
    )
    return View(
        (
            Text(f"The whole of {posted.name}: what its teams said"),
            *questions,
            Note(
                f"Made from the teams’ final summaries. At least {posted.k} people stand behind each question, and 3 behind each "
                "point. I tell in how many teams a point was heard, never from how many people."
            ),
        ),
        "A summary of the whole organisation.",
    )
