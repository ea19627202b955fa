"""Samples of weighing a draft."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.model import CheckKind
from bot.domain.model.sharing import Summary
from bot.domain.model.weighing import ItemKind
from bot.domain.outcomes import challenges, sharing
from bot.domain.outcomes import weighing as said
from bot.domain.outcomes.dialogue import FieldAsked, PartKept
from tests.phrasebook.samples import AT, WORDS, ZONE, Sample
from tests.phrasebook.sharing import LABEL, OTHER, REFS, SHOWN, SUMMARY

ITEMS = (
    said.ItemToWeigh(key="2.1", kind=ItemKind.POINT, label=LABEL, chosen="agree", pairs=True),
    said.ItemToWeigh(key="2.2", kind=ItemKind.POINT, label=OTHER, pairs=True),
    said.ItemToWeigh(key="2.a1", kind=ItemKind.CANDIDATE, label="The door code"),
    said.ItemToWeigh(key="3.q1", kind=ItemKind.STATEMENT, chosen="differ"),
)
OF_OTHER_ROUNDS = (
    said.ItemToWeigh(key="e1", kind=ItemKind.EARLIER_POINT, label=LABEL),
    said.ItemToWeigh(key="f1", kind=ItemKind.FOLLOW_UP, label=OTHER),
    said.ItemToWeigh(key="p1", kind=ItemKind.PROPOSED_QUESTION, label="What made you smile?"),
)
FORM = said.WeighForm(round="r", items=ITEMS, k=5, refs=("shown:1",))
SAME = said.SameForm(round="r", item="", others=(ITEMS[0], ITEMS[3]), refs=("shown:1",))
SAVED = said.WeighingSaved(round="r", weighed=4, count=4, until=AT, zone=ZONE, pairs=True)
POSTED = sharing.DraftPosted(
    round="r", name="Crisis line", summary=SUMMARY, until=AT, zone=ZONE, k=5, refs=REFS, items=8
)
EMPTY = Summary(questions=tuple(replace(each, points=(), nothing="", words=0) for each in SUMMARY.questions))
NOTED = challenges.ChallengeNoted(
    token="t", label=LABEL, kind=CheckKind.OTHER, decided_after=AT, zone=ZONE, round="r", weigh=True
)
POINTS = (("2.1", LABEL), ("2.2", OTHER))

SAMPLES = (
    Sample(POSTED, SHOWN, "to be weighed"),
    Sample(replace(POSTED, summary=EMPTY, refs=(), items=0), note="nothing to weigh, and no words could be shown"),
    Sample(
        replace(POSTED, summary=replace(EMPTY, several_teams=True), refs=(), items=0),
        note="of several teams, without a point",
    ),
    Sample(replace(POSTED, again=True), SHOWN, "again, with words"),
    Sample(replace(POSTED, summary=EMPTY, refs=(), items=0, words_at=AT), note="nothing to weigh yet"),
    Sample(sharing.WordsAsked(round="r", name="Crisis line", until=AT, zone=ZONE)),
    Sample(said.WeighingAsked(round="r", name="Crisis line", count=12, until=AT, zone=ZONE, k=5)),
    Sample(said.WeighingAsked(round="r", name="Crisis line", count=1, until=AT, zone=ZONE, k=5), note="one item"),
    Sample(
        said.WeighingAsked(round="r", name="Harbour Mind", count=12, until=AT, zone=ZONE, k=5, of_organisation=True),
        note="the whole",
    ),
    Sample(
        said.WeighingAsked(round="r", name="Crisis line", count=3, until=AT, zone=ZONE, k=5, told=False), note="few"
    ),
    Sample(
        said.WeighingAsked(
            round="r",
            name="Harbour Mind",
            count=3,
            until=AT,
            zone=ZONE,
            k=5,
            of_organisation=True,
            told=False,
            few_teams=True,
        ),
        note="the whole, of few teams",
    ),
    Sample(said.SameNoted(round="r", until=AT, zone=ZONE, undone=True), note="said again"),
    Sample(said.WeighForm(round="r", items=OF_OTHER_ROUNDS, k=5), note="of other rounds"),
    Sample(FORM, (WORDS,)),
    Sample(FORM, ((WORDS + ". ") * 20,), "with many words"),
    Sample(FieldAsked(form=FORM, index=0, refs=FORM.refs), (WORDS,), "weighed before"),
    Sample(FieldAsked(form=FORM, index=3, refs=FORM.refs), (WORDS,), "of somebody’s words"),
    Sample(FieldAsked(form=FORM, index=4, refs=FORM.refs), (WORDS,), "what is missing"),
    Sample(PartKept(form=FORM, index=4, parts=1, refs=("turn:x:4",), last="0a1b2c"), (WORDS,), "what is missing"),
    Sample(SAME, (WORDS,)),
    Sample(replace(SAME, item="2.2", others=ITEMS[:1], refs=()), note="as one"),
    Sample(said.SameNoted(round="r", until=AT, zone=ZONE)),
    Sample(said.CannotBeSame()),
    Sample(said.OppositesNotSame()),
    Sample(said.NoOtherSame()),
    Sample(SAVED),
    Sample(replace(SAVED, weighed=2, pairs=False), note="some of it"),
    Sample(replace(SAVED, weighed=0), note="nothing"),
    Sample(said.WeighingTakenBack(round="r")),
    Sample(said.WeighingTakenBack(round="r", weigh=False), note="of a draft without items"),
    Sample(said.NothingToWeigh()),
    Sample(NOTED, note="of a draft to be weighed"),
    Sample(challenges.ChallengeForm(round="r", item="", label="", items=POINTS), note="of one of several"),
    Sample(
        challenges.ChallengeForm(round="r", item="", label="", items=(*POINTS, ("3.q1", "")), refs=("shown:1",)),
        (WORDS,),
        "of one of several, somebody’s words among them",
    ),
    Sample(challenges.NothingToChallenge()),
    Sample(challenges.ChooseAPoint()),
)
