"""Samples of what became of points."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.follow_ups import AskBack
from bot.domain.model.follow_ups import FollowUpState
from bot.domain.outcomes import ask_back, own_points
from bot.domain.outcomes import follow_ups as said
from bot.views.messages.ask_back import question_about
from tests.phrasebook.samples import WORDS, Sample

DAY = date(2026, 5, 1)
OPEN = said.FollowUpLine(label="Rotas that change late", state=FollowUpState.OPEN, days=21)
QUOTED = replace(OPEN, label="", days=0)
DOING = replace(
    OPEN, state=FollowUpState.DOING, sentence="We try out a new one", owner="Dana", due=DAY, follow_up="follow-up"
)
LATE = replace(DOING, state=FollowUpState.LATE)
DONE = replace(OPEN, state=FollowUpState.DONE, sentence="It is out!")
NOT_DOING = replace(OPEN, state=FollowUpState.NOT_DOING, sentence="There is no money for it this year")
LISTENING = replace(DOING, state=FollowUpState.LISTENING, owner="the ward manager")
REFS = ("published:r:2.1",)
FORM = said.FollowUpForm(token="f:0", line=OPEN, own_name="Hal")
REFUSED = ("step", "words", "long", "day", "past", "owner", "several", "gone", "changed")

BECAME = own_points.WhatBecame(name="Crisis line", lines=(OPEN, DOING), round="r")
OWN = own_points.OwnPointsShown(
    name="Crisis line", keys=("2.1", "2.q1"), labels=("Rotas that change late", ""), message="m", refs=(*REFS, "mine:i")
)

ASKED_BACK = replace(OPEN, ask_back="example", additions=("The plan came on Friday", "Weekends"))
ASK_BACK = ask_back.AskBackForm(token="f", points=(("f", "Rotas that change late"), ("g", "People wait too long")))

SAMPLES = (
    Sample(replace(BECAME, lines=(OPEN, OPEN)), note="nothing answered yet"),
    Sample(replace(BECAME, lines=(OPEN,), earlier=(OPEN,)), note="nothing answered yet, nor earlier"),
    Sample(ASK_BACK),
    Sample(replace(ASK_BACK, words_left_out=True), note="some in people's own words"),
    Sample(ask_back.AskBackOffered(token="f")),
    Sample(ask_back.AskBackNoted(question=question_about(AskBack.SINCE, OPEN.label))),
    *(
        Sample(ask_back.AskBackRefused(why=why), note=why)
        for why in ("point", "question", "most", "none", "words", "gone")
    ),
    Sample(
        said.FollowUpsShown(name="Crisis line", lines=(replace(ASKED_BACK, follow_up="f"),), asks_back=True),
        note="asked back about",
    ),
    Sample(BECAME),
    Sample(replace(BECAME, earlier=(replace(DONE, label=""),), refs=REFS), (WORDS,), "with an earlier one"),
    Sample(replace(BECAME, lines=(), earlier=(LATE,), round=""), note="earlier ones alone"),
    Sample(replace(BECAME, round="", whole=True), note="of the whole"),
    Sample(OWN, (WORDS, "2.1 ----"), "one of two"),
    Sample(OWN, (None, "--- ----"), "none, words that have ended"),
    Sample(replace(OWN, keys=(), labels=(), refs=("mine:i",)), ("-",), "of a final without points"),
    Sample(
        own_points.OwnPointsOfWholeShown(
            name="Harbour Trust",
            keys=("1.1", "1.2", "1.3", "1.4", "2.1"),
            labels=(
                "Rotas that change late",
                "Good supervision",
                "Too few rooms",
                "Handover takes long",
                "People wait too long",
            ),
            made_of=(
                *(("1.1", "a:1.2"), ("1.1", "b:1.1"), ("1.2", "b:2.1")),
                *(("1.3", "c:1.1"), ("1.4", "b:1.2"), ("1.4", "left:"), ("2.1", "left:")),
            ),
            releases=("a",),
            message="m",
            refs=("own:i",),
            unknown=("c",),
        ),
        ("--- 1.2",),
    ),
    *(Sample(own_points.OwnPointsUnknown(why=why), note=why) for why in ("none", "off", "then", "ended", "not asked")),
    Sample(own_points.OwnPointsClosed()),
    Sample(own_points.OwnPointsSet(keep=True), note="kept"),
    Sample(own_points.OwnPointsSet(keep=False), note="not kept"),
    Sample(FORM, note="open"),
    Sample(replace(FORM, line=DOING), note="promised"),
    Sample(replace(FORM, line=QUOTED, whole=True, refs=REFS), (WORDS,), "of the whole, somebody’s words"),
    Sample(said.FollowUpPosted(line=DOING), note="doing"),
    Sample(said.FollowUpPosted(line=replace(DOING, owner=""), asking=True), note="doing, somebody is asked"),
    Sample(said.FollowUpPosted(line=DONE), note="done"),
    Sample(said.FollowUpPosted(line=NOT_DOING, name="Harbour Trust"), note="not doing, of the whole"),
    Sample(said.FollowUpPosted(line=LISTENING), note="listening"),
    Sample(said.FollowUpPosted(line=replace(DONE, label=""), refs=REFS), (WORDS,), "done, somebody’s words"),
    Sample(said.FollowUpPosted(line=replace(DONE, label=""), refs=REFS), (None,), "done, words that have ended"),
    Sample(said.FollowUpNoted(), note="nothing more"),
    Sample(said.FollowUpNoted(asked="Dana", left=1), note="Dana is asked, one more"),
    Sample(said.FollowUpNoted(left=2), note="two more"),
    *(Sample(said.FollowUpRefused(why=why), note=why) for why in REFUSED),
    Sample(said.OwnerAsked(token="f:1", line=DOING, by="Hal")),
    Sample(said.OwnerAnswered(line=DOING, agreed=True), note="agreed"),
    Sample(said.OwnerAnswered(line=DOING, agreed=False), note="not agreed"),
    Sample(said.OwnerAnswered(line=DOING, agreed=True, name="Dana"), note="Dana agreed"),
    Sample(said.OwnerAnswered(line=DOING, agreed=False, name="Dana"), note="Dana did not agree"),
    Sample(said.OwnerPosted(line=DOING)),
    *(
        Sample(
            said.OwnerReminded(token="f", line=line, when=when, listened=listened),
            note=f"listened, {when}" if listened else when,
        )
        for line, when, listened in (
            (DOING, "tomorrow", False),
            (DOING, "today", False),
            (LATE, "late", False),
            (LISTENING, "tomorrow", True),
            (LISTENING, "today", True),
            (OPEN, "late", True),
        )
    ),
    Sample(said.FollowUpReopened(token="f", line=replace(OPEN, reopened=True))),
    Sample(said.FollowUpsShown(name="Crisis line", lines=(replace(OPEN, reopened=True),)), note="open again"),
    Sample(said.AnswerMissing(line=LATE), note="of a team"),
    Sample(said.AnswerMissing(line=LATE, name="Harbour Trust"), note="of the whole"),
    Sample(said.FollowUpsShown(name="Crisis line", lines=()), note="none"),
    Sample(said.FollowUpsShown(name="Crisis line", lines=(OPEN, DOING, LATE, LISTENING)), note="waiting"),
    Sample(
        said.FollowUpsShown(
            name="Crisis line", lines=(replace(QUOTED, follow_up="f"), DONE, NOT_DOING), more=2, next="t:12", refs=REFS
        ),
        (WORDS,),
        "for who may answer, with older ones",
    ),
)
