"""Samples of lasting points: under challenge, worded anew, let go, and a final that tells of them."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.model.sharing import Point, QuestionSummary, Summary
from bot.domain.model.weighing import WeighedLabel
from bot.domain.outcomes import lasting_points as said
from bot.domain.outcomes.sharing import FinalPosted, RaisedOverTime
from tests.phrasebook.samples import WORDS, Sample

LABEL = "Rotas that change late"
REFS = ("published:r:2.1",)
CHALLENGED = said.PointChallenged(token="p", name="Crisis line", label=LABEL)
DECIDED = said.EarlierPointDecided(name="Crisis line", label=LABEL)
AGAIN = tuple(
    Point(key=f"e{place}", label=LABEL, band="", weighed=label)
    for place, label in enumerate(
        (
            WeighedLabel.UNDER_CHALLENGE,
            WeighedLabel.WIDELY_SHARED,
            WeighedLabel.PEOPLE_DIFFER,
            WeighedLabel.NOT_WIDELY_SHARED,
        ),
        start=1,
    )
)
WORDED = Point(key="e5", label="", band="", weighed=WeighedLabel.WIDELY_SHARED, some_differ=True, own_words=True)
FINAL = FinalPosted(round="r", name="Crisis line", summary=Summary(questions=(), earlier_points=(*AGAIN, WORDED)), k=5)

OVER_TIME = RaisedOverTime(
    name="Crisis line",
    summary=Summary(
        questions=(
            QuestionSummary(
                number=2,
                text="What should we stop?",
                shown=True,
                points=(Point(key="2.over1", label="Rotas that change late", band=""),),
            ),
        ),
        over_time=True,
    ),
)

SAMPLES = (
    Sample(CHALLENGED),
    Sample(OVER_TIME, note="in the channel"),
    Sample(replace(OVER_TIME, open_points=(("f", "2.over1"),)), note="to a lead"),
    Sample(replace(CHALLENGED, label="", refs=REFS), (WORDS,), "somebody’s words"),
    Sample(said.ChallengeTold(name="Crisis line", label=LABEL)),
    Sample(said.ChallengedShown(points=()), note="none"),
    Sample(said.ChallengedShown(points=(("p", LABEL), ("q", "")), refs=REFS), (WORDS,), "two, somebody’s words"),
    Sample(said.EarlierPointForm(token="p", label=LABEL), note="another wording"),
    Sample(said.EarlierPointForm(token="p", label=LABEL, drop=True), note="let it go"),
    *(Sample(said.EarlierPointRefused(why=why), note=why) for why in ("gone", "words", "long", "same", "taken")),
    Sample(replace(DECIDED, wording="The rota comes two weeks before"), note="another wording"),
    Sample(replace(DECIDED, reason="We have no rota any more."), note="let go"),
    Sample(said.EarlierPointNoted(dropped=False), note="another wording"),
    Sample(said.EarlierPointNoted(dropped=True), note="let go"),
    Sample(replace(FINAL, refs=REFS), (WORDS,), "earlier points, weighed again"),
    Sample(replace(FINAL, refs=REFS), (None,), "earlier points, of which one’s words have ended"),
)
